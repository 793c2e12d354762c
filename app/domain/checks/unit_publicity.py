"""Family J, publicity: what a unit must have publicised, how long, and which version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.domain.calendar import PeriodCount, Verdict, has_ended
from app.domain.checks.engine import UNIT_PASS, Hit, Subject, rule
from app.domain.checks.unit_facts import MODULE, module_names, publicity_of
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import is_empty
from app.domain.publicised import changed_publicised, publicised_sha256
from app.domain.publicity import Publicity, PublicityScope

FIELD = "publicity"
_NAMES: Mapping[str, tuple[str, str]] = {
    "start_date": ("开始日期", "first day"),
    "end_date": ("结束日期", "last day"),
    "place": ("公示地点", "place"),
    "method": ("公示方式", "way"),
    "objection": ("有无异议", "whether anybody objected"),
    "result_text": ("公示结果", "result"),
    "proof_files": ("公示佐证", "proof"),
    "objection_text": ("异议内容", "objection"),
    "handling_result": ("异议处理结果", "how the objection was settled"),
}


@rule(
    "R120",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(source="S2", place="二1", quote="未经公示的申报材料一律不予受理。"),
    reason="PUBLICITY_MISSING",
)
def publicised_at_all(at: Subject) -> Iterator[Hit]:
    """The unit publicised this application."""
    shown = publicity_of(at)
    if shown is None:
        yield Hit(MODULE, field=FIELD)
    elif shown.scope is not PublicityScope.UNIT:
        yield Hit(MODULE, field=FIELD, variant="SCOPE")
    elif shown.app_ids and at.version.app_id not in shown.app_ids:
        yield Hit(MODULE, field=FIELD, variant="OTHER_CASE")


@rule(
    "R121",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S2",
        place="二1",
        quote="公示期不能少于5个工作日（双休日和节假日不计入公示时间）。",
    ),
)
def long_enough(at: Subject) -> Iterator[Hit]:
    """The publicity lasted the working days that the region asks for (domain §4.12).

    Only the region's own way of counting blocks; that a stricter one falls short is a warning, and
    so is a year whose holidays nobody has announced. R123 asks for missing dates.
    """
    shown = publicity_of(at)
    if shown is None or shown.start_date is None or shown.end_date is None:
        return
    if at.calendar is None:
        yield Hit(MODULE, field=FIELD, variant="NO_CALENDAR", uncertain=True)
        return
    counted = at.calendar.count(shown.start_date, shown.end_date, at.profile.calendar)
    verdict = counted.verdict
    if verdict is Verdict.OK:
        return
    if verdict is Verdict.SHORT:
        yield Hit(MODULE, field=FIELD, params=_counts(counted), reason="PUBLICITY_SHORT")
        return
    yield Hit(
        MODULE,
        field=FIELD,
        variant="STRICT" if verdict is Verdict.WARN_STRICT else "NO_YEAR",
        params=_counts(counted),
        severity=Severity.WARN,
        uncertain=verdict is Verdict.UNCERTAIN,
    )


def _counts(counted: PeriodCount) -> dict[str, str]:
    return {
        "days": str(counted.in_force.total),
        "needed": str(counted.in_force.needed),
        "least": str(min(count.total for count in counted.stricter)),
        "start": counted.start.isoformat(),
        "end": counted.end.isoformat(),
        "until": counted.in_force.reached_on.isoformat(),
        "years": "、".join(str(year) for year in counted.unknown_years),
    }


@rule(
    "R122",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(source="S2", place="二1", quote="公示完成后，单位逐项填写公示情况。"),
    reason="PUBLICITY_RUNNING",
)
def over_before_it_was_told(at: Subject) -> Iterator[Hit]:
    """The publicity was over when its result was filled in, and is over now."""
    shown = publicity_of(at)
    if shown is None or shown.end_date is None:
        return
    if not has_ended(shown.end_date, at.now):
        yield Hit(MODULE, field=FIELD, params={"end": shown.end_date.isoformat()})
    elif _told_early(at, shown, shown.end_date):
        yield Hit(MODULE, field=FIELD, variant="EARLY", params={"end": shown.end_date.isoformat()})


def _told_early(at: Subject, shown: Publicity, end: date) -> bool:
    saved = at.dossier.saved_at if at.dossier else None
    told = shown.objection is not None or bool(shown.result_text.strip())
    return told and saved is not None and not has_ended(end, saved)


@rule(
    "R123",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(source="S2", place="二1", quote="公示完成后，单位逐项填写公示情况。"),
    params=("items",),
    reason="PUBLICITY_FIELDS",
)
def told_item_by_item(at: Subject) -> Iterator[Hit]:
    """Every item of 公示情况 is filled in, and an objection was settled.

    Parameters: ``items`` of the publicity that must be filled in.
    """
    shown = publicity_of(at)
    if shown is None:
        return
    wanted = list(at.params("R123")["items"])
    if shown.objection:
        wanted += ["objection_text", "handling_result"]
    for name in wanted:
        if is_empty(getattr(shown, name)):
            label, label_en = _NAMES[name]
            told = {"field": label, "field_en": label_en}
            yield Hit(MODULE, field=f"{FIELD}.{name}", params=told)


@rule(
    "R124",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S2",
        place="二1",
        quote="未经公示的申报材料一律不予受理。",
    ),
    reason="PUBLICITY_VERSION",
)
def version_as_shown(at: Subject) -> Iterator[Hit]:
    """What was publicised is what is passed: the publicised modules are still the same."""
    shown = publicity_of(at)
    if shown is None:
        return
    if not shown.publicised_sha256:
        if not shown.content_sha256 or shown.content_sha256 != at.version.content_sha256:
            yield Hit(MODULE, field=FIELD, variant="UNBOUND")
        return
    if shown.publicised_sha256 == publicised_sha256(at.version, at.profile):
        return
    before = next((v for v in at.history if v.version_no == shown.version_no), None)
    changed = changed_publicised(before, at.version, at.profile) if before else []
    names, names_en = module_names(at.profile, changed)
    yield Hit(
        MODULE,
        field=FIELD,
        variant="" if changed else "UNNAMED",
        params={
            "shown": str(shown.version_no),
            "version": str(at.version.version_no),
            "modules": names,
            "modules_en": names_en,
        },
        evidence={"modules": changed},
    )
