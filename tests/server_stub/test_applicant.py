"""The applicant's side, as stories: P1–P9 and P18 of domain §1.7."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.server_stub.acting import changes, claim, operation, result
from tests.server_stub.world import START, World, declaration, sha

JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 200
BASE = "/v1/applicant/applications"


def _create(client: httpx.Client, **changed: Any) -> httpx.Response:
    body = {"profile": "GXRC", "declaration": declaration(**changed).model_dump(mode="json")}
    return client.post(BASE, json=body)


def _draft(client: httpx.Client) -> str:
    answer = _create(client)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["app_id"])


def _attach(client: httpx.Client, app_id: str, data: bytes = JPEG, **changed: Any) -> Any:
    client.put(f"/v1/blobs/{sha(data)}", content=data)
    meta = {
        "sha256": sha(data),
        "bytes": len(data),
        "mime": "image/jpeg",
        "slot": "photo",
        "module_code": "personal",
        "filename": "照片.jpg",
        **changed,
    }
    return client.post(f"{BASE}/{app_id}/attachments", json=meta)


def _complete(client: httpx.Client, app_id: str) -> None:
    personal = {"entries": [{"entry_id": "me", "fields": {"employer": "示例市场"}}]}
    answer = client.put(f"{BASE}/{app_id}/modules/personal", json=personal)
    assert answer.status_code == 200, answer.text
    assert _attach(client, app_id).status_code == 201


def _commit(client: httpx.Client, app_id: str) -> None:
    body = {"text_version": "2026-1"}
    assert client.post(f"{BASE}/{app_id}/commitment", json=body).status_code == 200


def _submitted(client: httpx.Client) -> str:
    app_id = _draft(client)
    _complete(client, app_id)
    _commit(client, app_id)
    answer = client.post(f"{BASE}/{app_id}/submit")
    assert answer.status_code == 200, answer.text
    return app_id


def complete(client: httpx.Client, app_id: str, employer: str) -> None:
    """Correct whatever was submitted into something that can be submitted."""
    base = f"{BASE}/{app_id}"
    personal = {"entries": [{"entry_id": "me", "fields": {"employer": employer}}]}
    client.put(f"{base}/modules/personal", json=personal).raise_for_status()
    client.put(f"{base}/modules/papers", json={"entries": []}).raise_for_status()
    held = client.get(base).json()["draft"]["attachments"]
    if not any(attachment["slot"] == "photo" for attachment in held):
        assert _attach(client, app_id).status_code == 201
    _commit(client, app_id)


def _returned(world: World, applicant: httpx.Client) -> str:
    app_id = _submitted(applicant)
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        assert result(handler, operation(world, app_id, "gxchen"))["status"] == "applied"
        approval = operation(world, app_id, "gxlu", "approve")
        assert result(approver, approval)["status"] == "applied"
    return app_id


def _refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    content: dict[str, Any] = answer.json()
    assert (answer.status_code, content["code"]) == (status, code), content
    return content


def test_from_the_draft_to_the_office(world: World) -> None:
    with world.client("a0001") as applicant, world.client("gxchen") as handler:
        app_id = _submitted(applicant)
        page = changes(handler)
    (change,) = [c for c in page["changes"] if c["kind"] == "application"]
    document = change["doc"]
    assert document["app_id"] == app_id
    assert document["status"] == "SUBMITTED"
    assert document["version"]["version_no"] == 1
    assert document["version"]["commitment_ack"]["text_version"] == "2026-1"
    assert [node["kind"] for node in document["route"]] == ["UNIT", "REGION_TITLE", "COMMITTEE"]
    assert [node["state"] for node in document["route"]] == ["now", "next", "next"]
    assert document["deadline_current"].startswith("2026-05-01")


def test_the_content_hash_is_the_one_everybody_computes(world: World) -> None:
    from app.protocol.canonical import content_sha256

    with world.client("a0001") as applicant, world.client("gxchen") as handler:
        app_id = _submitted(applicant)
        version = handler.get(f"/v1/applications/{app_id}/versions/1").json()
    assert version["content_sha256"] == content_sha256(version)


def test_p1_withdraw_only_before_anybody_claimed(world: World) -> None:
    with world.client("a0001") as applicant, world.client("gxchen") as handler:
        app_id = _submitted(applicant)
        assert claim(handler, app_id)[0]["code"] is None
        _refused(applicant.post(f"{BASE}/{app_id}/withdraw"), 409, "WITHDRAW_AFTER_CLAIM")
        held = handler.get("/v1/claims", params={"mine": 1}).json()["results"][0]["claim"]
        handler.delete(f"/v1/claims/{held['claim_id']}")
        _refused(applicant.post(f"{BASE}/{app_id}/withdraw"), 409, "WITHDRAW_AFTER_CLAIM")
    with world.client("a0002") as applicant, world.client("gxchen") as handler:
        app_id = _submitted(applicant)
        assert applicant.post(f"{BASE}/{app_id}/withdraw").status_code == 200
        assert claim(handler, app_id)[0]["code"] == "WRONG_STATE"


def test_a_withdrawn_application_can_be_corrected_and_submitted_again(world: World) -> None:
    with world.client("a0001") as applicant:
        app_id = _submitted(applicant)
        applicant.post(f"{BASE}/{app_id}/withdraw").raise_for_status()
        body = declaration(specialty="给水排水").model_dump(mode="json")
        assert applicant.put(f"{BASE}/{app_id}/declaration", json=body).status_code == 200
        _commit(applicant, app_id)
        again = applicant.post(f"{BASE}/{app_id}/submit").json()
    assert again["current_version"] == 2
    assert [v["version_no"] for v in again["earlier_versions"]] == [1]
    assert again["version"]["origin"] == "SUBMIT"


def test_p2_liuzhou_offers_no_withdrawal(world: World) -> None:
    app_id = world.submit(unit="org-unit-1")
    with world.client("a0001") as applicant:
        _refused(applicant.post(f"{BASE}/{app_id}/withdraw"), 409, "WITHDRAW_NOT_OFFERED")


def test_p3_resubmit_until_the_deadline_of_the_returning_stage(world: World) -> None:
    with world.client("a0001") as applicant, world.client("a0002") as late:
        in_time, too_late = _returned(world, applicant), _returned(world, late)
        _commit(applicant, in_time)
        _commit(late, too_late)
        world.server.clock.travel_to(START + timedelta(days=60) - timedelta(seconds=5))
        assert applicant.post(f"{BASE}/{in_time}/resubmit").status_code == 200
        world.server.clock.travel_to(START + timedelta(days=60, seconds=1))
        _refused(late.post(f"{BASE}/{too_late}/resubmit"), 409, "DEADLINE_PASSED")
        assert late.get(f"{BASE}/{too_late}").json()["status"] == "LAPSED"


def test_p4_a_resubmission_is_a_new_version_and_the_old_one_stays(world: World) -> None:
    with world.client("a0001") as applicant, world.client("gxchen") as handler:
        app_id = _returned(world, applicant)
        first = handler.get(f"/v1/applications/{app_id}/versions/1").content
        personal = {"entries": [{"entry_id": "me", "fields": {"employer": "示例市场（更正）"}}]}
        applicant.put(f"{BASE}/{app_id}/modules/personal", json=personal).raise_for_status()
        _commit(applicant, app_id)
        again = applicant.post(f"{BASE}/{app_id}/resubmit").json()
        assert handler.get(f"/v1/applications/{app_id}/versions/1").content == first
        second = handler.get(f"/v1/applications/{app_id}/versions/2").json()
        assert handler.get(f"/v1/applications/{app_id}/versions/3").status_code == 404
        old_decision = operation(world, app_id, "gxchen")
    assert (again["status"], again["current_version"]) == ("SUBMITTED", 2)
    assert again["flags"] == ["RESUBMITTED"]
    assert (again["proposal"], again["claimed_this_round"]) == (None, False)
    assert again["history"][-1]["outcome"] == "APPROVED"
    assert second["origin"] == "RESUBMIT"
    assert second["modules"]["personal"]["entries"][0]["fields"]["employer"].endswith("（更正）")
    assert old_decision.base.version_no == 2


def test_p5_the_target_is_locked_after_submitting(world: World) -> None:
    with world.client("a0001") as applicant, world.client("a0002") as returned:
        app_id = _submitted(applicant)
        other = declaration(target_office_code="OFFICE-2").model_dump(mode="json")
        _refused(applicant.put(f"{BASE}/{app_id}/declaration", json=other), 409, "TARGET_LOCKED")
        app_id = _returned(world, returned)
        refused = _refused(
            returned.put(f"{BASE}/{app_id}/declaration", json=other), 409, "TARGET_LOCKED"
        )
        assert refused["errors"][0]["where"] == "declaration.target_office_code"
        same = declaration(specialty="给水排水").model_dump(mode="json")
        assert returned.put(f"{BASE}/{app_id}/declaration", json=same).status_code == 200


def test_p6_one_series_a_year(world: World) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        refused = _refused(_create(applicant, series_code="经济系列"), 409, "ONE_SERIES_PER_YEAR")
        assert refused["params"]["app_id"] == app_id
        assert refused["params"]["title"] == "工程师"
        assert "工程师" in refused["title"]
        assert refused["rule_ids"] == ["R004"]
        assert _create(applicant, year=2027).status_code == 201
        assert applicant.delete(f"{BASE}/{app_id}").status_code == 204
        assert _create(applicant, series_code="经济系列").status_code == 201


def test_p6_the_declaration_cannot_be_turned_into_a_second_series(world: World) -> None:
    with world.client("a0001") as applicant:
        _draft(applicant)
        later = _create(applicant, year=2027).json()["app_id"]
        body = declaration(series_code="经济系列").model_dump(mode="json")
        _refused(
            applicant.put(f"{BASE}/{later}/declaration", json=body), 409, "ONE_SERIES_PER_YEAR"
        )


@pytest.mark.parametrize(
    ("days", "code"), [(-11, "WINDOW_NOT_OPEN"), (31, "WINDOW_CLOSED"), (0, None)]
)
def test_p7_the_window_by_the_servers_clock(world: World, days: int, code: str | None) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        _complete(applicant, app_id)
        _commit(applicant, app_id)
        world.server.clock.travel_to(START + timedelta(days=days))
        answer = applicant.post(f"{BASE}/{app_id}/submit")
        if code is None:
            assert answer.status_code == 200
        else:
            assert _refused(answer, 409, code)["rule_ids"] == ["R006"]


@pytest.mark.parametrize(
    ("data", "changed", "rules"),
    [
        (b"%PDF-1.7 x", {}, ["R105", "R103"]),
        (JPEG, {"filename": "照片.pdf"}, ["R105"]),
        (JPEG, {"mime": "application/pdf"}, ["R105"]),
        (b"GIF89a", {"mime": "image/gif", "filename": "a.gif"}, ["R105", "R103"]),
        (JPEG + b"0" * 2_097_152, {}, ["R106"]),
    ],
)
def test_p8_what_a_slot_takes(
    world: World, data: bytes, changed: dict[str, Any], rules: list[str]
) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        refused = _refused(_attach(applicant, app_id, data, **changed), 422, "ATTACHMENT_REFUSED")
        assert refused["rule_ids"] == rules


def test_p8_how_many_a_slot_takes(world: World) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        first = _attach(applicant, app_id).json()["draft"]["attachments"][0]["att_id"]
        refused = _refused(_attach(applicant, app_id, JPEG + b"2"), 422, "ATTACHMENT_REFUSED")
        assert refused["rule_ids"] == ["R106"]
        assert applicant.delete(f"{BASE}/{app_id}/attachments/{first}").status_code == 200
        assert applicant.delete(f"{BASE}/{app_id}/attachments/{first}").status_code == 404
        assert _attach(applicant, app_id, JPEG + b"2").status_code == 201


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"slot": "cover"}, "INVALID"),
        ({"module_code": "nowhere"}, "INVALID"),
        ({"entry_id": "nobody"}, "INVALID"),
        ({"bytes": 3}, "BLOB_LENGTH"),
        ({"sha256": "0" * 64}, "BLOB_UNKNOWN"),
    ],
)
def test_attachments_that_fit_nowhere(world: World, changed: dict[str, Any], code: str) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        _refused(_attach(applicant, app_id, JPEG, **changed), 422, code)


def test_p9_the_commitment_is_for_exactly_this_content(world: World) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        _complete(applicant, app_id)
        _refused(applicant.post(f"{BASE}/{app_id}/submit"), 422, "COMMITMENT_MISSING")
        _commit(applicant, app_id)
        personal = {"entries": [{"entry_id": "me", "fields": {"employer": "别的单位"}}]}
        applicant.put(f"{BASE}/{app_id}/modules/personal", json=personal).raise_for_status()
        _refused(applicant.post(f"{BASE}/{app_id}/submit"), 422, "COMMITMENT_MISSING")
        _commit(applicant, app_id)
        assert applicant.post(f"{BASE}/{app_id}/submit").status_code == 200


def test_an_incomplete_form_is_refused_with_its_places(world: World) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        _commit(applicant, app_id)
        refused = _refused(applicant.post(f"{BASE}/{app_id}/submit"), 422, "NOT_COMPLETE")
    places = {error["where"] for error in refused["errors"]}
    assert {"personal.employer", "personal.photo"} <= places
    assert refused["rule_ids"] == ["R020", "R106"]


@pytest.mark.parametrize(
    ("code", "entries", "where"),
    [
        ("nowhere", [], "modules.nowhere"),
        ("setup", [], "modules.setup"),
        ("personal", [{"entry_id": "a", "fields": {"shoe": "43"}}], "modules.personal.a.shoe"),
        ("personal", [{"entry_id": "a", "fields": {"sex": "?"}}], "modules.personal.a.sex"),
        ("personal", [{"entry_id": "a", "fields": {"name": 5}}], "modules.personal.a.name"),
        ("personal", [{"entry_id": "a", "fields": {"name": "陈" * 51}}], "modules.personal.a.name"),
        ("personal", [{"entry_id": "a"}, {"entry_id": "b"}], "modules.personal.entries"),
        ("papers", [{"entry_id": "a"}, {"entry_id": "a"}], "modules.papers.entries"),
        ("papers", [{"entry_id": "a", "attachment_ids": ["x"]}], "modules.papers.a.attachment_ids"),
    ],
)
def test_module_data_that_does_not_fit_the_profile(
    world: World, code: str, entries: list[dict[str, Any]], where: str
) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        answer = applicant.put(f"{BASE}/{app_id}/modules/{code}", json={"entries": entries})
        assert _refused(answer, 422, "INVALID")["errors"][0]["where"] == where


def test_numbers_and_letters_that_cannot_travel(world: World) -> None:
    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        url = f"{BASE}/{app_id}/modules/papers"
        half = '{"entries": [{"entry_id": "a", "fields": {"title": "\\ud83d"}}]}'
        huge = '{"entries": [{"entry_id": "a", "fields": {"author_rank": 99999999999999999999}}]}'
        headers = {"Content-Type": "application/json"}
        for body in (half, huge):
            _refused(applicant.put(url, content=body, headers=headers), 422, "INVALID")


@pytest.mark.parametrize("path", ["modules/papers", "commitment", "attachments/x", "attachments"])
def test_what_lies_at_the_office_cannot_be_edited(world: World, path: str) -> None:
    app_id = world.submit(number=1)
    with world.client("a0001") as applicant:
        if path == "modules/papers":
            answer = applicant.put(f"{BASE}/{app_id}/{path}", json={"entries": []})
        elif path == "commitment":
            answer = applicant.post(f"{BASE}/{app_id}/{path}", json={"text_version": "1"})
        elif path == "attachments":
            answer = _attach(applicant, app_id)
        else:
            answer = applicant.delete(f"{BASE}/{app_id}/{path}")
        _refused(answer, 409, "WRONG_STATE")


def test_p18_a_deleted_draft_leaves_an_audit_line(world: World) -> None:
    from server_stub.tables import AuditRow

    with world.client("a0001") as applicant:
        app_id = _draft(applicant)
        assert applicant.delete(f"{BASE}/{app_id}").status_code == 204
        assert applicant.get(f"{BASE}/{app_id}").status_code == 404
        assert applicant.get(BASE).json() == []
    with world.server.db.read() as session:
        rows = session.query(AuditRow).filter_by(subject=app_id).order_by(AuditRow.seq)
        assert [row.action for row in rows] == ["create", "delete"]


def test_what_was_submitted_cannot_be_deleted(world: World) -> None:
    app_id = world.submit(number=1)
    with world.client("a0001") as applicant:
        _refused(applicant.delete(f"{BASE}/{app_id}"), 409, "WRONG_STATE")


def test_no_activity_no_application(world: World) -> None:
    with world.client("a0001") as applicant:
        refused = _refused(_create(applicant, activity_id="none"), 422, "NO_ACTIVITY")
    assert refused["rule_ids"] == ["R005"]


def test_another_applicants_case_does_not_exist(world: World) -> None:
    app_id = world.submit(number=1)
    with world.client("a0002") as other:
        assert other.get(f"{BASE}/{app_id}").status_code == 404
        assert other.post(f"{BASE}/{app_id}/withdraw").status_code == 404
        assert other.get(BASE).json() == []
