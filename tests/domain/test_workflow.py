"""The transitions of domain §4.7 with their guards, one row a case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.enums import Role, Status, Verb
from app.domain.model import Decision
from app.domain.profile import Profile
from app.domain.workflow import Actor, Event, Situation, outcome_status, refusals
from tests.domain.make import NOW, application, liuzhou, market

HOUR = timedelta(hours=1)


def claim(user: str = "u1", *, granted: int = -1, until: int = 71) -> dict[str, Any]:
    """A claim; hours from now."""
    return {
        "claim_id": "c1",
        "app_id": "A2026-000001",
        "user_id": user,
        "user_name": f"经办{user}",
        "granted_at": NOW + granted * HOUR,
        "lease_until": NOW + until * HOUR,
    }


def proposal(handler: str = "u1") -> dict[str, Any]:
    return {
        "op_id": "op1",
        "decision": {"verb": "PASS"},
        "version_no": 1,
        "content_sha256": "",
        "handler_id": handler,
        "proposed_at": NOW,
    }


FREE = {"status": "SUBMITTED"}
MINE = {"status": "CLAIMED", "claim": claim(), "claimed_this_round": True}
LAPSED = MINE | {"claim": claim(until=-1)}
THEIRS = MINE | {"claim": claim("u2")}
OLD = MINE | {"claim": claim(granted=-240)}
PROPOSED = {"status": "PROPOSED", "proposal": proposal()}
RETURNED = {"status": "RETURNED", "deadline_current": NOW + HOUR}

APPLICANT, HANDLER, APPROVER, ADMIN = Role.APPLICANT, Role.HANDLER, Role.APPROVER, Role.ORG_ADMIN
LZ, GX = liuzhou(), market()
LEAD, CLERK = Role.OFFICE_LEAD, Role.OFFICE_CLERK
OFFICE = {
    "stage_index": 1,
    "route": [
        {"kind": "UNIT", "org_id": "org-unit-1", "name": "示例市政", "state": "done"},
        {"kind": "REGION_TITLE", "org_id": "org-unit-1", "name": "示例职改办", "state": "now"},
    ],
}
AT_OFFICE = MINE | OFFICE

# event, role, state, altered actor or situation, profile, refusals
TABLE: list[tuple[Event, Role, dict[str, Any], dict[str, Any], Profile, list[str]]] = [
    (Event.SUBMIT, APPLICANT, {"status": "DRAFT"}, {}, LZ, []),
    (Event.SUBMIT, APPLICANT, {"status": "WITHDRAWN"}, {}, LZ, []),
    (Event.SUBMIT, APPLICANT, FREE, {}, LZ, ["WRONG_STATE"]),
    (Event.SUBMIT, APPLICANT, {"status": "DRAFT"}, {"person_id": "p-2"}, LZ, ["NO_SCOPE"]),
    (Event.SUBMIT, HANDLER, {"status": "DRAFT"}, {}, LZ, ["NO_SCOPE"]),
    (Event.WITHDRAW, APPLICANT, FREE, {}, LZ, ["WITHDRAW_NOT_OFFERED"]),
    (Event.WITHDRAW, APPLICANT, FREE, {}, GX, []),
    (Event.WITHDRAW, APPLICANT, MINE, {}, GX, ["WITHDRAW_AFTER_CLAIM"]),
    (Event.WITHDRAW, APPLICANT, FREE | {"claimed_this_round": True}, {}, GX,
     ["WITHDRAW_AFTER_CLAIM"]),
    (Event.CLAIM, HANDLER, FREE, {}, LZ, []),
    (Event.CLAIM, HANDLER, LAPSED, {}, LZ, []),
    (Event.CLAIM, HANDLER, MINE, {}, LZ, []),
    (Event.CLAIM, HANDLER, THEIRS, {}, LZ, ["CLAIMED_BY_OTHER"]),
    (Event.CLAIM, HANDLER, FREE, {"org_id": "org-unit-2"}, LZ, ["NO_SCOPE"]),
    (Event.CLAIM, HANDLER, FREE, {"is_applicant_themselves": True}, LZ, ["SELF_REVIEW"]),
    (Event.CLAIM, HANDLER, FREE, {"open_claims": 400}, LZ, ["TOO_MANY_CLAIMS"]),
    (Event.CLAIM, APPROVER, FREE, {}, LZ, ["NO_SCOPE"]),
    (Event.CLAIM, HANDLER, {"status": "SOMETHING_NEW"}, {}, LZ, ["NEWER_SERVER"]),
    (Event.RENEW, HANDLER, MINE, {}, LZ, []),
    (Event.RENEW, HANDLER, LAPSED, {}, LZ, ["LEASE_LOST"]),
    (Event.RENEW, HANDLER, OLD, {}, LZ, ["LEASE_MAX_REACHED"]),
    (Event.RELEASE, HANDLER, MINE, {}, LZ, []),
    (Event.RELEASE, HANDLER, THEIRS, {}, LZ, ["CLAIMED_BY_OTHER"]),
    (Event.RELEASE, ADMIN, THEIRS, {}, LZ, []),
    (Event.PROPOSE, HANDLER, MINE, {"verb": "PASS"}, LZ, []),
    (Event.PROPOSE, HANDLER, MINE, {"verb": "RETURN"}, LZ, []),
    (Event.PROPOSE, HANDLER, MINE, {"verb": "NOT_PASSED"}, LZ,
     ["VERB_NOT_OFFERED"]),
    (Event.PROPOSE, HANDLER, MINE, {"verb": "REFER_DOWN"}, LZ, ["VERB_NOT_OFFERED"]),
    (Event.PROPOSE, HANDLER, MINE, {"verb": "NOT_PASSED", "category": "FRAUD"}, GX,
     ["VERB_NOT_OFFERED"]),
    (Event.PROPOSE, CLERK, AT_OFFICE, {"verb": "NOT_PASSED"}, GX, ["R157"]),
    (Event.PROPOSE, CLERK, AT_OFFICE, {"verb": "NOT_PASSED", "category": "FRAUD"}, GX, []),
    (Event.PROPOSE, CLERK, AT_OFFICE, {"verb": "NOT_PASSED", "category": "X"}, GX, ["R157"]),
    (Event.PROPOSE, HANDLER, AT_OFFICE, {"verb": "PASS"}, GX, ["NO_SCOPE"]),
    (Event.PROPOSE, CLERK, MINE, {"verb": "PASS"}, GX, ["NO_SCOPE"]),
    (Event.PROPOSE, CLERK, AT_OFFICE, {"verb": "REFER_DOWN"}, GX, []),
    (Event.PROPOSE, CLERK, AT_OFFICE, {"verb": "REFER_DOWN", "return_to": "X"}, GX,
     ["REFER_TARGET_UNKNOWN"]),
    (Event.PROPOSE, HANDLER, LAPSED, {"verb": "PASS"}, LZ, ["LEASE_LOST"]),
    (Event.PROPOSE, HANDLER, THEIRS, {"verb": "PASS"}, LZ, ["LEASE_LOST"]),
    (Event.PROPOSE, HANDLER, FREE, {"verb": "PASS"}, LZ, ["WRONG_STATE"]),
    (Event.PROPOSE, HANDLER, MINE, {"verb": "PASS", "is_applicant_themselves": True}, LZ,
     ["SELF_REVIEW"]),
    (Event.RECALL, HANDLER, PROPOSED, {}, LZ, []),
    (Event.RECALL, HANDLER, PROPOSED, {"user_id": "u2"}, LZ, ["NOT_YOUR_PROPOSAL"]),
    (Event.APPROVE, APPROVER, PROPOSED, {"user_id": "u2"}, LZ, []),
    (Event.APPROVE, APPROVER, PROPOSED, {}, LZ, ["R159"]),
    (Event.APPROVE, HANDLER, PROPOSED, {"user_id": "u2"}, LZ, ["NO_SCOPE"]),
    (Event.APPROVE, APPROVER, PROPOSED, {"user_id": "u2", "is_applicant_themselves": True}, LZ,
     ["SELF_REVIEW"]),
    (Event.APPROVE, APPROVER, PROPOSED, {"user_id": "u2", "org_id": "org-unit-2"}, LZ,
     ["NO_SCOPE"]),
    (Event.SEND_BACK, APPROVER, PROPOSED, {"user_id": "u2"}, LZ, []),
    (Event.SEND_BACK, APPROVER, PROPOSED, {}, LZ, ["R159"]),
    (Event.RESUBMIT, APPLICANT, RETURNED, {}, LZ, []),
    (Event.RESUBMIT, APPLICANT, RETURNED | {"deadline_current": NOW - HOUR}, {}, LZ,
     ["DEADLINE_PASSED"]),
    (Event.RESUBMIT, APPLICANT, {"status": "NOT_PASSED"}, {}, GX, ["WRONG_STATE"]),
]  # fmt: skip


@pytest.mark.parametrize(("event", "role", "state", "altered", "profile", "wanted"), TABLE)
def test_transition(
    event: Event,
    role: Role,
    state: dict[str, Any],
    altered: dict[str, Any],
    profile: Profile,
    wanted: list[str],
) -> None:
    rest = dict(altered)
    verb, category = rest.pop("verb", None), rest.pop("category", None)
    return_to = rest.pop("return_to", "APPLICANT")
    open_claims = rest.pop("open_claims", 0)
    who: dict[str, Any] = {"user_id": "u1", "org_id": "org-unit-1", "person_id": "p-1"} | rest
    at = Situation(
        application=application(**state),
        actor=Actor(roles=frozenset({role}), **who),
        profile=profile,
        now=NOW,
        decision=Decision(verb=Verb(verb), reason_category=category, return_to=return_to)
        if verb
        else None,
        open_claims=open_claims,
    )
    assert [refusal.code for refusal in refusals(event, at)] == wanted


def test_who_holds_a_case_is_named() -> None:
    at = Situation(
        application=application(**THEIRS),
        actor=Actor("u1", frozenset({HANDLER}), "org-unit-1"),
        profile=LZ,
        now=NOW,
    )
    (refusal,) = refusals(Event.CLAIM, at)
    assert refusal.params == {"name": "经办u2"}


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (Verb.PASS, Status.APPROVED_AT),
        (Verb.RETURN, Status.RETURNED),
        (Verb.REFER_DOWN, Status.RETURNED),
        (Verb.NOT_PASSED, Status.NOT_PASSED),
    ],
)
def test_where_an_approved_decision_leads(verb: Verb, status: Status) -> None:
    assert outcome_status(verb) is status
