"""Stamps and the way on (domain §4.7 T17, T18, T23, T25)."""

from __future__ import annotations

import uuid
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from app.domain.enums import OrgKind
from app.domain.fees import FeeOrder, FeeStatus
from app.domain.model import Application, RouteOverride
from app.domain.profile import Profile
from app.domain.routing import next_targets
from app.domain.sealing import Seal, Stamp, StampMethod
from app.domain.workflow import Event, node_kind, target_of
from server_stub import cases, effects_onward, fees, routing, sealed_forms, seals, staff
from server_stub.act import Act, Payload, read
from server_stub.judge import Verdict


class StampPayload(Payload):
    """Payload of ``stamp``: what was sealed, and how. The server says who and when."""

    form: str = Field(min_length=1)
    seal_id: str = ""
    stamp_id: str = ""
    method: StampMethod = StampMethod.PAPER
    content_sha256: str
    dossier_rev: int = 0
    doc_sha256: str = ""
    stamped_sha256: str = ""


class VoidPayload(Payload):
    """Payload of ``void_stamp``."""

    stamp_id: str
    reason: str = ""


class Onward(Payload):
    """Payload of ``forward`` and ``override_route``: where to, why, and the route as seen."""

    target_org: str = ""
    reason: str = ""
    route: list[str] | None = None


def stamp(act: Act) -> Verdict | None:
    """T17: record that a form was sealed."""
    content = read(act, StampPayload)
    if isinstance(content, Verdict):
        return content
    told = content.model_dump(exclude={"stamp_id"})
    made = Stamp(
        **told,
        stamp_id=content.stamp_id or uuid.uuid4().hex,
        version_no=act.application.current_version,
        signer_id=act.caller.user_id,
        signer_name=act.caller.name,
        at=act.now,
    )
    reviewers = staff.reviewers(act.session, act.caller.org_id, node_kind(act.application))
    verdict = act.refused(
        Event.STAMP, stamp=made, seal=_seal(act, made.seal_id), reviewers=reviewers
    )
    if verdict is None:
        verdict = sealed_forms.twice(act, made, _seal(act, made.seal_id))
    if verdict is None:
        verdict = sealed_forms.refusal(act, made, _seal(act, made.seal_id))
    if verdict is not None:
        return verdict
    made = sealed_forms.taken(act, made)
    proposal = act.application.proposal
    alone = proposal is not None and proposal.handler_id == act.caller.user_id
    sealed = effects_onward.stamped(
        act.application, made, act.profile, op_id=act.operation.op_id, alone=alone
    )
    act.store(concluded(act, sealed))
    return None


def void_stamp(act: Act) -> Verdict | None:
    """T17b."""
    content = read(act, VoidPayload)
    if isinstance(content, Verdict):
        return content
    found = next((s for s in act.application.stamps if s.stamp_id == content.stamp_id), None)
    verdict = act.refused(Event.VOID_STAMP, stamp=found, reason=content.reason)
    if verdict is not None:
        return verdict
    act.store(
        effects_onward.void_stamp(
            act.application, content.stamp_id, content.reason, act.profile, **act.who
        )
    )
    return None


def override_route(act: Act) -> Verdict | None:
    """T18b: let the case leave nodes of its route out."""
    content = read(act, Onward)
    if isinstance(content, Verdict):
        return content
    verdict = act.refused(
        Event.OVERRIDE_ROUTE, target_org=content.target_org, reason=content.reason
    )
    if verdict is not None:
        return verdict
    override = RouteOverride(
        stage_index=act.application.stage_index,
        target_org=content.target_org,
        reason=content.reason,
        by=act.caller.user_id,
        at=act.now,
    )
    act.store(effects_onward.allow_skip(act.application, override, **act.who))
    return None


def forward(act: Act) -> Verdict | None:
    """T18: to the next node, whose officers see the case from here on."""
    content = read(act, Onward)
    if isinstance(content, Verdict):
        return content
    seen = tuple(content.route) if content.route is not None else None
    more: dict[str, Any] = {
        "target_org": content.target_org,
        "reason": content.reason,
        "route_seen": seen,
    }
    due = fee_due(act.session, act.application, act.profile)
    verdict = act.refused(Event.FORWARD, gate="forward", fee_due=due, **more)
    if verdict is not None:
        return verdict
    target = target_of(act.situation(**more))
    assert target is not None
    moved = effects_onward.forward(
        act.application, target, act.activity(), content.reason, **act.who
    )
    act.store(moved)
    return None


def verify_payment(act: Act) -> Verdict | None:
    """T25 by the office: what was paid is what was asked for, and the case goes on."""
    verdict = act.refused(Event.VERIFY_PAYMENT)
    if verdict is not None:
        return verdict
    act.store(paid(act.session, act.application, act.profile, **act.who))
    return None


def paid(session: Session, application: Application, profile: Profile, **who: Any) -> Application:
    """T25: the fee is verified and the case goes to the committee.

    :param who: ``op_id`` (empty for the applicant), ``actor_id``, ``actor_name``, ``now``.
    """
    assert application.fee is not None
    fee = application.fee.model_copy(
        update={"status": FeeStatus.VERIFIED, "verified_at": who["now"]}
    )
    settled = application.model_copy(update={"fee": fee})
    ahead = next_targets(settled, routing.offices(session), profile)
    target = next(target for target in ahead if target.proposed)
    activity = cases.activity_of(session, settled)
    return effects_onward.forward(settled, target, activity, **who)


def concluded(act: Act, application: Application) -> Application:
    """What a passed case becomes by itself: final, or waiting for its fee (T15, T17, T23)."""
    due = fee_due(act.session, application, act.profile)
    order: FeeOrder | None = None
    if due:
        order = fees.order(application, act.profile, act.now)
    return effects_onward.concluded(application, act.profile, order)


def fee_due(session: Session, application: Application, profile: Profile) -> bool:
    """Whether the committee ahead takes a fee through the system that is not verified yet."""
    if fees.amount_of(application, profile) is None:
        return False
    if application.fee is not None and application.fee.status is FeeStatus.VERIFIED:
        return False
    ahead = application.route[application.stage_index + 1 :]
    if not ahead or ahead[0].kind is not OrgKind.COMMITTEE:
        return False
    committee = routing.offices(session).get(ahead[0].org_id)
    return committee is not None and committee.collects_fee_online


def _seal(act: Act, seal_id: str) -> Seal | None:
    """The seal as the registry has it now, whosever it is; None for one nobody registered."""
    return seals.find(act.session, seal_id) if seal_id else None
