"""Places on scans in the review page: shown on the file, gone to from fields, and back (F9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.anchors import Anchor, FieldPath, ScanPlace
from app.domain.model import ModuleComment
from app.store.readmodels import CaseView
from app.ui.pages.review.anchor_marks import (
    FieldMark,
    ScanMark,
    anchors_for,
    field_marks,
    file_of,
    part_of,
    scan_marks,
)
from app.ui.pages.review.fields import FILES
from app.ui.pages.review.place import Place
from app.ui.session import Session

if TYPE_CHECKING:
    from app.ui.pages.review.page import ReviewPage


class AnchorPlaces(QObject):
    """Follows the selection of the page: what is marked on the file, and what is lit of it."""

    def __init__(self, page: ReviewPage, session: Session) -> None:
        super().__init__(page)
        self._page, self._session = page, session
        self._view = page.scan_view
        self._marks: list[ScanMark] = []
        self._lit: ScanPlace | None = None
        self._view.highlightClicked.connect(self._clicked)

    @property
    def office(self) -> str:
        """The office of the signed-in officer."""
        return self._session.workspace.account.org.org_id

    @property
    def marks(self) -> list[ScanMark]:
        """What is marked on the file on screen."""
        return list(self._marks)

    # --- showing -------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the marks of the file on screen; the current field's is lit."""
        case, place = self._page.case, self._page.place
        if case is None:
            return
        self._marks = scan_marks(case, place.attachment, self.office)
        self._view.set_highlights([mark.highlight for mark in self._marks], self._current(place))

    def field_marks(self) -> dict[str, FieldMark]:
        """What stands beside the fields on screen."""
        case = self._page.case
        return field_marks(case, self._page.place, self.office) if case is not None else {}

    def _current(self, place: Place) -> int:
        path = str(FieldPath(place.module, place.entry, place.field))
        for number, mark in enumerate(self._marks):
            if self._lit is not None and mark.place == self._lit:
                return number
        mine = [
            number
            for number, mark in enumerate(self._marks)
            if mark.anchor is not None and mark.anchor.field_path == path
        ]
        own = [one for one in mine if self.is_own(self._marks[one].anchor)]
        return (own or mine or [-1])[-1]

    def is_own(self, anchor: Anchor | None) -> bool:
        """Whether the own office made it."""
        return anchor is not None and anchor.org_id == self.office

    # --- going there and back ------------------------------------------------------------------

    def jump(self, code: str) -> bool:
        """Go to where a field of the entry on screen stands on a scan; False where nowhere."""
        case, place = self._page.case, self._page.place
        if case is None:
            return False
        codes = [code]
        if code == FILES:
            module = case.profile.module(place.module)
            codes = [slot.code for slot in module.slots] if module else []
        for one in codes:
            found = anchors_for(case, FieldPath(place.module, place.entry, one), self.office)
            here = [anchor for anchor in found if self.att_id(case, anchor) == place.attachment]
            if found:
                self.go_to((here or found)[0].place, field=code)
                return True
        return False

    def go_to(self, scan: ScanPlace, *, field: str = "") -> None:
        """Open the file of a place and bring it to the middle; the selection stays at `field`."""
        case, place = self._page.case, self._page.place
        if case is None:
            return
        self._lit = scan
        wanted = replace(place, attachment=self.att_id(case, scan), field=field or place.field)
        self._page.go(wanted)
        self._view.scroll_to(scan.page - 1, part_of(scan))

    def go_to_comment(self, comment: ModuleComment) -> None:
        """The first place that a comment points at."""
        case = self._page.case
        there = [one for one in comment.anchors if case and file_of(case, one) is not None]
        if there:
            self.go_to(there[0], field=comment.field or "")

    def forget_lit(self) -> None:
        """Another field was chosen: its own place is lit again."""
        self._lit = None

    def att_id(self, case: CaseView, scan: ScanPlace) -> str:
        """The file on the form that a place is in; empty where there is none."""
        att = file_of(case, scan, self._page.place.entry)
        return att.att_id if att is not None else ""

    def _clicked(self, index: int) -> None:
        """A click on the place goes to the field, and the file stays."""
        case, place = self._page.case, self._page.place
        if case is None or not 0 <= index < len(self._marks):
            return
        mark = self._marks[index]
        self._lit = mark.place
        if mark.anchor is not None:
            path = mark.anchor.path
            module = case.profile.module(path.module)
            code = FILES if module and module.slot(path.code) else path.code
            self._page.go(Place(path.module, path.entry_id, "", code, place.attachment))
        elif mark.comment is not None:
            about = mark.comment
            entry = about.entry_id or (place.entry if place.module == about.module else "")
            self._page.go(Place(about.module, entry, "", about.field or "", place.attachment))
