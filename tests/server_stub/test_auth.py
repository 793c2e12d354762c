from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from server_stub.passwords import Passwords
from tests.server_stub.world import CHEAP, PASSWORD, World

WRONG = {"login": "gxchen", "password": "wrong-password", "device_id": "d"}


@pytest.fixture
def anyone(world: World) -> Any:
    with world.client() as client:
        yield client


def _refresh(client: httpx.Client, token: str, device: str = "d") -> httpx.Response:
    return client.post("/v1/auth/refresh", json={"refresh_token": token, "device_id": device})


def _me(client: httpx.Client, access: str) -> httpx.Response:
    return client.get("/v1/me", headers={"Authorization": f"Bearer {access}"})


def test_me(world: World) -> None:
    with world.client("gxchen") as client:
        me = client.get("/v1/me").json()
    assert me["account"]["user_id"] == "u-gxchen"
    assert me["account"]["org"]["org_id"] == "org-unit-gx"
    assert me["account"]["roles"] == ["HANDLER"]
    assert me["account"]["scopes"] == ["all", "org:org-unit-gx"]
    assert me["approvers"] == ["卢市场"]
    assert set(me["profiles"]) == {"GXRC@1", "LZ_CERT_2019@1", "LZ_ENG_2020@1", "SX_2024@1"}
    assert me["wire"] == 1


def test_an_access_token_ends_and_a_refresh_goes_on(world: World, anyone: httpx.Client) -> None:
    tokens = world.sign_in("gxchen")
    assert tokens["expires_in"] == 900
    world.clock.forward(seconds=899)
    assert _me(anyone, tokens["access_token"]).status_code == 200
    world.clock.forward(seconds=1)
    expired = _me(anyone, tokens["access_token"])
    assert (expired.status_code, expired.json()["code"]) == (401, "TOKEN_EXPIRED")
    fresh = _refresh(anyone, tokens["refresh_token"]).json()
    assert _me(anyone, fresh["access_token"]).status_code == 200


def test_a_lost_reply_signs_nobody_out(world: World, anyone: httpx.Client) -> None:
    first = world.sign_in("gxchen")["refresh_token"]
    second = _refresh(anyone, first).json()["refresh_token"]
    world.clock.forward(seconds=60)
    assert _refresh(anyone, first).json()["refresh_token"] == second
    third = _refresh(anyone, second).json()["refresh_token"]
    assert len({first, second, third}) == 3


def test_a_reuse_after_the_grace_ends_the_family(world: World, anyone: httpx.Client) -> None:
    first = world.sign_in("gxchen")["refresh_token"]
    second = _refresh(anyone, first).json()
    world.clock.forward(seconds=61)
    assert _refresh(anyone, first).json()["code"] == "TOKEN_REVOKED"
    assert _refresh(anyone, second["refresh_token"]).json()["code"] == "TOKEN_REVOKED"
    assert _me(anyone, second["access_token"]).json()["code"] == "TOKEN_REVOKED"


def test_a_reuse_two_steps_back_ends_the_family_at_once(world: World, anyone: httpx.Client) -> None:
    first = world.sign_in("gxchen")["refresh_token"]
    second = _refresh(anyone, first).json()["refresh_token"]
    third = _refresh(anyone, second).json()["refresh_token"]
    assert _refresh(anyone, first).status_code == 401
    assert _refresh(anyone, third).status_code == 401


def test_a_refresh_token_belongs_to_its_device(world: World, anyone: httpx.Client) -> None:
    token = world.sign_in("gxchen")["refresh_token"]
    assert _refresh(anyone, token, "another").status_code == 401
    assert _refresh(anyone, token).status_code == 401


def test_a_refresh_token_ends_after_thirty_days(world: World, anyone: httpx.Client) -> None:
    token = world.sign_in("gxchen")["refresh_token"]
    world.clock.forward(days=30)
    assert _refresh(anyone, token).json()["code"] == "TOKEN_REVOKED"


def test_signing_out(world: World, anyone: httpx.Client) -> None:
    tokens, other = world.sign_in("gxchen"), world.sign_in("gxchen", "d2")
    body = {"refresh_token": tokens["refresh_token"]}
    assert anyone.post("/v1/auth/revoke", json=body).status_code == 204
    assert anyone.post("/v1/auth/revoke", json=body).status_code == 204
    assert anyone.post("/v1/auth/revoke", json={"refresh_token": "?"}).status_code == 204
    assert _me(anyone, tokens["access_token"]).json()["code"] == "TOKEN_REVOKED"
    assert _me(anyone, other["access_token"]).status_code == 200


def test_a_disabled_account(world: World, anyone: httpx.Client) -> None:
    from server_stub.tables import UserRow

    tokens = world.sign_in("gxchen")
    with world.server.db.write() as session:
        session.get_one(UserRow, "u-gxchen").disabled = True
    assert _me(anyone, tokens["access_token"]).json()["code"] == "TOKEN_REVOKED"
    assert _refresh(anyone, tokens["refresh_token"]).json()["code"] == "TOKEN_REVOKED"
    body = {"login": "gxchen", "password": "demo-2026", "device_id": "d"}
    assert anyone.post("/v1/auth/token", json=body).json()["code"] == "BAD_CREDENTIALS"


