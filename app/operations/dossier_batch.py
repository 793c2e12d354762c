"""复制同批公示: what the publicity of one case of a batch has in common with the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.dossier import Dossier, DossierFile
from app.domain.publicity import Publicity
from app.operations.envelope import find_case
from app.store.readmodels import QueueFilter

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

MOST = 300
"""So many cases of the queue are looked at."""
_SHARED = ("start_date", "end_date", "place", "method", "proof_files")
"""What is the same for all that were shown together; objections and results are each case's own."""


@dataclass(frozen=True)
class BatchPublicity:
    """The publicity of another case that was shown at the same time."""

    app_id: str
    name: str
    publicity: Publicity
    files: Mapping[str, DossierFile]

    def words(self) -> str:
        """How it is told from others: name, days and place."""
        shown = self.publicity
        days = f"{shown.start_date:%m-%d}—{shown.end_date:%m-%d}"
        return " · ".join(part for part in (self.name, days, shown.place) if part)

    def values(self) -> dict[tuple[str, ...], Any]:
        """What is taken over, by its path in a dossier."""
        return {("publicity", name): getattr(self.publicity, name) for name in _SHARED}


def batch_publicities(ws: Workspace, *, app_id: str) -> list[BatchPublicity]:
    """The publicities of other cases of the same unit, activity and rule pack, newest first.

    A dossier that is being filled in here counts as it stands. Of several with the same days,
    place and photographs the first is given.

    :raises OperationRefused: ``OP_CASE_GONE``.
    """
    case = find_case(ws, app_id)
    wanted = _batch_of(case.application.unit_org_id, case.version.declaration.activity_id)
    found: dict[str, BatchPublicity] = {}
    for row in ws.queries.queue(QueueFilter(view="all"), 0, MOST).rows:
        application = ws.cache.application(row.app_id)
        if application is None or row.app_id == app_id:
            continue
        there = application.version.declaration.activity_id
        if _batch_of(application.unit_org_id, there) != wanted:
            continue
        draft = ws.journal.dossier(row.app_id)
        dossier = draft.dossier if draft else application.dossier
        made = _of(row.app_id, row.name, dossier)
        if made is not None:
            found.setdefault(repr(sorted(made.values().items())), made)
    return sorted(found.values(), key=lambda one: str(one.publicity.start_date), reverse=True)


def _batch_of(unit: str, activity: str | None) -> tuple[str, str]:
    return unit, activity or ""


def _of(app_id: str, name: str, dossier: Dossier | None) -> BatchPublicity | None:
    shown = dossier.publicity if dossier else None
    if dossier is None or shown is None or shown.start_date is None or shown.end_date is None:
        return None
    files = {sha: file for sha, file in dossier.files.items() if sha in shown.proof_files}
    return BatchPublicity(app_id, name, shown, files)
