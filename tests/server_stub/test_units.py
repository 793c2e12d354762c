"""An office's own data, people and keys."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.model import Organisation
from server_stub import registry
from server_stub.bulk import insert_applications
from server_stub.demo.numbers import credit_code
from server_stub.tables import AuditRow
from tests.server_stub.acting import changes
from tests.server_stub.world import PDF, UNIT, World, id_number, sha, version


def patch(world: World, login: str = "admin1", **fields: Any) -> Any:
    with world.client(login) as admin:
        return admin.patch("/v1/unit", json=fields)


def test_only_what_is_named_changes(world: World) -> None:
    code = credit_code("91", 4711)
    answer = patch(world, uscc=code, contact_name="陈瑶", contact_phone="19900000099")
    assert answer.status_code == 200
    with world.client("admin1") as admin:
        unit = admin.get("/v1/unit").json()
    assert (unit["uscc"], unit["contact_name"], unit["name"]) == (code, "陈瑶", "示例市政")
    with world.client("foreign") as somebody:
        told = [c["doc"] for c in changes(somebody)["changes"] if c["id"] == UNIT]
    assert told[0]["uscc"] == code


@pytest.mark.parametrize(
    ("fields", "where", "rules"),
    [
        ({"uscc": "91999999MA0000000A"}, "uscc", ["R210"]),
        ({"uscc": "9199"}, "uscc", ["R210"]),
        ({"contact_phone": "12345"}, "contact_phone", []),
        ({"supervising_dept_id": "nowhere"}, "supervising_dept_id", []),
        ({"mailing_enabled": True}, "mailing_enabled", []),
        ({"kind": "COMMITTEE"}, "body.kind", []),
        ({"name": ""}, "body.name", []),
    ],
)
def test_what_is_wrong_is_named(
    world: World, fields: dict[str, Any], where: str, rules: list[str]
) -> None:
    answer = patch(world, **fields)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID")
    assert [each["where"] for each in answer.json()["errors"]] == [where]
    assert answer.json()["rule_ids"] == rules
    with world.client("admin1") as admin:
        assert admin.get("/v1/unit").json()["name"] == "示例市政"


def test_a_licence_is_handed_in_by_the_office_itself(world: World) -> None:
    scan = PDF + b"% licence"
    assert patch(world, licence_file=sha(scan)).json()["code"] == "BLOB_UNKNOWN"
    with world.client("admin1") as admin, world.client("foreign") as other:
        admin.put(f"/v1/blobs/{sha(scan)}", content=scan).raise_for_status()
        assert other.get(f"/v1/blobs/{sha(scan)}").status_code == 404
        assert patch(world, licence_file=sha(scan)).status_code == 200
        assert admin.get(f"/v1/blobs/{sha(scan)}").content == scan
        assert other.get(f"/v1/blobs/{sha(scan)}").content == scan
    with world.client("a0001") as applicant:
        assert applicant.get(f"/v1/blobs/{sha(scan)}").status_code == 404


def test_a_department_that_is_named_comes_onto_the_route(world: World) -> None:

    with world.server.db.write() as session:
        registry.save_organisation(session, Organisation(org_id="d", name="示例局", kind="DEPT"))
    draft = version("case-1")
    insert_applications(world.server, [draft], profile="LZ_ENG_2020@1", unit_org_id=UNIT)
    assert "d" not in [node["org_id"] for node in world.get("case-1")["route"]]
    assert patch(world, supervising_dept_id="d").status_code == 200
    case = world.get("case-1")
    assert [node["org_id"] for node in case["route"]][:2] == [UNIT, "d"]
    assert case["surroundings"]["dept_names"] == ["示例局"]


def test_the_people_of_the_office_with_masked_numbers(world: World) -> None:
    with world.client("admin1") as admin:
        people = admin.get("/v1/unit/users").json()
    assert [user["login"] for user in people] == [
        "admin1", "auditor", "chenyao", "hanxu", "itman", "lujs",
    ]  # fmt: skip
    assert all(user["id_number"] == "" for user in people)


def test_the_applicants_stand_behind_the_officers(world: World) -> None:

    with world.server.db.write() as session:
        registry.save_user(
            session, user_id="u-gxadmin", login="gxadmin", name="管理", org_id="org-unit-gx",
            roles=["ORG_ADMIN"], password_hash=world.server.passwords.hash("demo-2026"),
        )  # fmt: skip
    with world.client("gxadmin") as admin:
        people = admin.get("/v1/unit/users").json()
    assert [user["login"] for user in people][:3] == ["gxadmin", "gxchen", "gxlu"]
    applicant = people[3]
    assert applicant["id_number"] == "999999********" + id_number(3)[-4:]
    assert (applicant["bound"], applicant["bound_by_key"]) == (True, "")
    assert id_number(3) not in str(people)


def test_a_key_is_rotated(world: World) -> None:
    with world.client("admin1") as admin, world.client("a0001") as applicant:
        old = admin.post("/v1/unit/keys", json={}).json()
        new = admin.post(f"/v1/unit/keys/{old['key_id']}/rotate", json={"days": 7}).json()
        states = {key["key_id"]: key["state"] for key in admin.get("/v1/unit/keys").json()}
        assert states == {old["key_id"]: "EXPIRED", new["key_id"]: "LIVE"}
        for key, status in ((old, 422), (new, 200)):
            answer = applicant.post("/v1/applicant/unit", json={"secret": key["secret"]})
            assert answer.status_code == status


def test_keys_of_another_unit_are_not_there(world: World) -> None:
    with world.client("admin1") as admin:
        key = admin.post("/v1/unit/keys", json={}).json()

    with world.server.db.write() as session:
        registry.save_user(
            session, user_id="u-far", login="far", name="外", org_id="org-unit-2",
            roles=["ORG_ADMIN"], password_hash=world.server.passwords.hash("demo-2026"),
        )  # fmt: skip
    with world.client("far") as far:
        assert far.get("/v1/unit/keys").json() == []
        for method, tail in (("POST", "/rotate"), ("POST", "/expire"), ("DELETE", "")):
            answer = far.request(method, f"/v1/unit/keys/{key['key_id']}{tail}", json={})
            assert answer.status_code == 404


def test_every_change_is_in_the_audit_log(world: World) -> None:

    patch(world, contact_name="陈瑶")
    with world.client("admin1") as admin:
        key = admin.post("/v1/unit/keys", json={}).json()
        admin.delete(f"/v1/unit/keys/{key['key_id']}").raise_for_status()
    with world.server.db.read() as session:
        lines = [(row.action, row.subject) for row in session.query(AuditRow).all()]
    assert ("edit_unit", UNIT) in lines
    assert ("new_unit_key", key["key_id"]) in lines
    assert ("revoke_unit_key", key["key_id"]) in lines
