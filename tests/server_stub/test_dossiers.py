from __future__ import annotations

from typing import Any

import pytest

from app.domain.dossier import Dossier
from app.domain.dossier_files import files_of
from tests.server_stub.acting import changes, claim, operation, result
from tests.server_stub.world import PDF, START, UNIT, World, sha

SCAN = PDF + b"% the scanned form"


def _payload(base_rev: int = 0, **dossier: Any) -> dict[str, Any]:
    return {"base_rev": base_rev, "dossier": {"expert_opinion": "同意推荐。", **dossier}}


def _save(world: World, app_id: str, login: str = "chenyao", **payload: Any) -> dict[str, Any]:
    with world.client(login) as client:
        op = operation(world, app_id, login, "save_dossier", payload=_payload(**payload))
        return result(client, op)


def test_a_handler_saves_without_a_claim(world: World) -> None:
    app_id = world.submit(unit=UNIT)
    claimed_rev = {"rev": 7, "saved_by": "somebody"}
    assert _save(world, app_id, **claimed_rev)["status"] == "applied"
    kept = world.get(app_id)
    assert kept["status"] == "SUBMITTED"
    assert kept["dossier"]["rev"] == 1
    assert kept["dossier"]["saved_by"] == "u-chenyao"
    assert kept["dossier"]["saved_at"] == START.isoformat().replace("+00:00", "Z")
    assert kept["dossier"]["expert_opinion"] == "同意推荐。"
    assert len(kept["applied_ops"]) == 1


def test_it_is_told_to_the_others_of_the_unit(world: World) -> None:
    app_id = world.submit(unit=UNIT)
    with world.client("lujs") as approver:
        cursor = changes(approver)["cursor"]
        _save(world, app_id)
        (change,) = changes(approver, cursor)["changes"]
    assert change["id"] == app_id
    assert change["doc"]["dossier"]["rev"] == 1


def test_while_a_colleague_holds_the_case(world: World) -> None:
    app_id = world.submit(unit=UNIT)
    with world.client("hanxu") as colleague:
        claim(colleague, app_id)
    assert _save(world, app_id)["status"] == "applied"
    assert world.get(app_id)["claim"]["user_id"] == "u-hanxu"


def test_two_who_started_from_the_same_draft(world: World) -> None:
    app_id = world.submit(unit=UNIT)
    assert _save(world, app_id, "hanxu")["status"] == "applied"
    answer = _save(world, app_id)
    assert (answer["status"], answer["code"]) == ("conflict", "DOSSIER_CHANGED")
    assert answer["params"] == {"rev": "1", "name": "韩旭"}
    assert answer["current"]["dossier"]["rev"] == 1
    assert _save(world, app_id, base_rev=1)["status"] == "applied"
    assert world.get(app_id)["dossier"]["rev"] == 2


def test_a_draft_that_is_not_there(world: World) -> None:
    answer = _save(world, world.submit(unit=UNIT), base_rev=3)
    assert (answer["code"], answer["params"]["rev"]) == ("DOSSIER_CHANGED", "0")


def test_not_once_it_was_proposed(world: World) -> None:
    app_id = world.submit(unit=UNIT)
    with world.client("hanxu") as colleague:
        claim(colleague, app_id)
        assert result(colleague, operation(world, app_id, "hanxu"))["status"] == "applied"
    answer = _save(world, app_id)
    assert (answer["status"], answer["code"]) == ("conflict", "ALREADY_DECIDED")
    assert answer["params"] == {"verb": "RETURN", "name": "韩旭"}
    assert world.get(app_id)["dossier"] is None


@pytest.mark.parametrize("login", ["lujs", "foreign"])
def test_only_a_handler_of_the_unit(world: World, login: str) -> None:
    app_id = world.submit(unit=UNIT)
    assert _save(world, app_id, login)["code"] == "NO_SCOPE"


@pytest.mark.parametrize(
    ("payload", "fields"),
    [
        ({"dossier": {}, "base_rev": -1}, "base_rev"),
        ({"base_rev": 0}, "dossier"),
        (
            {"dossier": {"publicity": {"pub_id": "p", "start_date": "5月"}}, "base_rev": 0},
            "dossier.publicity.start_date",
        ),
    ],
)
def test_what_is_no_dossier(world: World, payload: dict[str, Any], fields: str) -> None:
    app_id = world.submit(unit=UNIT)
    with world.client("chenyao") as client:
        answer = result(
            client, operation(world, app_id, "chenyao", "save_dossier", payload=payload)
        )
    assert (answer["status"], answer["code"]) == ("rejected", "OP_UNREADABLE")
    assert answer["params"]["fields"] == fields


def test_a_number_that_json_cannot_carry(world: World) -> None:
    answer = _save(world, world.submit(unit=UNIT), note=2**70)
    assert (answer["status"], answer["code"]) == ("rejected", "OP_UNREADABLE")


def test_files_are_handed_in_first(world: World) -> None:
    app_id = world.submit(unit=UNIT)
    form = {"deliberation": {"form_scan": sha(SCAN)}}
    answer = _save(world, app_id, **form)
    assert (answer["status"], answer["code"]) == ("rejected", "BLOB_UNKNOWN")
    with world.client("chenyao") as client, world.client("lujs") as approver:
        client.put(f"/v1/blobs/{sha(SCAN)}", content=SCAN).raise_for_status()
        assert approver.get(f"/v1/blobs/{sha(SCAN)}").status_code == 404
        assert _save(world, app_id, **form)["status"] == "applied"
        assert approver.get(f"/v1/blobs/{sha(SCAN)}").content == SCAN


def test_the_hash_of_a_foreign_file_is_worth_nothing(world: World) -> None:
    with world.client("foreign") as client:
        client.put(f"/v1/blobs/{sha(SCAN)}", content=SCAN).raise_for_status()
    answer = _save(world, world.submit(unit=UNIT), deliberation={"form_scan": sha(SCAN)})
    assert answer["code"] == "BLOB_UNKNOWN"


def test_every_file_of_a_dossier_is_found() -> None:
    dossier = Dossier.model_validate(
        {
            "publicity": {"pub_id": "p", "proof_files": ["a", "b"]},
            "defence": {"record_file": "c"},
            "deliberation": {"form_scan": "d"},
            "assessments": [
                {"year": 2024, "result": "ABSENT"},
                {"year": 2025, "result": "EXCELLENT", "proof": "e"},
            ],
        }
    )
    assert list(files_of(dossier)) == [
        ("publicity.proof_files[0]", "a"),
        ("publicity.proof_files[1]", "b"),
        ("defence.record_file", "c"),
        ("deliberation.form_scan", "d"),
        ("assessments[1].proof", "e"),
    ]
    assert list(files_of(Dossier())) == []
