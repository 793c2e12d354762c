"""Stamps that say a form was sealed electronically, and what bars them (T17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.sealing import Seal, Stamp, StampMethod
from app.domain.workflow import Event, Refusal, Situation, refusals
from app.operations.guards import actor_of
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace


def electronic_stamp(
    ws: Workspace, case: CaseView, form: str, seal_id: str, doc_sha256: str, stamped_sha256: str
) -> Stamp:
    """The stamp of a sealed document; ``stamped_sha256`` is empty while it is only planned."""
    dossier = case.application.dossier
    return Stamp(
        stamp_id="",
        seal_id=seal_id,
        form=form,
        method=StampMethod.ELECTRONIC,
        version_no=case.version.version_no,
        content_sha256=case.version.content_sha256,
        dossier_rev=dossier.rev if dossier else 0,
        doc_sha256=doc_sha256,
        stamped_sha256=stamped_sha256,
        signer_id=ws.account.user_id,
        signer_name=ws.account.name,
        at=ws.clock.now(),
    )


def stamp_refusals(ws: Workspace, case: CaseView, seal: Seal, stamp: Stamp) -> list[Refusal]:
    """Why the form cannot be sealed with that seal now; empty where it can."""
    found = refusals(
        Event.STAMP,
        Situation(
            case.application.model_copy(update={"status": case.status}),
            actor_of(ws.account, ws.device_id),
            case.profile,
            ws.clock.now(),
            orgs=ws.cache.organisations(),
            stamp=stamp,
            seal=seal,
        ),
    )
    if seal.allowed_forms and stamp.form not in seal.allowed_forms:
        found.append(Refusal("sealing.form_not_allowed", {"name": seal.name}))
    return found
