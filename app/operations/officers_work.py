"""What the officers of one office did on some cases, for 工作量表."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from app.domain.enums import Verb
from app.domain.model import Application, Proposal
from app.forms.content.workload import Work
from app.store.moments import local_day

_STANDS: Final = ("PENDING", "APPROVED")
"""A proposal that was recalled or sent back was no decision."""


@dataclass(frozen=True, slots=True)
class OfficersWork:
    """Work by name, and the first and last day of it; None where nobody did anything."""

    works: tuple[Work, ...]
    since: date | None
    until: date | None


@dataclass
class _Officer:
    name: str
    claimed: int = 0
    verbs: dict[Verb, int] = field(default_factory=dict)
    spent: timedelta = timedelta()
    days: list[date] = field(default_factory=list)

    def work(self) -> Work:
        count = self.verbs.get
        returned = count(Verb.RETURN, 0) + count(Verb.REFER_DOWN, 0)
        passed, refused = count(Verb.PASS, 0), count(Verb.NOT_PASSED, 0)
        return Work(self.name, self.claimed, passed, returned, refused, self.spent)


def officers_work(cases: Sequence[Application], org_id: str) -> OfficersWork:
    """Count what was decided at an office, and the claims of those who decided or hold a case.

    A decision counts for who proposed it, from their claim on; 退回下级 counts as a return.
    Known are those that the case still carries: the present one, and what went on from here.
    """
    officers: dict[str, _Officer] = {}
    for case in cases:
        for one in _decisions(case, org_id):
            officer = officers.setdefault(one.handler_id, _Officer(one.handler_name))
            verb = one.decision.verb
            officer.verbs[verb] = officer.verbs.get(verb, 0) + 1
            officer.spent += one.proposed_at - _begun(case, one)
            officer.days.append(local_day(one.proposed_at))
        holder = case.claim
        if holder is not None and _at(case, holder.stage_index) == org_id:
            officers.setdefault(holder.user_id, _Officer(holder.user_name))
    for case in cases:
        for entry in case.timeline:
            known = officers.get(entry.actor_id)
            if known is not None and entry.action == "claim":
                known.claimed += 1
                known.days.append(local_day(entry.at))
    days = [day for officer in officers.values() for day in officer.days]
    works = sorted((one.work() for one in officers.values()), key=lambda work: work.officer)
    return OfficersWork(tuple(works), min(days, default=None), max(days, default=None))


def _decisions(case: Application, org_id: str) -> Iterator[Proposal]:
    pending: Iterable[Proposal] = () if case.proposal is None else (case.proposal,)
    seen = set()
    for one in (*case.history, *pending):
        if one.op_id in seen or one.outcome not in _STANDS:
            continue
        seen.add(one.op_id)
        if _at(case, one.stage_index) == org_id:
            yield one


def _at(case: Application, stage: int) -> str:
    """The office of a stage; empty where the route is shorter now."""
    return case.route[stage].org_id if 0 <= stage < len(case.route) else ""


def _begun(case: Application, proposal: Proposal) -> datetime:
    """When who proposed had claimed the case."""
    claims = (
        entry.at
        for entry in case.timeline
        if entry.action == "claim"
        and entry.actor_id == proposal.handler_id
        and entry.at <= proposal.proposed_at
    )
    return max(claims, default=proposal.proposed_at)
