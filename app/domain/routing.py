"""The route of an application as its rule pack describes it (domain §4.5, S2 末★).

A route is materialised when an application is submitted and stored with it; when the data of
organisations change it is made anew and the difference told. All of this is pure: what is known of
organisations is passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.enums import ApplicationType, OrgKind
from app.domain.model import Application, ApplicationVersion, Organisation, RouteNode
from app.domain.profile import Profile, RouteCondition, RouteStage, Routing
from app.domain.refusal import Refusal

Offices = Mapping[str, Organisation]
"""Organisations by their id."""

_RULES = {
    "DUAL_DIRECTIONAL": "R009",
    "HAS_DEPT": "R010",
    "COUNTY_WITH_TITLE_OFFICE": "R011",
}
"""The rule that says why a stage with such a condition must not be left out."""


@dataclass(frozen=True)
class _Case:
    version: ApplicationVersion
    unit: Organisation
    offices: Offices

    def of_kind(self, kind: OrgKind) -> list[Organisation]:
        """All offices of a kind, in the order of their ids."""
        found = [office for office in self.offices.values() if office.kind is kind]
        return sorted(found, key=lambda office: office.org_id)

    def named(self, kind: OrgKind, name: str) -> Organisation | None:
        """The office of a kind by its id or name; the only one of the kind where none fits."""
        every = self.of_kind(kind)
        fits = [office for office in every if name and name in (office.org_id, office.name)]
        return next(iter(fits), every[0] if len(every) == 1 else None)


def routing_of(profile: Profile, kind: ApplicationType) -> Routing:
    """The chain of stages of a kind of application.

    :raises LookupError: where the region does not take it.
    """
    spec = profile.type_spec(kind)
    if spec is None:
        raise LookupError(f"{profile.key} takes no {kind.value}")
    return spec.routing


def materialise(
    routing: Routing, version: ApplicationVersion, unit: Organisation, offices: Offices
) -> list[RouteNode]:
    """The nodes that this application passes; the first one is ``now``.

    An office that nobody knows keeps its place without id and name: it is chosen when the case is
    forwarded.
    """
    case = _Case(version, unit, offices)
    nodes: list[RouteNode] = []
    for stage in routing.chain():
        if all(_holds(condition, stage, case) for condition in stage.when):
            office = _OFFICE[stage.office](stage, case)
            nodes.append(
                RouteNode(
                    kind=stage.kind,
                    org_id=office.org_id if office else "",
                    name=office.name if office else "",
                    state="next" if nodes else "now",
                )
            )
    return nodes


def _holds(condition: RouteCondition, stage: RouteStage, case: _Case) -> bool:
    declared = case.version.declaration
    match condition.fact:
        case "HAS_DEPT":
            return bool(case.unit.supervising_dept_id)
        case "COUNTY_WITH_TITLE_OFFICE":
            known = case.unit.county_has_title_office
            here = _of_county(stage, case) is not None
            return case.unit.in_county and (here if known is None else known)
        case "DUAL_DIRECTIONAL":
            county = declared.county_code or case.unit.county_code
            return declared.dual_directional and (
                not condition.values or county in condition.values
            )
        case "LEVEL_IN":
            return declared.level in condition.values
        case "OFFICE_NAMED":
            return bool(_named_office(stage, case.version))


def _named_office(stage: RouteStage, version: ApplicationVersion) -> str:
    declared = version.declaration
    return declared.committee_code if stage.office == "COMMITTEE" else declared.target_office_code


def _of_county(stage: RouteStage, case: _Case) -> Organisation | None:
    county = case.version.declaration.county_code or case.unit.county_code
    near = [office for office in case.of_kind(stage.kind) if office.county_code == county]
    return next(iter(near), None)


def _declared_dept(stage: RouteStage, case: _Case) -> Organisation | None:
    rows = case.version.entries("personal")
    stated = str(rows[0].fields.get("supervising_dept") or "") if rows else ""
    every = case.of_kind(stage.kind)
    fits = [office for office in every if stated and stated in (office.org_id, office.name)]
    return next(iter(fits), case.offices.get(case.unit.supervising_dept_id or ""))


def _only_one(stage: RouteStage, case: _Case) -> Organisation | None:
    every = case.of_kind(stage.kind)
    near = [office for office in every if office.county_code == case.unit.county_code]
    return next(iter(near or every), None)


_OFFICE: dict[str, Callable[[RouteStage, _Case], Organisation | None]] = {
    "UNIT": lambda _, case: case.unit,
    "SUPERVISING_DEPT": lambda _, case: case.offices.get(case.unit.supervising_dept_id or ""),
    "DECLARED_DEPT": _declared_dept,
    "COUNTY": _of_county,
    "TARGET_OFFICE": lambda stage, case: case.named(stage.kind, _named_office(stage, case.version)),
    "COMMITTEE": lambda stage, case: case.named(stage.kind, _named_office(stage, case.version)),
    "KIND": _only_one,
}


@dataclass(frozen=True)
class RouteDiff:
    """How a route changed: nodes that came, and nodes that went. False where nothing did."""

    added: tuple[RouteNode, ...] = ()
    removed: tuple[RouteNode, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def route_diff(old: Sequence[RouteNode], new: Sequence[RouteNode]) -> RouteDiff:
    """Compare two routes by what their nodes are, not by how far the case has come."""
    before = {(node.kind, node.org_id) for node in old}
    after = {(node.kind, node.org_id) for node in new}
    return RouteDiff(
        tuple(node for node in new if (node.kind, node.org_id) not in before),
        tuple(node for node in old if (node.kind, node.org_id) not in after),
    )


def rerouted(
    application: Application, routing: Routing, unit: Organisation, offices: Offices
) -> list[RouteNode]:
    """The route by today's organisations: what lies behind the case stays, the rest is made anew.

    A stage that only now applies and lies before the present one is not gone back to.
    """
    here = application.stage_index
    fresh = materialise(routing, application.version, unit, offices)
    if here >= len(application.route):
        return fresh
    order = [stage.kind for stage in routing.chain()]
    now = application.route[here].kind
    place = order.index(now) if now in order else here
    ahead = [node for node in fresh if order.index(node.kind) > place]
    return [
        *application.route[: here + 1],
        *(node.model_copy(update={"state": "next"}) for node in ahead),
    ]


@dataclass(frozen=True)
class Target:
    """A node that a case could be forwarded to, and why not.

    ``proposed`` is the next one of the route; ``skips`` the nodes left out on the way, and
    ``rules`` those that demand them. An approver may let a skip pass (domain §4.5).
    """

    node: RouteNode
    index: int
    proposed: bool
    skips: tuple[RouteNode, ...] = ()
    rules: tuple[str, ...] = ()
    why: tuple[Refusal, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the case may be forwarded there now."""
        return not self.why


