"""The calls behind the table of who may do what: how each route is asked, and of which case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from server_stub.bulk import insert_applications
from tests.server_stub.acting import claim, operation, result
from tests.server_stub.test_applicant import JPEG
from tests.server_stub.world import LZ, MARKET, PASSWORD, World, declaration, sha, version

CLAIMANTS = "H"
Preparation = TypeVar("Preparation", bound=Callable[..., Any])


@dataclass(frozen=True)
class Call:
    """The case a cell acts on, and who acts.

    Attributes:
        prepared: what was done to the case already, for cells that share it.
    """

    world: World
    column: str
    app_id: str
    serial: int
    stage: str = "unit"
    prepared: dict[str, Any] = field(default_factory=dict)

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
    """Say which lines of the table a builder is for."""

    def keep(builder: Builder) -> Builder:
        for name in names:
            BUILDERS[name] = builder
        return builder

    return keep


def once(prepare: Preparation) -> Preparation:
    """Let what a call needs be prepared a single time for all cells that share a case."""

    @wraps(prepare)
    def prepared(call: Call, *args: Any, **kwargs: Any) -> Any:
        if prepare.__name__ not in call.prepared:
            call.prepared[prepare.__name__] = prepare(call, *args, **kwargs)
        return call.prepared[prepare.__name__]

    return cast(Preparation, prepared)


def plain(path: str) -> Builder:
    return lambda _: (path, {})


for _path in ("/v1/health", "/v1/openapi.json", "/v1/me", "/v1/reasons", "/v1/changes"):
    BUILDERS[f"GET {_path}"] = plain(_path)
BUILDERS["GET /v1/audit/head"] = plain("/v1/audit/head")
BUILDERS["GET /v1/claims"] = plain("/v1/claims")
BUILDERS["GET /v1/profiles/{name}"] = plain("/v1/profiles/GXRC")
BUILDERS["GET /v1/calendar/{year}"] = plain("/v1/calendar/2026")
BUILDERS["GET /v1/applicant/applications"] = plain("/v1/applicant/applications")


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


@once
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


@once
def proposed(call: Call, login: str) -> None:
    """Let ``login`` propose to return the case."""
    with call.world.client(login) as client:
        op = operation(call.world, call.app_id, login, actor=user_id(login))
        answer = result(client, op)
        assert answer["status"] == "applied", answer


def user_id(login: str) -> str:
    """The user id of a login of the table."""
    return f"u-{login}"


def _operation(kind: str) -> Builder:
    def build(call: Call) -> Request:
        if kind == "recall" and call.own and call.role in CLAIMANTS:
            proposed(call, call.login)
        elif kind != "propose":
            proposed(call, "gxchen")
        op = operation(call.world, call.app_id, call.login, kind)
        return "/v1/ops", {"json": {"device_id": "d", "ops": [op.to_bytes().decode()]}}

    return build


for _kind in ("propose", "recall", "approve", "send_back"):
    BUILDERS[f"POST /v1/ops#{_kind}"] = _operation(_kind)


@builds("POST /v1/ops#save_dossier")
def _save_dossier(call: Call) -> Request:
    app_id = _with_dossier(call)
    payload = {"dossier": {"expert_opinion": ""}, "base_rev": 0}
    op = operation(call.world, app_id, call.login, "save_dossier", payload=payload)
    return "/v1/ops", {"json": {"device_id": "d", "ops": [op.to_bytes().decode()]}}


@once
def _with_dossier(call: Call) -> str:
    """A case of a region that has dossiers, at the own unit."""
    draft = version(f"{call.app_id}-lz", 90)
    someone = {"person_id": f"lz-{call.serial}", "id_number": "", "phone": ""}
    draft = draft.model_copy(update={"person": draft.person.model_copy(update=someone)})
    insert_applications(call.world.server, [draft], profile=LZ, unit_org_id=MARKET)
    return draft.app_id


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
    if call.column != "own-A":
        return  # refused before anybody looks at the case
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
    if call.column != "own-A":
        return
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
    if call.column != "own-A":
        return _one(call, "/resubmit")
    proposed(call, "gxchen")
    with call.world.client("gxlu") as approver:
        op = operation(call.world, call.app_id, "gxlu", "approve")
        assert result(approver, op)["status"] == "applied"
    _complete(call)
    return _one(call, "/resubmit")
