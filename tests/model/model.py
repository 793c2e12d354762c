"""The state machine of domain §4.7, written down a second time from its text.

One table: number, action, states, who may, guard, effect. It knows nothing of the program's own
table (``app/domain/workflow``), with which it is compared through the server's answers.

Where the text leaves something open, the design decides (``docs/workflow.md``): a proposal without
a living lease takes the case in the same step; referred to an office, a case waits there to be
claimed; what a route grants is final once its last office has passed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.model.case import (
    APPLICANT,
    CERTAIN_UNTIL,
    LEASE,
    LONGEST_LEASE,
    PAYMENT,
    STRANGER,
    Case,
    Person,
    fifth_working_day,
)
from tests.model.regions import COMMITTEES, REGION, UNIT

Test = Callable[[Case, Person], bool]
Effect = Callable[[Case, Person], None]
OVER = ("NOT_PASSED", "LAPSED", "FAILED_FINAL", "CERT_ISSUED", "DELETED")
UNSEEN = ("DRAFT", "LOSS_PUBLICITY", "WITHDRAWN", "DELETED")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``on`` is what is done, with its variant after a colon."""

    number: str
    on: str
    states: tuple[str, ...]
    who: Test
    guard: Test
    effect: Effect


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


# --- effects --------------------------------------------------------------------------------------


def nothing(case: Case, person: Person) -> None:
    """The state stays."""


def to(state: str) -> Effect:
    def effect(case: Case, person: Person) -> None:
        case.state = state
        case.lay_down()

    return effect


def submitted(case: Case, person: Person) -> None:
    case.version += 1
    case.seen, case.allowed_skip = False, None
    case.skipped.clear()
    case.arrive(0)


def claimed(case: Case, person: Person) -> None:
    if case.holder != person:
        case.take(person)


def renewed(case: Case, person: Person) -> None:
    assert case.held_from is not None
    case.held_until = min(case.now + LEASE, case.held_from + LONGEST_LEASE)


def saved_dossier(case: Case, person: Person) -> None:
    case.rev += 1


def proposed(verb: str, to_: str = "") -> Effect:
    def effect(case: Case, person: Person) -> None:
        case.state, case.handler, case.verb, case.to = "PROPOSED", person, verb, to_
        case.seen = True
        case.lay_down()

    return effect


def approved(case: Case, person: Person) -> None:
    if case.verb == "PASS":
        _passed(case)
    elif case.verb == "NOT_PASSED":
        case.state = "NOT_PASSED"
    elif case.verb == "RETURN" or case.to == "APPLICANT":
        case.state = "RETURNED"
    else:
        below = [k for k in range(case.stage) if k not in case.skipped]
        case.arrive(0 if case.to == "UNIT" else below[-1])


def _passed(case: Case) -> None:
    """T15 with T23: granted where the route ends, paid for where a committee collects."""
    case.state = "APPROVED_AT"
    if case.world.must_seal and case.office == UNIT and not case.sealed:
        return
    ahead = case.world.route[case.stage + 1 : case.stage + 2]
    if ahead and ahead[0] in COMMITTEES and case.world.collects and case.fee != "VERIFIED":
        case.state, case.fee, case.fee_until = "AWAITING_PAYMENT", "DUE", case.now + PAYMENT
    elif case.last and case.world.grants:
        case.state = "PASSED_FINAL"


def handed_back(case: Case, person: Person) -> None:
    assert case.handler is not None
    case.take(case.handler)
    case.handler = None


def stamped(case: Case, person: Person) -> None:
    case.stamps.add((case.version, case.rev))
    case.state = "SEALED"


def forwarded(case: Case, person: Person) -> None:
    case.allowed_skip = None
    case.arrive(case.stage + 1)


def skipped(case: Case, person: Person) -> None:
    case.skipped.add(case.stage + 1)
    case.allowed_skip = None
    case.arrive(case.stage + 2)


def skip_allowed(case: Case, person: Person) -> None:
    case.allowed_skip = (case.stage, case.stage + 2)


def paid(how: str) -> Effect:
    def effect(case: Case, person: Person) -> None:
        case.state, case.fee = "PAID_UNVERIFIED", how

    return effect


def fee_released(case: Case, person: Person) -> None:
    case.state, case.fee = "AWAITING_PAYMENT", "DUE"


