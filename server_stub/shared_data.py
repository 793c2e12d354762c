"""Looking up shared data while a form is filled in (SV20, P19), with where each value came from.

What a register confirms is SYSTEM_VERIFIED, see :mod:`server_stub.provenance`.
"""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from app.domain.enums import Provenance
from app.domain.form import is_empty
from app.domain.model import ApplicationVersion, ModuleData, ModuleEntry
from app.domain.profile import ModuleSpec
from app.protocol.messages import message
from server_stub import drafts, own, registers
from server_stub.applicant import View
from server_stub.context import ServerDep
from server_stub.identity import Applicant
from server_stub.problems import ApiError
from server_stub.registers import Outcome, Question, Register, Said

router = APIRouter(prefix="/v1/applicant/applications", tags=["applicant"])
STAND_IN = "SHARED_DATA_STAND_IN"


class LookUp(BaseModel):
    """Body of a look-up: the entry it is about; the first, or a new one, where it is left out."""

    model_config = ConfigDict(extra="forbid")

    entry_id: str | None = None


class LookedUp(BaseModel):
    """What a register said. ``stand_in``: it is none of the real ones, ``notice`` says so.

    ``differing`` are the fields in which the form says something else than the register; they
    stay as they were typed. ``application`` is the draft after the look-up.
    """

    asked: Register
    outcome: Outcome
    stand_in: bool
    notice: str
    entry_id: str
    values: dict[str, Any]
    differing: list[str]
    application: View


@router.post("/{app_id}/lookups/{register}")
def look_up(
    app_id: str, register: Register, body: LookUp, caller: Applicant, server: ServerDep
) -> LookedUp:
    """Compare an entry with a register and fill in what is empty.

    409 WRONG_STATE unless it may be edited; 422 LOOKUP_NOT_OFFERED where the region does not have
    the module, INVALID for an unknown entry.
    """
    with server.db.write() as session:
        case = own.load(session, server, caller, app_id)
        drafts.check_editable(case)
        profile = own.profile_of(server, case)
        module = profile.module(registers.MODULES[register])
        if module is None or not module.fields:
            raise ApiError(422, "LOOKUP_NOT_OFFERED")
        draft = drafts.working_copy(case)
        entry = _entry(draft, module, body.entry_id)
        question = Question(
            session, draft, entry.fields, case.application.unit_name, server.clock.now()
        )
        said = registers.ask(register, question)
        filled, differing = _filled(entry, said, module, registers.FLAGS.get(register))
        drafts.save(case, _with_entry(draft, module.code, filled))
        own.note(session, server, caller, f"look_up_{register.value}", case)
        return LookedUp(
            asked=register,
            outcome=said.outcome,
            stand_in=register is not Register.CERTIFICATE,
            notice=message(STAND_IN) if register is not Register.CERTIFICATE else "",
            entry_id=filled.entry_id,
            values=dict(said.values),
            differing=differing,
            application=drafts.view(case),
        )


def _entry(draft: ApplicationVersion, module: ModuleSpec, entry_id: str | None) -> ModuleEntry:
    entries = draft.entries(module.code)
    if entry_id is None:
        return entries[0] if entries else ModuleEntry(entry_id=f"e-{uuid.uuid4().hex[:8]}")
    for entry in entries:
        if entry.entry_id == entry_id:
            return entry
    errors = [{"where": f"modules.{module.code}.{entry_id}", "message": "unknown entry"}]
    raise ApiError(422, "INVALID", errors=errors)


def _filled(
    entry: ModuleEntry, said: Said, module: ModuleSpec, flag: str | None
) -> tuple[ModuleEntry, list[str]]:
    fields, provenance = dict(entry.fields), dict(entry.provenance)
    differing = []
    for name, value in said.values.items():
        if module.field(name) is None:
            continue
        if is_empty(fields.get(name)):
            fields[name] = value
        if fields[name] == value:
            provenance[name] = Provenance.SYSTEM_VERIFIED
        else:
            differing.append(name)
            provenance[name] = Provenance.MANUAL
    if flag is not None and module.field(flag) is not None:
        fields[flag] = said.outcome is Outcome.FOUND
        provenance[flag] = Provenance.SYSTEM_VERIFIED
    for name, value in fields.items():
        if not is_empty(value):
            provenance.setdefault(name, Provenance.MANUAL)
    return entry.model_copy(update={"fields": fields, "provenance": provenance}), differing


def _with_entry(draft: ApplicationVersion, code: str, entry: ModuleEntry) -> ApplicationVersion:
    known = draft.modules.get(code) or ModuleData()
    entries = [entry if each.entry_id == entry.entry_id else each for each in known.entries]
    if entry.entry_id not in {each.entry_id for each in known.entries}:
        entries.append(entry)
    module = known.model_copy(update={"entries": entries})
    return draft.model_copy(update={"modules": {**draft.modules, code: module}})
