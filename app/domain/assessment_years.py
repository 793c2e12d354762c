"""Which years' assessments a unit states (近5年考核, domain §4.12): Y-5 to Y-1, fewer for those who
began to work later (S2 二4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.form import FormEntry
from app.domain.partial_date import parse_partial


@dataclass(frozen=True)
class FirstYear:
    """The first working year as far as the form tells.

    ``year`` is the earliest that is stated, None where none is; ``certain`` is false where some row
    does not say when it began, so that the work may have begun earlier.
    """

    year: int | None
    certain: bool


@dataclass(frozen=True)
class AssessmentYears:
    """``required`` years must be stated; ``doubtful`` ones only if the work began before."""

    required: tuple[int, ...]
    doubtful: tuple[int, ...] = ()


def first_working_year(rows: Iterable[FormEntry], field: str) -> FirstYear:
    """The earliest beginning among the rows of the work experience."""
    starts = [parse_partial(row.values.get(field)) for row in rows]
    years = [start.year for start in starts if start is not None]
    return FirstYear(min(years, default=None), bool(years) and len(years) == len(starts))


def assessment_years(year: int, first: FirstYear, count: int) -> AssessmentYears:
    """The ``count`` years before the year of application, oldest first.

    :param first: since when the applicant works; earlier years are not asked for.
    """
    years = range(year - count, year)
    began = year if first.year is None else first.year
    required = tuple(one for one in years if one >= began)
    doubtful = () if first.certain else tuple(one for one in years if one < began)
    return AssessmentYears(required, doubtful)
