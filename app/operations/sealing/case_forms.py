"""The official forms of a case to be looked at, printed and saved, sealed or not."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.sealing import Stamp
from app.forms.content.roster import roster
from app.forms.content.workload import workload
from app.forms.form import Form
from app.forms.typesetting import typeset
from app.operations.changes import Changes
from app.operations.envelope import find_case
from app.operations.export_name import safe_name
from app.operations.officers_work import officers_work
from app.operations.outside import new_file
from app.operations.sealing.forms import form_of, source_of
from app.operations.sealing.plan import FIELD, places_of
from app.operations.sealing.standing import sealed_bytes, standing_stamp
from app.protocol.canonical import sha256_hex
from app.seal.place import Place
from app.store.blobs import BlobMissing
from app.store.moments import local_day
from app.store.readmodels import CaseView

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A form as a PDF.

    Attributes:
        app_id: of the case; empty for a list of several.
        person: whose it is; empty for a list.
        stamp: the electronic seal that is on ``pdf``; None where nothing is sealed.
        elsewhere: it is sealed, but the sealed file is not on this machine.
        places: where that seal goes; empty for a form that takes none, or that is sealed.
        size_mm: of the seal that will go on it.
    """

    app_id: str
    person: str
    code: str
    title: str
    pdf: bytes = field(repr=False)
    stamp: Stamp | None = None
    elsewhere: bool = False
    places: tuple[Place, ...] = ()
    size_mm: tuple[float, float] = (42.0, 42.0)

    @property
    def file_name(self) -> str:
        """What a copy is called."""
        words = " ".join(part for part in (self.app_id, self.person, self.title) if part)
        return safe_name(f"{words}.pdf", PDF)


def show_form(ws: Workspace, app_id: str, code: str) -> ShownForm:
    """The sealed form where it is here, else the form as it would be sealed.

    :raises OperationRefused: ``OP_CASE_GONE``.
    :raises FormError: it cannot be made; names the character and where it stands.
    :raises SealedFileError: the sealed file is damaged.
    """
    case = find_case(ws, app_id)
    form = form_of(case, code, local_day(ws.clock.now()), ws.account.org.name)
    person, stamp = case.version.person.name, standing_stamp(ws, case, code)
    if stamp is not None:
        with contextlib.suppress(BlobMissing):
            sealed = sealed_bytes(ws, stamp)
            return ShownForm(case.app_id, person, code, form.title, sealed, stamp)
    shown = _made(form, case.app_id, person)
    return replace(shown, elsewhere=stamp is not None, size_mm=_size(case))


def show_roster(ws: Workspace, app_ids: Sequence[str]) -> ShownForm:
    """花名册 of these cases, in their order.

    :raises OperationRefused: ``OP_CASE_GONE``.
    :raises FormError: it cannot be made.
    """
    cases = [source_of(find_case(ws, app_id)) for app_id in app_ids]
    day, office = local_day(ws.clock.now()), ws.account.org.name
    form = roster(cases, office, day, handler=ws.account.name)
    return _made(form, "", "")


def show_workload(ws: Workspace, app_ids: Sequence[str]) -> ShownForm:
    """工作量表: what this office's officers did on these cases.

    :raises OperationRefused: ``OP_CASE_GONE``.
    :raises FormError: nobody of the office did anything on them.
    """
    cases = [find_case(ws, app_id).application for app_id in app_ids]
    day, org = local_day(ws.clock.now()), ws.account.org
    done = officers_work(cases, org.org_id)
    form = workload(done.works, org.name, done.since or day, done.until or day, day)
    return _made(form, "", "")


def save_form(ws: Workspace, shown: ShownForm, target: Path) -> Changes:
    """Write the form to ``target``; see :func:`~app.operations.outside.new_file`."""
    with new_file(ws, target, "form.save", shown.app_id, _told(shown)) as file:
        file.write(shown.pdf)
    return Changes()


def note_print(ws: Workspace, shown: ShownForm, printer: str) -> Changes:
    """Note that a form goes to a printer, before its first page does."""
    with ws.transaction() as writer:
        writer.audit("form.print", shown.app_id, _told(shown) | {"printer": printer})
    return Changes()


def _told(shown: ShownForm) -> dict[str, str]:
    return {"form": shown.code, "sha256": sha256_hex(shown.pdf)}


def _made(form: Form, app_id: str, person: str) -> ShownForm:
    made = typeset(form)
    has_seal = any(one.name == FIELD for one in made.places)
    places = places_of(made) if has_seal else ()
    return ShownForm(app_id, person, form.code.value, form.title, made.pdf, places=places)


def _size(case: CaseView) -> tuple[float, float]:
    """Of the seal that the case's surroundings know; a unit's seal is 42 mm across."""
    around = case.application.surroundings
    seals = (around.seals if around else None) or []
    return seals[0].size_mm if seals else (42.0, 42.0)
