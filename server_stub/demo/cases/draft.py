"""One version of an application while it is being put together: form rows and files."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.domain.enums import Level
from server_stub.demo.cases.contents import Content, Document
from server_stub.demo.facts import Facts
from server_stub.demo.recipes import Form, Kind, Recipe
from server_stub.demo.seeds import derive

COMMITMENT = "commitment-1"
"""The version of the commitment text that applicants of the demo set accept."""


@dataclass(slots=True)
class Row:
    """One row of a module."""

    entry_id: str
    fields: dict[str, Any]
    looked_up: tuple[str, ...] = ()
    """The fields that the system filled in."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file in a slot; ``entry_id`` is None where it belongs to the whole module."""

    module: str
    slot: str
    entry_id: str | None
    filename: str
    content: Content


@dataclass(slots=True)
class Draft:
    """A version as form and files; faults change it in place.

    ``seed`` decides how the scans look; the same values under the same seed are the same file.
    """

    app_id: str
    seed: int
    submitted_at: datetime
    declaration: dict[str, Any]
    person: dict[str, Any]
    registered: bool = True
    """Whether the registry knows the certificate of the current title."""
    commitment_shows: dict[str, str] = field(default_factory=dict)
    """The numbers in the commitment text, where the region's has any."""
    claimed_by_other: bool = False
    """Whether somebody else claimed a certificate with the number stated."""
    modules: dict[str, list[Row]] = field(default_factory=dict)
    files: list[DraftFile] = field(default_factory=list)

    def add(self, module: str, **fields: Any) -> str:
        """One more row of a module; returns its entry id."""
        rows = self.modules.setdefault(module, [])
        entry_id = f"{self.app_id}-{module}-{len(rows) + 1}"
        rows.append(Row(entry_id, fields))
        return entry_id

    def look_up(self, module: str, *codes: str) -> None:
        """The system filled in these fields of a module's last row."""
        self.modules[module][-1].looked_up = codes

    def attach(
        self,
        module: str,
        slot: str,
        entry_id: str,
        filename: str,
        kind: Kind,
        facts: Facts,
        form: Form = "pdf",
    ) -> None:
        """A document that says ``facts``, in a slot of a row."""
        seed = derive(self.seed, entry_id, slot) % 1_000_000
        content = Document(Recipe(kind, facts, seed, form=form))
        self.files.append(DraftFile(module, slot, entry_id, filename, content))

    def row(self, module: str, place: int = 0) -> Row:
        """A row of a module; raises `LookupError` where there is none."""
        return self.modules[module][place]

    def file(self, module: str, slot: str, place: int = 0) -> DraftFile:
        """The file of a slot in the row at that place; raises `LookupError`."""
        entry_id = self.row(module, place).entry_id
        for each in self.files:
            if (each.module, each.slot, each.entry_id) == (module, slot, entry_id):
                return each
        raise LookupError(f"{self.app_id}: no file {module}.{slot}")

    def swap(self, old: DraftFile, content: Content, filename: str | None = None) -> None:
        """Put other bytes, perhaps under another name, in the place of a file."""
        new = replace(old, content=content, filename=filename or old.filename)
        self.files[self.files.index(old)] = new

    def remove(self, *slots: str, module: str, place: int = 0) -> None:
        """Take the files of these slots away from a row."""
        entry_id = self.row(module, place).entry_id
        self.files = [
            each
            for each in self.files
            if (each.module, each.entry_id) != (module, entry_id) or each.slot not in slots
        ]

    def drop(self, module: str) -> None:
        """Take a whole module away, rows and files."""
        del self.modules[module]
        self.files = [each for each in self.files if each.module != module]


def person_id(number: int) -> str:
    """The id of the applicant of case ``number``."""
    return f"person-{number:04d}"


def declaration(
    level: Level, *, year: int, target: str, trade: str, activity: str, **more: Any
) -> dict[str, Any]:
    """What is applied for, as both rule packs have it."""
    return {
        "year": year,
        "series_code": "工程系列",
        "level": level.value,
        "target_title": target,
        "specialty": trade,
        "activity_id": activity,
        "evaluation_mode": "评审",
        "declare_method": "PROMOTION",
        **more,
    }
