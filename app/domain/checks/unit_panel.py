"""Family J, people: defence, deliberation group, assessments, and the order of it all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

from app.domain.assessment_years import assessment_years, first_working_year
from app.domain.checks.engine import UNIT_PASS, Hit, Subject, rule
from app.domain.checks.unit_facts import MODULE, deliberation_of, dossier_of, today
from app.domain.dossier import AssessmentResult, Deliberation
from app.domain.enums import Level, Severity
from app.domain.finding import Citation

DEFENCE, DELIBERATION, ASSESSMENTS = "defence", "deliberation", "assessments"
_DEFENCE_SOURCE = Citation(
    source="S2",
    place="二2",
    quote="对申报高级职称的人员，各单位应在审议前组织面试答辩，将答辩情况如实在申报系统中填报。",
)


def asks_for(at: Subject, levels: list[Level]) -> bool | None:
    """Whether the level applied for is among those; None where this program does not know it."""
    level = at.version.declaration.level
    return level in levels if level.known else None


@rule(
    "R125",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=_DEFENCE_SOURCE,
)
def defended(at: Subject) -> Iterator[Hit]:
    """Who applies for a senior title was heard, before the deliberation."""
    policy = at.profile.dossier
    if policy is None or not policy.defence_levels:
        return
    asked = asks_for(at, policy.defence_levels)
    if asked is None:
        yield Hit(MODULE, field=DEFENCE, variant="UNDECIDED_LEVEL", uncertain=True)
    if not asked:
        return
    defence, deliberation = dossier_of(at).defence, deliberation_of(at)
    if defence is None or defence.held_on is None:
        yield Hit(MODULE, field=DEFENCE, reason="DEFENCE_MISSING")
    elif defence.passed is None:
        yield Hit(MODULE, field=DEFENCE, variant="OPEN", reason="DEFENCE_MISSING")
    elif deliberation is not None and _later(defence.held_on, deliberation.held_on):
        yield Hit(
            MODULE, field=DEFENCE, variant="LATE", params=_dates(defence.held_on, deliberation)
        )


@rule(
    "R126",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S2",
        place="二3",
        quote="所有的职称申报都需要单位组成审议小组进行审议，提出推荐意见，并如实在申报系统中填报。",
    ),
    reason="DELIBERATION_MISSING",
)
def deliberated(at: Subject) -> Iterator[Hit]:
    """A group deliberated on the application and suggested something."""
    deliberation = deliberation_of(at)
    if deliberation is None:
        yield Hit(MODULE, field=DELIBERATION)
    elif not deliberation.suggestion_text.strip():
        yield Hit(MODULE, field=f"{DELIBERATION}.suggestion_text", variant="NO_SUGGESTION")


@rule(
    "R127",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(source="S2", place="二3", quote="单位的审议推荐小组不得少于5人。"),
    reason="GROUP_SMALL",
)
def group_large_enough(at: Subject) -> Iterator[Hit]:
    """The group has enough members, its leader among them, each counted once.

    Where it has enough only if two of the same name are two people, somebody has to look.
    """
    deliberation, policy = deliberation_of(at), at.profile.dossier
    if deliberation is None or policy is None:
        return
    names = people(deliberation)
    told = {
        (person_key(one.name), person_key(one.post), person_key(one.title))
        for one in deliberation.members
        if person_key(one.name)
    }
    least = policy.group_min
    if len(names) >= least:
        return
    namesakes = len(told) + len(names - {name for name, _, _ in told})
    params = {"n": str(len(names)), "least": str(least)}
    if namesakes >= least:
        yield Hit(MODULE, field=DELIBERATION, variant="NAMESAKES", params=params, uncertain=True)
    else:
        yield Hit(MODULE, field=DELIBERATION, params=params)


@rule(
    "R128",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="F",
    source=Citation(
        source="S2",
        place="二3",
        quote="对申报高级职称的应原件扫描上传审议小组推荐表（须审议小组组长签字）。",
    ),
    reason="LEADER_SIGN",
)
def form_signed(at: Subject) -> Iterator[Hit]:
    """For senior titles the group's form was scanned, and somebody saw the leader's signature."""
    deliberation, policy = deliberation_of(at), at.profile.dossier
    if deliberation is None or policy is None or not policy.leader_sign_levels:
        return
    asked = asks_for(at, policy.leader_sign_levels)
    field = f"{DELIBERATION}.form_scan"
    if asked is None:
        yield Hit(MODULE, field=field, variant="UNDECIDED_LEVEL", uncertain=True)
    if not asked:
        return
    facts = at.files.get(deliberation.form_scan)
    if not deliberation.form_scan:
        yield Hit(MODULE, field=field)
    elif facts is not None and (facts.encrypted or facts.decodes is False):
        yield Hit(MODULE, field=field, variant="UNREADABLE")
    elif not deliberation.leader_signed:
        yield Hit(MODULE, field=field, variant="NOT_SEEN")


@rule(
    "R129",
    gates={UNIT_PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="N8", place="回避", sourced=False),
    reason="GROUP_BIASED",
)
def applicant_stays_out(at: Subject) -> Iterator[Hit]:
    """The applicant does not sit in the group that deliberates on them."""
    deliberation = deliberation_of(at)
    name = at.version.person.name
    if deliberation is not None and person_key(name) in people(deliberation):
        yield Hit(MODULE, field=DELIBERATION, params={"name": name.strip()})


@rule(
    "R130",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S2",
        place="二4",
        quote="填写2015年-2019年的考核结果。如申报人工作时间不足五年的，按实际填写。",
    ),
    params=("module", "field"),
    reason="ASSESSMENTS_MISSING",
)
def assessed(at: Subject) -> Iterator[Hit]:
    """The assessments of the years before the application are there.

    Years before the applicant began to work are not asked for; where the form does not tell when
    that was, a missing year is a question. Parameters: ``module`` and ``field`` that tell.
    """
    policy, params = at.profile.dossier, at.params("R130")
    if policy is None:
        return
    stated = {one.year for one in dossier_of(at).assessments}
    strange = {
        one.year for one in dossier_of(at).assessments if one.result is AssessmentResult.UNKNOWN
    }
    first = first_working_year(at.rows(params["module"]), params["field"])
    year = at.version.declaration.year
    wanted = assessment_years(year, first, policy.assessment_years)
    span = {"first": str(year - policy.assessment_years), "last": str(year - 1)}
    for variant, years in (
        ("", set(wanted.required) - stated),
        ("UNDECIDED_START", set(wanted.doubtful) - stated),
        ("UNDECIDED_RESULT", strange & {*wanted.required, *wanted.doubtful}),
    ):
        if years:
            told = span | {"years": "、".join(str(one) for one in sorted(years))}
            yield Hit(
                MODULE, field=ASSESSMENTS, variant=variant, params=told, uncertain=bool(variant)
            )


@rule(
    "R138",
    gates={UNIT_PASS: Severity.WARN},
    mode="A",
    source=Citation(
        source="S2",
        place="二★",
        quote="对符合要求的申报材料，经过公示、答辩、审议并出具单位意见后，逐级上报。",
    ),
)
def in_order(at: Subject) -> Iterator[Hit]:
    """Publicity, defence, deliberation, in that order, and none of it in the future.

    A defence after the deliberation blocks, everything else is a warning.
    """
    dossier, deliberation = dossier_of(at), deliberation_of(at)
    heard = dossier.defence.held_on if dossier.defence else None
    shown = dossier.publicity.end_date if dossier.publicity else None
    held = deliberation.held_on if deliberation else None
    if heard is not None and deliberation is not None and _later(heard, held):
        yield Hit(
            MODULE,
            field=DEFENCE,
            variant="DEFENCE_LATE",
            params=_dates(heard, deliberation),
            severity=Severity.BLOCK,
        )
    for place, day in ((DEFENCE, heard), (DELIBERATION, held)):
        if day is None:
            continue
        if day > today(at):
            yield Hit(MODULE, field=place, variant="FUTURE", params={"day": day.isoformat()})
        if shown is not None and day <= shown:
            told = {"day": day.isoformat(), "end": shown.isoformat()}
            yield Hit(MODULE, field=place, variant="EARLY", params=told)


def people(deliberation: Deliberation) -> set[str]:
    """The members and the leader, by name."""
    names = {person_key(member.name) for member in deliberation.members}
    return (names | {person_key(deliberation.leader)}) - {""}


def person_key(name: str) -> str:
    """A name without regard to blanks and width."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _later(day: date, other: date | None) -> bool:
    return other is not None and day > other


def _dates(heard: date, deliberation: Deliberation) -> dict[str, str]:
    held = deliberation.held_on
    return {"day": heard.isoformat(), "held": held.isoformat() if held else ""}
