"""Where each part of the dossier keeps its scans."""

from __future__ import annotations

from typing import Any

from app.domain.dossier import DossierFile
from app.ui.pages.dossier.edit import Path
from app.ui.pages.dossier.work import DossierWork

_ONE: dict[str, Path] = {
    "defence": ("defence", "record_file"),
    "deliberation": ("deliberation", "form_scan"),
}
_MANY: Path = ("publicity", "proof_files")
_FILES: Path = ("files",)


def with_file(work: DossierWork, part: str, sha256: str, file: DossierFile) -> dict[Path, Any]:
    """The values with one more scan; the place first, for what nothing names is not kept."""
    path = _ONE.get(part, _MANY)
    kept = [one for one in work.value(_MANY) if one != sha256] if path == _MANY else []
    value = [*kept, sha256] if path == _MANY else sha256
    return {path: value, _FILES: {**work.dossier.files, sha256: file}}


def dropped(work: DossierWork, part: str, sha256: str) -> dict[Path, Any]:
    """The values without a scan."""
    path = _ONE.get(part, _MANY)
    rest = [one for one in work.value(_MANY) if one != sha256] if path == _MANY else ""
    return {path: rest, _FILES: work.dossier.files}
