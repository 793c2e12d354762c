"""The state machine of domain §4.7: every transition with who may and what must hold.

Client and server read the same table. Rows beyond T01–T32 are numbered after the row they belong
to (``T11b``). Where the source leaves a state open, the row says what this program does:

* T22 leads to RETURNED only where the applicant has to act. Referred to the unit or the node below,
  a case is SUBMITTED there, flagged ``REFERRED_DOWN``, for somebody has to claim it.
* T15 and T17 lead straight to PASSED_FINAL where the route of a grant (认定, 重新确认, 补发, 审验)
  ends, and to AWAITING_PAYMENT where the committee ahead collects its fee.
* T26 also takes a case that the committee's clerk has claimed to read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.enums import OrgKind, Status, Verb
from app.domain.refusal import Refusal
from app.domain.workflow import guards as g
from app.domain.workflow import guards_onward as o
from app.domain.workflow.events import Event
from app.domain.workflow.seats import Seat
from app.domain.workflow.situation import Situation

Guard = Callable[[Situation], Refusal | None]


@dataclass(frozen=True)
class Transition:
    """One row. ``seats`` are alternatives; ``guards`` must all hold.

    An empty ``source`` is the beginning. ``verbs`` and ``kinds`` limit the row to decisions and to
    kinds of nodes; empty means any. ``gate`` names the pre-check rules that have to be clear
    (domain §4.13).
    """

    id: str
    event: Event
    source: frozenset[Status]
    target: frozenset[Status]
    seats: frozenset[Seat]
    guards: tuple[Guard, ...]
    verbs: frozenset[Verb] = frozenset()
    kinds: frozenset[OrgKind] = frozenset()
    gate: str = ""


def _row(
    number: str,
    event: Event,
    source: str,
    target: str,
    seats: tuple[Seat, ...],
    *guards: Guard,
    verb: Verb | None = None,
    kind: OrgKind | None = None,
    gate: str = "",
) -> Transition:
    return Transition(
        number,
        event,
        frozenset(map(Status, source.split())),
        frozenset(map(Status, target.split())),
        frozenset(seats),
        guards,
        frozenset() if verb is None else frozenset({verb}),
        frozenset() if kind is None else frozenset({kind}),
        gate,
    )


_ALIVE = " ".join(status.value for status in Status if status.known and status not in o.TERMINAL)
_AT_REST = " ".join(status for status in _ALIVE.split() if status not in ("CLAIMED", "PROPOSED"))
_SEEN = " ".join(status for status in _ALIVE.split() if status not in ("DRAFT", "LOSS_PUBLICITY"))

_APPLICANT, _CLOCK = (Seat.APPLICANT,), (Seat.CLOCK,)
_HANDLER, _APPROVER, _SEALER = (Seat.HANDLER,), (Seat.APPROVER,), (Seat.SEALER,)
_JUDGE = (g.own_node, g.not_oneself)
_COMMITTEE = OrgKind.COMMITTEE

# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    # --- the applicant prepares ------------------------------------------------------------------
    _row("T01", Event.CREATE, "", "DRAFT", _APPLICANT, g.type_offered),
    _row("T02", Event.EDIT, "DRAFT WITHDRAWN RETURNED", "DRAFT WITHDRAWN RETURNED", _APPLICANT,
         g.own_application),
    _row("T03", Event.RETARGET, "DRAFT WITHDRAWN", "DRAFT WITHDRAWN", _APPLICANT,
         g.own_application),
    _row("T04", Event.DELETE, "DRAFT WITHDRAWN", "DELETED", _APPLICANT, g.own_application),
    _row("T05", Event.PUBLISH_LOSS, "DRAFT", "LOSS_PUBLICITY", _APPLICANT,
         g.own_application, o.publishes_loss, gate="item 1"),
    _row("T06", Event.END_LOSS_PUBLICITY, "LOSS_PUBLICITY", "DRAFT", _CLOCK),
    _row("T07", Event.UPHOLD_OBJECTION, "LOSS_PUBLICITY", "DRAFT NOT_PASSED", (Seat.OFFICE,),
         g.not_oneself, g.reason_given),
    _row("T08", Event.SUBMIT, "DRAFT WITHDRAWN", "SUBMITTED", _APPLICANT,
         g.own_application, o.loss_publicised, gate="submit"),
    _row("T09", Event.WITHDRAW, "SUBMITTED CLAIMED", "WITHDRAWN", _APPLICANT,
         g.own_application, g.withdraw_allowed, gate="withdraw"),
    # --- a node reviews --------------------------------------------------------------------------
    _row("T10", Event.CLAIM, "SUBMITTED CLAIMED", "CLAIMED", _HANDLER,
         *_JUDGE, g.nobody_else_holds, g.free_claims_left, gate="claim"),
    _row("T11", Event.RELEASE, "CLAIMED", "SUBMITTED", (*_HANDLER, Seat.ADMIN),
         g.own_node, g.holder_or_admin),
    _row("T11b", Event.EXPIRE, "CLAIMED", "SUBMITTED", _CLOCK, g.lease_over),
    _row("T11c", Event.RENEW, "CLAIMED", "CLAIMED", _HANDLER,
         g.own_node, g.holds_claim, g.within_max_lease),
    _row("T11d", Event.SAVE_DOSSIER, "SUBMITTED CLAIMED", "SUBMITTED CLAIMED", _HANDLER,
         *_JUDGE, kind=OrgKind.UNIT),
    _row("T12", Event.PROPOSE, "CLAIMED", "PROPOSED", _HANDLER,
         *_JUDGE, g.holds_claim, g.verb_offered, g.stage_in_time, verb=Verb.PASS, gate="PASS"),
    _row("T13", Event.PROPOSE, "CLAIMED", "PROPOSED RETURNED", _HANDLER,
         *_JUDGE, g.holds_claim, g.verb_offered, g.stage_in_time, verb=Verb.RETURN, gate="decide"),
    _row("T14", Event.PROPOSE, "CLAIMED", "PROPOSED", _HANDLER,
         *_JUDGE, g.holds_claim, g.verb_offered, g.refusal_has_category, g.stage_in_time,
         verb=Verb.NOT_PASSED, gate="decide"),
    _row("T15", Event.APPROVE, "PROPOSED",
         "APPROVED_AT RETURNED SUBMITTED NOT_PASSED AWAITING_PAYMENT PASSED_FINAL", _APPROVER,
         *_JUDGE, g.approver_is_another, g.stage_in_time, gate="approve"),
    _row("T16", Event.SEND_BACK, "PROPOSED", "CLAIMED", _APPROVER,
         g.own_node, g.approver_is_another),
    _row("T16b", Event.RECALL, "PROPOSED", "CLAIMED", _HANDLER, g.own_node, g.own_proposal),
    # --- it goes on ------------------------------------------------------------------------------
    _row("T17", Event.STAMP, "APPROVED_AT SEALED",
         "APPROVED_AT SEALED AWAITING_PAYMENT PASSED_FINAL", _SEALER,
         *_JUDGE, o.sealer_is_another, o.form_sealed_here, o.stamp_is_of_this_version,
         o.seal_is_valid),
    _row("T17b", Event.VOID_STAMP, "APPROVED_AT SEALED", "APPROVED_AT SEALED", _SEALER,
         g.own_node, o.stamp_stands, g.reason_given),
    _row("T18", Event.FORWARD, "APPROVED_AT SEALED", "SUBMITTED", (*_HANDLER, *_SEALER),
         *_JUDGE, o.route_as_seen, o.target_allowed, o.seals_complete, o.seals_still_valid,
         o.no_fee_due, g.stage_in_time, gate="forward"),
    _row("T18b", Event.OVERRIDE_ROUTE, "PROPOSED APPROVED_AT SEALED", "PROPOSED APPROVED_AT SEALED",
         _APPROVER, *_JUDGE, o.is_a_skip, g.reason_given),
    _row("T19", Event.RESUBMIT, "RETURNED", "SUBMITTED", _APPLICANT,
         g.own_application, g.before_deadline, gate="submit"),
    _row("T20", Event.DELETE, "RETURNED", "DELETED", _APPLICANT,
         g.own_application, g.may_delete_returned),
    _row("T21", Event.LAPSE, "RETURNED", "LAPSED", _CLOCK, g.deadline_over),
    _row("T22", Event.PROPOSE, "CLAIMED", "PROPOSED RETURNED SUBMITTED", _HANDLER,
         *_JUDGE, g.holds_claim, g.verb_offered, g.refer_target_known, g.stage_in_time,
         verb=Verb.REFER_DOWN, gate="decide"),
    # --- fee, committee, end ---------------------------------------------------------------------
    _row("T23", Event.CHARGE, "APPROVED_AT SEALED", "AWAITING_PAYMENT", _APPROVER,
         g.own_node, o.seals_complete, o.fee_is_due),
    _row("T24", Event.PAY, "AWAITING_PAYMENT", "PAID_UNVERIFIED", _APPLICANT, g.own_application),
    _row("T25", Event.VERIFY_PAYMENT, "PAID_UNVERIFIED", "SUBMITTED",
         (Seat.APPLICANT, Seat.OFFICE), g.own_or_has_had_it, o.amounts_equal),
    _row("T26", Event.ACCEPT, "SUBMITTED CLAIMED", "ACCEPTED", _HANDLER,
         *_JUDGE, g.nobody_else_holds, kind=_COMMITTEE, gate="accept"),
    _row("T27", Event.START_EVALUATION, "ACCEPTED", "IN_EVALUATION", _HANDLER,
         *_JUDGE, kind=_COMMITTEE),
    _row("T28", Event.RECORD_RESULT, "IN_EVALUATION", "RESULT_PUBLICITY FAILED_FINAL", _HANDLER,
         *_JUDGE, kind=_COMMITTEE),
    _row("T28b", Event.RESULT_PUBLICITY, "RESULT_PUBLICITY", "RESULT_PUBLICITY", _HANDLER,
         *_JUDGE, kind=_COMMITTEE),
    _row("T29", Event.FINALISE, "RESULT_PUBLICITY", "PASSED_FINAL", _HANDLER,
         *_JUDGE, o.result_publicity_over, kind=_COMMITTEE),
    _row("T30", Event.ISSUE, "PASSED_FINAL", "CERT_ISSUED", (Seat.OFFICE,),
         g.has_had_it, g.not_oneself),
    # --- exceptions ------------------------------------------------------------------------------
    _row("T31", Event.REOPEN, "NOT_PASSED", "CLAIMED", _APPROVER,
         *_JUDGE, g.reopen_offered, g.reason_given),
    _row("T32", Event.TRANSFER, _AT_REST, _AT_REST, _APPLICANT, g.own_application),
    _row("T33", Event.RECUSE, _SEEN, _SEEN, (Seat.READER,), g.has_had_it, g.reason_given),
)
# fmt: on
"""Every transition, in the order of domain §4.7."""
