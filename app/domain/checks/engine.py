"""How the pre-check rules work (domain §4.13).

A rule is one small function, registered with its severities, its gate and the sentence it rests
on. It yields a :class:`Hit` for each place that it objects to; the engine turns hits into findings.
Which rules run, and with what parameters, is the profile's matter. The same code runs in client
and server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import datetime
from functools import cached_property
from importlib import import_module
from typing import Any

from app.domain.anchors import Anchor
from app.domain.calendar import WorkCalendar
from app.domain.checks.facts import FileFacts
from app.domain.dossier import Dossier
from app.domain.enums import OrgKind, Severity
from app.domain.finding import Citation, Finding
from app.domain.form import FormEntry, form_entries
from app.domain.model import (
    Application,
    ApplicationVersion,
    Attachment,
    Decision,
    Organisation,
)
from app.domain.profile import Profile
from app.domain.surroundings import Surroundings

SUBMIT, PASS, DECIDE = "submit", "PASS", "decide"
UNIT_PASS, FORWARD, CLAIM = "PASS@unit", "forward", "claim"
APPROVE, SYNC, WITHDRAW, CONFIRM, ACCEPT = "approve", "sync", "withdraw", "confirm", "accept"
LOSS_ITEM_1, LOSS_ITEM_2, ORG_APPROVE = "item 1", "item 2", "org approve"
GATES = frozenset({
    SUBMIT, PASS, DECIDE, UNIT_PASS, FORWARD, CLAIM, APPROVE, SYNC, WITHDRAW, CONFIRM, ACCEPT,
    LOSS_ITEM_1, LOSS_ITEM_2, ORG_APPROVE,
})  # fmt: skip
"""The gates of domain §4.13. ``PASS@unit`` runs together with PASS while the unit has the case."""


@dataclass(frozen=True)
class Subject:
    """All that a rule may look at; nothing else counts, so that results can be repeated.

    ``now`` is the server's time. ``files`` holds what is known about attachments by hash and may
    lack any of them. ``history`` are earlier versions, oldest first. ``case`` is the application
    as it stands: its stage, dossier, stamps, fee and earlier decisions. ``decision`` is set for the
    rules of the decide gate only, ``actor_id`` for those that ask who acts; ``actor_is_applicant``
    is the server's word, which alone compares identity numbers. ``anchors`` are the places on scans
    that officers held against fields, of all offices that may be seen.
    """

    version: ApplicationVersion
    profile: Profile
    now: datetime
    org: Organisation | None = None
    calendar: WorkCalendar | None = None
    history: Sequence[ApplicationVersion] = ()
    files: Mapping[str, FileFacts] = made(default_factory=dict)
    decision: Decision | None = None
    case: Application | None = None
    actor_id: str = ""
    actor_is_applicant: bool = False
    anchors: Sequence[Anchor] = ()

    @property
    def own_anchors(self) -> list[Anchor]:
        """The anchors of the office that has the case: what another one saw answers for it only."""
        office = self.case.node_org if self.case else ""
        return [anchor for anchor in self.anchors if anchor.org_id == office]

    @property
    def dossier(self) -> Dossier | None:
        """The unit's dossier, where the case has one."""
        return self.case.dossier if self.case else None

    @property
    def around(self) -> Surroundings:
        """What stands around the application; every part None where nobody gathered it."""
        return (self.case.surroundings if self.case else None) or Surroundings()

    def params(self, rule_id: str) -> Mapping[str, Any]:
        """The profile's parameters of a rule."""
        return self._params.get(rule_id) or {}

    def rows(self, module_code: str) -> list[FormEntry]:
        """The rows of a module as the applicant filled them in; read once, not to be changed."""
        found = self._rows.get(module_code)
        if found is None:
            found = self._rows[module_code] = form_entries(self.version, module_code)
        return found

    def attached(self, module_code: str, entry_id: str | None = None) -> list[Attachment]:
        """The files of a module, or of one of its rows; not to be changed."""
        files = self._attached.get(module_code, [])
        return files if entry_id is None else [att for att in files if att.entry_id == entry_id]

    @cached_property
    def _params(self) -> dict[str, Mapping[str, Any]]:
        return {use.rule: use.params for use in self.profile.rules}

    @cached_property
    def _rows(self) -> dict[str, list[FormEntry]]:
        return {}

    @cached_property
    def _attached(self) -> dict[str, list[Attachment]]:
        files: dict[str, list[Attachment]] = {}
        for att in self.version.attachments:
            files.setdefault(att.module_code, []).append(att)
        return files

    def told_missing(self, row: FormEntry, field_code: str) -> bool:
        """Whether R020 already says that this field of the row must be filled in."""
        module = self.profile.module(row.module_code)
        spec = module.field(field_code) if module else None
        params = self._params.get("R020")
        if params is None or spec is None or not spec.is_required(row.values):
            return False
        return f"{row.module_code}.{field_code}" not in params.get("except", [])


