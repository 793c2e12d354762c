"""An office's own reason texts: told to it alone, counted by what came of them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.domain.reasons import ReasonTemplate
from server_stub import registry
from tests.server_stub.acting import changes, operation, result
from tests.server_stub.test_applicant import complete
from tests.server_stub.world import World

TEXT = {
    "text": {"zh_CN": "请补交原件扫描。"},
    "fix_hint": {"zh_CN": "用彩色扫描"},
    "module_code": "papers",
}
APPLICATIONS = "/v1/applicant/applications"


def create(client: httpx.Client, **changed: Any) -> dict[str, Any]:
    answer = client.post("/v1/reasons", json=TEXT | changed)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def told(client: httpx.Client, reason_id: str, cursor: str = "") -> list[dict[str, Any]]:
    """What the feed says of a reason."""
    return [
        change
        for change in changes(client, cursor)["changes"]
        if (change["kind"], change["id"]) == ("reason", reason_id)
    ]


def test_a_text_is_told_to_its_office_alone(world: World) -> None:
    with world.client("gxchen") as own, world.client("gxlu") as colleague:
        made = create(own)
        (change,) = told(colleague, made["reason_id"])
        template = ReasonTemplate.model_validate(change["doc"])
        assert (template.org_id, template.text.en) == ("org-unit-gx", "请补交原件扫描。")
        assert (template.use_count, template.first_time_right_rate) == (0, None)
    with world.client("chenyao") as foreign:
        assert told(foreign, made["reason_id"]) == []


def test_it_is_changed_and_taken_away(world: World) -> None:
    with world.client("gxchen") as own, world.client("gxlu") as colleague:
        reason_id = create(own)["reason_id"]
        cursor = changes(colleague)["cursor"]
        body = TEXT | {"text": {"zh_CN": "请补交。", "en": "Hand it in."}}
        own.put(f"/v1/reasons/{reason_id}", json=body).raise_for_status()
        (change,) = told(colleague, reason_id, cursor)
        assert change["doc"]["text"] == {"zh_CN": "请补交。", "en": "Hand it in."}
        cursor = changes(colleague)["cursor"]
        assert own.delete(f"/v1/reasons/{reason_id}").status_code == 204
        (change,) = told(colleague, reason_id, cursor)
        assert change["tombstone"] is True
        assert own.put(f"/v1/reasons/{reason_id}", json=body).status_code == 404


def test_the_common_library_and_foreign_texts_are_not_theirs(world: World) -> None:
    with world.client("gxchen") as own, world.client("chenyao") as foreign:
        reason_id = create(own)["reason_id"]
        common = foreign.get("/v1/reasons").json()["reasons"][0]["reason_id"]
        for one in (reason_id, common, "nothing"):
            assert foreign.put(f"/v1/reasons/{one}", json=TEXT).status_code == 404
            assert foreign.delete(f"/v1/reasons/{one}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"text": {"zh_CN": ""}}, {"text": {"en": "only"}}, {"reason_id": "own-1"}, {"use_count": 9}],
)
def test_what_is_no_text_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with world.client("gxchen") as own:
        assert own.post("/v1/reasons", json=TEXT | wrong).status_code == 422


def test_a_new_start_of_the_server_leaves_them(world: World) -> None:
    with world.client("gxchen") as own:
        reason_id = create(own)["reason_id"]
        with world.server.db.write() as session:
            registry.save_reasons(session, world.server.packs)
        (change,) = told(own, reason_id)
    assert change["doc"] is not None


def returned(world: World, app_id: str, *reasons: str) -> None:
    """Return a case with one comment a reason."""
    comments = [
        {"comment_id": f"c{n}", "module": "papers", "text": "请补交。", "reason_id": reason}
        for n, reason in enumerate(reasons)
    ]
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        payload = {"verb": "RETURN", "module_comments": comments}
        op = operation(world, app_id, "gxchen", payload=payload)
        answer = result(handler, op)
        assert answer["status"] == "applied", answer
        approval = operation(world, app_id, "gxlu", "approve")
        assert result(approver, approval)["status"] == "applied"


def resubmitted(world: World, app_id: str, login: str) -> None:
    with world.client(login) as applicant:
        complete(applicant, app_id, "示例市场")
        applicant.post(f"{APPLICATIONS}/{app_id}/resubmit").raise_for_status()


def test_uses_are_counted_and_whether_the_next_version_was_right(world: World) -> None:
    with world.client("gxchen") as own:
        mine = create(own)["reason_id"]
        first, second = world.submit(number=1), world.submit(number=2)
        returned(world, first, mine, "PAPER_BEFORE_TITLE")
        returned(world, second, mine)

        def use() -> dict[str, tuple[int, float | None]]:
            return {
                each["reason_id"]: (each["use_count"], each["first_time_right_rate"])
                for each in own.get("/v1/reasons/use").json()
            }

        assert use() == {mine: (2, None), "PAPER_BEFORE_TITLE": (1, None)}
        resubmitted(world, first, "a0001")
        resubmitted(world, second, "a0002")
        assert use()[mine] == (2, None), "a version that nobody has judged says nothing"
        returned(world, first, "PAPER_BEFORE_TITLE")
        assert use() == {mine: (2, 1.0), "PAPER_BEFORE_TITLE": (2, 0.0)}
        returned(world, second, mine)
        assert use()[mine] == (3, 0.5)
        (change,) = told(own, mine)
        assert (change["doc"]["use_count"], change["doc"]["first_time_right_rate"]) == (3, 0.5)
    with world.client("chenyao") as foreign:
        assert foreign.get("/v1/reasons/use").json() == []


def test_what_was_only_proposed_is_no_use(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as own, world.client("gxlu") as approver:
        comment = {"comment_id": "c", "module": "papers", "text": "请", "reason_id": "X"}
        payload = {"verb": "RETURN", "module_comments": [comment]}
        assert (
            result(own, operation(world, app_id, "gxchen", payload=payload))["status"] == "applied"
        )
        assert own.get("/v1/reasons/use").json() == []
        back = operation(world, app_id, "gxlu", "send_back")
        assert result(approver, back)["status"] == "applied"
        assert own.get("/v1/reasons/use").json() == []
