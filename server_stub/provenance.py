"""Where the values of a form came from (domain §4.2 ``ModuleEntry``, P19).

A value that a register has confirmed is SYSTEM_VERIFIED until somebody types another one; what is
typed in is MANUAL. Nobody can claim the former for themselves.
"""

from __future__ import annotations

from app.domain.enums import Provenance
from app.domain.form import is_empty
from app.domain.model import ApplicationVersion, ModuleData, ModuleEntry
from server_stub import registers


def honest(draft: ApplicationVersion, code: str, given: ModuleData) -> ModuleData:
    """A module as an applicant sends it, with the provenance that is true.

    SYSTEM_VERIFIED stays where the value is the one that a register confirmed; everything else in
    a module that can be looked up was typed in. Of other modules nothing is said.
    """
    known = {entry.entry_id: entry for entry in draft.entries(code)}
    looked_up = code in registers.MODULES.values()
    entries = []
    for entry in given.entries:
        before = known.get(entry.entry_id)
        provenance = {
            name: _of(before, name, value)
            for name, value in entry.fields.items()
            if looked_up and not is_empty(value)
        }
        entries.append(entry.model_copy(update={"provenance": provenance}))
    return given.model_copy(update={"entries": entries})


def _of(before: ModuleEntry | None, name: str, value: object) -> Provenance:
    confirmed = before is not None and before.provenance.get(name) is Provenance.SYSTEM_VERIFIED
    same = before is not None and before.fields.get(name) == value
    return Provenance.SYSTEM_VERIFIED if confirmed and same else Provenance.MANUAL