@dataclass(frozen=True)
class Hit:
    """One objection. ``severity`` replaces the rule's own; ``reason`` its ready comment.

    ``uncertain``: the rule could not be decided here, which becomes a question (ASK) to the
    officer rather than a silent pass. ``file`` is the sha256 of the file it is about, so that two
    files in one slot have findings of their own. ``unsourced``: what it rests on here is a default
    of the rule pack and not the rule's source (domain §4.4 "not stated").
    """

    module_code: str
    entry_id: str | None = None
    field: str | None = None
    slot: str | None = None
    variant: str = ""
    params: Mapping[str, str] = made(default_factory=dict)
    evidence: Mapping[str, Any] = made(default_factory=dict)
    severity: Severity | None = None
    reason: str | None = None
    uncertain: bool = False
    file: str | None = None
    unsourced: bool = False


RuleBody = Callable[[Subject], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    """A registered rule. ``mode`` is A (data), F (file), H (heuristic) or M (manual)."""

    id: str
    gates: Mapping[str, Severity]
    mode: str
    source: Citation
    params: frozenset[str]
    reason: str | None
    body: RuleBody


_RULES: dict[str, Rule] = {}


def rule(
    rule_id: str,
    *,
    gates: Mapping[str, Severity],
    mode: str,
    source: Citation,
    params: Iterable[str] = (),
    reason: str | None = None,
) -> Callable[[RuleBody], RuleBody]:
    """Register a rule under its id of domain §4.13.

    :param gates: at which gate it runs, and how grave it is there.
    :param params: the parameters that a profile must give.
    :param reason: the id of the ready comment in the reason library.
    """

    def register(body: RuleBody) -> RuleBody:
        if rule_id in _RULES:
            raise ValueError(f"{rule_id} is registered twice")
        _RULES[rule_id] = Rule(rule_id, gates, mode, source, frozenset(params), reason, body)
        return body

    return register


def registered() -> Mapping[str, Rule]:
    """All rules this program has, by id; their families are loaded when first asked for."""
    import_module("app.domain.checks.families")
    return _RULES


def run(subject: Subject, gate: str) -> list[Finding]:
    """Run the rules that the profile lists for a gate: gravest first, then the form's order.

    At PASS the rules of ``PASS@unit`` run too while the unit has the case.
    """
    gates = (PASS, UNIT_PASS) if gate == PASS and at_unit(subject) else (gate,)
    found: list[Finding] = []
    rules = registered()
    for use in subject.profile.rules:
        known = rules.get(use.rule)
        if known is None:
            continue
        for at in gates:
            if at in known.gates:
                found += [_finding(known, at, hit) for hit in known.body(subject)]
                break
    return sorted(found, key=_Order(subject)) if len(found) > 1 else found


def at_unit(subject: Subject) -> bool:
    """Whether the case stands at its unit, in a region where units keep a dossier."""
    case = subject.case
    if case is None or subject.profile.dossier is None:
        return False
    present = case.route[case.stage_index : case.stage_index + 1]
    return any(node.kind is OrgKind.UNIT for node in present)


def check(subject: Subject) -> list[Finding]:
    """What stands in the way of PASS, or must be looked at before it."""
    return run(subject, PASS)


def check_submission(subject: Subject) -> list[Finding]:
    """What keeps an applicant from submitting (domain §4.7 T08)."""
    return run(subject, SUBMIT)


def check_decision(decision: Decision, subject: Subject) -> list[Finding]:
    """What is wrong with a decision itself (domain §4.13 K)."""
    return run(replace(subject, decision=decision), DECIDE)


def _finding(known: Rule, gate: str, hit: Hit) -> Finding:
    severity = hit.severity or (Severity.ASK if hit.uncertain else known.gates[gate])
    source = known.source
    return Finding(
        rule_id=known.id,
        severity=severity,
        module_code=hit.module_code,
        entry_id=hit.entry_id,
        field=hit.field,
        slot=hit.slot,
        file=hit.file,
        variant=hit.variant,
        params=dict(hit.params),
        evidence=dict(hit.evidence),
        citation=source.model_copy(update={"sourced": False}) if hit.unsourced else source,
        reason_id=hit.reason or (None if hit.uncertain else known.reason),
        uncertain=hit.uncertain,
        gate=gate,
    )


class _Order:
    """The order of findings: severity, module, row, field; ties by rule."""

    def __init__(self, subject: Subject) -> None:
        self._severities = list(Severity)
        self._modules = _places(module.code for module in subject.profile.modules)
        self._fields = _places(
            f"{module.code}.{code}"
            for module in subject.profile.modules
            for code in (*(f.code for f in module.fields), *(s.code for s in module.slots))
        )
        self._rows = _places(
            entry.entry_id
            for module in subject.profile.modules
            for entry in subject.version.entries(module.code)
        )

    def __call__(self, found: Finding) -> tuple[int, int, int, int, str, str]:
        spot = f"{found.module_code}.{found.field or found.slot}"
        return (
            self._severities.index(found.severity),
            self._modules.get(found.module_code, len(self._modules)),
            self._rows.get(found.entry_id or "", -1),
            self._fields.get(spot, len(self._fields)),
            found.rule_id,
            found.variant,
        )


def _places(codes: Iterable[str]) -> dict[str, int]:
    return {code: place for place, code in enumerate(codes)}
