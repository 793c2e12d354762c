"""Objects that stand in a file and in no table of it.

A reader that follows the tables never sees them, and nothing is found to have changed; one that
meets a table it cannot follow gathers whatever objects the file holds, the last of a number first,
and shows those.
"""

from __future__ import annotations

import re
from typing import Final

from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader

_OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}(\d{1,5})\s{1,9}obj\b")


def has_strays(reader: PdfFileReader, data: bytes, since: int) -> bool:
    """Whether behind the byte ``since`` an object begins that no revision's table points to."""
    return any(
        not _in_a_table(reader, Reference(int(found[1]), int(found[2])), found.start())
        for found in _OBJECT.finditer(data, since)
    )


def _in_a_table(reader: PdfFileReader, ref: Reference, at: int) -> bool:
    tables = reader.xrefs
    for revision in range(tables.total_revisions):
        try:
            if tables.get_historical_ref(ref, revision) == at:
                return True
        except KeyError:
            continue
    return False
