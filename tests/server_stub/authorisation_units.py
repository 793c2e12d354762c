"""The calls of units, look-ups, messages and reasons, for the table of who may do what."""

from __future__ import annotations

from typing import Any

from server_stub import unit_keys
from server_stub.tables import UserRow
from tests.server_stub.authorisation_calls import (
    BUILDERS,
    Call,
    Request,
    builds,
    once,
    plain,
    user_id,
)
from tests.server_stub.world import MARKET, UNIT

for _path in ("/v1/unit", "/v1/unit/users", "/v1/unit/keys"):
    BUILDERS[f"GET {_path}"] = plain(_path)


@builds("PATCH /v1/unit")
def _edit(call: Call) -> Request:
    return "/v1/unit", {"json": {"location": f"示例路{call.serial}号"}}


@builds("POST /v1/unit/keys")
def _new_key(call: Call) -> Request:
    del call
    return "/v1/unit/keys", {"json": {}}


@once
def _key_of(call: Call, org_id: str) -> unit_keys.NewUnitKey:
    server = call.world.server
    with server.db.write() as session:
        return unit_keys.generate(session, server, org_id, "somebody", None)


@builds("POST /v1/unit/keys/{key_id}/rotate")
def _rotate(call: Call) -> Request:
    return f"/v1/unit/keys/{_key_of(call, MARKET).key_id}/rotate", {"json": {}}


@builds("POST /v1/unit/keys/{key_id}/expire")
def _expire(call: Call) -> Request:
    return f"/v1/unit/keys/{_key_of(call, MARKET).key_id}/expire", {}


@builds("DELETE /v1/unit/keys/{key_id}")
def _revoke(call: Call) -> Request:
    return f"/v1/unit/keys/{_key_of(call, MARKET).key_id}", {}


def _secret(call: Call) -> dict[str, Any]:
    return {"json": {"secret": _key_of(call, UNIT).secret}}


@builds("POST /v1/applicant/unit")
def _join(call: Call) -> Request:
    return "/v1/applicant/unit", _secret(call)


@builds("POST /v1/applicant/applications/{app_id}/transfer")
def _transfer(call: Call) -> Request:
    return f"/v1/applicant/applications/{call.app_id}/transfer", _secret(call)


@builds("POST /v1/applicant/applications/{app_id}/lookups/{register}")
def _look_up(call: Call) -> Request:
    if call.column == "own-A":
        with call.world.client("own-a") as client:
            path = f"/v1/applicant/applications/{call.app_id}/withdraw"
            client.post(path).raise_for_status()
    return f"/v1/applicant/applications/{call.app_id}/lookups/chsi", {"json": {}}


for _path in ("/v1/messages", "/v1/reasons/use"):
    BUILDERS[f"GET {_path}"] = plain(_path)


@builds("POST /v1/notices")
def _notice(call: Call) -> Request:
    del call
    return "/v1/notices", {"json": {"title": "须知", "text": "请阅读。"}}


@once
def _put_up(call: Call) -> int:
    with call.world.client("own-d") as admin:
        path, options = _notice(call)
        return int(admin.post(path, **options).json()["message_id"])


@builds("POST /v1/messages/{message_id}/ack")
def _acknowledge(call: Call) -> Request:
    with call.world.server.db.write() as session:  # who moved to another unit is back
        session.get_one(UserRow, user_id("own-a")).org_id = MARKET
    return f"/v1/messages/{_put_up(call)}/ack", {}


@builds("DELETE /v1/notices/{message_id}")
def _take_down(call: Call) -> Request:
    return f"/v1/notices/{_put_up(call)}", {}


@builds("GET /v1/notices/{message_id}/acks")
def _acks(call: Call) -> Request:
    return f"/v1/notices/{_put_up(call)}/acks", {}


_REASON: dict[str, Any] = {"json": {"text": {"zh_CN": "请补交。"}, "fix_hint": {"zh_CN": "扫描"}}}


@builds("POST /v1/reasons")
def _new_reason(call: Call) -> Request:
    del call
    return "/v1/reasons", _REASON


@once
def _reason_of_own(call: Call) -> str:
    with call.world.client("own-h") as handler:
        return str(handler.post("/v1/reasons", **_REASON).json()["reason_id"])


@builds("PUT /v1/reasons/{reason_id}")
def _change_reason(call: Call) -> Request:
    return f"/v1/reasons/{_reason_of_own(call)}", _REASON


@builds("DELETE /v1/reasons/{reason_id}")
def _delete_reason(call: Call) -> Request:
    return f"/v1/reasons/{_reason_of_own(call)}", {}
