"""Which cases a document says it is of: the keywords in its metadata."""

from __future__ import annotations

from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader

from app.protocol.form_binding import parse_keywords


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
    form, bindings = parse_keywords(text)
    return Named(form, frozenset((one.app_id, one.version_no) for one in bindings))
