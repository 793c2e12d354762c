"""The transitions behind a decision (domain §4.7 T17–T33): what lets them through, what not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.enums import Role
from app.domain.profile import Profile
from app.domain.sealing import Seal, Stamp
from app.domain.workflow import (
    CLOCK,
    Actor,
    Event,
    Situation,
    refusals,
)
from tests.domain.make import NOW, liuzhou, market, packaged
from tests.domain.test_routing import OFFICES, at

HOUR = timedelta(hours=1)
LZ, GX, SX = liuzhou(), market(), packaged("SX_2024")
APPLICANT, HANDLER, APPROVER, SEALER = Role.APPLICANT, Role.HANDLER, Role.APPROVER, Role.SEALER
CLERK, LEAD, COMMITTEE, ADMIN = (
    Role.OFFICE_CLERK, Role.OFFICE_LEAD, Role.COMMITTEE_CLERK, Role.ORG_ADMIN,
)  # fmt: skip
HASH = "c" * 64
DONE = {
    "op_id": "op1",
    "decision": {"verb": "PASS"},
    "version_no": 1,
    "content_sha256": HASH,
    "handler_id": "handler",
    "approver_id": "approver",
    "proposed_at": NOW.isoformat(),
    "outcome": "APPROVED",
}
STAMPED = {
    "stamp_id": "s1", "seal_id": "seal", "form": "unit_opinion", "method": "PAPER",
    "version_no": 1, "content_sha256": HASH, "at": NOW.isoformat(),
}  # fmt: skip
SEAL = {
    "seal_id": "seal", "name": "公章", "owner_org": "unit",
    "valid_from": (NOW - HOUR).isoformat(), "valid_to": (NOW + HOUR).isoformat(),
}  # fmt: skip
FEE = {"order_id": "f", "amount": 100, "created_at": NOW.isoformat(), "paid_amount": 100}
SHOWN = {
    "pub_id": "p", "start_date": "2026-09-24", "end_date": "2026-10-08", "objection": False,
}  # fmt: skip


def case(status: str, stage: int = 0, **more: Any) -> Any:
    """A Liuzhou case; its hash is the one that stamps name."""
    made = at(stage)
    document = made.model_dump(mode="json") | {"status": status, "nodes_seen": ["unit"]} | more
    document["version"]["content_sha256"] = HASH
    return type(made).model_validate(document)


def seals(**seal: Any) -> dict[str, Any]:
    return {"surroundings": {"seals": [SEAL | seal]}}


PASSED = {"status": "APPROVED_AT", "proposal": DONE}
SEALED = {"status": "SEALED", "proposal": DONE, "stamps": [STAMPED]}
AT_COMMITTEE = {"stage": 2}
MADE = {"stamp": Stamp.model_validate(STAMPED)}
OWN_SEAL = MADE | {"seal": Seal.model_validate(SEAL)}
WHY = {"reason": "情况特殊"}
Row = tuple[Event, Role | str, dict[str, Any], dict[str, Any], Profile, list[str]]

# event, role, case, actor or situation, profile, refusals
TABLE: list[Row] = [
    (Event.CREATE, APPLICANT, {"status": "DRAFT"}, {}, LZ, []),
    (Event.CREATE, APPLICANT, {"status": "DRAFT", "type": "RECOGNITION"}, {}, LZ,
     ["TYPE_NOT_OFFERED"]),
    (Event.EDIT, APPLICANT, {"status": "RETURNED"}, {}, LZ, []),
    (Event.EDIT, APPLICANT, {"status": "SUBMITTED"}, {}, LZ, ["WRONG_STATE"]),
    (Event.RETARGET, APPLICANT, {"status": "WITHDRAWN"}, {}, LZ, []),
    (Event.RETARGET, APPLICANT, {"status": "RETURNED"}, {}, LZ, ["WRONG_STATE"]),
    (Event.DELETE, APPLICANT, {"status": "DRAFT"}, {}, LZ, []),
    (Event.DELETE, APPLICANT, {"status": "DRAFT"}, {"person_id": "p-2"}, LZ, ["NO_SCOPE"]),
    (Event.DELETE, APPLICANT, {"status": "RETURNED"}, {}, LZ, ["DELETE_NOT_OFFERED"]),
    (Event.DELETE, APPLICANT, {"status": "RETURNED"}, {}, SX, []),
    (Event.DELETE, APPLICANT, {"status": "SUBMITTED"}, {}, SX, ["WRONG_STATE"]),
    (Event.PUBLISH_LOSS, APPLICANT, {"status": "DRAFT", "type": "LOSS_REISSUE"}, {}, GX, []),
    (Event.PUBLISH_LOSS, APPLICANT, {"status": "DRAFT"}, {}, GX, ["TYPE_NOT_OFFERED"]),
    (Event.SUBMIT, APPLICANT, {"status": "DRAFT", "type": "LOSS_REISSUE"}, {}, GX,
     ["LOSS_NOT_PUBLICISED"]),
    (Event.SUBMIT, APPLICANT,
     {"status": "DRAFT", "type": "LOSS_REISSUE", "loss_publicity": {"pub_id": "p"}}, {}, GX, []),
    (Event.END_LOSS_PUBLICITY, CLOCK, {"status": "LOSS_PUBLICITY"}, {}, GX, []),
    (Event.END_LOSS_PUBLICITY, CLERK, {"status": "LOSS_PUBLICITY"}, {}, GX, ["NO_SCOPE"]),
    (Event.WITHDRAW, APPLICANT, {"status": "SUBMITTED", "stage": 1}, {}, GX,
     ["WITHDRAW_AFTER_CLAIM"]),
    (Event.SAVE_DOSSIER, HANDLER, {"status": "SUBMITTED"}, {}, LZ, []),
    (Event.SAVE_DOSSIER, APPROVER, {"status": "SUBMITTED"}, {}, LZ, ["NO_SCOPE"]),
    (Event.SAVE_DOSSIER, HANDLER, {"status": "PROPOSED"}, {}, LZ, ["WRONG_STATE"]),
    (Event.SAVE_DOSSIER, CLERK, {"status": "SUBMITTED", "stage": 1}, {}, LZ, ["WRONG_STATE"]),
    (Event.EXPIRE, CLOCK, {"status": "CLAIMED"}, {}, LZ, []),
    (Event.EXPIRE, HANDLER, {"status": "CLAIMED"}, {}, LZ, ["NO_SCOPE"]),
    (Event.LAPSE, CLOCK, {"status": "RETURNED", "deadline_current": NOW - HOUR}, {}, LZ, []),
    (Event.LAPSE, CLOCK, {"status": "RETURNED", "deadline_current": NOW}, {}, LZ, ["WRONG_STATE"]),
    (Event.LAPSE, CLOCK, {"status": "RETURNED"}, {}, LZ, ["WRONG_STATE"]),
    # --- T17 -------------------------------------------------------------------------------------
    (Event.STAMP, SEALER, PASSED, OWN_SEAL, LZ, []),
    (Event.STAMP, SEALER, PASSED, MADE, LZ, []),
    (Event.STAMP, HANDLER, PASSED, OWN_SEAL, LZ, ["NO_SCOPE"]),
    (Event.STAMP, SEALER, PASSED | {"status": "PROPOSED"}, OWN_SEAL, LZ, ["WRONG_STATE"]),
    (Event.STAMP, SEALER, PASSED, OWN_SEAL | {"user_id": "handler"}, LZ, ["SEALER_IS_HANDLER"]),
    (Event.STAMP, SEALER, PASSED, OWN_SEAL | {"user_id": "handler", "reviewers": 2}, LZ,
     ["SEALER_IS_HANDLER"]),
    (Event.STAMP, SEALER, PASSED, OWN_SEAL | {"user_id": "handler", "reviewers": 1}, LZ, []),
    (Event.STAMP, SEALER, PASSED, {}, LZ, ["FORM_NOT_SEALED_HERE", "R136"]),
    (Event.STAMP, SEALER, PASSED,
     {"stamp": Stamp.model_validate(STAMPED | {"form": "certificate"})}, LZ,
     ["FORM_NOT_SEALED_HERE"]),
    (Event.STAMP, SEALER, PASSED,
     {"stamp": Stamp.model_validate(STAMPED | {"content_sha256": "0" * 64})}, LZ, ["R136"]),
    (Event.STAMP, SEALER, PASSED | {"dossier": {"rev": 2}}, MADE, LZ, ["R136"]),
    (Event.STAMP, SEALER, PASSED | {"dossier": {"rev": 0}}, MADE, LZ, []),
    *[
        (Event.STAMP, SEALER, PASSED, MADE | {"seal": Seal.model_validate(SEAL | bad)}, LZ,
         ["SEAL_INVALID"])
        for bad in (
            {"status": "REVOKED"}, {"status": "FROZEN"}, {"owner_org": "other"},
            {"holders": ["somebody"]}, {"valid_to": (NOW - HOUR).isoformat()},
            {"valid_from": (NOW + HOUR).isoformat()},
        )
    ],
    (Event.STAMP, SEALER, PASSED,
     MADE | {"seal": Seal.model_validate(SEAL | {"holders": ["me"]})}, LZ, []),
    (Event.VOID_STAMP, SEALER, SEALED, MADE | WHY, LZ, []),
    (Event.VOID_STAMP, SEALER, SEALED, MADE, LZ, ["REASON_MISSING"]),
    (Event.VOID_STAMP, SEALER, SEALED, WHY, LZ, ["STAMP_UNKNOWN"]),
    (Event.VOID_STAMP, SEALER, SEALED,
     WHY | {"stamp": Stamp.model_validate(STAMPED | {"voided": True})}, LZ, ["STAMP_UNKNOWN"]),
    # --- T18 -------------------------------------------------------------------------------------
    (Event.FORWARD, HANDLER, SEALED, {}, LZ, []),
    (Event.FORWARD, SEALER, SEALED, {"target_org": "series"}, LZ, []),
    (Event.FORWARD, APPROVER, SEALED, {}, LZ, ["NO_SCOPE"]),
    (Event.FORWARD, HANDLER, SEALED | {"status": "RETURNED"}, {}, LZ, ["WRONG_STATE"]),
    (Event.FORWARD, HANDLER, PASSED, {}, LZ, ["R135"]),
    (Event.FORWARD, HANDLER, PASSED | {"stamps": [STAMPED | {"voided": True}]}, {}, LZ, ["R135"]),
    (Event.FORWARD, HANDLER, PASSED | {"stamps": [STAMPED | {"content_sha256": "0"}]}, {}, LZ,
     ["R135"]),
    (Event.FORWARD, HANDLER, SEALED | {"dossier": {"rev": 3}}, {}, LZ, ["R135"]),
    (Event.FORWARD, HANDLER, SEALED | seals(), {}, LZ, []),
    (Event.FORWARD, HANDLER, SEALED | seals(status="REVOKED"), {}, LZ, ["SEAL_INVALID"]),
    (Event.FORWARD, HANDLER, SEALED | seals(status="EXPIRED"), {}, LZ, []),
    (Event.FORWARD, HANDLER, SEALED | seals(valid_to=(NOW - HOUR).isoformat()), {}, LZ,
     ["SEAL_INVALID"]),
    (Event.FORWARD, HANDLER, SEALED, {"target_org": "com"}, LZ, ["ROUTE_SKIP"]),
    (Event.FORWARD, HANDLER, SEALED, {"target_org": "nowhere"}, LZ, ["ROUTE_NO_TARGET"]),
    (Event.FORWARD, HANDLER, SEALED, {"route_seen": ("unit", "series", "com")}, LZ, []),
    (Event.FORWARD, HANDLER, SEALED, {"route_seen": ("unit", "com")}, LZ, ["ROUTE_CHANGED"]),
    (Event.FORWARD, HANDLER, SEALED, {"fee_due": True}, LZ, ["FEE_DUE"]),
    (Event.FORWARD, HANDLER, SEALED | {"deadline_current": NOW - HOUR}, {}, LZ,
     ["DEADLINE_PASSED"]),
    (Event.FORWARD, HANDLER, SEALED, {"org_id": "series"}, LZ, ["NO_SCOPE"]),
    (Event.FORWARD, HANDLER, SEALED, {"recused": True}, LZ, ["R158"]),
    (Event.FORWARD, HANDLER, SEALED | {"surroundings": {"recused": ["me"]}}, {}, LZ, ["R158"]),
    (Event.OVERRIDE_ROUTE, APPROVER, SEALED, WHY | {"target_org": "com"}, LZ, []),
    (Event.OVERRIDE_ROUTE, APPROVER, SEALED, WHY | {"target_org": "series"}, LZ,
     ["ROUTE_NO_TARGET"]),
    (Event.OVERRIDE_ROUTE, APPROVER, SEALED, WHY, LZ, ["ROUTE_NO_TARGET"]),
    (Event.OVERRIDE_ROUTE, APPROVER, SEALED, {"target_org": "com"}, LZ, ["REASON_MISSING"]),
    (Event.OVERRIDE_ROUTE, HANDLER, SEALED, WHY | {"target_org": "com"}, LZ, ["NO_SCOPE"]),
    # --- T23–T30 ---------------------------------------------------------------------------------
    (Event.CHARGE, LEAD, {"status": "APPROVED_AT", "stage": 1}, {"fee_due": True}, LZ, []),
    (Event.CHARGE, LEAD, {"status": "APPROVED_AT", "stage": 1}, {}, LZ, ["FEE_NOT_COLLECTED"]),
    (Event.PAY, APPLICANT, {"status": "AWAITING_PAYMENT", "fee": FEE}, {}, LZ, []),
    (Event.PAY, APPLICANT, {"status": "PAID_UNVERIFIED", "fee": FEE}, {}, LZ, ["WRONG_STATE"]),
    (Event.VERIFY_PAYMENT, APPLICANT, {"status": "PAID_UNVERIFIED", "fee": FEE}, {}, LZ, []),
    (Event.VERIFY_PAYMENT, CLERK, {"status": "PAID_UNVERIFIED", "fee": FEE, "stage": 1},
     {"person_id": ""}, LZ, []),
    (Event.VERIFY_PAYMENT, CLERK, {"status": "PAID_UNVERIFIED", "fee": FEE, "stage": 1},
     {"person_id": "", "org_id": "city"}, LZ, ["NO_SCOPE"]),
    (Event.VERIFY_PAYMENT, APPLICANT,
     {"status": "PAID_UNVERIFIED", "fee": FEE | {"paid_amount": 99}}, {}, LZ,
     ["FEE_AMOUNT_DIFFERS"]),
    (Event.VERIFY_PAYMENT, APPLICANT, {"status": "PAID_UNVERIFIED"}, {}, LZ, ["FEE_NOT_PAID"]),
    (Event.ACCEPT, COMMITTEE, {"status": "SUBMITTED"} | AT_COMMITTEE, {}, LZ, []),
    (Event.ACCEPT, CLERK, {"status": "SUBMITTED", "stage": 1}, {}, LZ, ["WRONG_STATE"]),
    (Event.ACCEPT, LEAD, {"status": "SUBMITTED"} | AT_COMMITTEE, {}, LZ, ["NO_SCOPE"]),
    (Event.START_EVALUATION, COMMITTEE, {"status": "ACCEPTED"} | AT_COMMITTEE, {}, LZ, []),
    (Event.START_EVALUATION, COMMITTEE, {"status": "SUBMITTED"} | AT_COMMITTEE, {}, LZ,
     ["WRONG_STATE"]),
    (Event.RECORD_RESULT, COMMITTEE, {"status": "IN_EVALUATION"} | AT_COMMITTEE, {}, LZ, []),
    (Event.RECORD_RESULT, COMMITTEE, {"status": "IN_EVALUATION"} | AT_COMMITTEE,
     {"is_applicant_themselves": True}, LZ, ["SELF_REVIEW"]),
    (Event.RESULT_PUBLICITY, COMMITTEE, {"status": "RESULT_PUBLICITY"} | AT_COMMITTEE, {}, LZ, []),
    (Event.RESULT_PUBLICITY, COMMITTEE, {"status": "ACCEPTED"} | AT_COMMITTEE, {}, LZ,
     ["WRONG_STATE"]),
    (Event.FINALISE, COMMITTEE,
     {"status": "RESULT_PUBLICITY", "result_publicity": SHOWN} | AT_COMMITTEE, {}, LZ, []),
    (Event.FINALISE, COMMITTEE,
     {"status": "RESULT_PUBLICITY", "result_publicity": SHOWN | {"end_date": "2026-10-09"}}
     | AT_COMMITTEE, {}, LZ, ["RESULT_PUBLICITY_RUNNING"]),
    (Event.FINALISE, COMMITTEE,
     {"status": "RESULT_PUBLICITY", "result_publicity": SHOWN | {"objection": True}}
     | AT_COMMITTEE, {}, LZ, ["RESULT_OBJECTED"]),
    (Event.FINALISE, COMMITTEE, {"status": "RESULT_PUBLICITY"} | AT_COMMITTEE, {}, LZ,
     ["RESULT_NOT_PUBLICISED"]),
    (Event.ISSUE, COMMITTEE, {"status": "PASSED_FINAL"} | AT_COMMITTEE, {}, LZ, []),
    (Event.ISSUE, CLERK, {"status": "PASSED_FINAL", "nodes_seen": ["series"]} | AT_COMMITTEE,
     {"org_id": "series"}, LZ, []),
    (Event.ISSUE, CLERK, {"status": "PASSED_FINAL"} | AT_COMMITTEE, {"org_id": "city"}, LZ,
     ["NO_SCOPE"]),
    (Event.ISSUE, HANDLER, {"status": "PASSED_FINAL"} | AT_COMMITTEE, {"org_id": "unit"}, LZ,
     ["NO_SCOPE"]),
    # --- exceptions ------------------------------------------------------------------------------
    (Event.REOPEN, APPROVER, {"status": "NOT_PASSED", "proposal": DONE}, WHY, LZ, []),
    (Event.REOPEN, APPROVER, {"status": "NOT_PASSED", "proposal": DONE}, {"reason": " "}, LZ,
     ["REASON_MISSING"]),
    (Event.REOPEN, HANDLER, {"status": "NOT_PASSED", "proposal": DONE}, WHY, LZ, ["NO_SCOPE"]),
    (Event.REOPEN, APPROVER, {"status": "RETURNED", "proposal": DONE}, WHY, LZ, ["WRONG_STATE"]),
    (Event.TRANSFER, APPLICANT, {"status": "SUBMITTED"}, {}, LZ, []),
    (Event.TRANSFER, APPLICANT, {"status": "CLAIMED"}, {}, LZ, ["WRONG_STATE"]),
    (Event.TRANSFER, APPLICANT, {"status": "LAPSED"}, {}, LZ, ["WRONG_STATE"]),
    (Event.RECUSE, HANDLER, {"status": "SUBMITTED"}, WHY, LZ, []),
    (Event.RECUSE, SEALER, {"status": "SUBMITTED", "stage": 1}, WHY | {"org_id": "unit"}, LZ, []),
    (Event.RECUSE, HANDLER, {"status": "SUBMITTED"}, {}, LZ, ["REASON_MISSING"]),
    (Event.RECUSE, HANDLER, {"status": "SUBMITTED"}, WHY | {"org_id": "city"}, LZ, ["NO_SCOPE"]),
    (Event.RECUSE, ADMIN, {"status": "SUBMITTED"}, WHY, LZ, ["NO_SCOPE"]),
    (Event.UPHOLD_OBJECTION, LEAD, {"status": "LOSS_PUBLICITY"}, WHY, GX, []),
    (Event.UPHOLD_OBJECTION, LEAD, {"status": "LOSS_PUBLICITY"}, {}, GX, ["REASON_MISSING"]),
]  # fmt: skip

_ACTOR = {"user_id", "org_id", "person_id", "recused", "is_applicant_themselves"}


def situation(
    role: Role | str, state: dict[str, Any], more: dict[str, Any], profile: Profile
) -> Situation:
    rest = dict(state)
    found = case(rest.pop("status"), rest.pop("stage", 0), **rest)
    who = {"user_id": "me", "org_id": found.node_org, "person_id": "p-1"}
    who |= {key: value for key, value in more.items() if key in _ACTOR}
    return Situation(
        found,
        Actor(roles=frozenset({role}), **who),
        profile,
        NOW,
        orgs=OFFICES,
        **{key: value for key, value in more.items() if key not in _ACTOR},
    )


@pytest.mark.parametrize(("event", "role", "state", "more", "profile", "wanted"), TABLE)
def test_transition(
    event: Event,
    role: Role | str,
    state: dict[str, Any],
    more: dict[str, Any],
    profile: Profile,
    wanted: list[str],
) -> None:
    found = refusals(event, situation(role, state, more, profile))
    assert [refusal.code for refusal in found] == wanted


def test_every_event_stands_in_the_tables_both_ways() -> None:
    from tests.domain.test_workflow import TABLE as REVIEW

    rows = [*TABLE, *REVIEW]
    assert {row[0] for row in rows if not row[5]} == set(Event)
    assert {row[0] for row in rows if row[5]} == set(Event)