def next_targets(application: Application, offices: Offices, profile: Profile) -> list[Target]:
    """Where the case may go from here (X6): the node proposed, then the later ones of the route.

    Leaving a node out is refused until an approver has let it pass. For a node without an office
    every office of its kind is offered.
    """
    here = application.stage_index
    ahead = list(enumerate(application.route))[here + 1 :]
    targets: list[Target] = []
    for index, node in ahead:
        skips = tuple(application.route[here + 1 : index])
        rules = _rules_of(skips, application, profile)
        for office in _offices_for(node, offices):
            why = _why_not(office, skips, application)
            proposed = not skips and office.org_id == node.org_id
            targets.append(Target(office, index, proposed, skips, rules, why))
    return targets


def _offices_for(node: RouteNode, offices: Offices) -> list[RouteNode]:
    if node.org_id:
        return [node]
    known = sorted(
        (office for office in offices.values() if office.kind is node.kind),
        key=lambda office: office.org_id,
    )
    named = [
        node.model_copy(update={"org_id": office.org_id, "name": office.name}) for office in known
    ]
    return named or [node]


def _why_not(
    node: RouteNode, skips: Sequence[RouteNode], application: Application
) -> tuple[Refusal, ...]:
    if not node.org_id:
        return (Refusal("ROUTE_NO_OFFICE"),)
    allowed = application.route_override
    if skips and (
        allowed is None
        or allowed.target_org != node.org_id
        or allowed.stage_index != application.stage_index
    ):
        names = "、".join(skip.name or skip.kind.value for skip in skips)
        return (Refusal("ROUTE_SKIP", {"names": names}),)
    return ()


def _rules_of(
    skips: Sequence[RouteNode], application: Application, profile: Profile
) -> tuple[str, ...]:
    kinds = {node.kind for node in skips}
    spec = profile.type_spec(application.type)
    stages = spec.routing.chain() if spec else []
    rules = {
        _RULES[condition.fact]
        for stage in stages
        if stage.kind in kinds
        for condition in stage.when
        if condition.fact in _RULES
    }
    return tuple(sorted(rules))
