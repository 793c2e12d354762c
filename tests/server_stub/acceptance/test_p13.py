"""P13: the mailing form is there only where an office of the route mails (S1 3.5(6))."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.server_stub.acceptance.offices import APPLICATIONS, open_offices
from tests.server_stub.acceptance.test_p12 import at_office
from tests.server_stub.placing import put
from tests.server_stub.world import World

WHERE = {"wanted": True, "name": "测试甲", "address": "示例路1号", "phone": "19900000001"}


def form(client: httpx.Client, app_id: str) -> httpx.Response:
    return client.get(f"{APPLICATIONS}/{app_id}/mailing")


def fill(client: httpx.Client, app_id: str, **changes: Any) -> httpx.Response:
    return client.put(f"{APPLICATIONS}/{app_id}/mailing", json=WHERE | changes)


def test_the_form_is_hidden_where_no_office_mails(world: World) -> None:
    open_offices(world)
    app_id = at_office(world)
    with world.client("a0001") as applicant:
        assert form(applicant, app_id).status_code == 404
        answer = fill(applicant, app_id)
        assert (answer.status_code, answer.json()["code"]) == (409, "MAILING_NOT_ENABLED")
    assert world.get(app_id)["mailing"] is None


def test_where_it_goes_is_kept_and_listed_for_the_office(world: World) -> None:
    open_offices(world, mailing_enabled=True)
    app_id = at_office(world)
    with world.client("a0001") as applicant:
        assert form(applicant, app_id).json()["wanted"] is False
        assert fill(applicant, app_id).json()["mailing"]["address"] == "示例路1号"
        assert form(applicant, app_id).json()["name"] == "测试甲"
    with world.client("regclerk") as office, world.client("cityclerk") as other:
        assert office.get("/v1/fees/mailings").json() == []
        put(world, app_id, status="PASSED_FINAL")
        (one,) = office.get("/v1/fees/mailings").json()
        assert (one["app_id"], one["mailing"]["address"]) == (app_id, "示例路1号")
        assert other.get("/v1/fees/mailings").json() == []


@pytest.mark.parametrize("missing", ["name", "address", "phone"])
def test_an_address_is_whole(world: World, missing: str) -> None:
    open_offices(world, mailing_enabled=True)
    app_id = at_office(world)
    with world.client("a0001") as applicant:
        answer = fill(applicant, app_id, **{missing: " "})
        assert (answer.status_code, answer.json()["code"]) == (422, "MAILING_INCOMPLETE")
        assert fill(applicant, app_id, wanted=False, **{missing: ""}).status_code == 200


def test_only_the_title_office_counts_and_only_while_one_may_come(world: World) -> None:
    open_offices(world, mailing_enabled=True)
    app_id = at_office(world)
    route = [node for node in world.get(app_id)["route"] if node["kind"] != "REGION_TITLE"]
    with world.client("a0001") as applicant:
        put(world, app_id, status="CERT_ISSUED")
        assert fill(applicant, app_id).json()["code"] == "WRONG_STATE"
        put(world, app_id, status="SUBMITTED", route=route, stage_index=0)
        assert form(applicant, app_id).status_code == 404
