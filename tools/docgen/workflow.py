"""``docs/workflow.md``: the table of transitions, and what of it each region uses."""

from __future__ import annotations

from pathlib import Path

from app.domain.checks import read_profile
from app.domain.enums import ApplicationType, Level, OrgKind, Status, Verb
from app.domain.profile import Profile, RouteStage
from app.domain.profile.exactness import states_of
from app.domain.workflow import TRANSITIONS, Event, Guard, Transition
from app.locate import resource

_HEAD = """# The workflow

Written by `python3 dev.py docs` from `app/domain/workflow` and the rule packs; do not edit. Client
and server run the same table: the client to say beforehand what is possible, the server to decide.

## Transitions

A row may be taken from each of its states, by any of those named, while no guard objects and the
rules of its gate ([rules](rules.md)) are clear.

| no. | event | only for | from | to | who | guards | gate |
|---|---|---|---|---|---|---|---|
"""

_BACKWARDS = frozenset({
    (Event.STAMP, Status.SEALED, Status.APPROVED_AT),
    (Event.VOID_STAMP, Status.APPROVED_AT, Status.SEALED),
})  # fmt: skip
"""Pairs that a row with two states on both sides allows on paper only."""


def page() -> str:
    """The whole page."""
    rows = [_row(transition) for transition in TRANSITIONS]
    files = sorted(Path(resource("profiles")).glob("*.json"))
    packs = [read_profile(file.read_bytes(), file=file.name) for file in files]
    parts = [_HEAD + "\n".join(rows) + "\n", _guards()]
    parts += [_pack(pack) for pack in packs]
    return "\n".join(parts)


def _row(row: Transition) -> str:
    limits = sorted([*(verb.value for verb in row.verbs), *(kind.value for kind in row.kinds)])
    cells = [
        row.id,
        row.event.value,
        ", ".join(limits),
        _states(row.source) or "–",
        _states(row.target),
        ", ".join(sorted(seat.value for seat in row.seats)),
        ", ".join(f"`{guard.__name__}`" for guard in row.guards),
        row.gate,
    ]
    return f"| {' | '.join(cells)} |"


def _states(states: frozenset[Status]) -> str:
    return ", ".join(status.value for status in Status if status in states)


def _guards() -> str:
    known: dict[str, Guard] = {}
    for row in TRANSITIONS:
        known |= {guard.__name__: guard for guard in row.guards}
    lines = ["## Guards\n", "| guard | what it looks at |", "|---|---|"]
    lines += [f"| `{name}` | {_plain(known[name].__doc__)} |" for name in sorted(known)]
    return "\n".join(lines) + "\n"


def _plain(text: str | None) -> str:
    paragraph = (text or "").strip().partition("\n\n")[0]
    return " ".join(paragraph.split()).replace("|", "\\|").replace("``", "`")


def _pack(pack: Profile) -> str:
    parts = [f"## {pack.profile_id}: {pack.label.zh_CN}\n"]
    for kind, spec in pack.types.items():
        parts.append(f"### {pack.profile_id}: {spec.label.zh_CN} (`{kind.value}`)\n")
        parts.append(_route(pack, spec.routing.chain()))
        parts.append(_diagram(pack, kind))
    return "\n".join(parts)


def _route(pack: Profile, chain: list[RouteStage]) -> str:
    lines = [
        "| stage | office | how it is found | only when | may decide |",
        "|---|---|---|---|---|",
    ]
    for position, stage in enumerate(chain):
        when = "; ".join(f"{one.fact} {', '.join(one.values)}".strip() for one in stage.when)
        verbs = [
            verb.value
            for verb in pack.verbs_of(stage.kind)
            if verb.value != "REFER_DOWN" or position > 0
        ]
        cells = [stage.id, stage.kind.value, stage.office, when, ", ".join(verbs)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _diagram(pack: Profile, kind: ApplicationType) -> str:
    """A mermaid state diagram of what an application of that kind can go through."""
    narrowed = pack.for_type(kind)
    offices = [stage.kind for stage in pack.types[kind].routing.chain()]
    edges: dict[tuple[Status, Status], list[str]] = {}
    for row in TRANSITIONS:
        for pair in _pairs(row, pack, kind, offices):
            edges.setdefault(pair, []).append(f"{row.id} {row.event.value}")
    used = [status for status in Status if any(status in pair for pair in edges)]
    lines = ["```mermaid", "stateDiagram-v2"]
    for status in used:
        label = narrowed.status_label(status, 0, offices[0]).zh_CN
        lines.append(f"    {status.value}: {status.value} {label}")
    lines.append(f"    [*] --> {Status.DRAFT.value}: T01 create")
    for (source, target), names in edges.items():
        lines.append(f"    {source.value} --> {target.value}: {', '.join(names)}")
    leaving = {source for source, _ in edges}
    lines += [f"    {status.value} --> [*]" for status in used if status not in leaving]
    return "\n".join([*lines, "```"]) + "\n"


def _pairs(
    row: Transition, pack: Profile, kind: ApplicationType, offices: list[OrgKind]
) -> list[tuple[Status, Status]]:
    """The changes of state that a row means for one kind of application of a region."""
    spec, states = pack.types[kind], states_of(pack, kind)
    if row.verbs and not row.verbs & pack.verbs.keys():
        return []
    if row.kinds and not row.kinds & set(offices):
        return []
    if row.source == row.target:  # it changes what stands in the case, not where it stands
        return []
    if row.id == "T20" and not pack.returns.applicant_may_delete:
        return []
    onward = row.event is Event.FORWARD or Verb.REFER_DOWN in row.verbs
    if onward and _longest(spec.routing.chain()) < 2:
        return []
    if row.event is Event.STAMP and not any(use.stage in offices for use in pack.seal.uses):
        return []
    return [
        (source, target)
        for source in Status
        for target in Status
        if source in row.source & states and target in row.target & states
        if source is not target and (row.event, source, target) not in _BACKWARDS
        if not (_ends_here(row, target) and spec.ends == "EVALUATION")
    ]


def _longest(chain: list[RouteStage]) -> int:
    """How many stages a case passes at most: those for other levels are never its own."""

    def counts(stage: RouteStage, level: Level) -> bool:
        limits = [one.values for one in stage.when if one.fact == "LEVEL_IN"]
        return all(level.value in values for values in limits)

    return max(sum(counts(stage, level) for stage in chain) for level in Level)


def _ends_here(row: Transition, target: Status) -> bool:
    """Whether the row leads to the end of a grant, which has no committee to evaluate it."""
    return target is Status.PASSED_FINAL and row.event in (Event.APPROVE, Event.STAMP)
