"""Guards of what follows a decision: seals, the way on, fees, the committee (T17, T18, T23–T30)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.enums import Status
from app.domain.model import Application
from app.domain.partial_date import CHINA
from app.domain.profile import Profile
from app.domain.refusal import Refusal
from app.domain.routing import Target, next_targets
from app.domain.sealing import Seal, SealStatus, Stamp
from app.domain.workflow.seats import node_kind
from app.domain.workflow.situation import Situation


def valid_stamps(application: Application) -> list[Stamp]:
    """The stamps that seal the present version, and the present dossier where there is one."""
    dossier = application.dossier
    return [
        stamp
        for stamp in application.stamps
        if not stamp.voided
        and stamp.content_sha256 == application.version.content_sha256
        and (dossier is None or stamp.dossier_rev == dossier.rev or application.stage_index > 0)
    ]


def seals_missing(application: Application, profile: Profile) -> list[str]:
    """The forms that must be sealed before the case leaves this kind of node, and are not."""
    kind = node_kind(application)
    done = {stamp.form for stamp in valid_stamps(application)}
    return [
        use.form
        for use in profile.seal.uses
        if use.stage is kind and use.required and use.form not in done
    ]


def is_last_stage(application: Application) -> bool:
    """Whether the route ends here."""
    return application.stage_index >= len(application.route) - 1


def target_of(at: Situation) -> Target | None:
    """The node that the actor wants to forward to; the one proposed where they name none."""
    targets = next_targets(at.application, at.orgs or {}, at.profile)
    if not at.target_org:
        return next((target for target in targets if target.proposed), None)
    return next((target for target in targets if target.node.org_id == at.target_org), None)


def sealer_is_another(at: Situation) -> Refusal | None:
    """SEALER ≠ HANDLER by the region's policy; a node with a single reviewer is let through, and
    the single-person mode noted (domain §4.5)."""
    proposal = at.application.proposal
    if proposal is None or not at.profile.seal.sealer_not_handler:
        return None
    alone = at.reviewers is not None and at.reviewers < 2
    same = proposal.handler_id == at.actor.user_id
    return Refusal("SEALER_IS_HANDLER") if same and not alone else None


def form_sealed_here(at: Situation) -> Refusal | None:
    """The region seals this form at this kind of node."""
    kind = node_kind(at.application)
    forms = {use.form for use in at.profile.seal.uses if use.stage is kind}
    known = at.stamp is not None and at.stamp.form in forms
    return None if known else Refusal("FORM_NOT_SEALED_HERE")


def stamp_is_of_this_version(at: Situation) -> Refusal | None:
    """A stamp is bound to what was on the paper: this version and this dossier (R136)."""
    stamp, application = at.stamp, at.application
    if stamp is None or stamp.content_sha256 != application.version.content_sha256:
        return Refusal("R136")
    dossier = application.dossier
    stale = dossier is not None and at.application.stage_index == 0
    if stale and dossier is not None and stamp.dossier_rev != dossier.rev:
        return Refusal("R136")
    return None


def seal_is_valid(at: Situation) -> Refusal | None:
    """The seal belongs to the office and is active now; a seal nobody registered is of paper."""
    seal = at.seal
    if seal is None:
        return None
    why = _why_unusable(seal, at.now)
    if not why and seal.status is not SealStatus.ACTIVE:
        why = seal.status.value
    if not why and seal.owner_org != at.application.node_org:
        why = "OTHER_OFFICE"
    if not why and seal.holders and at.actor.user_id not in seal.holders:
        why = "NOT_HOLDER"
    return Refusal("SEAL_INVALID", {"name": seal.name, "why": why}) if why else None


def seals_complete(at: Situation) -> Refusal | None:
    """What must be sealed here is sealed (R135)."""
    return Refusal("R135") if seals_missing(at.application, at.profile) else None


def seals_still_valid(at: Situation) -> Refusal | None:
    """No seal was revoked, frozen or out of its time when it was used (R136)."""
    around = at.application.surroundings
    known = {seal.seal_id: seal for seal in (around.seals if around else None) or []}
    for stamp in valid_stamps(at.application):
        seal = known.get(stamp.seal_id)
        if seal is None:
            continue
        why = _why_unusable(seal, stamp.at)
        if why:
            return Refusal("SEAL_INVALID", {"name": seal.name, "why": why})
    return None


def _why_unusable(seal: Seal, at: datetime) -> str:
    """Why a seal does not hold at a moment, whoever used it; empty where it does.

    One that ran out since it was used is good for what was sealed before.
    """
    if seal.status in (SealStatus.REVOKED, SealStatus.FROZEN):
        return seal.status.value
    if at < seal.valid_from:
        return "NOT_YET"
    return SealStatus.EXPIRED.value if at > seal.valid_to else ""


def stamp_stands(at: Situation) -> Refusal | None:
    """Only a stamp that stands is voided."""
    stands = at.stamp is not None and not at.stamp.voided
    return None if stands else Refusal("STAMP_UNKNOWN")


def route_as_seen(at: Situation) -> Refusal | None:
    """The route is the one that the officer had before them."""
    now = tuple(node.org_id for node in at.application.route)
    if at.route_seen is None or at.route_seen == now:
        return None
    names = " → ".join(node.name for node in at.application.route if node.name)
    return Refusal("ROUTE_CHANGED", {"route": names})


def target_allowed(at: Situation) -> Refusal | None:
    """The way on leads to the next node; a skip only where an approver has let it pass."""
    target = target_of(at)
    if target is None:
        return Refusal("ROUTE_NO_TARGET")
    return target.why[0] if target.why else None


def is_a_skip(at: Situation) -> Refusal | None:
    """What an approver lets pass leaves nodes of the route out."""
    target = target_of(at)
    skips = target is not None and bool(at.target_org and target.skips)
    return None if skips else Refusal("ROUTE_NO_TARGET")


def no_fee_due(at: Situation) -> Refusal | None:
    """Before a committee that collects its fee, the fee comes first (T23)."""
    return Refusal("FEE_DUE") if at.fee_due else None


def fee_is_due(at: Situation) -> Refusal | None:
    """The committee collects through the system (S1 3.6)."""
    return None if at.fee_due else Refusal("FEE_NOT_COLLECTED")


def amounts_equal(at: Situation) -> Refusal | None:
    """What was paid is what was asked for (T25)."""
    fee = at.application.fee
    if fee is None or fee.paid_amount is None:
        return Refusal("FEE_NOT_PAID")
    return None if fee.paid_amount == fee.amount else Refusal("FEE_AMOUNT_DIFFERS")


def result_publicity_over(at: Situation) -> Refusal | None:
    """The result was publicised to the end and nobody objected, or the objection was settled."""
    shown = at.application.result_publicity
    if shown is None or shown.start_date is None or shown.end_date is None:
        return Refusal("RESULT_NOT_PUBLICISED")
    if at.now.astimezone(CHINA).date() < shown.end_date + timedelta(days=1):
        return Refusal("RESULT_PUBLICITY_RUNNING", {"end": shown.end_date.isoformat()})
    if shown.objection and not shown.handling_result.strip():
        return Refusal("RESULT_OBJECTED")
    return None


def publishes_loss(at: Situation) -> Refusal | None:
    """Only a lost certificate is declared void before anything is handed in (S1 3.4)."""
    spec = at.profile.type_spec(at.application.type)
    first = spec is not None and spec.publicity_before_submit
    return None if first else Refusal("TYPE_NOT_OFFERED")


def loss_publicised(at: Situation) -> Refusal | None:
    """A lost certificate was declared void before the rest is handed in (R191)."""
    spec = at.profile.type_spec(at.application.type)
    first = spec is not None and spec.publicity_before_submit
    missing = first and at.application.loss_publicity is None
    return Refusal("LOSS_NOT_PUBLICISED") if missing else None


TERMINAL = frozenset(
    {Status.NOT_PASSED, Status.LAPSED, Status.FAILED_FINAL, Status.CERT_ISSUED, Status.DELETED}
)
"""States that nothing but an exception leads out of."""
