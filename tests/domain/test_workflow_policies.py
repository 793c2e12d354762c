"""Policies of a region around the workflow, and what holds of the transition table as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.domain.checks.engine import GATES
from app.domain.enums import OrgKind, Role, Status, Verb
from app.domain.model import Decision
from app.domain.workflow import (
    CLOCK,
    TRANSITIONS,
    Event,
    Seat,
    Situation,
    is_last_stage,
    offered_verbs,
    outcome_status,
    refusals,
    roles_of,
    seals_missing,
)
from tests.domain.make import NOW, application, packaged
from tests.domain.test_routing import at
from tests.domain.test_workflow_onward import (
    ADMIN,
    APPLICANT,
    APPROVER,
    AT_COMMITTEE,
    CLERK,
    COMMITTEE,
    DONE,
    GX,
    HANDLER,
    HOUR,
    LEAD,
    LZ,
    SEALED,
    SEALER,
    SHOWN,
    STAMPED,
    WHY,
    case,
    situation,
)


def test_the_table_has_every_number_of_the_domain() -> None:
    numbers = {row.id.rstrip("bcd") for row in TRANSITIONS}
    assert numbers >= {f"T{number:02d}" for number in range(1, 33)}
    assert len({row.id for row in TRANSITIONS}) == len(TRANSITIONS)


def test_the_gates_of_the_table_are_gates_of_the_rules() -> None:
    assert {row.gate for row in TRANSITIONS} - {""} <= GATES


def test_nothing_leads_out_of_an_end_but_reopening() -> None:
    ends = {Status.LAPSED, Status.FAILED_FINAL, Status.CERT_ISSUED, Status.DELETED}
    leaving = {row.event for row in TRANSITIONS if row.source & ends}
    assert leaving == set()
    refused = {row.event for row in TRANSITIONS if Status.NOT_PASSED in row.source}
    assert refused == {Event.REOPEN}


@pytest.mark.parametrize(
    ("seat", "kind", "role"),
    [
        (Seat.HANDLER, OrgKind.UNIT, HANDLER),
        (Seat.APPROVER, OrgKind.UNIT, APPROVER),
        *((Seat.HANDLER, kind, CLERK) for kind in (OrgKind.DEPT, OrgKind.COUNTY_INDUSTRY)),
        *((Seat.APPROVER, kind, LEAD) for kind in (OrgKind.SERIES_TITLE, OrgKind.REGION_TITLE)),
        (Seat.HANDLER, OrgKind.COMMITTEE, COMMITTEE),
        (Seat.APPROVER, OrgKind.COMMITTEE, LEAD),
        (Seat.SEALER, OrgKind.DEPT, SEALER),
    ],
)
def test_one_role_has_each_seat(seat: Seat, kind: OrgKind, role: Role) -> None:
    assert roles_of(seat, kind) == {role}


def test_administrators_auditors_and_it_have_no_seat_in_a_review() -> None:
    seats = [seat for seat in Seat if seat is not Seat.ADMIN]
    for kind in OrgKind:
        for seat in seats:
            assert not roles_of(seat, kind) & {ADMIN, Role.AUDITOR, Role.IT}


@pytest.mark.parametrize(
    ("lenient", "signed", "wanted"),
    [
        (False, -2, ["DEADLINE_PASSED"]),
        (True, -2, []),
        (True, -1, []),
        (True, 0, ["DEADLINE_PASSED"]),
        (True, None, ["DEADLINE_PASSED"]),
    ],
)
def test_what_was_signed_in_time_counts_where_the_region_says_so(
    lenient: bool, signed: int | None, wanted: list[str]
) -> None:
    returns = LZ.returns.model_copy(update={"accept_if_signed_before_deadline": lenient})
    profile = LZ.model_copy(update={"returns": returns})
    late = SEALED | {"deadline_current": NOW - HOUR}
    more = {"signed_at": None if signed is None else NOW + signed * HOUR}
    found = refusals(Event.FORWARD, situation(HANDLER, late, more, profile))
    assert [refusal.code for refusal in found] == wanted


def test_reopening_is_a_matter_of_the_region() -> None:
    returns = LZ.returns.model_copy(update={"reopen_not_passed": False})
    profile = LZ.model_copy(update={"returns": returns})
    state = {"status": "NOT_PASSED", "proposal": DONE}
    found = refusals(Event.REOPEN, situation(APPROVER, state, WHY, profile))
    assert [refusal.code for refusal in found] == ["REOPEN_NOT_OFFERED"]


def test_until_audited_a_claim_does_not_bar_withdrawing() -> None:
    profile = packaged("LZ_CERT_2019")
    assert profile.withdraw_policy == "UNTIL_AUDITED"
    for status, wanted in (("SUBMITTED", []), ("CLAIMED", []), ("PROPOSED", ["WRONG_STATE"])):
        state = {"status": status, "claimed_this_round": True}
        found = refusals(Event.WITHDRAW, situation(APPLICANT, state, {}, profile))
        assert [refusal.code for refusal in found] == wanted


def test_a_lease_given_back_reopens_withdrawing_where_the_region_says_so() -> None:
    profile = GX.model_copy(update={"withdraw_reopens_after_release": True})
    state = {"status": "SUBMITTED", "claimed_this_round": True}
    assert refusals(Event.WITHDRAW, situation(APPLICANT, state, {}, profile)) == []


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [(0, {Verb.PASS, Verb.RETURN}), (1, {Verb.PASS, Verb.RETURN, Verb.REFER_DOWN}),
     (2, {Verb.RETURN, Verb.REFER_DOWN})],
)  # fmt: skip
def test_the_verbs_of_each_stage(stage: int, wanted: set[Verb]) -> None:
    everywhere = LZ.model_copy(update={"verbs_at": {}})
    assert set(offered_verbs(LZ, at(stage))) == wanted
    assert set(offered_verbs(everywhere, at(stage))) - {Verb.NOT_PASSED} == wanted


def test_pass_needs_what_the_table_says_at_every_stage() -> None:
    state = {"status": "CLAIMED", "stage": 1, "claim": _claim("me")}
    more = {"decision": Decision(verb=Verb.PASS)}
    assert refusals(Event.PROPOSE, situation(CLERK, state, more, LZ)) == []
    found = refusals(Event.PROPOSE, situation(HANDLER, state, more, LZ))
    assert [refusal.code for refusal in found] == ["NO_SCOPE"]


def test_a_living_lease_does_not_expire() -> None:
    state = {"status": "CLAIMED", "claim": _claim("me")}
    found = refusals(Event.EXPIRE, situation(CLOCK, state, {}, LZ))
    assert [refusal.code for refusal in found] == ["WRONG_STATE"]


def test_a_case_that_somebody_claimed_is_not_accepted_by_another() -> None:
    state = {"status": "CLAIMED", "claim": _claim("other")} | AT_COMMITTEE
    found = refusals(Event.ACCEPT, situation(COMMITTEE, state, {}, LZ))
    assert [refusal.code for refusal in found] == ["CLAIMED_BY_OTHER"]


def test_where_referring_down_leads() -> None:
    assert outcome_status(Verb.REFER_DOWN) is Status.RETURNED
    assert outcome_status(Verb.REFER_DOWN, "UNIT") is Status.SUBMITTED
    assert outcome_status(Verb.RETURN, "UNIT") is Status.RETURNED


def test_only_what_the_region_requires_here_is_missing() -> None:
    assert seals_missing(case("APPROVED_AT"), LZ) == ["unit_opinion"]
    assert seals_missing(case("APPROVED_AT", stamps=[STAMPED]), LZ) == []
    assert seals_missing(case("APPROVED_AT", 1), LZ) == []
    assert seals_missing(case("APPROVED_AT"), GX) == []


def test_the_end_of_the_route() -> None:
    assert [is_last_stage(at(stage)) for stage in (0, 1, 2)] == [False, False, True]
    assert is_last_stage(application())


def test_the_day_after_the_publicity_is_chinas() -> None:
    shown = SHOWN | {"end_date": date(2026, 10, 8).isoformat()}
    state = {"status": "RESULT_PUBLICITY", "result_publicity": shown} | AT_COMMITTEE
    found = situation(COMMITTEE, state, {}, LZ)
    last = found.now.replace(day=8, hour=15, minute=59)
    assert refusals(Event.FINALISE, Situation(found.application, found.actor, LZ, last)) != []
    over = found.now.replace(day=8, hour=16, minute=0)
    assert refusals(Event.FINALISE, Situation(found.application, found.actor, LZ, over)) == []


def _claim(user: str) -> dict[str, Any]:
    return {
        "claim_id": "c", "app_id": "a", "user_id": user, "user_name": user,
        "granted_at": NOW - HOUR, "lease_until": NOW + HOUR,
    }  # fmt: skip
