"""Every route × every role × own and foreign office × every state of the token.

The expected answers stand in ``authorisation.txt``. Each cell is a real call: on a case of its own
where it is carried out, on one case for all that are refused, which has to be as it was after that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest

from server_stub import registry
from server_stub.bulk import insert_applications
from server_stub.db import current_rev
from server_stub.serve import ServerThread
from tests.server_stub import (  # noqa: F401 - their calls join the others
    authorisation_onward,
    authorisation_registry,
    authorisation_seals,
    authorisation_units,
)
from tests.server_stub.authorisation_calls import BUILDERS, Call, Request, user_id
from tests.server_stub.conftest import a_world
from tests.server_stub.world import GX, MARKET, OTHER, PASSWORD, World, person, version

TABLE = Path(__file__).with_name("authorisation.txt")
ROLES = {
    "A": "APPLICANT",
    "H": "HANDLER",
    "P": "APPROVER",
    "S": "SEALER",
    "D": "ORG_ADMIN",
    "C": "OFFICE_CLERK",
    "L": "OFFICE_LEAD",
    "K": "COMMITTEE_CLERK",
    "U": "AUDITOR",
    "I": "IT",
}
CODES = {"403": {"NO_SCOPE"}, "404": {"NOT_FOUND"}}


@dataclass(frozen=True)
class Line:
    """One line of the table: the cells by ``own-H``, ``far-A`` and so on."""

    method: str
    path: str
    public: bool
    cells: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def reads(self) -> bool:
        """Whether it changes nothing for anybody."""
        return self.method in ("GET", "HEAD")

    @property
    def is_about_a_case(self) -> bool:
        """Whether there has to be a case to ask of."""
        wanted = ("/{app_id}", "/v1/blobs/{", "/v1/ops", "/v1/claims")
        return any(part in self.path for part in wanted)

    @property
    def stage(self) -> str:
        """Where the case lies: at the unit, or where the line says."""
        mark = self.path.partition("#")[2]
        stage = mark.rpartition("@")[2]
        return stage if stage in ("office", "committee") else "unit"


def _lines() -> list[Line]:
    lines = []
    for text in TABLE.read_text("utf-8").splitlines():
        if not text or text.startswith(("#", "route")):
            continue
        method, path, token, *cells = text.split()
        names = [f"{side}-{role}" for side in ("own", "far") for role in ROLES]
        named = dict(zip(names, cells, strict=True))
        lines.append(Line(method, path, token == "public", named))
    return lines


LINES = _lines()


def _people(world: World) -> None:
    hashed = world.server.passwords.hash(PASSWORD)
    with world.server.db.write() as session:
        for number, (side, org) in enumerate((("own", MARKET), ("far", OTHER))):
            for letter, role in ROLES.items():
                login = f"{side}-{letter.lower()}"
                registry.save_user(
                    session,
                    user_id=user_id(login),
                    login=login,
                    name=login,
                    org_id=org,
                    roles=[role],
                    password_hash=hashed,
                    person=person(90 + number) if letter == "A" else None,
                )
        for letter, role in (("c", "OFFICE_CLERK"), ("k", "COMMITTEE_CLERK")):
            login = f"helper-{letter}"
            registry.save_user(
                session,
                user_id=user_id(login),
                login=login,
                name=login,
                org_id=MARKET,
                roles=[role],
                password_hash=hashed,
            )


def _fresh_case(world: World, serial: int, *, of_applicant: bool) -> str:
    """A case in a year of its own: one series a year and person. It is the own applicant's where
    an applicant asks; otherwise somebody's who has nothing in common with anybody."""
    draft = version(f"case-{serial}", 90)
    year = draft.declaration.model_copy(update={"year": 3000 + serial})
    update: dict[str, Any] = {"declaration": year}
    if not of_applicant:
        someone = {"person_id": f"somebody-{serial}", "id_number": "", "phone": ""}
        update["person"] = draft.person.model_copy(update=someone)
    draft = draft.model_copy(update=update)
    insert_applications(world.server, [draft], profile=GX, unit_org_id=MARKET)
    return draft.app_id


def _by_case(line: Line) -> list[list[str]]:
    """The columns of a line by the case they ask of: one each for those that may change it."""
    changing = [] if line.reads else [name for name, cell in line.cells.items() if cell == "ok"]
    others = [name for name in line.cells if name not in changing]
    return [*([name] for name in changing), *([others] if others else [])]


def _asked(world: World, line: Line, columns: list[str]) -> dict[str, str]:
    """What these cells come to on one case. It is the own applicant's where an applicant is not
    refused before anybody looks at it. Where there are several, none may change anything."""
    serial = 100 * LINES.index(line) + list(line.cells).index(columns[0])
    theirs = line.cells["own-A"] != "403" and any(name.endswith("A") for name in columns)
    app_id = _fresh_case(world, serial, of_applicant=theirs) if line.is_about_a_case else ""
    found: dict[str, str] = {}
    prepared: dict[str, Any] = {}
    before = 0
    for column in columns:
        call = Call(world, column, app_id, serial, line.stage, prepared)
        request = BUILDERS[line.name](call)
        before = before or _revision(world)
        with world.client(call.login) as client:
            found[column] = _outcome(line, _send(client, line, request))
    if len(columns) > 1:
        assert _revision(world) == before, found
    return found


