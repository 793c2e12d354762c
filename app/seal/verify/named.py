"""Which cases a document says it is of: the keywords in its metadata."""

from __future__ import annotations

from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader

from app.protocol.form_binding import FormBinding, parse_keywords


@dataclass(frozen=True, slots=True)
class Named:
    """The form's code and what it shows; empty where the document names none."""

    form: str = ""
    shows: tuple[FormBinding, ...] = ()

    @property
    def cases(self) -> frozenset[tuple[str, int]]:
        """The cases with their versions."""
        return frozenset((one.app_id, one.version_no) for one in self.shows)


def named(reader: PdfFileReader) -> Named:
    """Read the keywords of the information dictionary, as the first revision had them."""
    try:
        told = reader.get_historical_resolver(0).trailer_view["/Info"]
        text = str(told["/Keywords"])
    except KeyError:
        return Named()
    return Named(*parse_keywords(text))
