"""What stands in the form: the values of each module as the applicant filled it in.

``setup`` and ``personal`` draw on the declaration and the person; everything that looks at field
values (completeness, rules, comparison, screens) reads them here, so that all see the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.model import ApplicationVersion, ModuleEntry
from app.domain.profile import Profile

SETUP = "setup"
FROM_DECLARATION = ("declare_method", "dual_directional", "county_code")
"""What of the declaration stands among the personal data (S2 (二)1)."""
PERSONAL = "personal"


@dataclass(frozen=True)
class FormEntry:
    """One row of a module; ``entry_id`` is None where the module has no entry of its own."""

    module_code: str
    entry_id: str | None
    values: Mapping[str, Any]
    entry: ModuleEntry | None = None


def form_entries(version: ApplicationVersion, module_code: str) -> list[FormEntry]:
    """The rows of a module, in the applicant's order.

    ``setup`` has one row, the declaration. ``personal`` has one row: its entry, completed by the
    person and the declaration where the entry does not have the field.
    """
    if module_code == SETUP:
        return [FormEntry(SETUP, None, version.declaration.model_dump(mode="json"))]
    entries = version.entries(module_code)
    if module_code == PERSONAL:
        declared = version.declaration.model_dump(mode="json", include=set(FROM_DECLARATION))
        base = {**declared, **version.person.model_dump()}
        entry = entries[0] if entries else None
        values = {**base, **(entry.fields if entry else {})}
        return [FormEntry(PERSONAL, entry.entry_id if entry else None, values, entry)]
    return [FormEntry(module_code, entry.entry_id, entry.fields, entry) for entry in entries]


def is_empty(value: object) -> bool:
    """Whether a field counts as not filled in: no value, only blanks, or an empty list."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == []


def entry_title(row: FormEntry, profile: Profile) -> str:
    """What a row is called in sentences: its title, project or name, else its place in order."""
    for code in ("title", "project_name", "project", "name", "title_name", "school", "employer"):
        value = row.values.get(code)
        if isinstance(value, str) and value.strip():
            return value.strip()
    module = profile.module(row.module_code)
    name = module.label.zh_CN if module else row.module_code
    return f"{name}{row.entry.order_no}" if row.entry else name
