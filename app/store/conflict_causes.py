"""What lies behind a conflict: newer rules and what they find, or a route that was made anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.enums import OrgKind
from app.domain.finding import Finding
from app.domain.model import Application, Organisation, RouteNode
from app.domain.profile import Profile
from app.domain.routing import route_diff
from app.protocol.operations import Operation
from app.store.case_row import Checker
from app.store.profiles import Profiles
from app.store.readmodels import NewerRules, RouteChange

_SAME = {"severity", "params", "uncertain", "reason_id"}


def newer_rules(
    operation: Operation, current: Application, checker: Checker, profiles: Profiles
) -> NewerRules:
    """Check the case by the rules it was decided by and by those in force, and compare."""
    old, new = operation.base.profile, current.profile
    if profiles.find(new) is None:
        return NewerRules(old, new, here=False)
    before = checker(current.model_copy(update={"profile": old}))
    now = checker(current)
    found = _not_in(now, before)
    changed = _changed_rules(profiles.find(old), profiles.get(new))
    speak = {finding.rule_id for finding in found}
    return NewerRules(
        old,
        new,
        here=True,
        found=found,
        gone=tuple(
            one for one in before if one.finding_id not in {other.finding_id for other in now}
        ),
        quiet=tuple(rule for rule in changed if rule not in speak),
    )


def route_change(
    operation: Operation, current: Application, offices: Mapping[str, Organisation]
) -> RouteChange | None:
    """The route that the operation was made on beside the present one; None where it names none."""
    seen = operation.payload.get("route")
    if not isinstance(seen, list):
        return None
    old = _nodes([str(org_id) for org_id in seen], current.route, offices)
    differs = route_diff(old, current.route)
    return RouteChange(tuple(old), tuple(current.route), differs.added, differs.removed)


def _not_in(some: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that the others do not have, or do not say so."""
    known = {one.finding_id: one.model_dump(include=_SAME) for one in others}
    return tuple(one for one in some if known.get(one.finding_id) != one.model_dump(include=_SAME))


def _changed_rules(old: Profile | None, new: Profile) -> list[str]:
    """The rules that the newer pack has and the older one has not, or not so."""
    known = {use.rule: use.params for use in old.rules} if old else {}
    return [use.rule for use in new.rules if known.get(use.rule) != use.params]


def _nodes(
    org_ids: Sequence[str], present: Sequence[RouteNode], offices: Mapping[str, Organisation]
) -> list[RouteNode]:
    """The nodes of a route of which only the offices are known.

    A stage for which no office is known yet has no id; such stages are told apart by their
    order, the last of one route being the last of the other.
    """
    known = {node.org_id: node for node in present if node.org_id}
    nameless = [node for node in present if not node.org_id]
    nodes = []
    for org_id in reversed(org_ids):
        office = offices.get(org_id)
        if org_id in known:
            nodes.append(known[org_id])
        elif not org_id and nameless:
            nodes.append(nameless.pop())
        else:
            kind = office.kind if office else OrgKind("")
            nodes.append(
                RouteNode(kind=kind, org_id=org_id, name=office.name if office else org_id)
            )
    return nodes[::-1]
