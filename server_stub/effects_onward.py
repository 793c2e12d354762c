"""What follows a decision (domain §4.7 T17–T31): stamps, the way on, the committee. Pure, like
:mod:`server_stub.effects`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.enums import OrgKind, Status
from app.domain.fees import FeeOrder
from app.domain.model import (
    Activity,
    Application,
    Claim,
    RouteNode,
    RouteOverride,
)
from app.domain.profile import Profile
from app.domain.publicity import Publicity
from app.domain.routing import RouteDiff, Target
from app.domain.sealing import Stamp
from app.domain.workflow import is_last_stage, seals_missing
from server_stub.effects import noted, stage_deadline

REFERRED_DOWN = "REFERRED_DOWN"
ROUTE_CHANGED = "ROUTE_CHANGED"
SINGLE_PERSON = "SINGLE_PERSON"
_OF_A_STAGE = frozenset({REFERRED_DOWN, ROUTE_CHANGED, SINGLE_PERSON})


def _acted(
    application: Application,
    now: datetime,
    action: str,
    op_id: str,
    actor_id: str,
    actor_name: str,
    **params: Any,
) -> dict[str, Any]:
    """The timeline with one line more, and the operation among those applied."""
    return {
        "timeline": noted(application, now, action, actor_id, actor_name, **params),
        "applied_ops": [*application.applied_ops, op_id] if op_id else application.applied_ops,
    }


def act(
    application: Application,
    action: str,
    *,
    op_id: str,
    actor_id: str,
    actor_name: str,
    now: datetime,
    status: Status | None = None,
    params: dict[str, Any] | None = None,
    **update: Any,
) -> Application:
    """An event that changes the status and little else, with its line in the timeline."""
    done = _acted(application, now, action, op_id, actor_id, actor_name, **(params or {}))
    if status is not None:
        done["status"] = status
    return application.model_copy(update={**update, **done})


def stamped(
    application: Application, stamp: Stamp, profile: Profile, *, op_id: str, alone: bool
) -> Application:
    """T17: one form more is sealed; SEALED once all are that must be.

    :param alone: the sealer handled the case too, for want of somebody else.
    """
    sealed = application.model_copy(update={"stamps": [*application.stamps, stamp]})
    complete = not seals_missing(sealed, profile)
    flags = {*application.flags, SINGLE_PERSON} if alone else set(application.flags)
    return act(
        sealed,
        "stamp",
        op_id=op_id,
        actor_id=stamp.signer_id,
        actor_name=stamp.signer_name,
        now=stamp.at,
        status=Status.SEALED if complete else application.status,
        params={"form": stamp.form, "single_person": alone} if alone else {"form": stamp.form},
        flags=sorted(flags),
    )


def void_stamp(
    application: Application,
    stamp_id: str,
    reason: str,
    profile: Profile,
    **who: Any,
) -> Application:
    """T17b: a stamp is voided, never deleted; the case waits for another one where it needs it."""
    stamps = [
        stamp.model_copy(update={"voided": True, "void_reason": reason})
        if stamp.stamp_id == stamp_id
        else stamp
        for stamp in application.stamps
    ]
    left = application.model_copy(update={"stamps": stamps})
    status = Status.APPROVED_AT if seals_missing(left, profile) else application.status
    return act(left, "void_stamp", status=status, params={"reason": reason}, **who)


def concluded(application: Application, profile: Profile, fee: FeeOrder | None) -> Application:
    """What a passed case becomes by itself, once all is sealed that must be.

    A grant whose route ends here is final; before a committee that collects its fee the fee comes
    (T23). Otherwise it waits to be forwarded.

    :param fee: the order to make where a fee is due.
    """
    if application.status not in (Status.APPROVED_AT, Status.SEALED):
        return application
    if seals_missing(application, profile):
        return application
    if fee is not None:
        return application.model_copy(update={"status": Status.AWAITING_PAYMENT, "fee": fee})
    spec = profile.type_spec(application.type)
    if spec is not None and spec.ends == "GRANT" and is_last_stage(application):
        return application.model_copy(update={"status": Status.PASSED_FINAL})
    return application


def allow_skip(application: Application, override: RouteOverride, **who: Any) -> Application:
    """T18b: an approver lets the case leave nodes of its route out."""
    params = {"target": override.target_org, "reason": override.reason}
    return act(application, "override_route", route_override=override, params=params, **who)


def forward(
    application: Application,
    target: Target,
    activity: Activity | None,
    reason: str = "",
    **who: Any,
) -> Application:
    """T18: SUBMITTED at the next node; the decision of this one goes into the history."""
    here, there = application.stage_index, target.index
    route = [
        _passed(number, node, here, there, target.node)
        for number, node in enumerate(application.route)
    ]
    kept = [application.proposal] if application.proposal else []
    skips = "、".join(node.name or node.kind.value for node in target.skips)
    params = {"to": target.node.name, "reason": reason, "skips": skips}
    return act(
        application,
        "forward",
        status=Status.SUBMITTED,
        params={key: value for key, value in params.items() if value or key == "to"},
        stage_index=there,
        node_org=target.node.org_id,
        nodes_seen=[*dict.fromkeys([*application.nodes_seen, target.node.org_id])],
        route=route,
        route_override=None,
        claim=None,
        proposal=None,
        history=[*application.history, *kept],
        flags=[flag for flag in application.flags if flag not in _OF_A_STAGE],
        deadline_current=stage_deadline(activity, target.node.kind),
        **who,
    )


def _passed(number: int, node: RouteNode, here: int, there: int, to: RouteNode) -> RouteNode:
    if number == there:
        return to.model_copy(update={"state": "now"})
    if number == here:
        return node.model_copy(update={"state": "done"})
    if here < number < there:
        return node.model_copy(update={"state": "skipped"})
    return node


def lower_stage(application: Application, return_to: str) -> int:
    """The stage that REFER_DOWN leads to: the first one, or the nearest below that was passed."""
    if return_to == "UNIT":
        return 0
    passed = [
        number
        for number, node in enumerate(application.route[: application.stage_index])
        if node.state != "skipped"
    ]
    return passed[-1] if passed else 0


def refer_down(
    application: Application, return_to: str, activity: Activity | None, now: datetime
) -> Application:
    """T22 to an office: SUBMITTED there again, flagged, with the comments in the history."""
    there = lower_stage(application, return_to)
    states = {there: "now", application.stage_index: "returned"}
    route = [
        node.model_copy(
            update={"state": states.get(number, node.state if number < there else "next")}
        )
        for number, node in enumerate(application.route)
    ]
    kept = [application.proposal] if application.proposal else []
    return application.model_copy(
        update={
            "status": Status.SUBMITTED,
            "stage_index": there,
            "node_org": route[there].org_id,
            "route": route,
            "claim": None,
            "proposal": None,
            "history": [*application.history, *kept],
            "flags": sorted({*application.flags, REFERRED_DOWN}),
            "deadline_current": stage_deadline(activity, route[there].kind),
            "timeline": noted(application, now, "refer_down", to=route[there].name),
        }
    )


def reroute(
    application: Application, route: list[RouteNode], diff: RouteDiff, now: datetime
) -> Application:
    """The route by today's organisations; what was let pass on the old one no longer holds."""
    names = {
        "added": "、".join(node.name or node.kind.value for node in diff.added),
        "removed": "、".join(node.name or node.kind.value for node in diff.removed),
    }
    return application.model_copy(
        update={
            "route": route,
            "route_override": None,
            "flags": sorted({*application.flags, ROUTE_CHANGED}),
            "timeline": noted(application, now, "route_changed", **names),
        }
    )