@pytest.mark.parametrize("login", ["gxchen", "nobody-here"])
def test_wrong_passwords_are_counted_and_then_refused(
    world: World, anyone: httpx.Client, login: str
) -> None:
    """An account that does not exist answers in the same way."""
    body = {**WRONG, "login": login}
    for left in (4, 3, 2, 1):
        answer = anyone.post("/v1/auth/token", json=body)
        assert (answer.status_code, answer.json()["code"]) == (401, "BAD_CREDENTIALS")
        assert answer.json()["params"] == {"tries_left": str(left)}
    answer = anyone.post("/v1/auth/token", json=body)
    assert (answer.json()["code"], answer.json()["params"]) == ("LOCKED_OUT", {"minutes": "15"})
    right = anyone.post("/v1/auth/token", json={**body, "password": "demo-2026"})
    assert right.json()["code"] == "LOCKED_OUT"
    world.clock.forward(minutes=14, seconds=30)
    assert anyone.post("/v1/auth/token", json=body).json()["params"] == {"minutes": "1"}
    world.clock.forward(seconds=30)
    assert anyone.post("/v1/auth/token", json=body).json()["params"] == {"tries_left": "4"}


class _Late(Passwords):
    """Takes its time over the right password."""

    def __init__(self, known: Passwords) -> None:
        super().__init__(CHEAP.password)
        self._known = known
        self.looking, self.go_on = threading.Event(), threading.Event()

    def verify(self, stored: str | None, password: str) -> bool:
        if password == PASSWORD:
            self.looking.set()
            assert self.go_on.wait(30)
        return self._known.verify(stored, password)


def test_guesses_at_the_same_time_are_counted_all_the_same(
    world: World, anyone: httpx.Client
) -> None:
    """Of many passwords sent at once, none counts that is judged after too many wrong ones."""
    world.server.passwords = late = _Late(world.server.passwords)
    answers: list[httpx.Response] = []
    body = {**WRONG, "password": PASSWORD}

    def guess() -> None:
        with world.client() as client:
            answers.append(client.post("/v1/auth/token", json=body))

    guessing = threading.Thread(target=guess)
    guessing.start()
    assert late.looking.wait(30)
    for _ in range(5):
        anyone.post("/v1/auth/token", json=WRONG)
    late.go_on.set()
    guessing.join(30)
    assert answers[0].json()["code"] == "LOCKED_OUT"


def test_a_right_password_clears_the_account(world: World, anyone: httpx.Client) -> None:
    for _ in range(4):
        anyone.post("/v1/auth/token", json=WRONG)
    world.sign_in("gxchen")
    answer = anyone.post("/v1/auth/token", json=WRONG)
    assert answer.json()["params"] == {"tries_left": "4"}


def test_an_address_that_tries_many_accounts(world: World, anyone: httpx.Client) -> None:
    for number in range(30):
        answer = anyone.post("/v1/auth/token", json={**WRONG, "login": f"guess{number}"})
    assert answer.json()["code"] == "LOCKED_OUT"
    body = {"login": "gxchen", "password": "demo-2026", "device_id": "d"}
    assert anyone.post("/v1/auth/token", json=body).json()["code"] == "LOCKED_OUT"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "TOKEN_MISSING"),
        ("", "TOKEN_MISSING"),
        ("Bearer", "TOKEN_MISSING"),
        ("Basic Z3hjaGVu", "TOKEN_MISSING"),
        ("Bearer nonsense", "TOKEN_REVOKED"),
        ("Bearer a.b.c", "TOKEN_REVOKED"),
    ],
)
def test_what_is_no_token(anyone: httpx.Client, header: str | None, code: str) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = anyone.get("/v1/me", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_refresh_token_is_no_access_token(world: World, anyone: httpx.Client) -> None:
    tokens = world.sign_in("gxchen")
    assert _me(anyone, tokens["refresh_token"]).json()["code"] == "TOKEN_REVOKED"
    assert _refresh(anyone, tokens["access_token"]).json()["code"] == "TOKEN_REVOKED"


def test_a_refresh_token_newer_than_a_restored_database_still_counts(
    world: World, anyone: httpx.Client
) -> None:
    """The database came back from an older copy: whoever refreshed since need not sign in."""
    from server_stub.tables import FamilyRow

    first = world.sign_in("gxchen")["refresh_token"]
    second = _refresh(anyone, first).json()["refresh_token"]
    third = _refresh(anyone, second).json()["refresh_token"]
    with world.server.db.write() as session:
        session.query(FamilyRow).one().counter = 0
    assert _refresh(anyone, third).status_code == 200
