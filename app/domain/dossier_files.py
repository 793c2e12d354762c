"""The files that a dossier names."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.dossier import Dossier


def files_of(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Every file that a dossier names: its place in the document, and its sha256."""
    if dossier.publicity is not None:
        for number, sha256 in enumerate(dossier.publicity.proof_files):
            yield f"publicity.proof_files[{number}]", sha256
    if dossier.defence is not None and dossier.defence.record_file:
        yield "defence.record_file", dossier.defence.record_file
    if dossier.deliberation is not None and dossier.deliberation.form_scan:
        yield "deliberation.form_scan", dossier.deliberation.form_scan
    for number, assessment in enumerate(dossier.assessments):
        if assessment.proof:
            yield f"assessments[{number}].proof", assessment.proof