def publicise_result(application: Application, publicity: Publicity, **who: Any) -> Application:
    """T28b: when and where the result is shown."""
    params = {"start": str(publicity.start_date), "end": str(publicity.end_date)}
    return act(application, "result_publicity", result_publicity=publicity, params=params, **who)


def reopen(application: Application, granted: Claim, reason: str, **who: Any) -> Application:
    """T31: NOT_PASSED → CLAIMED by the handler who had proposed it."""
    assert application.proposal is not None
    closed = application.proposal.model_copy(update={"outcome": "REOPENED"})
    route = [
        node.model_copy(update={"state": "now"}) if number == application.stage_index else node
        for number, node in enumerate(application.route)
    ]
    return act(
        application,
        "reopen",
        status=Status.CLAIMED,
        claim=granted,
        proposal=None,
        history=[*application.history, closed],
        route=route,
        params={"reason": reason},
        **who,
    )


def transfer(
    application: Application, unit_id: str, unit_name: str, route: list[RouteNode], now: datetime
) -> Application:
    """T32: the case belongs to another unit; the old one sees nothing that comes after.

    :param route: by the new unit's data.
    """
    old = application.unit_org_id
    at_unit = application.node_org == old
    seen = [org_id for org_id in application.nodes_seen if org_id != old]
    begun = application.current_version > 0
    passed = bool(application.route) and application.route[0].kind is OrgKind.UNIT
    return application.model_copy(
        update={
            "unit_org_id": unit_id,
            "unit_name": unit_name,
            "node_org": unit_id if at_unit and begun else application.node_org,
            "nodes_seen": [*dict.fromkeys([*([unit_id] if begun and passed else []), *seen])],
            "route": route,
            "timeline": noted(application, now, "transfer", unit=unit_name),
        }
    )