def _revision(world: World) -> int:
    with world.server.db.read() as session:
        return current_rev(session)


def _send(client: httpx.Client, line: Line, request: Request) -> httpx.Response:
    path, options = request
    return client.request(line.method, path, **options)


def _outcome(line: Line, answer: httpx.Response) -> str:
    if answer.status_code >= 400:
        if line.method != "HEAD":
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] in CODES.get(str(answer.status_code), set()), answer.text
        return str(answer.status_code)
    if line.method == "POST" and line.path.startswith(("/v1/ops", "/v1/claims")):
        (item,) = answer.json()["results"]
        code = item.get("code")
        assert code in (None, "NO_SCOPE", "NOT_FOUND"), item
        return "ok" if code is None else "no"
    return "ok"


def test_every_route_stands_in_the_table(office: World) -> None:
    with office.client() as client:
        paths = client.get("/v1/openapi.json").json()["paths"]
    published = {f"{verb.upper()} {path}" for path, verbs in paths.items() for verb in verbs}
    published.add("GET /v1/openapi.json")
    assert {line.name.partition("#")[0] for line in LINES} == published
    assert {line.name for line in LINES} == set(BUILDERS)


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, filled: Path, listener: ServerThread
) -> Iterator[World]:
    """One server for the whole table; every cell has a case of its own."""
    with a_world(tmp_path_factory.mktemp("office"), filled, listener) as world:
        _people(world)
        yield world


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name.replace(" ", "_"))
def test_roles_and_offices(office: World, line: Line) -> None:
    found: dict[str, str] = {}
    for columns in _by_case(line):
        found |= _asked(office, line, columns)
    assert found == line.cells


def test_tokens(office: World) -> None:
    """Without a token, with an expired and with a revoked one, for every route and role."""
    world = office
    app_id = _fresh_case(world, 99_999, of_applicant=True)
    short = replace(world.server.settings, access_seconds=0)
    wrong = []
    connection = HTTPConnection(world.url.removeprefix("http://"))
    for line in LINES:  # without a token there is no role
        status, said = _raw(connection, line, _bare(line.path, app_id), {})
        if (status == 401) is line.public or said not in (None, "TOKEN_MISSING"):
            wrong.append((line.name, "", "TOKEN_MISSING", status))
    for column in LINES[0].cells:
        call = Call(world, column, app_id, 0)
        revoked = world.sign_in(call.login, "revoked")
        with world.client() as client:
            body = {"refresh_token": revoked["refresh_token"]}
            client.post("/v1/auth/revoke", json=body).raise_for_status()
            settings, world.server.families._settings = world.server.families._settings, short
            expired = world.sign_in(call.login, "expired")["access_token"]
            world.server.families._settings = settings
            states = {
                "TOKEN_EXPIRED": {"Authorization": f"Bearer {expired}"},
                "TOKEN_REVOKED": {"Authorization": f"Bearer {revoked['access_token']}"},
            }
            for line, (code, headers) in product(LINES, states.items()):
                status, said = _raw(connection, line, _bare(line.path, app_id), headers)
                if (status == 401) is line.public or said not in (None, code):
                    wrong.append((line.name, column, code, status))
    connection.close()
    assert wrong == []


def _raw(
    connection: HTTPConnection, line: Line, path: str, headers: dict[str, str]
) -> tuple[int, str | None]:
    """Status and code of a call. Without the comfort of a client: there are some 1,600 of them."""
    connection.request(line.method, path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    problem = answer.status == 401 and line.method != "HEAD"  # which has no body to say it in
    return answer.status, json.loads(content)["code"] if problem else None


def _bare(path: str, app_id: str) -> str:
    values = {"app_id": app_id, "number": "1", "name": "GXRC", "sha256": "0" * 64}
    values |= {
        "claim_id": "c",
        "att_id": "a",
        "record_id": "r",
        "code": "papers",
        "key_id": "k",
        "register": "chsi",
        "message_id": "1",
        "reason_id": "r",
        "year": "2026",
        "seal_id": "s",
    }
    return path.partition("#")[0].format(**values)


def test_foreign_cases_and_missing_cases_are_told_in_the_same_words(office: World) -> None:
    app_id = office.submit()
    with office.client("foreign") as client:
        for path in ("/v1/applications/{}", "/v1/applications/{}/versions/1"):
            there, nowhere = client.get(path.format(app_id)), client.get(path.format("nowhere"))
            assert there.content == nowhere.content
