"""Which cases a document says it is of: the keywords in its metadata (:mod:`app.forms.form`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pyhanko.pdf_utils.reader import PdfFileReader

_CASE: Final = re.compile(r"case/(?P<case>[^\s;,]+)@(?P<version>\d+):")
_FORM: Final = re.compile(r"form/(?P<form>[a-z_]+)")


@dataclass(frozen=True, slots=True)
class Named:
    """The form's code and the cases with their versions; empty where the document names none."""

    form: str = ""
    cases: frozenset[tuple[str, int]] = frozenset()


def named(reader: PdfFileReader) -> Named:
    """Read the keywords of the information dictionary, as the first revision had them."""
    try:
        told = reader.get_historical_resolver(0).trailer_view["/Info"]
        text = str(told["/Keywords"])
    except KeyError:
        return Named()
    form = _FORM.search(text)
    cases = {(found["case"], int(found["version"])) for found in _CASE.finditer(text)}
    return Named(form["form"] if form else "", frozenset(cases))