def verified(case: Case, person: Person) -> None:
    case.fee = "VERIFIED"
    case.allowed_skip = None
    case.arrive(case.stage + 1)


def shown(days: int, *, long: bool) -> Effect:
    def effect(case: Case, person: Person) -> None:
        case.shown_until, case.shown_long = case.now.date() + timedelta(days=days), long

    return effect


def loss_publicised(case: Case, person: Person) -> None:
    case.state, case.loss_until = "LOSS_PUBLICITY", fifth_working_day(case.now.date())


def objected(case: Case, person: Person) -> None:
    case.objected = True


def settled(case: Case, person: Person) -> None:
    case.objected = False


def upheld(state: str) -> Effect:
    def effect(case: Case, person: Person) -> None:
        case.state, case.loss_until, case.objected = state, None, False

    return effect


def edited(case: Case, person: Person) -> None:
    case.edited = True


def recused(case: Case, person: Person) -> None:
    case.recused.add(person)
    if case.holder == person:
        case.state = "SUBMITTED"
        case.lay_down()


HELD = ("SUBMITTED", "CLAIMED")
PASSED = ("APPROVED_AT", "SEALED")
AHEAD = ("PROPOSED", *PASSED)
ALIVE = (
    "SUBMITTED", "CLAIMED", "PROPOSED", "APPROVED_AT", "SEALED", "RETURNED", "AWAITING_PAYMENT",
    "PAID_UNVERIFIED", "ACCEPTED", "IN_EVALUATION", "RESULT_PUBLICITY", "PASSED_FINAL",
)  # fmt: skip

