"""The state machine of domain §4.7, written down a second time from its text.

One table: number, action, states, who may, guard, effect. It knows nothing of the program's own
table (``app/domain/workflow``), with which it is compared through the server's answers.

Where the text leaves something open, the design decides (``docs/workflow.md``): a proposal without
a living lease takes the case in the same step; referred to an office, a case waits there to be
claimed; what a route grants is final once its last office has passed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.model import effects as e
from tests.model import guards as g
from tests.model.case import APPLICANT, CERTAIN_UNTIL, STRANGER, Case, Person
from tests.model.effects import Effect
from tests.model.guards import Test
from tests.model.regions import UNIT

OVER = ("NOT_PASSED", "LAPSED", "FAILED_FINAL", "CERT_ISSUED", "DELETED")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``on`` is what is done, with its variant after a colon."""

    number: str
    on: str
    states: tuple[str, ...]
    who: Test
    guard: Test
    effect: Effect


HELD = ("SUBMITTED", "CLAIMED")
PASSED = ("APPROVED_AT", "SEALED")
AHEAD = ("PROPOSED", *PASSED)
ALIVE = (
    "SUBMITTED", "CLAIMED", "PROPOSED", "APPROVED_AT", "SEALED", "RETURNED", "AWAITING_PAYMENT",
    "PAID_UNVERIFIED", "ACCEPTED", "IN_EVALUATION", "RESULT_PUBLICITY", "PASSED_FINAL",
)  # fmt: skip

