"""Has the scans drawn that the officer will probably look at next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.media.source import DocumentSource
from app.operations.workspace import Workspace
from app.store.errors import StoreError
from app.store.readmodels import CaseView
from app.ui.pages.review.place import (
    Place,
    at_entry,
    at_module,
    entry_ids,
    files_at,
    first_place,
    neighbour_module,
)
from app.ui.session import Session
from app.ui.shell import Generation

if TYPE_CHECKING:
    from app.ui.pages.review.page import ReviewPage

_REST_MS = 250
"""After the scan on screen was opened: what is looked at comes first."""


def upcoming(case: CaseView, place: Place) -> list[str]:
    """Ids of the attachments that keys lead to from ``place``, the nearest first: the next of the
    entry, or that of the next entry, then the first of the next module."""
    files = [att.att_id for att in files_at(case, place)]
    after = files.index(place.attachment) + 1 if place.attachment in files else 0
    found = files[after : after + 1]
    entries = entry_ids(case, place.module)
    step = entries.index(place.entry) + 1 if place.entry in entries else len(entries)
    if not found and step < len(entries):
        found.append(at_entry(case, place.module, entries[step]).attachment)
    module = neighbour_module(case, place.module, 1)
    if module is not None:
        found.append(at_module(case, module).attachment)
    return [att_id for att_id in dict.fromkeys(found) if att_id and att_id != place.attachment]


def sources(
    workspace: Workspace, case: CaseView, place: Place, next_case: str | None
) -> list[DocumentSource]:
    """The files on this machine that are probably opened next; from any thread."""
    wanted = [(case, att_id) for att_id in upcoming(case, place)]
    if next_case is not None:
        other = workspace.queries.case(next_case)
        wanted.insert(1, (other, first_place(other).attachment))
    found = []
    for one, att_id in wanted:
        view = one.attachments.get(att_id)
        if view is None or view.state != "CACHED":
            continue
        att = view.attachment
        try:
            found.append(workspace.blobs.source(att.sha256, att.filename, att.mime))
        except (OSError, StoreError):
            continue  # whoever opens it is told
    return found


class ReadingAhead(QObject):
    """Tells the viewer of a review page what comes next whenever a scan or a case was opened."""

    def __init__(self, page: ReviewPage, session: Session) -> None:
        super().__init__(page)
        self._page, self._session = page, session
        self._generation = Generation()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look)
        page.scan.view.documentReady.connect(lambda _info: self._rest.start())
        page.caseShown.connect(lambda _app_id: self._rest.start())

    def _look(self) -> None:
        case, place, neighbours = self._page.case, self._page.place, self._page.neighbours
        if case is None:
            return
        next_case = neighbours.next if neighbours is not None else None
        self._session.query(
            lambda workspace: sources(workspace, case, place, next_case),
            self._page.scan.view.prefetch,
            lambda _problem: None,  # a case that left meanwhile is not read ahead
            token=self._generation.next(),
        )
