"""The working-day calendar the server judges by and hands out (domain §4.12, SV15).

The years of the program, laid over by the files ``calendar/<anything>.json`` of the data folder,
each one :class:`~app.domain.calendar.CalendarYear`. So a new year needs no release.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from app.domain.calendar import CalendarYear, WorkCalendar
from app.domain.calendar_data import calendar_with
from app.protocol.canonical import sha256_hex


class CalendarFileError(ValueError):
    """A file of the calendar folder that is no calendar year; the text names file and place."""


@dataclass(frozen=True)
class Calendars:
    """The calendar, and each year as the bytes that are handed out."""

    work: WorkCalendar
    documents: dict[int, bytes]

    @classmethod
    def load(cls, folder: Path) -> Calendars:
        """Read the years of the program and those of ``folder``, which need not exist.

        :raises CalendarFileError: where a file cannot be used, or two are of the same year.
        """
        own: dict[int, tuple[Path, CalendarYear]] = {}
        for path in sorted(folder.glob("*.json")):
            year = _read(path)
            if year.year in own:
                raise CalendarFileError(f"{path}: {year.year} stands in {own[year.year][0]} too")
            own[year.year] = (path, year)
        work = calendar_with(year for _, year in own.values())
        documents = {no: year.model_dump_json().encode() for no, year in work.years.items()}
        return cls(work, documents)

    def etag(self, year: int) -> str:
        """The entity tag of a year's document."""
        return f'"{sha256_hex(self.documents[year])}"'


def _read(path: Path) -> CalendarYear:
    try:
        return CalendarYear.model_validate_json(path.read_bytes())
    except ValidationError as problem:
        places = (
            f"{'.'.join(str(part) for part in error['loc']) or '(file)'}: {error['msg']}"
            for error in problem.errors()
        )
        raise CalendarFileError(f"{path}: {'; '.join(places)}") from problem
