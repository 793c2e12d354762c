"""P12: a fee is ordered when the last office passes a case before a committee that collects online;
paid and verified are two steps (S1 3.6, S2 ★; domain T23–T25)."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.server_stub.acceptance.offices import (
    APPLICATIONS,
    COMMITTEE,
    REGION,
    act,
    decide,
    moment_of,
    open_offices,
)
from tests.server_stub.placing import put
from tests.server_stub.world import World

AMOUNT = 10000


def at_office(world: World) -> str:
    """A case of a0001 at the region office, before the committee."""
    app_id = world.submit()
    route = [
        {"kind": "UNIT", "org_id": "org-unit-gx", "name": "示例市场", "state": "done"},
        {"kind": "REGION_TITLE", "org_id": REGION, "name": "区职改办", "state": "now"},
        {"kind": "COMMITTEE", "org_id": COMMITTEE, "name": "评委会", "state": "next"},
    ]
    put(world, app_id, route=route, stage_index=1, node_org=REGION, nodes_seen=[REGION])
    return app_id


def passed(world: World) -> str:
    app_id = at_office(world)
    errors = [
        {"finding_id": one, "rule": one.partition("/")[0], "reason": "示例数据"}
        for one in objections(world, app_id)
    ]
    decide(world, app_id, "reg", "PASS", overrides=errors)
    return app_id


def objections(world: World, app_id: str) -> list[str]:
    """What stands against the small case of the tests; a lead lets it pass."""
    from app.domain.checks import check
    from app.domain.enums import Severity
    from server_stub import cases, decision_rules

    with world.server.db.read() as session:
        case = cases.load(session, app_id)
        assert case is not None
        pack = world.server.packs.profile(case.application.profile)
        profile = pack.for_type(case.application.type)
        subject = decision_rules.subject_of(session, world.server, case, profile, moment_of(world))
        return [f.finding_id for f in check(subject) if f.severity is Severity.ERROR]


def pay(client: httpx.Client, app_id: str, amount: int = AMOUNT) -> httpx.Response:
    return client.post(f"{APPLICATIONS}/{app_id}/pay", json={"amount": amount})


def verify(client: httpx.Client, app_id: str) -> httpx.Response:
    return client.post(f"{APPLICATIONS}/{app_id}/verify-payment")


def refused(answer: httpx.Response) -> str:
    assert answer.status_code == 409, answer.text
    return str(answer.json()["code"])


def test_ordered_paid_and_verified_are_three_states(world: World) -> None:
    open_offices(world, collects_fee_online=True)
    app_id = passed(world)
    document = world.get(app_id)
    assert (document["status"], document["node_org"]) == ("AWAITING_PAYMENT", REGION)
    assert (document["fee"]["status"], document["fee"]["amount"]) == ("UNPAID", AMOUNT)
    with world.client("a0001") as applicant:
        assert refused(verify(applicant, app_id)) == "WRONG_STATE"
        paid = pay(applicant, app_id).json()
        assert (paid["status"], paid["fee"]["status"]) == ("PAID_UNVERIFIED", "PAID_UNVERIFIED")
        assert refused(pay(applicant, app_id)) == "WRONG_STATE"
        with world.client("comclerk") as committee:
            assert committee.get(f"/v1/applications/{app_id}").status_code == 404
        verified = verify(applicant, app_id).json()
        assert (verified["status"], verified["node_org"]) == ("SUBMITTED", COMMITTEE)
        assert verified["fee"]["status"] == "VERIFIED"
    with world.client("comclerk") as committee:
        assert committee.get(f"/v1/applications/{app_id}").status_code == 200
    assert act(world, "comclerk", app_id, "accept")["status"] == "applied"
    assert world.get(app_id)["status"] == "ACCEPTED"


def test_a_committee_that_does_not_collect_online_makes_no_order(world: World) -> None:
    open_offices(world)
    app_id = passed(world)
    document = world.get(app_id)
    assert (document["status"], document["fee"]) == ("APPROVED_AT", None)
    with world.client("a0001") as applicant:
        assert refused(pay(applicant, app_id)) == "WRONG_STATE"


def test_a_wrong_amount_is_not_verified_and_goes_back(world: World) -> None:
    open_offices(world, collects_fee_online=True)
    app_id = passed(world)
    with world.client("a0001") as applicant, world.client("reglead") as lead:
        pay(applicant, app_id, AMOUNT - 1).raise_for_status()
        assert refused(verify(applicant, app_id)) == "FEE_AMOUNT_DIFFERS"
        body = {"reason": "金额不符，已退回"}
        with world.client("regclerk") as clerk:
            assert clerk.post(f"/v1/fees/{app_id}/release", json=body).status_code == 403
        lead.post(f"/v1/fees/{app_id}/release", json=body).raise_for_status()
        assert world.get(app_id)["status"] == "AWAITING_PAYMENT"
        pay(applicant, app_id).raise_for_status()
        assert verify(applicant, app_id).json()["status"] == "SUBMITTED"


def test_the_payment_window_closes_and_a_lead_opens_it_again(world: World) -> None:
    open_offices(world, collects_fee_online=True)
    app_id = passed(world)
    world.later(days=15)
    with world.client("a0001") as applicant, world.client("reglead") as lead:
        world.later(seconds=1)
        assert refused(pay(applicant, app_id)) == "PAYMENT_WINDOW_OVER"
        until = (moment_of(world) + timedelta(days=3)).isoformat()
        body = {"until": until, "reason": "银行系统维护"}
        lead.post(f"/v1/fees/{app_id}/extend", json=body).raise_for_status()
        assert pay(applicant, app_id).status_code == 200


@pytest.mark.parametrize("login", ["a0002", "reglead"])
def test_nobody_pays_for_another(world: World, login: str) -> None:
    open_offices(world, collects_fee_online=True)
    app_id = passed(world)
    with world.client(login) as other:
        assert pay(other, app_id).status_code in (403, 404)
    assert world.get(app_id)["status"] == "AWAITING_PAYMENT"


def test_the_office_verifies_too(world: World) -> None:
    open_offices(world, collects_fee_online=True)
    app_id = passed(world)
    with world.client("a0001") as applicant:
        pay(applicant, app_id).raise_for_status()
    assert act(world, "regclerk", app_id, "verify_payment")["status"] == "applied"
    assert world.get(app_id)["node_org"] == COMMITTEE
