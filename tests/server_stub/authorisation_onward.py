"""The calls of the stages behind the unit, for the table of who may do what."""

from __future__ import annotations

from typing import Any

from tests.server_stub import placing
from tests.server_stub.acting import claim, operation
from tests.server_stub.authorisation_calls import (
    BUILDERS,
    Builder,
    Call,
    Request,
    builds,
    once,
    proposed,
)

REASON = "情况特殊"


@once
def place(call: Call, stage: str) -> None:
    """Let the case lie at the own office, which is of that kind."""
    placing.place(call.world, call.app_id, stage)


@once
def passed(call: Call, **update: Any) -> None:
    """Let the case have passed where it lies."""
    placing.passed(call.world, call.app_id, **update)


@once
def put(call: Call, **update: Any) -> None:
    """Write fields of the stored document."""
    placing.put(call.world, call.app_id, **update)


def _send(call: Call, kind: str, payload: dict[str, Any]) -> Request:
    op = operation(call.world, call.app_id, call.login, kind, payload=payload)
    return "/v1/ops", {"json": {"device_id": "d", "ops": [op.to_bytes().decode()]}}


@builds("POST /v1/claims#office", "POST /v1/claims#committee")
def _claim(call: Call) -> Request:
    place(call, call.stage)
    return "/v1/claims", {"json": {"app_ids": [call.app_id], "device_id": "d"}}


@builds("POST /v1/claims/{claim_id}/renew#office")
def _renew(call: Call) -> Request:
    return f"/v1/claims/{_claimed(call)}/renew", {}


@builds("DELETE /v1/claims/{claim_id}#office")
def _release(call: Call) -> Request:
    return f"/v1/claims/{_claimed(call)}", {}


@once
def _claimed(call: Call) -> str:
    place(call, call.stage)
    login = call.login if call.own and call.role == "C" else "helper-c"
    with call.world.client(login) as client:
        return str(claim(client, call.app_id)[0]["claim"]["claim_id"])


def _decide(kind: str) -> Builder:
    def build(call: Call) -> Request:
        place(call, call.stage)
        clerk = {"office": "c", "committee": "k"}[call.stage]
        own = call.own and call.role == clerk.upper()
        if kind != "propose":
            proposed(call, call.login if kind == "recall" and own else f"helper-{clerk}")
        op = operation(call.world, call.app_id, call.login, kind)
        return "/v1/ops", {"json": {"device_id": "d", "ops": [op.to_bytes().decode()]}}

    return build


for _kind in ("propose", "recall", "approve", "send_back"):
    for _stage in ("office", "committee"):
        BUILDERS[f"POST /v1/ops#{_kind}@{_stage}"] = _decide(_kind)


def _stamp_of(call: Call) -> dict[str, Any]:
    version = call.world.get(call.app_id)["version"]
    return {"form": "unit_opinion", "content_sha256": version["content_sha256"]}


@builds("POST /v1/ops#stamp")
def _stamp(call: Call) -> Request:
    passed(call)
    return _send(call, "stamp", _stamp_of(call))


@builds("POST /v1/ops#void_stamp")
def _void(call: Call) -> Request:
    made = {
        **_stamp_of(call),
        "stamp_id": "s1",
        "seal_id": "",
        "method": "PAPER",
        "version_no": 1,
        "at": call.world.clock().isoformat(),
    }
    passed(call, status="SEALED", stamps=[made])
    return _send(call, "void_stamp", {"stamp_id": "s1", "reason": REASON})


def _with_offices(call: Call, stage: str) -> None:
    """The route ahead, with offices that exist."""
    route = [
        {"kind": "UNIT", "org_id": "org-unit-gx", "name": "单位", "state": "now"},
        {"kind": "REGION_TITLE", "org_id": "above-1", "name": "职改办", "state": "next"},
        {"kind": "COMMITTEE", "org_id": "above-2", "name": "评委会", "state": "next"},
    ]
    if stage == "office":
        route[0]["org_id"], route[1]["org_id"] = "below", "org-unit-gx"
    put(call, route=route)


@builds("POST /v1/ops#forward", "POST /v1/ops#forward@office")
def _forward(call: Call) -> Request:
    place(call, call.stage)
    _with_offices(call, call.stage)
    passed(call)
    return _send(call, "forward", {})


@builds("POST /v1/ops#override_route")
def _override(call: Call) -> Request:
    _with_offices(call, "unit")
    passed(call)
    return _send(call, "override_route", {"target_org": "above-2", "reason": REASON})


@builds("POST /v1/ops#reopen", "POST /v1/ops#reopen@office")
def _reopen(call: Call) -> Request:
    place(call, call.stage)
    passed(call, status="NOT_PASSED")
    return _send(call, "reopen", {"reason": REASON})


@builds("POST /v1/ops#recuse")
def _recuse(call: Call) -> Request:
    return _send(call, "recuse", {"reason": REASON})


@builds("POST /v1/ops#verify_payment")
def _verify(call: Call) -> Request:
    place(call, "office")
    _with_offices(call, "office")
    fee = {
        "order_id": "f1",
        "amount": 100,
        "paid_amount": 100,
        "status": "PAID_UNVERIFIED",
        "created_at": call.world.clock().isoformat(),
    }
    passed(call, status="PAID_UNVERIFIED", fee=fee)
    return _send(call, "verify_payment", {})


_SHOWN = {"start_date": "2026-02-02", "end_date": "2026-02-13"}
_COMMITTEE: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "accept": ("SUBMITTED", {}, {}),
    "start_evaluation": ("ACCEPTED", {}, {}),
    "record_result": ("IN_EVALUATION", {"passed": True}, {}),
    "result_publicity": ("RESULT_PUBLICITY", _SHOWN, {}),
    "finalise": (
        "RESULT_PUBLICITY", {}, {"result_publicity": {"pub_id": "p", "objection": False, **_SHOWN}}
    ),
    "issue": ("PASSED_FINAL", {}, {}),
}  # fmt: skip


def _committee(kind: str) -> Builder:
    status, content, more = _COMMITTEE[kind]

    def build(call: Call) -> Request:
        place(call, "committee")
        put(call, status=status, **more)
        number = {"cert_no": f"Z-{call.serial}"} if kind == "issue" else {}
        payload = content | number
        return _send(call, kind, payload)

    return build


for _kind in _COMMITTEE:
    BUILDERS[f"POST /v1/ops#{_kind}"] = _committee(_kind)


@builds("GET /v1/applications/{app_id}/diff")
def _diff(call: Call) -> Request:
    return f"/v1/applications/{call.app_id}/diff", {"params": {"old": 1, "new": 1}}


_ONE = "/v1/applicant/applications/{app_id}"


@builds(f"GET {_ONE}/actions")
def _actions(call: Call) -> Request:
    return f"/v1/applicant/applications/{call.app_id}/actions", {}


@builds(f"GET {_ONE}/prints")
def _prints(call: Call) -> Request:
    return f"/v1/applicant/applications/{call.app_id}/prints", {}


@builds(f"GET {_ONE}/prints/{{code}}")
def _print(call: Call) -> Request:
    """A case of a region that prints, as far as its committee."""
    if call.column == "own-A":
        put(call, profile="LZ_ENG_2020@1", status="ACCEPTED")
    return f"/v1/applicant/applications/{call.app_id}/prints/application", {}
