"""Each guard of the review by itself: what it lets pass and what it stops, at its very bounds."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.enums import Role, Verb
from app.domain.workflow import guards as g
from app.domain.workflow.situation import Situation
from tests.domain.workflow.cases import (
    CV,
    GX,
    HOUR,
    LZ,
    ROUTE,
    SECOND,
    SX,
    altered,
    claimed,
    later,
    situation,
)

COMMITTEE = {"stage_index": 2, "node_org": "org-committee", "nodes_seen": ["org-office"]}
OTHER_PERSON = {"person_id": "p-9"}
STRANGER = {"org_id": "org-other", "person_id": "p-9"}
LENIENT = altered(LZ, returns={"accept_if_signed_before_deadline": True})
NO_REOPENING = altered(LZ, returns={"reopen_not_passed": False})
DUE = {"deadline_current": later(HOUR).isoformat()}
DUE_NOW = {"deadline_current": later(0 * HOUR).isoformat()}
OVERDUE = {"deadline_current": later(-SECOND).isoformat()}
REOPENS = GX.model_copy(update={"withdraw_reopens_after_release": True})
STAYS_SHUT = GX.model_copy(update={"withdraw_reopens_after_release": False})
ONCE_CLAIMED = {"claimed_this_round": True}
RECUSED = {"surroundings": {"recused": ["u1"]}}
ADMIN = {"roles": frozenset({Role.ORG_ADMIN})}

# guard, the situation, the code of the refusal
TABLE: list[tuple[Any, Situation, str | None]] = [
    (g.own_application, situation(), None),
    (g.own_application, situation(actor=OTHER_PERSON), "NO_SCOPE"),
    (g.own_node, situation(), None),
    (g.own_node, situation(actor=STRANGER), "NO_SCOPE"),
    (g.has_had_it, situation(), None),
    (g.has_had_it, situation(COMMITTEE, actor={"org_id": "org-office"}), None),
    (g.has_had_it, situation(COMMITTEE, actor=STRANGER), "NO_SCOPE"),
    (g.own_or_has_had_it, situation(actor={"org_id": ""}), None),
    (g.own_or_has_had_it, situation(actor=OTHER_PERSON), None),
    (g.own_or_has_had_it, situation(actor=STRANGER), "NO_SCOPE"),
    (g.not_oneself, situation(), None),
    (g.not_oneself, situation(actor={"is_applicant_themselves": True}), "SELF_REVIEW"),
    (g.not_oneself, situation(actor={"recused": True}), "R158"),
    (g.not_oneself, situation(RECUSED), "R158"),
    (g.not_oneself, situation(RECUSED, actor={"user_id": "u2"}), None),
    (g.type_offered, situation(), None),
    (g.type_offered, situation({"type": "CERT_VERIFICATION"}), "TYPE_NOT_OFFERED"),
    (g.reason_given, situation(reason="填错"), None),
    (g.reason_given, situation(reason=" "), "REASON_MISSING"),
    (g.withdraw_allowed, situation(), "WITHDRAW_NOT_OFFERED"),
    (g.withdraw_allowed, situation(profile=STAYS_SHUT), None),
    (g.withdraw_allowed, situation(ONCE_CLAIMED, profile=STAYS_SHUT), "WITHDRAW_AFTER_CLAIM"),
    (g.withdraw_allowed, situation(ONCE_CLAIMED, profile=REOPENS), None),
    (g.withdraw_allowed, situation(claimed(), profile=REOPENS), "WITHDRAW_AFTER_CLAIM"),
    (g.withdraw_allowed, situation({"stage_index": 1}, profile=GX), "WITHDRAW_AFTER_CLAIM"),
    (g.withdraw_allowed, situation({"stage_index": 1}, profile=CV), "WITHDRAW_AFTER_CLAIM"),
    (g.withdraw_allowed, situation(claimed(), profile=CV), None),
    (g.may_delete_returned, situation(profile=SX), None),
    (g.may_delete_returned, situation(profile=LZ), "DELETE_NOT_OFFERED"),
    (g.free_claims_left, situation(open_claims=LZ.lease.max_claims - 1), None),
    (g.free_claims_left, situation(open_claims=LZ.lease.max_claims), "TOO_MANY_CLAIMS"),
    (g.free_claims_left, situation(profile=altered(LZ, lease={"max_claims": 1})), None),
    (g.free_claims_left, situation(profile=altered(LZ, lease={"max_claims": 0})),
     "TOO_MANY_CLAIMS"),
    (g.nobody_else_holds, situation(), None),
    (g.nobody_else_holds, situation(claimed()), None),
    (g.nobody_else_holds, situation(claimed("u2", until=SECOND)), "CLAIMED_BY_OTHER"),
    (g.nobody_else_holds, situation(claimed("u2", until=0 * SECOND)), None),
    (g.holds_claim, situation(), "LEASE_LOST"),
    (g.holds_claim, situation(claimed(until=SECOND)), None),
    (g.holds_claim, situation(claimed(until=0 * SECOND)), "LEASE_LOST"),
    (g.holds_claim, situation(claimed("u2")), "LEASE_LOST"),
    (g.within_max_lease, situation(), "LEASE_LOST"),
    (g.within_max_lease, situation(claimed(granted=-240 * HOUR + SECOND)), None),
    (g.within_max_lease, situation(claimed(granted=-240 * HOUR)), "LEASE_MAX_REACHED"),
    (g.holder_or_admin, situation(), "LEASE_LOST"),
    (g.holder_or_admin, situation(claimed()), None),
    (g.holder_or_admin, situation(claimed("u2")), "CLAIMED_BY_OTHER"),
    (g.holder_or_admin, situation(claimed("u2"), actor=ADMIN), None),
    (g.lease_over, situation(claimed()), "WRONG_STATE"),
    (g.lease_over, situation(claimed(until=0 * SECOND)), None),
    (g.lease_over, situation(), None),
    (g.reopen_offered, situation(profile=LZ), None),
    (g.reopen_offered, situation(profile=NO_REOPENING), "REOPEN_NOT_OFFERED"),
    (g.before_deadline, situation(), None),
    (g.before_deadline, situation(DUE), None),
    (g.before_deadline, situation(DUE_NOW), None),
    (g.before_deadline, situation(OVERDUE), "DEADLINE_PASSED"),
    (g.deadline_over, situation(), "WRONG_STATE"),
    (g.deadline_over, situation(DUE), "WRONG_STATE"),
    (g.deadline_over, situation(DUE_NOW), "WRONG_STATE"),
    (g.deadline_over, situation(OVERDUE), None),
    (g.stage_in_time, situation(), None),
    (g.stage_in_time, situation(DUE), None),
    (g.stage_in_time, situation(DUE_NOW), None),
    (g.stage_in_time, situation(OVERDUE), "DEADLINE_PASSED"),
    (g.stage_in_time, situation(OVERDUE, signed_at=later(-HOUR)), "DEADLINE_PASSED"),
    (g.stage_in_time, situation(OVERDUE, profile=LENIENT), "DEADLINE_PASSED"),
    (g.stage_in_time, situation(OVERDUE, profile=LENIENT, signed_at=later(-SECOND)), None),
    (g.stage_in_time, situation(OVERDUE, profile=LENIENT, signed_at=later(0 * SECOND)),
     "DEADLINE_PASSED"),
    (g.approver_is_another, situation(), "NOTHING_PROPOSED"),
    (g.own_proposal, situation(), "NOT_YOUR_PROPOSAL"),
    (g.refusal_has_category, situation(), None),
    (g.refer_target_known, situation(), "REFER_TARGET_UNKNOWN"),
    (g.verb_offered, situation(), "VERB_NOT_OFFERED"),
]  # fmt: skip


@pytest.mark.parametrize(("guard", "at", "code"), TABLE)
def test_guard(guard: Any, at: Situation, code: str | None) -> None:
    refusal = guard(at)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize("guard", [g.nobody_else_holds, g.holder_or_admin])
@pytest.mark.parametrize(("name", "shown"), [("经办二", "经办二"), ("", "u2")])
def test_who_holds_a_case_is_named(guard: Any, name: str, shown: str) -> None:
    assert guard(situation(claimed("u2", name=name))).params == {"name": shown}


def test_a_case_without_a_claim_is_not_held() -> None:
    at = situation()
    assert not g.live_claim(at.application, at.now)


def test_the_verbs_of_a_place() -> None:
    everywhere = GX.model_copy(update={"verbs_at": {}})

    def verbs(state: dict[str, Any]) -> set[Verb]:
        return set(g.offered_verbs(everywhere, situation(state).application))

    assert Verb.REFER_DOWN not in verbs({})
    assert {Verb.PASS, Verb.REFER_DOWN} <= verbs({"stage_index": 1})
    assert Verb.PASS not in verbs(COMMITTEE)
    assert Verb.PASS in verbs(COMMITTEE | {"type": "RECOGNITION"})
    assert Verb.PASS not in verbs(COMMITTEE | {"type": "SOMETHING_NEW"})
    assert Verb.REFER_DOWN not in verbs({"route": ROUTE[1:]})
