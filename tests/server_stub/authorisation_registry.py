"""The calls of certificates, loss publicities and fees, for the table of who may do what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.certificates import CertificateRecord
from app.domain.model import Organisation
from server_stub import certificate_registry, registry
from tests.server_stub.authorisation_calls import BUILDERS, Call, Request, builds, once, plain
from tests.server_stub.placing import place, put
from tests.server_stub.test_applicant import JPEG
from tests.server_stub.world import MARKET, World, person, sha

APP = "/v1/applicant/applications"
HELD = "/v1/applicant/certificates"
LOSS = "/v1/loss-publicities"
for _path in ("/v1/certificates", HELD, LOSS, "/v1/fees/mailings"):
    BUILDERS[f"GET {_path}"] = plain(_path)


@once
def _record(call: Call, **changes: Any) -> CertificateRecord:
    """A certificate of the own applicant, of a number of its own."""
    me = person(90)
    number = f"C-{call.serial}"
    record = CertificateRecord(
        record_id=number, cert_no=number, name=me.name, id_number=me.id_number, **changes
    )
    with call.world.server.db.write() as session:
        certificate_registry.save(session, call.world.server, record)
    return record


@builds(f"GET {HELD}/query")
def _query(call: Call) -> Request:
    return f"{HELD}/query", {"params": {"cert_no": _record(call).cert_no}}


@builds(f"POST {HELD}/applications")
def _apply(call: Call) -> Request:
    del call
    return f"{HELD}/applications", {"json": {}}


def _supplement(world: World) -> dict[str, Any]:
    with world.client("own-a") as client:
        client.put(f"/v1/blobs/{sha(JPEG)}", content=JPEG).raise_for_status()
    photo = {"sha256": sha(JPEG), "bytes": len(JPEG), "mime": "image/jpeg", "filename": "a.jpg"}
    return {"phone": "19900000001", "org": "示例公司", "photo": photo}


@builds(f"PUT {HELD}/{{record_id}}/supplement")
def _complete(call: Call) -> Request:
    return f"{HELD}/{_record(call).record_id}/supplement", {"json": _supplement(call.world)}


@builds(f"POST {HELD}/{{record_id}}/confirm")
def _confirm(call: Call) -> Request:
    path = f"{HELD}/{_record(call).record_id}"
    _supplemented(call, path)
    return f"{path}/confirm", {}


@once
def _supplemented(call: Call, path: str) -> None:
    with call.world.client("own-a") as client:
        body = _supplement(call.world)
        client.put(f"{path}/supplement", json=body).raise_for_status()


@builds(f"POST {HELD}/{{record_id}}/amend")
def _amend(call: Call) -> Request:
    return f"{HELD}/{_record(call).record_id}/amend", {}


@once
def _fee(call: Call, status: str) -> None:
    """The case waits for its fee, or for the payment to be verified, before a committee."""
    route = [
        {"kind": "REGION_TITLE", "org_id": MARKET, "name": "职改办", "state": "done"},
        {"kind": "COMMITTEE", "org_id": "above-2", "name": "评委会", "state": "next"},
    ]
    fee = {
        "order_id": "f1",
        "amount": 100,
        "paid_amount": 100 if status == "PAID_UNVERIFIED" else None,
        "status": status,
        "created_at": call.world.clock().isoformat(),
    }
    waits = "PAID_UNVERIFIED" if status == "PAID_UNVERIFIED" else "AWAITING_PAYMENT"
    put(call.world, call.app_id, status=waits, fee=fee, route=route, stage_index=0,
        node_org=MARKET)  # fmt: skip


@builds(f"POST {APP}/{{app_id}}/pay")
def _pay(call: Call) -> Request:
    _fee(call, "UNPAID")
    return f"{APP}/{call.app_id}/pay", {"json": {"amount": 100}}


@builds(f"POST {APP}/{{app_id}}/verify-payment")
def _verify(call: Call) -> Request:
    _fee(call, "PAID_UNVERIFIED")
    return f"{APP}/{call.app_id}/verify-payment", {}


@builds("POST /v1/fees/{app_id}/extend#office")
def _extend(call: Call) -> Request:
    _fee(call, "UNPAID")
    until = call.world.clock() + timedelta(days=9)
    body = {"until": until.isoformat(), "reason": "系统维护"}
    return f"/v1/fees/{call.app_id}/extend", {"json": body}


@builds("POST /v1/fees/{app_id}/release#office")
def _release(call: Call) -> Request:
    _fee(call, "PAID_UNVERIFIED")
    return f"/v1/fees/{call.app_id}/release", {"json": {"reason": "金额不符"}}


@once
def _mails(call: Call) -> None:
    office = Organisation.model_validate(
        {"org_id": "mailing", "name": "邮寄", "kind": "REGION_TITLE", "mailing_enabled": True}
    )
    with call.world.server.db.write() as session:
        registry.save_organisation(session, office)
    node = {"kind": "REGION_TITLE", "org_id": "mailing", "name": "邮寄", "state": "next"}
    put(call.world, call.app_id, route=[*call.world.get(call.app_id)["route"], node])


@builds(f"GET {APP}/{{app_id}}/mailing")
def _form(call: Call) -> Request:
    _mails(call)
    return f"{APP}/{call.app_id}/mailing", {}


@builds(f"PUT {APP}/{{app_id}}/mailing")
def _fill(call: Call) -> Request:
    _mails(call)
    return f"{APP}/{call.app_id}/mailing", {"json": {"wanted": False}}


@once
def _shown(call: Call, *, disputed: bool, over: bool = False) -> None:
    """A running loss publicity at the own office."""
    place(call.world, call.app_id, "office")
    today = call.world.clock().date()
    publicity = {
        "pub_id": "p1",
        "scope": "LOSS",
        "start_date": (today - timedelta(days=20)).isoformat(),
        "end_date": (today + timedelta(days=-1 if over else 5)).isoformat(),
        "objection": disputed or None,
        "calendar_version": "CN-2026@0",
    }
    put(call.world, call.app_id, status="LOSS_PUBLICITY", type="LOSS_REISSUE",
        loss_publicity=publicity)  # fmt: skip


@builds(f"POST {LOSS}/{{app_id}}/objection#office")
def _object(call: Call) -> Request:
    _shown(call, disputed=False)
    return f"{LOSS}/{call.app_id}/objection", {"json": {"text": "原件仍在"}}


@builds(f"POST {LOSS}/{{app_id}}/settle#office")
def _settle(call: Call) -> Request:
    _shown(call, disputed=True)
    return f"{LOSS}/{call.app_id}/settle", {"json": {"text": "不成立"}}


@builds(f"POST {LOSS}/{{app_id}}/uphold#office")
def _uphold(call: Call) -> Request:
    _shown(call, disputed=True)
    return f"{LOSS}/{call.app_id}/uphold", {"json": {"text": "属实"}}


@builds(f"POST {LOSS}/{{app_id}}/close#office")
def _close(call: Call) -> Request:
    _shown(call, disputed=False, over=True)
    return f"{LOSS}/{call.app_id}/close", {"json": {"text": "期满"}}
