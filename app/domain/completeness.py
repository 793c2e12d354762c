"""How much of each module is filled in (domain §1.3 B12)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.domain.form import FormEntry, form_entries, is_empty
from app.domain.model import ApplicationVersion
from app.domain.profile import ModuleSpec, Profile


@dataclass(frozen=True)
class Missing:
    """A required field or slot that is empty in one row."""

    entry_id: str | None
    code: str


@dataclass(frozen=True)
class Completeness:
    """Required things of a module: how many there are, how many are there, what is missing.

    An absent module counts as one required thing where the profile requires it, and as nothing
    required where it does not (``applies`` is false then).
    """

    filled: int
    required: int
    missing_fields: tuple[Missing, ...] = ()
    missing_slots: tuple[Missing, ...] = ()
    applies: bool = True

    @property
    def complete(self) -> bool:
        """Whether nothing required is missing."""
        return self.filled == self.required


def module_completeness(version: ApplicationVersion, profile: Profile) -> dict[str, Completeness]:
    """The completeness of every module of the profile, by module code."""
    return {module.code: _one(version, module) for module in profile.modules}


def _one(version: ApplicationVersion, module: ModuleSpec) -> Completeness:
    rows = form_entries(version, module.code)
    if not rows:
        return Completeness(filled=0, required=int(module.required), applies=module.required)
    slots = Counter((att.entry_id, att.slot) for att in version.attachments_of(module.code))
    missing_fields: list[Missing] = []
    missing_slots: list[Missing] = []
    required = 0
    for row in rows:
        fields = [spec for spec in module.fields if spec.is_required(row.values)]
        required += len(fields)
        missing_fields += (
            Missing(row.entry_id, spec.code)
            for spec in fields
            if is_empty(row.values.get(spec.code))
        )
        wanted = [spec for spec in module.slots if spec.minimum(row.values)]
        required += len(wanted)
        missing_slots += (
            Missing(row.entry_id, spec.code)
            for spec in wanted
            if _count(slots, row, spec.code) < spec.minimum(row.values)
        )
    gaps = len(missing_fields) + len(missing_slots)
    return Completeness(required - gaps, required, tuple(missing_fields), tuple(missing_slots))


def _count(slots: Counter[tuple[str | None, str]], row: FormEntry, slot: str) -> int:
    """Files of a row's slot; files tied to no entry count for the module's every row."""
    own = slots[(row.entry_id, slot)]
    return own if row.entry_id is None else own + slots[(None, slot)]
