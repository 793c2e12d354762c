"""The message centre: what happened to one's cases, and notices with their acknowledgement."""

from __future__ import annotations

from typing import Any

import httpx

from app.domain.model import Organisation
from server_stub import registry
from tests.server_stub.acting import operation, result
from tests.server_stub.placing import put
from tests.server_stub.test_reasons import resubmitted, returned
from tests.server_stub.world import MARKET, OTHER, PASSWORD, World

APPLICATIONS = "/v1/applicant/applications"


def heard(client: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/v1/messages", params=query)
    answer.raise_for_status()
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found


def codes(client: httpx.Client) -> list[str]:
    return [each["code"] for each in heard(client)]


def office(world: World, login: str, org_id: str, kind: str, role: str = "OFFICE_LEAD") -> None:
    """An office above the units, with somebody in it."""
    with world.server.db.write() as session:
        made = Organisation.model_validate({"org_id": org_id, "name": "示例职改办", "kind": kind})
        registry.save_organisation(session, made)
        registry.save_user(
            session, user_id=f"u-{login}", login=login, name=login, org_id=org_id, roles=[role],
            password_hash=world.server.passwords.hash(PASSWORD),
        )  # fmt: skip


def test_the_applicant_hears_of_a_return_in_words(world: World) -> None:
    app_id = world.submit()
    with world.client("a0001") as applicant, world.client("a0002") as other:
        assert heard(applicant) == []
        returned(world, app_id, "X")
        (told,) = heard(applicant)
        assert (told["code"], told["app_id"]) == ("MESSAGE_RETURNED", app_id)
        assert told["text"].startswith("申报“工程师”已退回，请在 2026-05-01")
        applicant.headers["accept-language"] = "en"
        assert heard(applicant)[0]["text"].startswith("The application for 工程师 was returned")
        assert heard(other) == []


def test_the_office_hears_what_others_did(world: World) -> None:
    app_id = world.submit()
    with world.client("gxlu") as approver, world.client("chenyao") as foreign:
        assert heard(approver) == [], "what came in stands in the queue"
        returned(world, app_id, "X")
        resubmitted(world, app_id, "a0001")
        assert codes(approver) == ["MESSAGE_OFFICE_RESUBMITTED", "MESSAGE_OFFICE_PROPOSED"]
        assert heard(approver)[0]["text"] == "申报人1已重新提交，现为第 2 版"
        assert heard(foreign) == []


def test_a_withdrawal_is_told_to_the_office(world: World) -> None:
    app_id = world.submit()
    with world.client("a0001") as applicant, world.client("gxchen") as officer:
        applicant.post(f"{APPLICATIONS}/{app_id}/withdraw").raise_for_status()
        assert codes(officer) == ["MESSAGE_OFFICE_WITHDRAWN"]
        assert codes(applicant) == [], "they did it themselves"


def test_what_the_approver_says_goes_to_the_handler_alone(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        assert result(handler, operation(world, app_id, "gxchen"))["status"] == "applied"
        back = operation(world, app_id, "gxlu", "send_back")
        assert result(approver, back)["status"] == "applied"
        assert codes(handler) == ["MESSAGE_SENT_BACK", "MESSAGE_OFFICE_PROPOSED"]
        assert heard(handler)[0]["text"] == "申报人1的申报被复核人退回：请核实"
        assert codes(approver) == ["MESSAGE_OFFICE_PROPOSED"]


def test_further_steps_are_told_to_the_applicant(world: World) -> None:
    app_id = world.submit()
    route = world.get(app_id)["route"]
    behind = {"kind": "REGION_TITLE", "org_id": "o", "name": "示例职改办", "state": "now"}
    with world.client("a0001") as applicant:
        put(world, app_id, route=[*route[:1], behind], stage_index=1, node_org="o")
        assert heard(applicant)[0]["text"] == "申报“工程师”已上报至示例职改办"
        for status in ("AWAITING_PAYMENT", "ACCEPTED", "RESULT_PUBLICITY", "PASSED_FINAL",
                       "CERT_ISSUED"):  # fmt: skip
            put(world, app_id, status=status)
            assert codes(applicant)[0] == f"MESSAGE_{status}"
            assert "{" not in heard(applicant)[0]["text"]


def test_who_recused_themselves_hears_nothing_of_the_case(world: World) -> None:
    app_id = world.submit()
    with world.client("gxlu") as biased:
        op = operation(world, app_id, "gxlu", "recuse", payload={"reason": "亲属"})
        assert result(biased, op)["status"] == "applied"
        returned_by_others = operation(world, app_id, "gxchen")
        with world.client("gxchen") as handler:
            assert result(handler, returned_by_others)["status"] == "applied"
            assert codes(handler) == ["MESSAGE_OFFICE_PROPOSED"]
        assert codes(biased) == []


def notice(client: httpx.Client, **more: Any) -> httpx.Response:
    body = {"title": "评审需知", "text": "请认真阅读。", **more}
    return client.post("/v1/notices", json=body)


def test_a_notice_of_the_unit_reaches_its_people(world: World) -> None:
    office(world, "gxadmin", MARKET, "UNIT", "ORG_ADMIN")
    with world.client("gxadmin") as admin:
        made = notice(admin).json()
        assert notice(admin, audience="everyone").status_code == 403
        for login, sees in (
            ("gxchen", True),
            ("a0001", True),
            ("gxadmin", True),
            ("foreign", False),
        ):
            with world.client(login) as client:
                assert [m["title"] for m in heard(client)] == (["评审需知"] if sees else []), login
        assert (made["needs_ack"], made["acked_at"]) == (True, None)


def test_acknowledging_is_stamped_once_and_on_record(world: World) -> None:
    office(world, "lead", "org-office", "REGION_TITLE")
    with world.client("lead") as lead, world.client("a0001") as reader:
        made = notice(lead, audience="everyone").json()
        number = made["message_id"]
        assert reader.get("/v1/messages").json()["unread"] == 1
        first = reader.post(f"/v1/messages/{number}/ack").json()
        world.later(hours=1)
        again = reader.post(f"/v1/messages/{number}/ack").json()
        assert first["acked_at"] == again["acked_at"] is not None
        assert reader.get("/v1/messages").json()["unread"] == 0
        (ack,) = lead.get(f"/v1/notices/{number}/acks").json()
        assert (ack["user_id"], len(ack["text_sha256"])) == ("u-a0001", 64)
        assert lead.delete(f"/v1/notices/{number}").status_code == 204
        assert heard(reader) == []
        assert len(lead.get(f"/v1/notices/{number}/acks").json()) == 1


def test_foreign_notices_and_messages_are_not_there(world: World) -> None:
    office(world, "gxadmin", MARKET, "UNIT", "ORG_ADMIN")
    office(world, "far", OTHER, "UNIT", "ORG_ADMIN")
    app_id = world.submit()
    returned(world, app_id, "X")
    with world.client("gxadmin") as admin, world.client("far") as far:
        number = notice(admin).json()["message_id"]
        assert far.post(f"/v1/messages/{number}/ack").status_code == 404
        assert far.get(f"/v1/notices/{number}/acks").status_code == 404
        assert far.delete(f"/v1/notices/{number}").status_code == 404
        with world.client("a0001") as applicant:
            about = next(m for m in heard(applicant) if m["code"])["message_id"]
            assert admin.delete(f"/v1/notices/{about}").status_code == 404
            assert far.post(f"/v1/messages/{about}/ack").status_code == 404


def test_pages(world: World) -> None:
    office(world, "gxadmin", MARKET, "UNIT", "ORG_ADMIN")
    with world.client("gxadmin") as admin:
        for number in range(5):
            notice(admin, title=f"第{number}号")
        first = admin.get("/v1/messages", params={"limit": 3}).json()
        assert ([m["title"] for m in first["messages"]], first["more"]) == (
            ["第4号", "第3号", "第2号"], True,
        )  # fmt: skip
        rest = admin.get(
            "/v1/messages", params={"limit": 3, "before": first["messages"][-1]["message_id"]}
        ).json()
        assert ([m["title"] for m in rest["messages"]], rest["more"]) == (["第1号", "第0号"], False)
        assert rest["unread"] == 5
