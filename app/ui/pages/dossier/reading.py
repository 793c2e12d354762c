"""All that the dossier screen shows of a case, read in one go away from the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.calendar import WorkCalendar
from app.domain.checks.engine import Subject
from app.domain.dossier_state import DossierState, dossier_state
from app.domain.enums import Status
from app.domain.gate_list import GateItem, GateState, gate_list
from app.domain.routing import Target
from app.domain.sealing import Stamp, StampMethod
from app.domain.workflow import Refusal
from app.operations.dossier import dossier_refusals, save_refusals
from app.operations.onward import forms_to_seal, forward_refusals, stamp_refusals, targets
from app.operations.sealing.standing import electronic_stamps
from app.operations.verbs import VerbOffer
from app.operations.workspace import Workspace
from app.store.readmodels import CaseView


@dataclass(frozen=True)
class DossierView:
    """A case with its gates and what may be done now.

    Attributes:
        gates: in the order of the work.
        locked: why the dossier cannot be changed; None where it can.
        unsaved: why what was typed cannot go into the outbox; empty where it can.
        targets: where the case may go from here, the one proposed first.
        stamps: the seals of its forms, those on their way to the server among them.
        forms: what must still be sealed before it may.
        stamping, forwarding: what stands in the way of either.
    """

    case: CaseView
    gates: tuple[GateItem, ...]
    state: DossierState | None
    offers: tuple[VerbOffer, ...]
    locked: Refusal | None
    unsaved: tuple[Refusal, ...]
    targets: tuple[Target, ...]
    stamps: tuple[Stamp, ...]
    forms: tuple[str, ...]
    stamping: tuple[Refusal, ...]
    forwarding: tuple[Refusal, ...]
    now: datetime

    @property
    def calendar(self) -> WorkCalendar | None:
        """What working days are counted with."""
        return self.case.subject.calendar if self.case.subject else None

    def open_gates(self) -> list[GateItem]:
        """The gates that want something, in the order of the work."""
        return [one for one in self.gates if one.state in (GateState.OPEN, GateState.UNCERTAIN)]


_AFTER = frozenset({Status.APPROVED_AT, Status.SEALED})


def _not_yet(case: CaseView, item: GateItem) -> GateItem:
    """Before the approval a missing seal is not wrong: it waits."""
    if item.section != "seal" or case.status in _AFTER or not item.findings:
        return item
    return replace(item, state=GateState.OPEN, findings=())


def _stamps(ws: Workspace, case: CaseView) -> tuple[Stamp, ...]:
    paper = [one for one in case.application.stamps if one.method is not StampMethod.ELECTRONIC]
    return tuple(sorted((*paper, *electronic_stamps(ws, case)), key=lambda one: one.at))


def _sealed(subject: Subject, unsent: Sequence[Stamp]) -> Subject:
    """The case with the seals that are on their way: what is sealed is not asked for again."""
    if subject.case is None or not unsent:
        return subject
    stamps = [*subject.case.stamps, *unsent]
    return replace(subject, case=subject.case.model_copy(update={"stamps": stamps}))


def read(ws: Workspace, app_id: str, now: datetime) -> DossierView:
    """Read a case.

    :raises CaseMissing: it is not here.
    :raises ProfileMissing: its rule pack is not here.
    """
    case = ws.queries.case(app_id)
    application = case.application.model_copy(
        update={"dossier": case.dossier, "status": case.status}
    )
    stamps = _stamps(ws, case)
    unsent = [one for one in stamps if not one.stamp_id]
    subject = _sealed(case.judged(now), unsent)
    on_way = {one.form for one in unsent}
    forms = [form for form in forms_to_seal(case) if form not in on_way]
    found = dossier_refusals(ws, case)
    return DossierView(
        case=case,
        gates=tuple(_not_yet(case, one) for one in gate_list(subject)),
        state=dossier_state(application, case.profile, subject.calendar, now),
        offers=tuple(ws.verbs(case, now)),
        locked=found[0] if found else None,
        unsaved=tuple(save_refusals(ws, case)),
        targets=tuple(targets(ws, case)),
        stamps=stamps,
        forms=tuple(forms),
        stamping=tuple(stamp_refusals(ws, case, forms[0])) if forms else (),
        forwarding=tuple(forward_refusals(ws, case)),
        now=now,
    )
