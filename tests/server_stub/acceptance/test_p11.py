"""P11: saving item 1 of a loss reissue opens 5 working days of publicity; item 2 waits for its end
(S1 3.4, domain T05–T07)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.domain.certificates import CertificateRecord
from server_stub import certificate_registry as registry
from tests.server_stub.acceptance.offices import (
    APPLICATIONS,
    REGION,
    act,
    attach,
    decide,
    hand_in,
    open_offices,
    put_module,
    travel,
)
from tests.server_stub.world import World, declaration, person

ITEM_1: dict[str, Any] = {
    "cert_no": "Z2018-1", "title_name": "高级工程师", "level": "SENIOR_ASSOC",
    "obtain_date": "2018-12-01", "approving_org": "示例职改办", "lost_statement": "不慎遗失",
    "irrevocable": True,
}  # fmt: skip


@pytest.fixture
def applicant(world: World) -> Iterator[httpx.Client]:
    open_offices(world)
    travel(world, "2026-09-24 09:00")
    with world.client("a0001") as client:
        yield client


def begun(client: httpx.Client) -> str:
    """A draft of a loss reissue with everything but its two items."""
    declared = declaration(
        level="SENIOR_ASSOC", target_title="高级工程师", activity_id="", target_office_code=REGION
    )
    body = {
        "profile": "GXRC",
        "type": "LOSS_REISSUE",
        "declaration": declared.model_dump(mode="json"),
    }
    answer = client.post(APPLICATIONS, json=body)
    assert answer.status_code == 201, answer.text
    app_id = str(answer.json()["app_id"])
    put_module(client, app_id, "personal", employer="示例市场").raise_for_status()
    attach(client, app_id, "personal", "photo").raise_for_status()
    return app_id


def published(client: httpx.Client) -> str:
    app_id = begun(client)
    put_module(client, app_id, "original_certificate", **ITEM_1).raise_for_status()
    return app_id


def code(answer: httpx.Response) -> tuple[int, str, list[str]]:
    said = answer.json()
    return answer.status_code, said["code"], said["rule_ids"]


def item_2(client: httpx.Client, app_id: str) -> httpx.Response:
    return put_module(client, app_id, "reissue_material", reason="遗失")


def test_item_1_opens_the_publicity_and_item_2_waits_across_the_holiday(
    world: World, applicant: httpx.Client
) -> None:
    app_id = begun(applicant)
    assert code(item_2(applicant, app_id)) == (409, "LOSS_NOT_OPENED", ["R191"])
    answer = put_module(applicant, app_id, "original_certificate", **ITEM_1)
    document = answer.json()
    assert (document["status"], document["loss_publicity"]["end_date"]) == (
        "LOSS_PUBLICITY", "2026-10-08",
    )  # fmt: skip
    assert document["loss_publicity"]["start_date"] == "2026-09-24"

    travel(world, "2026-10-08 23:59")
    assert code(item_2(applicant, app_id)) == (409, "LOSS_ITEM_LOCKED", ["R190"])
    assert code(attach(applicant, app_id, "reissue_material", "material"))[1] == "LOSS_ITEM_LOCKED"
    assert code(applicant.post(f"{APPLICATIONS}/{app_id}/submit"))[1] == "WRONG_STATE"

    travel(world, "2026-10-09 00:00")
    assert applicant.get(f"{APPLICATIONS}/{app_id}").json()["status"] == "DRAFT"
    early = hand_in(applicant, app_id)  # 填写完毕后方可报送 (S1 3.4)
    assert early.status_code == 422, early.text
    assert "R020" in code(early)[2]
    assert item_2(applicant, app_id).status_code == 200
    answer = attach(
        applicant, app_id, "reissue_material", "material", entry_id="e-reissue_material"
    )
    assert answer.status_code == 201
    answer = hand_in(applicant, app_id)
    assert (answer.status_code, answer.json()["status"]) == (200, "SUBMITTED"), answer.text


def test_nothing_is_publicised_without_the_acknowledgement_or_half(
    applicant: httpx.Client,
) -> None:
    app_id = begun(applicant)
    answer = put_module(
        applicant, app_id, "original_certificate", **ITEM_1 | {"irrevocable": False}
    )
    assert code(answer) == (409, "LOSS_REFUSED", ["R193"])
    answer = put_module(applicant, app_id, "original_certificate", **ITEM_1 | {"cert_no": ""})
    assert code(answer)[:2] == (422, "NOT_COMPLETE")
    document = applicant.get(f"{APPLICATIONS}/{app_id}").json()
    assert (document["status"], document["loss_publicity"]) == ("DRAFT", None)
    assert "original_certificate" not in document["draft"]["modules"]


def test_what_was_publicised_stays_unless_it_is_publicised_anew(
    world: World, applicant: httpx.Client
) -> None:
    app_id = published(applicant)
    answer = put_module(applicant, app_id, "original_certificate", **ITEM_1 | {"cert_no": "Z9"})
    assert code(answer)[1] == "WRONG_STATE"
    travel(world, "2026-10-09 09:00")
    same = put_module(applicant, app_id, "original_certificate", **ITEM_1)
    assert same.json()["status"] == "DRAFT"
    changed = put_module(applicant, app_id, "original_certificate", **ITEM_1 | {"cert_no": "Z9"})
    assert changed.json()["status"] == "LOSS_PUBLICITY"
    assert changed.json()["loss_publicity"]["end_date"] == "2026-10-14"


def test_an_open_objection_holds_the_publicity(world: World, applicant: httpx.Client) -> None:
    app_id = published(applicant)
    base = f"/v1/loss-publicities/{app_id}"
    with world.client("regclerk") as office, world.client("cityclerk") as other:
        (running,) = office.get("/v1/loss-publicities").json()
        assert (running["app_id"], running["original"]["cert_no"]) == (app_id, "Z2018-1")
        assert other.get("/v1/loss-publicities").json() == []
        assert other.post(f"{base}/objection", json={"text": "异议"}).status_code == 404
        assert code(office.post(f"{base}/settle", json={"text": "无"}))[1] == "LOSS_NOT_OBJECTED"
        office.post(f"{base}/objection", json={"text": "原件仍在"}).raise_for_status()
        travel(world, "2026-10-20 09:00")
        assert code(item_2(applicant, app_id))[1] == "LOSS_ITEM_LOCKED"
        office.post(f"{base}/settle", json={"text": "经核实不成立"}).raise_for_status()
    document = applicant.get(f"{APPLICATIONS}/{app_id}").json()
    assert (document["status"], document["loss_publicity"]["objection"]) == ("DRAFT", True)
    assert item_2(applicant, app_id).status_code == 200


@pytest.mark.parametrize(("final", "status"), [(True, "NOT_PASSED"), (False, "DRAFT")])
def test_an_upheld_objection_ends_it_or_begins_it_anew(
    world: World, applicant: httpx.Client, final: bool, status: str
) -> None:
    app_id = published(applicant)
    base = f"/v1/loss-publicities/{app_id}"
    with world.client("regclerk") as office:
        office.post(f"{base}/objection", json={"text": "原件仍在"}).raise_for_status()
        office.post(f"{base}/uphold", json={"text": "属实", "final": final}).raise_for_status()
    assert applicant.get(f"{APPLICATIONS}/{app_id}").json()["status"] == status
    if not final:
        assert code(item_2(applicant, app_id)) == (409, "LOSS_NOT_OPENED", ["R191"])


def test_a_year_without_holidays_known_is_closed_by_an_officer(
    world: World, applicant: httpx.Client
) -> None:
    travel(world, "2027-03-01 09:00")
    app_id = published(applicant)
    with world.client("regclerk") as office:
        path = f"/v1/loss-publicities/{app_id}/close"
        assert code(office.post(path, json={"text": "期满"}))[1] == "LOSS_PUBLICITY_RUNNING"
        travel(world, "2027-03-10 09:00")
        assert code(item_2(applicant, app_id))[1] == "LOSS_ITEM_LOCKED"
        office.post(path, json={"text": "公示期满，无异议"}).raise_for_status()
    assert item_2(applicant, app_id).status_code == 200


def test_the_original_is_void_once_the_reissue_is_granted(
    world: World, applicant: httpx.Client
) -> None:
    me = person(1)
    original = CertificateRecord(
        record_id="cert-1", cert_no="Z2018-1", name=me.name, id_number=me.id_number
    )
    with world.server.db.write() as session:
        registry.save(session, world.server, original)
    app_id = published(applicant)
    travel(world, "2026-10-09 09:00")
    item_2(applicant, app_id).raise_for_status()
    attach(
        applicant, app_id, "reissue_material", "material", entry_id="e-reissue_material"
    ).raise_for_status()
    hand_in(applicant, app_id).raise_for_status()
    (held,) = applicant.get("/v1/applicant/certificates").json()
    assert held["record"]["voided"] is False
    decide(world, app_id, "reg", "PASS")
    assert world.get(app_id)["status"] == "PASSED_FINAL"
    (held,) = applicant.get("/v1/applicant/certificates").json()
    assert (held["record"]["voided"], held["actions"]) == (True, [])
    assert act(world, "regclerk", app_id, "issue", cert_no="Z2026-1")["status"] == "applied"
    listed = applicant.get("/v1/applicant/certificates").json()
    assert [(one["record"]["cert_no"], one["state"]) for one in listed] == [
        ("Z2018-1", "PENDING_CONFIRM"), ("Z2026-1", "CONFIRMED"),
    ]  # fmt: skip
    answer = applicant.post("/v1/applicant/certificates/cert-1/amend")
    assert (answer.status_code, answer.json()["code"]) == (409, "CERT_VOIDED")
