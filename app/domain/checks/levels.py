"""Which kind of office is in charge of a level: shared by the rules that ask it (R171, R192)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.domain.certificate_fields import level_of
from app.domain.checks.engine import Hit, Subject
from app.domain.enums import Level, OrgKind
from app.domain.model import Application

Place = tuple[str, str | None, str]


def office_hits(
    at: Subject, stated: object, offices: Mapping[str, Sequence[str]], place: Place
) -> Iterator[Hit]:
    """Object where the office that has the case is not in charge of the level.

    :param stated: the level, as a code or in words.
    :param offices: for each level the kinds of office; a level not named is nobody's here.

    Variants: ``LEVEL`` not dealt with here at all, ``OFFICE`` at the wrong office, and
    ``UNDECIDED`` (a question) where level or office are not known. The unit's own stage, where a
    case begins, is in charge only where ``offices`` says so.
    """
    level = level_of(stated)
    words = {"level": _level_word(at, level, "zh_CN"), "level_en": _level_word(at, level, "en")}
    if not level.known:
        unclear = {"field": "级别", "field_en": "level", "value": str(stated)}
        yield Hit(*place, variant="UNDECIDED", params=unclear, uncertain=True,
                  reason="VALUE_UNCLEAR")  # fmt: skip
        return
    kinds = offices.get(level.value)
    if not kinds:
        yield Hit(*place, variant="LEVEL", params=words)
        return
    kind = stage_kind(at.case)
    if kind is None:
        yield Hit(*place, variant="UNDECIDED", params=words, uncertain=True)
    elif kind.value not in kinds:
        yield Hit(*place, variant="OFFICE", params=words)


def stage_kind(case: Application | None) -> OrgKind | None:
    """What kind of office has the case; None where that is not known."""
    if case is None or not 0 <= case.stage_index < len(case.route):
        return None
    kind = case.route[case.stage_index].kind
    return kind if kind.known else None


def _level_word(at: Subject, level: Level, language: str) -> str:
    words = at.profile.levels.get(level.value)
    return words.in_(language) if words else level.value