# fmt: off
TABLE: tuple[Row, ...] = (
    Row("T02", "edit", ("DRAFT", "WITHDRAWN", "RETURNED"), applicant, always, nothing),
    Row("T04", "delete", ("DRAFT", "WITHDRAWN"), applicant, always, to("DELETED")),
    Row("T05", "publish_loss", ("DRAFT",), applicant, loss_not_opened, loss_publicised),
    Row("T02", "publish_loss", ("DRAFT", "WITHDRAWN", "RETURNED"), applicant, loss_opened, nothing),
    Row("T06", "save_item_2", ("DRAFT", "WITHDRAWN", "RETURNED"), applicant, loss_opened, edited),
    Row("T07", "object", ("LOSS_PUBLICITY",), loss_office, always, objected),
    Row("T07", "settle", ("LOSS_PUBLICITY",), loss_office, objection_open, settled),
    Row("T07", "uphold", ("LOSS_PUBLICITY",), loss_office, objection_open, upheld("DRAFT")),
    Row("T07", "uphold:final", ("LOSS_PUBLICITY",), loss_office, objection_open,
        upheld("NOT_PASSED")),
    Row("T08", "submit", ("DRAFT", "WITHDRAWN"), applicant, in_window, submitted),
    Row("T09", "withdraw", ("SUBMITTED",), applicant, may_withdraw, to("WITHDRAWN")),
    Row("T10", "claim", HELD, handler, free, claimed),
    Row("T11", "release", ("CLAIMED",), holder_or_admin, always, to("SUBMITTED")),
    Row("T11", "renew", ("CLAIMED",), handler, may_renew, renewed),
    Row("4.9", "save_dossier", HELD, handler, at_unit, saved_dossier),
    Row("T12", "propose:PASS", HELD, handler, may_propose("PASS"), proposed("PASS")),
    Row("T13", "propose:RETURN", HELD, handler, may_propose("RETURN"), proposed("RETURN")),
    Row("T13", "propose:RETURN without a comment", HELD, handler, never, nothing),
    Row("T14", "propose:NOT_PASSED", HELD, handler, may_propose("NOT_PASSED"),
        proposed("NOT_PASSED")),
    Row("T14", "propose:NOT_PASSED without a ground", HELD, handler, never, nothing),
    Row("T22", "propose:REFER_DOWN APPLICANT", HELD, handler, may_propose("REFER_DOWN"),
        proposed("REFER_DOWN", "APPLICANT")),
    Row("T22", "propose:REFER_DOWN UNIT", HELD, handler, may_propose("REFER_DOWN"),
        proposed("REFER_DOWN", "UNIT")),
    Row("T22", "propose:REFER_DOWN LOWER", HELD, handler, may_propose("REFER_DOWN"),
        proposed("REFER_DOWN", "LOWER")),
    Row("T22", "propose:REFER_DOWN NOWHERE", HELD, handler, never, nothing),
    Row("T15", "approve", ("PROPOSED",), approver, may_approve, approved),
    Row("T16", "send_back", ("PROPOSED",), approver, not_the_handler, handed_back),
    Row("T16", "recall", ("PROPOSED",), handler, own_proposal, handed_back),
    Row("T17", "stamp", PASSED, sealer, may_stamp, stamped),
    Row("T17", "stamp:another version", PASSED, sealer, never, nothing),
    Row("T18", "forward", PASSED, handler_or_sealer, may_forward, forwarded),
    Row("T18", "forward:skip", PASSED, handler_or_sealer, may_skip, skipped),
    Row("4.5", "override_route", AHEAD, approver, something_to_skip, skip_allowed),
    Row("4.5", "override_route:without a reason", AHEAD, approver, never, nothing),
    Row("T19", "resubmit", ("RETURNED",), applicant, in_time, submitted),
    Row("T20", "delete", ("RETURNED",), applicant, lambda case, _: case.world.may_delete_returned,
        to("DELETED")),
    Row("T24", "pay", ("AWAITING_PAYMENT",), applicant, payable, paid("PAID")),
    Row("T24", "pay:too little", ("AWAITING_PAYMENT",), applicant, payable, paid("WRONG")),
    Row("4.5", "release_fee", ("PAID_UNVERIFIED",), approver, always, fee_released),
    Row("T25", "verify_payment", ("PAID_UNVERIFIED",), applicant_or_office, amounts_equal,
        verified),
    Row("T26", "accept", HELD, handler, at_committee, to("ACCEPTED")),
    Row("T27", "start_evaluation", ("ACCEPTED",), handler, always, to("IN_EVALUATION")),
    Row("T28", "record_result:passed", ("IN_EVALUATION",), handler, always,
        to("RESULT_PUBLICITY")),
    Row("T28", "record_result:failed", ("IN_EVALUATION",), handler, always, to("FAILED_FINAL")),
    Row("T29", "result_publicity", ("RESULT_PUBLICITY",), handler, always, shown(20, long=True)),
    Row("T29", "result_publicity:short", ("RESULT_PUBLICITY",), handler, always,
        shown(2, long=False)),
    Row("T29", "finalise", ("RESULT_PUBLICITY",), handler, result_shown, to("PASSED_FINAL")),
    Row("T30", "issue", ("PASSED_FINAL",), office_that_had_it, always, to("CERT_ISSUED")),
    Row("T31", "reopen", ("NOT_PASSED",), approver, lambda case, _: case.version > 0, handed_back),
    Row("T31", "reopen:without a reason", ("NOT_PASSED",), approver, never, nothing),
    Row("N8", "recuse", ALIVE, reader, lambda _, person: person.part == "both", recused),
)
# fmt: on
ACTIONS = tuple(dict.fromkeys(row.on for row in TABLE))
_ROWS = {on: [row for row in TABLE if row.on == on] for on in ACTIONS}


def people(case: Case) -> list[Person]:
    """Everybody who tries something: the applicant, all of the route, and some of elsewhere."""
    offices = [*case.world.route, "senior"]
    parts = ("clerk", "lead", "both", "admin")
    staff = [Person(office, part) for office in offices for part in parts]
    sealers = [Person(UNIT, "sealer")] if UNIT in offices else []
    return [APPLICANT, STRANGER, *staff, *sealers]


def asked(case: Case, person: Person, on: str) -> bool:
    """Whether the attempt says anything: only a ``both`` recuses themselves (else nobody is left),
    and only a known person does what applicants do."""
    if on == "recuse" and person.part != "both":
        return False
    return not (on == "publish_loss" and case.now.date() > CERTAIN_UNTIL - timedelta(days=15))


def row_for(case: Case, person: Person, on: str) -> Row | None:
    """The row that the action goes by here and now, or None where it is not allowed."""
    for row in _ROWS[on]:
        if case.state in row.states and row.who(case, person) and row.guard(case, person):
            return row
    return None


def attempts(case: Case) -> Iterator[tuple[Person, str, bool]]:
    """Everything that anybody could try, and whether it is allowed."""
    for person in people(case):
        for on in ACTIONS:
            if asked(case, person, on):
                yield person, on, row_for(case, person, on) is not None
