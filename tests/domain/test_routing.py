"""Routes of domain §4.5: which nodes, which offices, what a change of data makes of them, where a
case may go next."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.enums import ApplicationType, OrgKind
from app.domain.model import Application, Organisation, RouteNode
from app.domain.profile import Profile
from app.domain.routing import (
    RouteDiff,
    materialise,
    next_targets,
    rerouted,
    route_diff,
    routing_of,
)
from tests.domain.make import application, liuzhou, market, packaged, version

SANJIANG = "450226"


def office(org_id: str, kind: str, **facts: Any) -> Organisation:
    return Organisation.model_validate(
        {"org_id": org_id, "name": f"名{org_id}", "kind": kind} | facts
    )


UNIT = office("unit", "UNIT", county_code="450200")
OFFICES = {
    found.org_id: found
    for found in (
        UNIT,
        office("dept", "DEPT"),
        office("ct", "COUNTY_TITLE", county_code=SANJIANG),
        office("ct0", "COUNTY_TITLE", county_code="450299"),
        office("ci", "COUNTY_INDUSTRY", county_code=SANJIANG),
        office("series", "SERIES_TITLE"),
        office("com", "COMMITTEE"),
        office("com2", "COMMITTEE"),
        office("region", "REGION_TITLE"),
        office("city", "CITY_TITLE"),
    )
}
DECLARED = {"committee_code": "com"}
EVALUATION = ApplicationType.EVALUATION


def ids(
    profile: Profile,
    unit: Organisation = UNIT,
    kind: ApplicationType = EVALUATION,
    offices: dict[str, Organisation] = OFFICES,
    personal: dict[str, Any] | None = None,
    **declared: Any,
) -> list[str]:
    rows = {"personal": [{"entry_id": "me", "fields": personal}]} if personal else {}
    made = version(declaration=DECLARED | declared, modules=rows)
    route = materialise(routing_of(profile, kind), made, unit, offices)
    assert [node.state for node in route] == ["now", *["next"] * (len(route) - 1)]
    return [node.org_id for node in route]


def test_liuzhou_from_the_unit_to_the_committee() -> None:
    assert ids(liuzhou()) == ["unit", "series", "com"]


def test_a_supervising_department_comes_before_the_series() -> None:
    unit = UNIT.model_copy(update={"supervising_dept_id": "dept"})
    assert ids(liuzhou(), unit) == ["unit", "dept", "series", "com"]


@pytest.mark.parametrize(
    ("facts", "with_office"),
    [
        ({"in_county": True, "county_code": SANJIANG}, True),
        ({"in_county": True, "county_code": SANJIANG, "county_has_title_office": True}, True),
        ({"in_county": True, "county_code": SANJIANG, "county_has_title_office": False}, False),
        ({"in_county": True, "county_code": "450211"}, False),
        ({"in_county": False, "county_code": SANJIANG}, False),
    ],
)
def test_a_county_unit_passes_the_countys_title_office_if_there_is_one(
    facts: dict[str, Any], with_office: bool
) -> None:
    found = ids(liuzhou(), UNIT.model_copy(update=facts))
    assert ("ct" in found) is with_office
    assert found[0] == "unit"


@pytest.mark.parametrize(
    ("declared", "unit_county", "with_office"),
    [
        ({"dual_directional": True, "county_code": SANJIANG}, "450200", True),
        ({"dual_directional": True}, SANJIANG, True),
        ({"dual_directional": True, "county_code": "450299"}, SANJIANG, False),
        ({"dual_directional": False, "county_code": SANJIANG}, SANJIANG, False),
    ],
)
def test_dual_directional_in_its_counties_passes_the_industrys_office(
    declared: dict[str, Any], unit_county: str, with_office: bool
) -> None:
    unit = UNIT.model_copy(update={"county_code": unit_county})
    assert ("ci" in ids(liuzhou(), unit, **declared)) is with_office


def test_the_office_and_the_committee_that_are_declared_by_id_or_name() -> None:
    assert ids(market(), target_office_code="region", committee_code="名com2") == [
        "unit",
        "region",
        "com2",
    ]


def test_the_only_office_of_a_kind_stands_in_for_one_that_nobody_knows() -> None:
    assert ids(market(), target_office_code="OFFICE-1")[1] == "region"
    assert ids(market(), target_office_code="region", committee_code="?")[2] == ""


def test_the_department_that_was_declared_comes_first_in_shanxi() -> None:
    profile = packaged("SX_2024")
    offices = OFFICES | {"other": office("other", "DEPT")}
    named = {"supervising_dept": "名other"}
    unit = UNIT.model_copy(update={"supervising_dept_id": "dept"})
    assert ids(profile, unit, offices=offices, personal=named) == ["other", "com"]
    assert ids(profile, unit, offices=offices, personal={"supervising_dept": "?"}) == [
        "dept",
        "com",
    ]
    assert ids(profile, offices=offices, personal={"supervising_dept": ""}) == ["", "com"]


@pytest.mark.parametrize(
    ("level", "first"),
    [("MIDDLE", "city"), ("JUNIOR_ASSISTANT", "city"), ("SENIOR_ASSOC", "region")],
)
def test_a_certificate_goes_by_its_level(level: str, first: str) -> None:
    kind = ApplicationType.CERT_VERIFICATION
    assert ids(packaged("LZ_CERT_2019"), kind=kind, level=level) == [first]


def test_a_kind_that_the_region_does_not_take_has_no_route() -> None:
    with pytest.raises(LookupError, match="LZ_ENG_2020@1 takes no LOSS_REISSUE"):
        routing_of(liuzhou(), ApplicationType.LOSS_REISSUE)


def test_of_several_offices_of_a_kind_the_one_of_the_county_comes_first() -> None:
    more = OFFICES | {
        "a": office("a", "SERIES_TITLE"),
        "z": office("z", "SERIES_TITLE", county_code="450200"),
    }
    assert ids(liuzhou(), offices=more)[1] == "z"
    far = UNIT.model_copy(update={"county_code": "1"})
    assert ids(liuzhou(), far, offices=more)[1] == "a"


# --- changes --------------------------------------------------------------------------------------


def at(stage: int, unit: Organisation = UNIT, **more: Any) -> Application:
    """A Liuzhou case on its route, so far done."""
    made = version(declaration=DECLARED)
    route = materialise(routing_of(liuzhou(), EVALUATION), made, unit, OFFICES)
    states = ["done"] * stage + ["now"] + ["next"] * len(route)
    nodes = [
        node.model_copy(update={"state": state}) for node, state in zip(route, states, strict=False)
    ]
    return application(
        version=made.model_dump(mode="json"),
        route=[node.model_dump(mode="json") for node in nodes],
        stage_index=stage,
        node_org=nodes[stage].org_id,
        **more,
    )


WITH_DEPT = UNIT.model_copy(update={"supervising_dept_id": "dept"})


def test_a_new_department_is_put_before_what_is_still_ahead() -> None:
    case = at(0)
    route = rerouted(case, routing_of(liuzhou(), EVALUATION), WITH_DEPT, OFFICES)
    assert [(node.org_id, node.state) for node in route] == [
        ("unit", "now"), ("dept", "next"), ("series", "next"), ("com", "next"),
    ]  # fmt: skip
    diff = route_diff(case.route, route)
    assert [node.org_id for node in diff.added] == ["dept"]
    assert diff.removed == ()
    assert diff


def test_what_lies_behind_a_case_stays() -> None:
    case = at(1)
    route = rerouted(case, routing_of(liuzhou(), EVALUATION), WITH_DEPT, OFFICES)
    assert route == case.route
    assert not route_diff(case.route, route)


def test_a_department_that_went_away_is_told() -> None:
    case = at(0, WITH_DEPT)
    route = rerouted(case, routing_of(liuzhou(), EVALUATION), UNIT, OFFICES)
    diff = route_diff(case.route, route)
    assert ([node.org_id for node in diff.removed], diff.added) == (["dept"], ())


def test_how_far_a_case_has_come_is_no_difference() -> None:
    assert route_diff(at(0).route, at(2).route) == RouteDiff()


def test_the_last_node_has_nothing_ahead() -> None:
    case = at(2)
    assert rerouted(case, routing_of(liuzhou(), EVALUATION), UNIT, OFFICES) == case.route


# --- targets --------------------------------------------------------------------------------------


def test_the_next_node_is_proposed_and_a_skip_refused_with_its_rule() -> None:
    dept, series, committee = next_targets(at(0, WITH_DEPT), OFFICES, liuzhou())
    assert (dept.node.org_id, dept.index, dept.proposed, dept.allowed) == ("dept", 1, True, True)
    assert (series.node.org_id, series.index, series.proposed) == ("series", 2, False)
    assert [refusal.code for refusal in series.why] == ["ROUTE_SKIP"]
    assert series.why[0].params == {"names": "名dept"}
    assert (series.rules, dept.rules) == (("R010",), ())
    assert [node.org_id for node in committee.skips] == ["dept", "series"]
    assert committee.rules == ("R010",)


@pytest.mark.parametrize(
    ("override", "allowed"),
    [
        ({}, True),
        ({"stage_index": 1}, False),
        ({"target_org": "com"}, False),
    ],
)
def test_an_approver_lets_one_skip_pass_from_one_stage(
    override: dict[str, Any], allowed: bool
) -> None:
    let = {
        "stage_index": 0, "target_org": "series", "reason": "已撤销", "by": "u2",
        "at": "2026-10-09T02:00:00Z",
    }  # fmt: skip
    case = at(0, WITH_DEPT, route_override=let | override)
    series = next_targets(case, OFFICES, liuzhou())[1]
    assert series.allowed is allowed


def test_an_office_that_nobody_knew_may_be_chosen_of_its_kind() -> None:
    case = at(1)
    nameless = RouteNode(kind=OrgKind.COMMITTEE, org_id="", name="")
    case = case.model_copy(update={"route": [*case.route[:2], nameless]})
    targets = next_targets(case, OFFICES, liuzhou())
    assert [target.node.org_id for target in targets] == ["com", "com2"]
    assert all(target.allowed and not target.proposed for target in targets)
    (only,) = next_targets(case, {}, liuzhou())
    assert [refusal.code for refusal in only.why] == ["ROUTE_NO_OFFICE"]


def test_from_the_last_node_nothing_can_be_forwarded() -> None:
    assert next_targets(at(2), OFFICES, liuzhou()) == []