# fmt: off
TABLE: tuple[Row, ...] = (
    Row("T02", "edit", ("DRAFT", "WITHDRAWN", "RETURNED"), g.applicant, g.always, e.nothing),
    Row("T04", "delete", ("DRAFT", "WITHDRAWN"), g.applicant, g.always, e.to("DELETED")),
    Row("T05", "publish_loss", ("DRAFT",), g.applicant, g.loss_not_opened, e.loss_publicised),
    Row("T02", "publish_loss", ("DRAFT", "WITHDRAWN", "RETURNED"), g.applicant, g.loss_opened,
        e.nothing),
    Row("T06", "save_item_2", ("DRAFT", "WITHDRAWN", "RETURNED"), g.applicant, g.loss_opened,
        e.edited),
    Row("T07", "object", ("LOSS_PUBLICITY",), g.loss_office, g.always, e.objected),
    Row("T07", "settle", ("LOSS_PUBLICITY",), g.loss_office, g.objection_open, e.settled),
    Row("T07", "uphold", ("LOSS_PUBLICITY",), g.loss_office, g.objection_open, e.upheld("DRAFT")),
    Row("T07", "uphold:final", ("LOSS_PUBLICITY",), g.loss_office, g.objection_open,
        e.upheld("NOT_PASSED")),
    Row("T08", "submit", ("DRAFT", "WITHDRAWN"), g.applicant, g.in_window, e.submitted),
    Row("T09", "withdraw", ("SUBMITTED",), g.applicant, g.may_withdraw, e.to("WITHDRAWN")),
    Row("T10", "claim", HELD, g.handler, g.free, e.claimed),
    Row("T11", "release", ("CLAIMED",), g.holder_or_admin, g.always, e.to("SUBMITTED")),
    Row("T11", "renew", ("CLAIMED",), g.handler, g.may_renew, e.renewed),
    Row("4.9", "save_dossier", HELD, g.handler, g.at_unit, e.saved_dossier),
    Row("T12", "propose:PASS", HELD, g.handler, g.may_propose("PASS"), e.proposed("PASS")),
    Row("T13", "propose:RETURN", HELD, g.handler, g.may_propose("RETURN"), e.proposed("RETURN")),
    Row("T13", "propose:RETURN without a comment", HELD, g.handler, g.never, e.nothing),
    Row("T14", "propose:NOT_PASSED", HELD, g.handler, g.may_propose("NOT_PASSED"),
        e.proposed("NOT_PASSED")),
    Row("T14", "propose:NOT_PASSED without a ground", HELD, g.handler, g.never, e.nothing),
    Row("T22", "propose:REFER_DOWN APPLICANT", HELD, g.handler, g.may_propose("REFER_DOWN"),
        e.proposed("REFER_DOWN", "APPLICANT")),
    Row("T22", "propose:REFER_DOWN UNIT", HELD, g.handler, g.may_propose("REFER_DOWN"),
        e.proposed("REFER_DOWN", "UNIT")),
    Row("T22", "propose:REFER_DOWN LOWER", HELD, g.handler, g.may_propose("REFER_DOWN"),
        e.proposed("REFER_DOWN", "LOWER")),
    Row("T22", "propose:REFER_DOWN NOWHERE", HELD, g.handler, g.never, e.nothing),
    Row("T15", "approve", ("PROPOSED",), g.approver, g.may_approve, e.approved),
    Row("T16", "send_back", ("PROPOSED",), g.approver, g.not_the_handler, e.handed_back),
    Row("T16", "recall", ("PROPOSED",), g.handler, g.own_proposal, e.handed_back),
    Row("T17", "stamp", PASSED, g.sealer, g.may_stamp, e.stamped),
    Row("T17", "stamp:another version", PASSED, g.sealer, g.never, e.nothing),
    Row("T18", "forward", PASSED, g.handler_or_sealer, g.may_forward, e.forwarded),
    Row("T18", "forward:skip", PASSED, g.handler_or_sealer, g.may_skip, e.skipped),
    Row("4.5", "override_route", AHEAD, g.approver, g.something_to_skip, e.skip_allowed),
    Row("4.5", "override_route:without a reason", AHEAD, g.approver, g.never, e.nothing),
    Row("T19", "resubmit", ("RETURNED",), g.applicant, g.in_time, e.submitted),
    Row("T20", "delete", ("RETURNED",), g.applicant, lambda case, _: case.world.may_delete_returned,
        e.to("DELETED")),
    Row("T24", "pay", ("AWAITING_PAYMENT",), g.applicant, g.payable, e.paid("PAID")),
    Row("T24", "pay:too little", ("AWAITING_PAYMENT",), g.applicant, g.payable, e.paid("WRONG")),
    Row("4.5", "release_fee", ("PAID_UNVERIFIED",), g.approver, g.always, e.fee_released),
    Row("T25", "verify_payment", ("PAID_UNVERIFIED",), g.applicant_or_office, g.amounts_equal,
        e.verified),
    Row("T26", "accept", HELD, g.handler, g.at_committee, e.to("ACCEPTED")),
    Row("T27", "start_evaluation", ("ACCEPTED",), g.handler, g.always, e.to("IN_EVALUATION")),
    Row("T28", "record_result:passed", ("IN_EVALUATION",), g.handler, g.always,
        e.to("RESULT_PUBLICITY")),
    Row("T28", "record_result:failed", ("IN_EVALUATION",), g.handler, g.always,
        e.to("FAILED_FINAL")),
    Row("T29", "result_publicity", ("RESULT_PUBLICITY",), g.handler, g.always,
        e.shown(20, long=True)),
    Row("T29", "result_publicity:short", ("RESULT_PUBLICITY",), g.handler, g.always,
        e.shown(2, long=False)),
    Row("T29", "finalise", ("RESULT_PUBLICITY",), g.handler, g.result_shown, e.to("PASSED_FINAL")),
    Row("T30", "issue", ("PASSED_FINAL",), g.office_that_had_it, g.always, e.to("CERT_ISSUED")),
    Row("T31", "reopen", ("NOT_PASSED",), g.approver, lambda case, _: case.version > 0,
        e.handed_back),
    Row("T31", "reopen:without a reason", ("NOT_PASSED",), g.approver, g.never, e.nothing),
    Row("N8", "recuse", ALIVE, g.reader, lambda _, person: person.part == "both", e.recused),
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
