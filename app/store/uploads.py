"""Files of this machine that the server does not have yet: scans of a dossier, sealed forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.domain.dossier import DossierFile
from app.store.journal import Journal
from app.store.journal_writer import JournalWriter

_KEY: Final = "uploads"


def waiting(journal: Journal) -> Mapping[str, DossierFile]:
    """What has to be handed in, by sha256."""
    kept = journal.setting(_KEY, {})
    return {sha256: DossierFile.model_validate(file) for sha256, file in kept.items()}


def note(writer: JournalWriter, sha256: str, file: DossierFile) -> None:
    """Remember a file that has to be handed in."""
    kept = dict(writer.setting(_KEY, {}))
    kept[sha256] = file.model_dump(mode="json")
    writer.put_setting(_KEY, kept)


def handed_in(journal: Journal, sha256: str) -> None:
    """The server has the file. Others may be noted at the same time: none of them is lost."""

    def without(kept: dict[str, object]) -> dict[str, object]:
        return {name: file for name, file in kept.items() if name != sha256}

    journal.change_setting(_KEY, without, {})
