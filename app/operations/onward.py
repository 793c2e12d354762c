"""用章 and 上报: recording that a form was sealed on paper, and sending a case on (T17, T18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.domain.checks.engine import FORWARD, run
from app.domain.enums import Severity
from app.domain.routing import Target, next_targets
from app.domain.sealing import Stamp, StampMethod
from app.domain.workflow import Event, Refusal, Situation, refusals, seals_missing
from app.operations.changes import Changes
from app.operations.envelope import files_here, find_case, put, refuse_first
from app.operations.guards import actor_of
from app.protocol.operations import OperationKind
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def targets(ws: Workspace, case: CaseView) -> list[Target]:
    """Where the case may be forwarded to: the next stop of its route first."""
    return next_targets(case.application, ws.cache.organisations(), case.profile)


def forms_to_seal(case: CaseView) -> list[str]:
    """The forms that must be sealed before the case can go on, and are not."""
    return seals_missing(case.application, case.profile)


def stamp_refusals(ws: Workspace, case: CaseView, form: str) -> list[Refusal]:
    """Why a seal on that form cannot be recorded now; empty where it can."""
    made = _stamp(ws, case, form)
    return refusals(Event.STAMP, _situation(ws, case, stamp=made))


def stamp_on_paper(ws: Workspace, *, app_id: str, form: str) -> Changes:
    """登记用章: that the printed form of this version was sealed on paper.

    :raises OperationRefused: a guard stands in the way.
    """
    case = find_case(ws, app_id)
    refuse_first(stamp_refusals(ws, case, form))
    made = _stamp(ws, case, form)
    payload = made.model_dump(
        mode="json", include={"form", "method", "content_sha256", "dossier_rev"}
    )
    return _put(ws, case, OperationKind.STAMP, payload, "done.stamp")


def forward_refusals(ws: Workspace, case: CaseView, target_org: str = "") -> list[Refusal]:
    """Why the case cannot go to that office now; empty where it can."""
    found = refusals(Event.FORWARD, _situation(ws, case, target_org=target_org))
    return found or [
        Refusal(f"{finding.message_code}.short", finding.params)
        for finding in run(case.judged(ws.clock.now()), FORWARD)
        if finding.severity is Severity.BLOCK
    ]


def forward(ws: Workspace, *, app_id: str, target_org: str = "", reason: str = "") -> Changes:
    """上报: send a case on to the next office of its route.

    :param target_org: empty for the one proposed.
    :raises OperationRefused: a guard stands in the way.
    """
    case = find_case(ws, app_id)
    refuse_first(forward_refusals(ws, case, target_org))
    chosen = next(
        (
            target
            for target in targets(ws, case)
            if (target.node.org_id == target_org if target_org else target.proposed)
        ),
        None,
    )
    payload = {
        "target_org": target_org,
        "reason": reason.strip(),
        "route": [node.org_id for node in case.application.route],
    }
    office = chosen.node.name if chosen else ""
    return _put(ws, case, OperationKind.FORWARD, payload, "done.forward", office=office)


def _stamp(ws: Workspace, case: CaseView, form: str) -> Stamp:
    dossier = case.application.dossier
    return Stamp(
        stamp_id="",
        seal_id="",
        form=form,
        method=StampMethod.PAPER,
        version_no=case.version.version_no,
        content_sha256=case.version.content_sha256,
        dossier_rev=dossier.rev if dossier else 0,
        signer_id=ws.account.user_id,
        signer_name=ws.account.name,
        at=ws.clock.now(),
    )


def _situation(ws: Workspace, case: CaseView, **more: Any) -> Situation:
    projected = case.application.model_copy(update={"status": case.status})
    return Situation(
        projected,
        actor_of(ws.account, ws.device_id),
        case.profile,
        ws.clock.now(),
        orgs=ws.cache.organisations(),
        **more,
    )


def _put(
    ws: Workspace,
    case: CaseView,
    kind: OperationKind,
    payload: dict[str, Any],
    words: str,
    **params: str,
) -> Changes:
    with ws.transaction() as writer:
        operation = put(ws, writer, case, kind, payload, seen=files_here(case))
    said = (("name", case.version.person.name), *params.items())
    return Changes(frozenset({case.app_id}), (operation.op_id,), words, said)
