"""Who may act on a case, and what must hold: the columns "who" and "guards" of domain §4.7."""

from __future__ import annotations

from collections.abc import Callable

from tests.model.case import APPLICANT, LONGEST_LEASE, Case, Person
from tests.model.regions import REGION, UNIT

Test = Callable[[Case, Person], bool]


# --- who ------------------------------------------------------------------------------------------


def applicant(case: Case, person: Person) -> bool:
    return person == APPLICANT


def handler(case: Case, person: Person) -> bool:
    return person.handles and _here(case, person)


def approver(case: Case, person: Person) -> bool:
    return person.approves and _here(case, person)


def sealer(case: Case, person: Person) -> bool:
    return person.seals and _here(case, person)


def handler_or_sealer(case: Case, person: Person) -> bool:
    return handler(case, person) or sealer(case, person)


def office_that_had_it(case: Case, person: Person) -> bool:
    """Somebody above the unit, of any office that has had the case."""
    theirs = person.office in case.visited and person.of_an_office
    return theirs and (person.handles or person.approves) and person not in case.recused


def applicant_or_office(case: Case, person: Person) -> bool:
    return applicant(case, person) or office_that_had_it(case, person)


def loss_office(case: Case, person: Person) -> bool:
    return person.office == REGION and (person.handles or person.approves)


def reader(case: Case, person: Person) -> bool:
    return person.office in case.visited and person.part != "admin" and person not in case.recused


def holder_or_admin(case: Case, person: Person) -> bool:
    admin = person.part == "admin" and person.office == case.office
    return case.holder is not None and (admin or case.holder == person)


def _here(case: Case, person: Person) -> bool:
    return person.office == case.office and person not in case.recused


# --- guards ---------------------------------------------------------------------------------------


def always(case: Case, person: Person) -> bool:
    return True


def never(case: Case, person: Person) -> bool:
    return False


def in_window(case: Case, person: Person) -> bool:
    open_ = case.world.closes is None or case.now <= case.world.closes
    ready = not case.world.loss or (case.loss_until is not None and case.edited)
    return open_ and ready


def may_withdraw(case: Case, person: Person) -> bool:
    """T09, P1, P2; S4 lets a holder withdraw until the office reads the case."""
    if case.stage or case.state != "SUBMITTED" or case.world.withdraw == "NONE":
        return False
    return case.world.withdraw == "UNTIL_READ" or not case.seen


def free(case: Case, person: Person) -> bool:
    return case.holder in (None, person)


def in_time(case: Case, person: Person) -> bool:
    return case.deadline is None or case.now <= case.deadline


def may_renew(case: Case, person: Person) -> bool:
    assert case.held_from is not None
    return case.holder == person and case.now < case.held_from + LONGEST_LEASE


def may_propose(verb: str) -> Test:
    def guard(case: Case, person: Person) -> bool:
        offered = verb in case.world.verbs[case.office] and in_time(case, person)
        if verb == "REFER_DOWN" and case.stage == 0:
            return False
        if verb == "PASS" and case.world.must_seal and case.office == UNIT and case.rev == 0:
            return False  # the unit's own work is not done: publicity, deliberation, opinion
        return offered and free(case, person)

    return guard


def not_the_handler(case: Case, person: Person) -> bool:
    return case.handler != person


def may_approve(case: Case, person: Person) -> bool:
    return not_the_handler(case, person) and in_time(case, person)


def own_proposal(case: Case, person: Person) -> bool:
    return case.handler == person


def may_stamp(case: Case, person: Person) -> bool:
    return case.world.unit_forms and case.office == UNIT and case.handler != person


def may_forward(case: Case, person: Person) -> bool:
    """T18: what was sealed once must be sealed as it is now (R135, R136)."""
    wants_seal = case.office == UNIT and (case.world.must_seal or case.stamps)
    return not case.last and in_time(case, person) and (case.sealed or not wants_seal)


def may_skip(case: Case, person: Person) -> bool:
    allowed = case.allowed_skip == (case.stage, case.stage + 2)
    return allowed and may_forward(case, person)


def something_to_skip(case: Case, person: Person) -> bool:
    return case.stage + 2 < len(case.world.route)


def payable(case: Case, person: Person) -> bool:
    return case.fee_until is not None and case.now <= case.fee_until


def amounts_equal(case: Case, person: Person) -> bool:
    return case.fee == "PAID"


def at_committee(case: Case, person: Person) -> bool:
    return case.at_committee and free(case, person)


def result_shown(case: Case, person: Person) -> bool:
    over = case.shown_until is not None and case.now.date() > case.shown_until
    return over and case.shown_long


def at_unit(case: Case, person: Person) -> bool:
    return case.world.unit_forms and case.office == UNIT


def loss_not_opened(case: Case, person: Person) -> bool:
    return case.world.loss and case.loss_until is None


def loss_opened(case: Case, person: Person) -> bool:
    return case.world.loss and case.loss_until is not None


def objection_open(case: Case, person: Person) -> bool:
    return case.objected
