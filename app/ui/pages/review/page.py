"""The review page: one case, everything on it, and the decision."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.enums import Verb
from app.operations.verbs import VerbOffer
from app.store.draft import ReadingMark
from app.store.readmodels import CaseView, QueueFilter, QueuePlace
from app.ui.pages.resubmit.control import Comparing
from app.ui.pages.review import banners
from app.ui.pages.review.acts import ReviewActs
from app.ui.pages.review.anchoring import Anchoring
from app.ui.pages.review.composing import Composing
from app.ui.pages.review.deciding import Deciding
from app.ui.pages.review.header import CaseHeader
from app.ui.pages.review.keys import SCAN_PANE, VIEWER, review_hints
from app.ui.pages.review.modules import ModulePane
from app.ui.pages.review.place import (
    Place,
    at_entry,
    at_finding,
    at_module,
    entry_ids,
    files_at,
    first_place,
)
from app.ui.pages.review.reading_ahead import ReadingAhead
from app.ui.pages.review.scan import ScanPane
from app.ui.pages.review.sheet import Sheet
from app.ui.pages.review.verdict import Verdict
from app.ui.pages.review.work import ReviewWork
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow, Page
from app.ui.widgets import BannerSlot, DecisionBar, EmptyState
from app.viewers.viewer import DocumentView


class ReviewPage(Page):
    """The cockpit.

    Attributes:
        closed: back to the queue.
        neighbours: the cases before and after; None until they are known.
        step_wanted: 1 or -1 where one of them was asked for before they were known.
        caseShown: the id of the case whose form is on screen; used by benchmarks and the journey.
    """

    closed = Signal()
    caseShown = Signal(str)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self.filter = QueueFilter()
        self.place = Place()
        self.neighbours: QueuePlace | None = None
        self.step_wanted = 0
        self._wanted = ""
        self._resume: Place | None = None
        self._compact = False
        self._generation = Generation()
        self._token = self._generation.next()
        self._offer_generation = Generation()
        self.work = ReviewWork(session, self)
        self.acts = ReviewActs(self, window, session)
        self.scan = ScanPane(session)
        self.anchoring = Anchoring(self, window, session)
        self.acts.register(window.commands)
        self.header = CaseHeader(window.commands)
        self.banner = BannerSlot()
        self.modules = ModulePane(window.commands)
        self.sheet = Sheet(window.commands)
        self.bar = DecisionBar()
        self.verdict = Verdict(self.bar, self)
        self.deciding = Deciding(self, session)
        self.composing = Composing(self.sheet.composer, self.work, session.now, self)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(60)
        self._refresh_timer.timeout.connect(self._reload)
        self._build()
        self.comparing = Comparing(self, window, session)
        self._connect()
        self._ahead = ReadingAhead(self, session)
        window.commands.attach(self, "review")
        window.commands.attach(self, VIEWER)
        window.commands.name_place(VIEWER, self.tr("看附件"))
        window.commands.attach(self.scan.view, SCAN_PANE)
        window.commands.name_place(SCAN_PANE, self.tr("在附件上"))

    def _build(self) -> None:
        body = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.modules)
        row.addWidget(self.scan, 1)
        row.addWidget(self.sheet)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addLayout(row, 1)
        column.addWidget(self.bar)
        nothing = EmptyState(
            "text-box-search-outline",
            self.tr("没有打开的申报"),
            self.tr("在队列里选一件，按 Enter 打开。"),
            [],
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(nothing)
        self._stack.addWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self.banner.action.connect(self.acts.on_banner)
        self.header.backRequested.connect(self.closed)
        self.modules.chosen.connect(self.go_module)
        self.scan.attachmentChosen.connect(self.go_attachment)
        self.scan.downloadRequested.connect(self.acts.download)
        self.scan.askAgainRequested.connect(self.acts.ask_again)
        self.scan.exportRequested.connect(self.acts.export_copy)
        self.scan.fetchAgainRequested.connect(self.acts.fetch_again)
        self.scan.tools.said.connect(self._window.toasts.show_toast)
        self.scan.tools.refused.connect(self.acts.say_refused)
        self.sheet.entryStepped.connect(self.step_entry)
        self.sheet.fields.chosen.connect(self._field_chosen)
        self.sheet.fields.activated.connect(self.acts.jump_from_field)
        self.sheet.findings.chosen.connect(self.go_finding)
        self.sheet.findings.acted.connect(self.acts.on_finding)
        self.sheet.comments.editRequested.connect(self.acts.edit_comment)
        self.sheet.comments.deleteRequested.connect(self.acts.delete_comment)
        self.sheet.comments.anchorRequested.connect(self.acts.jump_from_comment)
        self.sheet.composer.anchorRequested.connect(self.acts.anchor_comment)
        self.sheet.composer.libraryRequested.connect(self.acts.open_library)
        self.verdict.proposeRequested.connect(self.deciding.propose)
        self.verdict.verbChosen.connect(self.deciding.keep_verb)
        self.verdict.acknowledged.connect(self.deciding.acknowledge)
        self.verdict.refused.connect(self.acts.say_refused)
        self.work.changed.connect(self._show)
        self.work.saveFailed.connect(self.acts.save_failed)
        self._session.casesChanged.connect(self._cases_changed)

    # --- opening -------------------------------------------------------------------------------

    @property
    def case(self) -> CaseView | None:
        """The case on screen, with its draft."""
        return self.work.case

    def open_case(self, app_id: str, filter_: QueueFilter | None = None) -> None:
        """Show a case; next and previous follow ``filter_``."""
        if filter_ is not None:
            self.filter = filter_
        if self.case is not None and self.case.app_id != app_id:
            self.work.leave()
            self.place = Place()
        if app_id != self._wanted:
            self.neighbours, self.step_wanted = None, 0
        self._wanted = app_id
        self._load()

    def _load(self) -> None:
        app_id, self._token = self._wanted, self._generation.next()
        self.work.reading()
        read = self._session.query
        read(lambda ws: ws.queries.case(app_id), self._opened, self._gone, self._token)

    def look_again(self) -> None:
        """Read the case again soon: its checks may come out differently."""
        self._refresh_timer.start()

    def _reload(self) -> None:
        if self._wanted:
            self._load()

    def _gone(self, _problem: Exception) -> None:
        """The case left this machine, or cannot be read: what was typed stays in the journal."""
        self.work.leave()
        self.comparing.close()
        self._stack.setCurrentIndex(0)

    def _opened(self, case: CaseView) -> None:
        fresh = self.case is None or self.case.app_id != case.app_id
        if fresh or not self._still_there(case):
            self.place = self._resume or first_place(case)
            self._resume = None
        self.work.show(case)
        self._stack.setCurrentIndex(1)
        if self.isVisible() and self.window().focusWidget() in (None, self.window()):
            # The empty page had nothing that could take the keys of the first case.
            self.sheet.fields.setFocus(Qt.FocusReason.OtherFocusReason)
        if fresh:
            self.work.mark_read(self.place.module, ReadingMark.SEEN)
            self._reveal_current()
        self._window.commands.refresh()
        filter_, now = self.filter, self._session.now()
        self._session.query(lambda ws: ws.queries.place(case.app_id, filter_, now),
                            self._placed, token=self._token, painted_first=True)  # fmt: skip
        self.caseShown.emit(case.app_id)

    def _placed(self, place: QueuePlace) -> None:
        self.neighbours = place
        self.header.show_position(place)
        self._window.commands.refresh()
        step, self.step_wanted = self.step_wanted, 0
        if step:
            self.acts.step_case(step)

    def _still_there(self, case: CaseView) -> bool:
        codes = {module.code for module in case.profile.modules}
        return self.place.module in codes and (
            not self.place.entry or self.place.entry in entry_ids(case, self.place.module)
        )

    def _cases_changed(self, ids: frozenset[str]) -> None:
        if self._wanted in ids:
            self._refresh_timer.start()

    # --- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        case = self.case
        if case is None:
            return
        now = self._session.now()
        barred = banners.why_barred(case, self._session)
        self.header.show_case(case, now)
        banners.show(self.banner, case, self._session)
        self.modules.show_case(case, self.place.module)
        author = self._session.workspace.account.name
        marks = self.anchoring.field_marks()
        self.sheet.show_place(case, self.place, author=author, now=now, may_act=barred, marks=marks)
        self.scan.show_place(case, self.place)
        self.anchoring.show()
        self.composing.show(self.place)
        self.comparing.case_changed()
        self._session.query(
            lambda ws: ws.verbs(case, now),
            lambda offers: self._offered(case, offers, barred),
            token=self._offer_generation.next(),
            painted_first=True,
        )

    def _offered(self, case: CaseView, offers: list[VerbOffer], barred: str) -> None:
        if self.case is not None and self.case.app_id == case.app_id:
            self.verdict.show(self.case, offers, barred)

    @property
    def scan_view(self) -> DocumentView:
        """The viewer, for the keys of the page."""
        return self.scan.view

    def verb_reason(self, verb: Verb) -> str:
        """Why a verb cannot be used here; empty when it can."""
        return self.verdict.reason(verb)

    def anchoring_blocked(self) -> str:
        """Why no place can be drawn on the scan now; empty when it can."""
        return self.anchoring.blocked()

    def add_comment(self) -> None:
        """Ctrl+Enter: add what stands in the comment box."""
        self.composing.add()

    def go_back(self) -> None:
        """Esc leaves the comment box first, then the case; nothing typed is lost."""
        editor = self.sheet.composer.editor
        if editor.hasFocus():
            self.sheet.fields.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.work.flush()
        self.closed.emit()

    # --- moving --------------------------------------------------------------------------------

    def go(self, place: Place) -> None:
        """Move the selection; everything on screen follows."""
        if self.case is None:
            return
        self.place = place
        self.work.mark_read(place.module, ReadingMark.SEEN)
        self._show()
        self._reveal_current()
        self._window.commands.refresh()

    def go_module(self, code: str) -> None:
        """Show the start of a module."""
        if self.case is not None:
            self.go(at_module(self.case, code))

    def go_finding(self, finding_id: str) -> None:
        """Show the field and file that a finding concerns."""
        case = self.case
        found = (
            next((one for one in case.findings if one.finding_id == finding_id), None)
            if case
            else None
        )
        if case is not None and found is not None:
            self.go(at_finding(case, found))

    def go_attachment(self, att_id: str) -> None:
        """Show another file of the entry on screen."""
        self.go(Place(self.place.module, self.place.entry, self.place.finding, self.place.field,
                      att_id))  # fmt: skip

    def step_entry(self, step: int) -> None:
        """Show the entry before or after."""
        case = self.case
        if case is None:
            return
        ids = entry_ids(case, self.place.module)
        index = ids.index(self.place.entry) + step if self.place.entry in ids else 0
        if 0 <= index < len(ids):
            self.go(at_entry(case, self.place.module, ids[index]))

    def step_attachment(self, step: int) -> None:
        """Show the file before or after, within the module."""
        case = self.case
        if case is None:
            return
        files = [att.att_id for att in files_at(case, self.place)]
        index = files.index(self.place.attachment) + step if self.place.attachment in files else 0
        if 0 <= index < len(files):
            self.go_attachment(files[index])
        else:
            self.step_entry(step)

    def _field_chosen(self, code: str) -> None:
        if code == self.place.field or self.case is None:
            return
        self.anchoring.forget_lit()
        here = [one for one in self.case.findings_of(self.place.module) if one.field == code
                and one.entry_id in (None, self.place.entry)]  # fmt: skip
        finding = here[0].finding_id if here else ""
        self.place = Place(self.place.module, self.place.entry, finding, code,
                           self.place.attachment)  # fmt: skip
        self._show()

    def _reveal_current(self) -> None:
        card = self.sheet.findings.card(self.place.finding)
        row = self.sheet.fields.row(self.place.field) if self.place.field else None
        QTimer.singleShot(0, self, lambda: self._scroll_to(row, card))

    def _scroll_to(self, row: QWidget | None, card: QWidget | None) -> None:
        self.sheet.reveal(row)
        self.sheet.reveal(card)

    # --- the frame -----------------------------------------------------------------------------

    def set_breakpoint(self, name: str) -> None:
        """Narrow windows: one header line, numbers for modules, tools beside the slots."""
        self._compact = name == "compact"
        self.comparing.set_compact(self._compact)
        for part in (self.header, self.modules, self.scan, self.sheet, self.bar):
            part.set_compact(self._compact)
        if self.case is not None:
            self._show()

    def hints(self) -> list[tuple[str, str]]:
        """The keys of this page, most used first; over the scan those of the viewer."""
        if self.comparing.is_open:
            return list(self.comparing.hints())
        focus = self.window().focusWidget()
        if focus is not None and self.scan.view.isAncestorOf(focus):
            return self.scan.hints()
        return review_hints()

    def panes(self) -> list[QWidget]:
        """modules → scan → fields → findings → comment box → decision bar."""
        return self.comparing.panes() or [
            self.modules.list, self.scan.view, self.sheet.fields, self.sheet.findings,
            self.sheet.composer, self.bar,
        ]  # fmt: skip

    def foot(self) -> int:
        """Toasts never cover the consequence of a verdict."""
        return self.bar.height()

    def entered(self) -> None:
        """Come back to where one was."""
        self._refresh_timer.start()
        self.sheet.fields.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Nothing typed waits for the timer when the page is left."""
        self.work.flush()

    def title(self) -> str:
        """Window titles carry no name of an applicant's documents, only the room."""
        return self.tr("审阅")
