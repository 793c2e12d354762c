"""What an action makes of a case: the column "to" of domain §4.7."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.model.case import LEASE, LONGEST_LEASE, PAYMENT, Case, Person, fifth_working_day
from tests.model.regions import COMMITTEES, UNIT

Effect = Callable[[Case, Person], None]


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
