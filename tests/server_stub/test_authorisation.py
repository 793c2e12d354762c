"""Every route × every role × own and foreign office × every state of the token.

The expected answers stand in ``authorisation.txt``. Each cell is a real call on a case of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest

from server_stub import cases, registry
from server_stub.serve import ServerThread
from tests.server_stub.acting import claim, operation, result
from tests.server_stub.conftest import a_world
from tests.server_stub.test_applicant import JPEG
from tests.server_stub.world import MARKET, OTHER, PASSWORD, World, declaration, person, sha

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
CLAIMANTS = "HCK"
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


@dataclass(frozen=True)
class Call:
    """The case a cell acts on, and who acts."""

    world: World
    column: str
    app_id: str
    serial: int

    @property
    def login(self) -> str:
        return self.column.lower()

    @property
    def own(self) -> bool:
        return self.column.startswith("own")

    @property
    def role(self) -> str:
        return self.column[-1]


Request = tuple[str, dict[str, Any]]
Builder = Callable[[Call], Request]
BUILDERS: dict[str, Builder] = {}


def builds(*names: str) -> Callable[[Builder], Builder]:
    def keep(builder: Builder) -> Builder:
        for name in names:
            BUILDERS[name] = builder
        return builder

    return keep


def _plain(path: str) -> Builder:
    return lambda _: (path, {})


for _path in ("/v1/health", "/v1/openapi.json", "/v1/me", "/v1/reasons", "/v1/changes"):
    BUILDERS[f"GET {_path}"] = _plain(_path)
BUILDERS["GET /v1/audit/head"] = _plain("/v1/audit/head")
BUILDERS["GET /v1/claims"] = _plain("/v1/claims")
BUILDERS["GET /v1/profiles/{name}"] = _plain("/v1/profiles/GXRC")
BUILDERS["GET /v1/applicant/applications"] = _plain("/v1/applicant/applications")


@builds("POST /v1/auth/token")
def _token(call: Call) -> Request:
    body = {"login": call.login, "password": PASSWORD, "device_id": "d"}
    return "/v1/auth/token", {"json": body}


@builds("POST /v1/auth/refresh")
def _refresh(call: Call) -> Request:
    token = call.world.sign_in(call.login, "d")["refresh_token"]
    return "/v1/auth/refresh", {"json": {"refresh_token": token, "device_id": "d"}}


@builds("POST /v1/auth/revoke")
def _revoke(call: Call) -> Request:
    token = call.world.sign_in(call.login, "d")["refresh_token"]
    return "/v1/auth/revoke", {"json": {"refresh_token": token}}


@builds("GET /v1/applications/{app_id}")
def _application(call: Call) -> Request:
    return f"/v1/applications/{call.app_id}", {}


@builds("GET /v1/applications/{app_id}/versions/{number}")
def _version(call: Call) -> Request:
    return f"/v1/applications/{call.app_id}/versions/1", {}


@builds("GET /v1/blobs/{sha256}", "HEAD /v1/blobs/{sha256}")
def _blob(call: Call) -> Request:
    document = call.world.get(call.app_id)
    return f"/v1/blobs/{document['version']['attachments'][0]['sha256']}", {}


@builds("PUT /v1/blobs/{sha256}")
def _upload(call: Call) -> Request:
    return f"/v1/blobs/{sha(JPEG)}", {"content": JPEG}


@builds("POST /v1/claims")
def _claim(call: Call) -> Request:
    return "/v1/claims", {"json": {"app_ids": [call.app_id], "device_id": "d"}}


def _claimed(call: Call) -> str:
    mine = call.own and call.role in CLAIMANTS
    with call.world.client(call.login if mine else "gxchen") as client:
        return str(claim(client, call.app_id)[0]["claim"]["claim_id"])


@builds("POST /v1/claims/{claim_id}/renew")
def _renew(call: Call) -> Request:
    return f"/v1/claims/{_claimed(call)}/renew", {}


@builds("DELETE /v1/claims/{claim_id}")
def _release(call: Call) -> Request:
    return f"/v1/claims/{_claimed(call)}", {}


def _proposed(call: Call, login: str) -> None:
    with call.world.client(login) as client:
        op = operation(call.world, call.app_id, login, actor=_user_id(login))
        answer = result(client, op)
        assert answer["status"] == "applied", answer


def _user_id(login: str) -> str:
    return f"u-{login}"


def _operation(kind: str) -> Builder:
    def build(call: Call) -> Request:
        if kind == "recall" and call.own and call.role in CLAIMANTS:
            _proposed(call, call.login)
        elif kind != "propose":
            _proposed(call, "gxchen")
        op = operation(call.world, call.app_id, call.login, kind)
        return "/v1/ops", {"json": {"device_id": "d", "ops": [op.to_bytes().decode()]}}

    return build


for _kind in ("propose", "recall", "approve", "send_back"):
    BUILDERS[f"POST /v1/ops#{_kind}"] = _operation(_kind)


@builds("POST /v1/applicant/applications")
def _create(call: Call) -> Request:
    year = 10_000 + call.serial
    body = {"profile": "GXRC", "declaration": declaration(year=year).model_dump(mode="json")}
    return "/v1/applicant/applications", {"json": body}


ONE = "/v1/applicant/applications/{app_id}"


def _one(call: Call, tail: str = "", **options: Any) -> Request:
    return f"/v1/applicant/applications/{call.app_id}{tail}", options


BUILDERS[f"GET {ONE}"] = _one
BUILDERS[f"POST {ONE}/withdraw"] = lambda call: _one(call, "/withdraw")


def _withdrawn(call: Call) -> None:
    with call.world.client("own-a") as client:
        client.post(f"/v1/applicant/applications/{call.app_id}/withdraw").raise_for_status()


@builds(f"DELETE {ONE}")
def _delete(call: Call) -> Request:
    _withdrawn(call)
    return _one(call)


@builds(f"PUT {ONE}/declaration")
def _declaration(call: Call) -> Request:
    _withdrawn(call)
    body = call.world.get(call.app_id)["version"]["declaration"]
    return _one(call, "/declaration", json=body)


@builds(f"PUT {ONE}/modules/{{code}}")
def _module(call: Call) -> Request:
    _withdrawn(call)
    return _one(call, "/modules/papers", json={"entries": []})


def _photo(call: Call, att_id: str) -> dict[str, Any]:
    with call.world.client("own-a") as client:
        client.put(f"/v1/blobs/{sha(JPEG)}", content=JPEG).raise_for_status()
    return {
        "att_id": att_id,
        "sha256": sha(JPEG),
        "bytes": len(JPEG),
        "mime": "image/jpeg",
        "slot": "photo",
        "module_code": "personal",
        "filename": "photo.jpg",
    }


@builds(f"POST {ONE}/attachments")
def _attach(call: Call) -> Request:
    _withdrawn(call)
    return _one(call, "/attachments", json=_photo(call, "photo"))


@builds(f"DELETE {ONE}/attachments/{{att_id}}")
def _detach(call: Call) -> Request:
    _withdrawn(call)
    _complete(call)
    return _one(call, "/attachments/photo")


@builds(f"POST {ONE}/commitment")
def _commit(call: Call) -> Request:
    _withdrawn(call)
    return _one(call, "/commitment", json={"text_version": "1"})


def _complete(call: Call) -> None:
    base = f"/v1/applicant/applications/{call.app_id}"
    personal = {"entries": [{"entry_id": "me", "fields": {"employer": "示例市场"}}]}
    with call.world.client("own-a") as client:
        client.put(f"{base}/modules/personal", json=personal).raise_for_status()
        client.put(f"{base}/modules/papers", json={"entries": []}).raise_for_status()
        client.post(f"{base}/attachments", json=_photo(call, "photo")).raise_for_status()
        client.post(f"{base}/commitment", json={"text_version": "1"}).raise_for_status()


@builds(f"POST {ONE}/submit")
def _submit(call: Call) -> Request:
    _withdrawn(call)
    _complete(call)
    return _one(call, "/submit")


@builds(f"POST {ONE}/resubmit")
def _resubmit(call: Call) -> Request:
    _proposed(call, "gxchen")
    with call.world.client("gxlu") as approver:
        op = operation(call.world, call.app_id, "gxlu", "approve")
        assert result(approver, op)["status"] == "applied"
    _complete(call)
    return _one(call, "/resubmit")


def _people(world: World) -> None:
    hashed = world.server.passwords.hash(PASSWORD)
    with world.server.db.write() as session:
        for number, (side, org) in enumerate((("own", MARKET), ("far", OTHER))):
            for letter, role in ROLES.items():
                login = f"{side}-{letter.lower()}"
                registry.save_user(
                    session,
                    user_id=_user_id(login),
                    login=login,
                    name=login,
                    org_id=org,
                    roles=[role],
                    password_hash=hashed,
                    person=person(90 + number) if letter == "A" else None,
                )


def _fresh_case(world: World, serial: int) -> str:
    """A case of the own applicant, in a year of its own: one series a year and person."""
    app_id = world.submit(number=90, app_id=f"case-{serial}")
    with world.server.db.write() as session:
        case = cases.load(session, app_id)
        assert case is not None
        year = case.application.version.declaration.model_copy(update={"year": 3000 + serial})
        version = case.application.version.model_copy(update={"declaration": year})
        cases.store(session, case, case.application.model_copy(update={"version": version}))
    return app_id


def _is_about_a_case(line: Line) -> bool:
    return "{" in line.path or line.path.startswith(("/v1/ops", "/v1/claims"))


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
    world, expected, found = office, {}, {}
    for place, (column, cell) in enumerate(line.cells.items()):
        serial = 100 * LINES.index(line) + place
        app_id = _fresh_case(world, serial) if _is_about_a_case(line) else ""
        call = Call(world, column, app_id, serial)
        request = BUILDERS[line.name](call)
        with world.client(call.login) as client:
            found[column] = _outcome(line, _send(client, line, request))
        expected[column] = cell
    assert found == expected


def test_tokens(office: World) -> None:
    """Without a token, with an expired and with a revoked one, for every route and role."""
    world = office
    app_id = _fresh_case(world, 99_999)
    short = replace(world.server.settings, access_seconds=0)
    wrong = []
    connection = HTTPConnection(world.url.removeprefix("http://"))
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
                "TOKEN_MISSING": {},
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
    """Status and code of a call. Without the comfort of a client: there are 2,280 of them."""
    connection.request(line.method, path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    problem = answer.status == 401 and line.method != "HEAD"  # which has no body to say it in
    return answer.status, json.loads(content)["code"] if problem else None


def _bare(path: str, app_id: str) -> str:
    values = {"app_id": app_id, "number": "1", "name": "GXRC", "sha256": "0" * 64}
    values |= {"claim_id": "c", "att_id": "a", "code": "papers"}
    return path.partition("#")[0].format(**values)


def test_foreign_cases_and_missing_cases_are_told_in_the_same_words(office: World) -> None:
    app_id = office.submit()
    with office.client("foreign") as client:
        for path in ("/v1/applications/{}", "/v1/applications/{}/versions/1"):
            there, nowhere = client.get(path.format(app_id)), client.get(path.format("nowhere"))
            assert there.content == nowhere.content
