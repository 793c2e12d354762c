"""P19: shared data (学信网, 社保, 公需科目, 证书) are looked up in deterministic stand-ins.

They are labelled as such, with personas that are found, not found and differ; reviewers see where
each value came from (S2 3, 4, 13).
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from app.domain.certificates import CertificateRecord
from app.domain.enums import Provenance
from app.domain.model import ApplicationVersion
from server_stub import certificate_registry, registers, registry
from server_stub.registers import Outcome, persona
from tests.server_stub.acceptance.offices import hand_in
from tests.server_stub.test_applicant import complete
from tests.server_stub.world import MARKET, PASSWORD, World, declaration, id_number, person

BASE = "/v1/applicant/applications"
PERSONAS = {"found": 3, "mismatch": 81, "absent": 91}
"""Order codes of the identity numbers: the tens digit is the persona."""
STATED: dict[str, dict[str, Any]] = {
    "chsi": {"school": "示例大学", "level": "BACHELOR"},
    "social-insurance": {"insured_unit": "示例市场", "months": ["2026-01"]},
    "public-subject": {"year": 2025, "public_subject_passed": True},
}
MODULES = {
    "chsi": "education",
    "social-insurance": "social_insurance",
    "public-subject": "continuing_education",
}


@pytest.fixture(autouse=True)
def _people(world: World) -> None:
    """An applicant of each persona."""
    with world.server.db.write() as session:
        for place, (login, serial) in enumerate(PERSONAS.items()):
            someone = person(50 + place).model_copy(update={"id_number": id_number(serial)})
            registry.save_user(
                session, user_id=f"u-{login}", login=login, name=someone.name, org_id=MARKET,
                roles=["APPLICANT"], password_hash=world.server.passwords.hash(PASSWORD),
                id_number_mac=world.server.id_number_mac(someone.id_number), person=someone,
            )  # fmt: skip


def draft(client: httpx.Client, profile: str = "GXRC") -> str:
    body = {"profile": profile, "declaration": declaration().model_dump(mode="json")}
    answer = client.post(BASE, json=body)
    answer.raise_for_status()
    return str(answer.json()["app_id"])


def put(client: httpx.Client, app_id: str, module: str, **fields: Any) -> dict[str, Any]:
    body = {"entries": [{"entry_id": "e1", "fields": fields}]}
    answer = client.put(f"{BASE}/{app_id}/modules/{module}", json=body)
    answer.raise_for_status()
    entry: dict[str, Any] = answer.json()["draft"]["modules"][module]["entries"][0]
    return entry


def look(client: httpx.Client, app_id: str, register: str, **body: Any) -> dict[str, Any]:
    answer = client.post(f"{BASE}/{app_id}/lookups/{register}", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def entry_of(found: dict[str, Any], module: str) -> dict[str, Any]:
    entries = found["application"]["draft"]["modules"][module]["entries"]
    entry: dict[str, Any] = next(e for e in entries if e["entry_id"] == found["entry_id"])
    return entry


@pytest.mark.parametrize("register", sorted(STATED))
@pytest.mark.parametrize(
    ("login", "outcome"), [("found", "FOUND"), ("mismatch", "MISMATCH"), ("absent", "NOT_FOUND")]
)
def test_each_register_has_its_three_personas(
    world: World, login: str, outcome: str, register: str
) -> None:
    module, stated = MODULES[register], STATED[register]
    with world.client(login) as client:
        app_id = draft(client)
        put(client, app_id, module, **stated)
        first, again = (look(client, app_id, register) for _ in range(2))
    assert first["outcome"] == again["outcome"] == outcome
    assert first["values"] == again["values"]
    assert first["stand_in"] is True
    assert first["notice"] == "演示数据，未连接真实的共享数据系统"
    entry = entry_of(first, module)
    for name, value in stated.items():
        assert entry["fields"][name] == value, "what was typed stays as it was typed"
        differs = name in first["differing"]
        sure = outcome != "NOT_FOUND" and not differs
        assert entry["provenance"][name] == ("SYSTEM_VERIFIED" if sure else "MANUAL")
    assert bool(first["differing"]) == (outcome == "MISMATCH")
    flag = registers.FLAGS.get(registers.Register(register))
    if flag is not None:
        assert entry["fields"][flag] is (outcome == "FOUND")


def test_what_is_empty_is_filled_in(world: World) -> None:
    with world.client("found") as client:
        app_id = draft(client)
        found = look(client, app_id, "chsi")
        entry = entry_of(found, "education")
    assert entry["fields"]["school"] == "示例理工大学"
    assert entry["fields"]["edu_cert_no"]
    assert set(entry["provenance"].values()) == {"SYSTEM_VERIFIED"}
    version = ApplicationVersion.model_validate(found["application"]["draft"])
    (row,) = version.entries("education")
    assert row.provenance["school"] is Provenance.SYSTEM_VERIFIED


def test_a_value_that_is_typed_over_is_manual_again(world: World) -> None:
    with world.client("found") as client:
        app_id = draft(client)
        entry = entry_of(look(client, app_id, "chsi"), "education")
        fields = entry["fields"] | {"school": "另一大学"}
        body = {"entries": [{"entry_id": entry["entry_id"], "fields": fields}]}
        answer = client.put(f"{BASE}/{app_id}/modules/education", json=body)
        (kept,) = answer.json()["draft"]["modules"]["education"]["entries"]
    assert kept["provenance"]["school"] == "MANUAL"
    assert kept["provenance"]["major"] == "SYSTEM_VERIFIED"


def test_nobody_verifies_for_themselves(world: World) -> None:
    with world.client("absent") as client:
        app_id = draft(client)
        forged = {
            "entry_id": "e1",
            "fields": {"school": "示例大学"},
            "provenance": {"school": "SYSTEM_VERIFIED"},
        }
        for module in ("education", "papers"):
            entry = forged | ({} if module == "education" else {"fields": {"title": "论文"}})
            body = {"entries": [entry]}
            answer = client.put(f"{BASE}/{app_id}/modules/{module}", json=body)
            (kept,) = answer.json()["draft"]["modules"][module]["entries"]
            assert "SYSTEM_VERIFIED" not in kept["provenance"].values()


def test_the_reviewer_sees_where_each_value_came_from(world: World) -> None:
    with world.client("found") as client:
        app_id = draft(client)
        put(client, app_id, "education", school="示例大学", degree="工学学士")
        look(client, app_id, "chsi")
        complete(client, app_id, "示例市场")
        assert hand_in(client, app_id).status_code == 200
    with world.client("gxchen") as reviewer:
        version = reviewer.get(f"/v1/applications/{app_id}/versions/1").json()
    (row,) = version["modules"]["education"]["entries"]
    assert row["provenance"]["school"] == "SYSTEM_VERIFIED"
    assert row["provenance"]["degree"] == "MANUAL"


def test_certificates_are_looked_up_in_the_registry(world: World) -> None:
    someone = person(50).model_copy(update={"id_number": id_number(3)})
    record = CertificateRecord(
        record_id="r1", cert_no="Z2018-77", name=someone.name, id_number=someone.id_number,
        post_name="工程师", series="工程", award_date="2018-12-01", approving_org="示例职改办",
    )  # fmt: skip
    foreign = record.model_copy(
        update={"record_id": "r2", "cert_no": "Z2018-78", "name": "别人", "id_number": id_number(5)}
    )
    with world.server.db.write() as session:
        for each in (record, foreign):
            certificate_registry.save(session, world.server, each)
    with world.client("found") as client:
        app_id = draft(client)
        put(client, app_id, "current_title", cert_no="Z2018-77", title_name="助理工程师")
        found = look(client, app_id, "certificate")
        assert (found["outcome"], found["stand_in"], found["notice"]) == ("MISMATCH", False, "")
        assert found["differing"] == ["title_name"]
        put(client, app_id, "current_title", cert_no="Z2018-77")
        found = look(client, app_id, "certificate")
        assert found["outcome"] == "FOUND"
        entry = entry_of(found, "current_title")
        assert entry["fields"]["title_name"] == "工程师"
        assert entry["provenance"]["title_name"] == "SYSTEM_VERIFIED"
        for number, outcome in (("Z2018-78", "MISMATCH"), ("Z0", "NOT_FOUND")):
            put(client, app_id, "current_title", cert_no=number)
            found = look(client, app_id, "certificate")
            assert (found["outcome"], found["values"]) == (outcome, {})
            assert "别人" not in str(found)


def test_only_while_it_may_be_edited_and_only_ones_own(world: World) -> None:
    with world.client("found") as client:
        app_id = draft(client)
        for body, status in (({"entry_id": "nobody"}, 422), ({"entry": 1}, 422)):
            answer = client.post(f"{BASE}/{app_id}/lookups/chsi", json=body)
            assert answer.status_code == status
        assert client.post(f"{BASE}/{app_id}/lookups/police", json={}).status_code == 422
        complete(client, app_id, "示例市场")
        assert hand_in(client, app_id).status_code == 200
        locked = client.post(f"{BASE}/{app_id}/lookups/chsi", json={})
        assert (locked.status_code, locked.json()["code"]) == (409, "WRONG_STATE")
    with world.client("absent") as stranger:
        assert stranger.post(f"{BASE}/{app_id}/lookups/chsi", json={}).status_code == 404


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (id_number(71), Outcome.FOUND),
        (id_number(81), Outcome.MISMATCH),
        (id_number(91), Outcome.NOT_FOUND),
        ("", Outcome.NOT_FOUND),
    ],
)
def test_the_persona_stands_in_the_number(number: str, outcome: Outcome) -> None:
    assert persona(number) is outcome
