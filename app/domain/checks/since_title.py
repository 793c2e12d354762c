"""Whether what an applicant did lies after the current title (R080, R084, R086)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.checks.engine import Hit, Subject
from app.domain.form import FormEntry, entry_title, is_empty
from app.domain.partial_date import PartialDate, parse_partial

TITLE = "current_title"
DATE = "obtain_date"


@dataclass(frozen=True)
class Granted:
    """When the current title was granted, and as the applicant wrote it."""

    day: PartialDate
    told: str


def since_title(at: Subject, module_code: str, first: str, last: str = "") -> Iterator[Hit]:
    """Object to each row of a module that lies before the grant of the current title.

    :param first: the field in which the row begins, or its only date.
    :param last: the field in which it ends; a row that is not over has none.

    Variants: none (it was over before), and as questions ``SPANS`` (it began before and ended
    after), ``TOO_COARSE``, ``UNREADABLE`` (a date of the row) and ``NO_TITLE_DATE``. Who applies
    without a title has no such day.
    """
    rows = at.rows(module_code)
    if not rows:
        return
    title = next(iter(at.rows(TITLE)), None)
    if title is not None and title.values.get("no_title_application") is True:
        return
    text = title.values.get(DATE) if title else None
    day = parse_partial(text)
    if day is None:
        if title is None or not (is_empty(text) and at.told_missing(title, DATE)):
            row = title or FormEntry(TITLE, None, {})
            yield _unclear(row, DATE, "NO_TITLE_DATE", _label(at, row, DATE), text)
        return
    for row in rows:
        yield from _row(at, row, first, last, Granted(day, str(text)))


def _row(at: Subject, row: FormEntry, first: str, last: str, granted: Granted) -> Iterator[Hit]:
    text, end_text = row.values.get(first), row.values.get(last)
    began, ended = parse_partial(text), parse_partial(end_text)
    if began is None:
        if not (is_empty(text) and at.told_missing(row, first)):
            yield _unclear(row, first, "UNREADABLE", _label(at, row, first), text)
        return
    over = began.before(granted.day)
    if over is False:
        return
    if last:
        if ended is None and not is_empty(end_text):
            yield _unclear(row, last, "UNREADABLE", _label(at, row, last), end_text)
            return
        over = ended is not None and ended.before(granted.day)
    variant = _VARIANTS[over]
    yield Hit(
        row.module_code,
        row.entry_id,
        first,
        variant=variant,
        params={
            "name": entry_title(row, at.profile),
            "date": f"{text} — {end_text}" if last and ended else str(text),
            "title_date": granted.told,
        },
        evidence={first: str(text), DATE: granted.told},
        uncertain=bool(variant),
    )


_VARIANTS = {True: "", False: "SPANS", None: "TOO_COARSE"}
"""By whether the row was over before the grant."""


def _label(at: Subject, row: FormEntry, code: str) -> dict[str, str]:
    module = at.profile.module(row.module_code)
    spec = module.field(code) if module else None
    if spec is None:
        return {"field": code, "field_en": code}
    return {"field": spec.label.zh_CN, "field_en": spec.label.en}


def _unclear(row: FormEntry, field: str, variant: str, label: dict[str, str], value: object) -> Hit:
    return Hit(
        row.module_code,
        row.entry_id,
        field,
        variant=variant,
        params=label | {"value": str(value or "")},
        uncertain=True,
        reason="VALUE_UNCLEAR",
    )
