"""P14: a unit is changed by its key. A wrong or expired key is refused, and the old unit loses
access to what comes after (S0 五, domain T32)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server_stub import registry
from server_stub.bulk import insert_applications
from tests.server_stub.acting import application_ids, changes, claim, operation, result
from tests.server_stub.world import LZ, OTHER, PASSWORD, UNIT, World, declaration, version

ONE = "/v1/applicant/applications"


@pytest.fixture(autouse=True)
def _admins(world: World) -> None:
    """An administrator of the other unit."""
    with world.server.db.write() as session:
        registry.save_user(
            session, user_id="u-admin2", login="admin2", name="外管理", org_id=OTHER,
            roles=["ORG_ADMIN"], password_hash=world.server.passwords.hash(PASSWORD),
        )  # fmt: skip


def new_key(world: World, login: str = "admin2", **wish: Any) -> dict[str, Any]:
    """A key of the other unit, with its secret."""
    with world.client(login) as admin:
        answer = admin.post("/v1/unit/keys", json=wish)
    answer.raise_for_status()
    made: dict[str, Any] = answer.json()
    return made


def moved(client: httpx.Client, app_id: str, secret: str) -> httpx.Response:
    return client.post(f"{ONE}/{app_id}/transfer", json={"secret": secret})


def submitted(world: World, app_id: str = "case-1", number: int = 1) -> str:
    """A case of Liuzhou at the first unit."""
    draft = version(app_id, number)
    insert_applications(world.server, [draft], profile=LZ, unit_org_id=UNIT)
    return app_id


def test_the_case_goes_to_the_unit_of_the_key(world: World) -> None:
    app_id, key = submitted(world), new_key(world)
    with world.client("a0001") as applicant:
        view = moved(applicant, app_id, key["secret"]).raise_for_status().json()
    assert (view["unit_org_id"], view["node_org"], view["unit_name"]) == (
        OTHER, OTHER, "外单位公司",
    )  # fmt: skip
    assert [node["org_id"] for node in view["route"]][:1] == [OTHER]
    assert view["status"] == "SUBMITTED"
    assert world.get(app_id)["surroundings"]["unit_bound"] is True
    with world.client("foreign") as handler:
        assert claim(handler, app_id)[0]["claim"]["user_id"] == "u-foreign"


def test_the_old_unit_loses_the_case(world: World) -> None:
    app_id, key = submitted(world), new_key(world)
    with world.client("chenyao") as old, world.client("a0001") as applicant:
        page = changes(old)
        assert application_ids(page) == [app_id]
        moved(applicant, app_id, key["secret"]).raise_for_status()
        after = changes(old, page["cursor"])
        assert application_ids(after, gone=True) == [app_id]
        assert application_ids(after) == []
        assert old.get(f"/v1/applications/{app_id}").status_code == 404
        assert old.get(f"/v1/applications/{app_id}/versions/1").status_code == 404
        sha256 = world.get(app_id)["version"]["attachments"][0]["sha256"]
        assert old.get(f"/v1/blobs/{sha256}").status_code == 404
        assert claim(old, app_id)[0]["code"] == "NOT_FOUND"


def test_what_the_old_unit_decides_too_late_is_refused(world: World) -> None:
    app_id, key = submitted(world), new_key(world)
    late = operation(world, app_id, "chenyao")
    with world.client("chenyao") as old, world.client("a0001") as applicant:
        moved(applicant, app_id, key["secret"]).raise_for_status()
        answer = result(old, late)
    assert (answer["status"], answer["code"], answer["current"]) == ("conflict", "NO_SCOPE", None)


def test_the_new_unit_begins_a_dossier_of_its_own(world: World) -> None:
    app_id, key = submitted(world), new_key(world)
    payload = {"base_rev": 0, "dossier": {"expert_opinion": "原单位意见"}}
    with world.client("chenyao") as old, world.client("a0001") as applicant:
        op = operation(world, app_id, "chenyao", "save_dossier", payload=payload)
        assert result(old, op)["status"] == "applied"
        moved(applicant, app_id, key["secret"]).raise_for_status()
    assert world.get(app_id)["dossier"] is None


@pytest.mark.parametrize(
    ("spoil", "code"),
    [("mistyped", "UNKNOWN"), ("expired", "EXPIRED"), ("ended", "EXPIRED"), ("revoked", "REVOKED")],
)
def test_a_key_that_is_not_good(world: World, spoil: str, code: str) -> None:
    app_id, key = submitted(world), new_key(world, days=30)
    secret = key["secret"]
    with world.client("admin2") as admin, world.client("a0001") as applicant:
        if spoil == "mistyped":
            secret = secret[:-1] + ("0" if secret[-1] != "0" else "1")
        elif spoil == "expired":
            world.later(days=30)
        elif spoil == "ended":
            admin.post(f"/v1/unit/keys/{key['key_id']}/expire").raise_for_status()
        else:
            admin.delete(f"/v1/unit/keys/{key['key_id']}").raise_for_status()
        answer = moved(applicant, app_id, secret)
    assert (answer.status_code, answer.json()["code"]) == (422, f"UNIT_KEY_{code}")
    assert world.get(app_id)["unit_org_id"] == UNIT


def test_one_second_before_its_end_a_key_is_good(world: World) -> None:
    app_id, key = submitted(world), new_key(world, days=30)
    world.later(days=30, seconds=-1)
    with world.client("a0001") as applicant:
        assert moved(applicant, app_id, key["secret"].lower().replace("-", " ")).status_code == 200


def test_not_while_an_officer_holds_it(world: World) -> None:
    app_id, key = submitted(world), new_key(world)
    with world.client("chenyao") as officer, world.client("a0001") as applicant:
        claim(officer, app_id)
        answer = moved(applicant, app_id, key["secret"])
    assert (answer.status_code, answer.json()["code"]) == (409, "WRONG_STATE")


def test_not_to_the_unit_it_is_at(world: World) -> None:
    app_id, key = submitted(world), new_key(world, "admin1")
    with world.client("a0001") as applicant:
        answer = moved(applicant, app_id, key["secret"])
    assert (answer.status_code, answer.json()["code"]) == (409, "UNIT_SAME")


def test_not_the_case_of_somebody_else(world: World) -> None:
    app_id, key = submitted(world), new_key(world)
    with world.client("a0002") as stranger:
        assert moved(stranger, app_id, key["secret"]).status_code == 404
    assert world.get(app_id)["unit_org_id"] == UNIT


def test_what_is_begun_after_joining_is_the_new_units(world: World) -> None:
    key = new_key(world)
    with world.client("a0001") as applicant:
        joined = applicant.post("/v1/applicant/unit", json={"secret": key["secret"]})
        assert joined.json() == {"org_id": OTHER, "name": "外单位公司"}
        body = {"profile": "LZ_ENG_2020", "declaration": declaration().model_dump(mode="json")}
        draft = applicant.post(ONE, json=body).json()
    assert draft["unit_org_id"] == OTHER


def test_revoking_a_key_frees_whom_it_bound(world: World) -> None:
    """R212: the case stays, but says that nobody vouches for its applicant."""
    app_id, key = submitted(world), new_key(world)
    with world.client("admin2") as admin, world.client("a0001") as applicant:
        moved(applicant, app_id, key["secret"]).raise_for_status()
        (known,) = admin.get("/v1/unit/keys").json()
        assert (known["bound_count"], known["state"]) == (1, "LIVE")
        admin.post(f"/v1/unit/keys/{key['key_id']}/expire").raise_for_status()
        assert world.get(app_id)["surroundings"]["unit_bound"] is True
        admin.delete(f"/v1/unit/keys/{key['key_id']}").raise_for_status()
    assert world.get(app_id)["surroundings"]["unit_bound"] is False


def test_only_a_hash_of_the_secret_is_kept(world: World) -> None:
    secret = new_key(world)["secret"]
    plain = secret.replace("-", "").encode()
    for path in world.root.rglob("server.db*"):
        content = path.read_bytes()
        assert secret.encode() not in content
        assert plain not in content
    with world.client("admin2") as admin:
        assert "secret" not in admin.get("/v1/unit/keys").json()[0]
