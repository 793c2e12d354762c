"""单位意见: one case's dossier from its publicity to its forwarding."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.domain.dossier import Dossier
from app.domain.enums import Severity
from app.domain.finding import Finding
from app.store.readmodels import QueueFilter, QueuePlace
from app.ui.pages.dossier import banners
from app.ui.pages.dossier.acts import DossierActs
from app.ui.pages.dossier.assessments import AssessmentSection
from app.ui.pages.dossier.defence import DefenceSection
from app.ui.pages.dossier.deliberation import DeliberationSection
from app.ui.pages.dossier.file_acts import FileActs
from app.ui.pages.dossier.frame import GATES, fit, lay_out
from app.ui.pages.dossier.gates import GatePane, counted
from app.ui.pages.dossier.keys import dossier_commands, dossier_hints
from app.ui.pages.dossier.onward import OnwardSection
from app.ui.pages.dossier.opinion import OpinionSection
from app.ui.pages.dossier.publicity import PublicitySection
from app.ui.pages.dossier.reading import DossierView, read
from app.ui.pages.dossier.sealing import SealSection
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.steps import StepList, step_lines, step_tabs
from app.ui.pages.dossier.text_acts import TextActs
from app.ui.pages.dossier.verdict import DossierVerdict
from app.ui.pages.dossier.verification import VerificationSection
from app.ui.pages.dossier.wiring import connect
from app.ui.pages.dossier.work import DossierWork
from app.ui.pages.review.header import CaseHeader
from app.ui.pages.review.place import settled_findings
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow, Page
from app.ui.widgets import (
    BannerSlot,
    Button,
    DecisionBar,
    Label,
    TabStrip,
    formats,
)


class DossierPage(Page):
    """The screen.

    Attributes:
        closed: back to where the case was opened from.
        reviewRequested: show the case's form; carries its id.
        caseShown: the id of the case whose dossier is on screen.
    """

    closed = Signal()
    reviewRequested = Signal(str)
    caseShown = Signal(str)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self.filter = QueueFilter()
        self.view: DossierView | None = None
        self.neighbours: QueuePlace | None = None
        self.locked = ""
        self._wanted, self._current, self._gate = "", "publicity", ""
        self._compact = False
        self._generation = Generation()
        self.work = DossierWork(session, self)
        self.acts = DossierActs(self, window, session)
        self.files, self.texts = FileActs(self, session), TextActs(self, session)
        window.commands.register(*dossier_commands(self))
        self._make_parts()
        self._build()
        connect(self, session)
        window.commands.attach(self, "dossier")

    def _make_parts(self) -> None:
        commands = self._window.commands
        self.header = CaseHeader(commands, "dossier")
        self.banner = BannerSlot()
        self.steps, self.strip = StepList(), TabStrip(height=36)
        self.publicity = PublicitySection(self.work)
        self.defence = DefenceSection(self.work)
        self.deliberation = DeliberationSection(self.work)
        self.assessments = AssessmentSection(self.work)
        self.opinion = OpinionSection(self.work)
        self.verification = VerificationSection(self.work, self._session)
        self.seal = SealSection(self.work)
        self.onward = OnwardSection(self.work)
        self.sections: tuple[Section, ...] = (
            self.publicity, self.defence, self.deliberation, self.assessments, self.opinion,
            self.verification, self.seal, self.onward,
        )  # fmt: skip
        self.gates, self.gates_over = GatePane(), GatePane("tblr")
        self.gates_over.setParent(self)
        self.gates_over.hide()
        self.bar = DecisionBar()
        self.counter = Button("…", "default", "large", icon="clipboard-check-outline")
        self.bar.add_tool(self.counter)
        self.verdict = DossierVerdict(self.bar, lambda: self.onward.target, self)
        self.saved = Label("", 12, tone="text3")
        self.save = commands.button("dossier.save", size="small")
        self.to_review = commands.button("dossier.review", kind="quiet", size="small")
        self._fit_timer = self._timer(0, lambda: fit(self.frame.area))
        self._reload_timer = self._timer(60, self._reload)

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        """Does ``act`` once, some milliseconds after it was started last."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    def _build(self) -> None:
        self.frame = lay_out(
            self, self.header, self.banner, self.steps, self.strip, self.sections, self.gates,
            self.bar, (self.saved, self.to_review, self.save),
        )  # fmt: skip

    # --- opening -------------------------------------------------------------------------------

    @property
    def app_id(self) -> str:
        """The case on screen; empty when there is none."""
        return self.view.case.app_id if self.view else ""

    @property
    def current_part(self) -> str:
        """The id of the part in work."""
        return self._current

    @property
    def has_changes(self) -> bool:
        """Whether something was typed that is not in the outbox yet."""
        view = self.view
        if view is None:
            return False
        typed = self.work.dossier != (view.case.dossier or Dossier())
        return typed or all(one.code != "OP_DOSSIER_UNCHANGED" for one in view.unsaved)

    def open_case(self, app_id: str, filter_: QueueFilter | None = None) -> None:
        """Show a case; next and previous follow ``filter_``."""
        if filter_ is not None:
            self.filter = filter_
        if self.app_id != app_id:
            self.work.leave()
            self.view = None
        self._wanted = app_id
        self._load()

    def _load(self) -> None:
        app_id, filter_, now = self._wanted, self.filter, self._session.now()
        token = self._generation.next()
        self.work.reading()
        self._session.query(lambda ws: read(ws, app_id, now), self._opened, self._gone, token)
        self._session.query(
            lambda ws: ws.queries.place(app_id, filter_, now), self._placed, token=token
        )

    def _reload(self) -> None:
        if self._wanted:
            self._load()

    def cases_changed(self, ids: frozenset[str]) -> None:
        if self._wanted in ids:
            self._reload_timer.start()

    def _gone(self, _problem: Exception) -> None:
        """The case left this machine, or cannot be read: what was typed stays in the journal."""
        self.work.leave()
        self.view = None
        self.frame.stack.setCurrentIndex(0)

    def _opened(self, view: DossierView) -> None:
        fresh = self.view is None
        self.view = view
        self.locked = banners.why_locked(view)
        now = self._session.now()
        self.header.show_case(view.case, now)
        banners.show(self.banner, view, self._session)
        if fresh:
            for section in self.sections:
                section.bind.forget()
        self.work.show(view.case)  # the sections follow
        for section in self.sections:
            section.show_view(view, self.locked)
        self._fit_timer.start()
        for pane in (self.gates, self.gates_over):
            pane.show_view(view)
        self.counter.set_words(counted(view))
        self.verdict.show(view)
        self.save.setVisible(not self.locked)
        self.frame.stack.setCurrentIndex(1)
        if fresh:
            self.saved.setText("")
            self.go(self._first_open(view), focus=self.isVisible())
        self._window.commands.refresh()
        self.caseShown.emit(view.case.app_id)

    def _placed(self, place: QueuePlace) -> None:
        self.neighbours = place
        self.header.show_position(place)
        self._window.commands.refresh()

    def _first_open(self, view: DossierView) -> str:
        if view.case.status.value in ("APPROVED_AT", "SEALED"):
            return "seal" if view.forms else "onward"
        lines = step_lines(view, self.work.dossier)
        return next((one.id for one in lines if one.mark not in ("done", "none")), "publicity")

    # --- showing -------------------------------------------------------------------------------

    def follow(self) -> None:
        """The dossier on screen is another: what follows from it follows."""
        view = self.view
        if view is None:
            return
        for section in self.sections:
            section.follow(view, self.locked)
        lines = step_lines(view, self.work.dossier)
        done = sum(one.mark in ("done", "none") for one in lines)
        self.frame.head.set_remark(self.tr("8 步，已完成 {n}").format(n=done))
        self.steps.set_lines(lines)
        self.strip.set_tabs(step_tabs(lines))
        self._light()
        self._fit_timer.start()
        if view.case.status.value in ("APPROVED_AT", "SEALED"):
            self.verdict.show(view)  # it names the office that is chosen
        if not self.work.all_saved:
            self.saved.setText(self.tr("正在存草稿…"))
            self._window.commands.refresh()

    def saved_now(self) -> None:
        when = formats.clock_text(self._session.now(), seconds=True)
        self.saved.setText(self.tr("草稿已存本机 {when}").format(when=when))
        self._reload_timer.start()

    def _light(self) -> None:
        self.steps.set_current(self._current)
        self.strip.set_current(self._current)
        self.gates.rows.set_current(self._gate)

    # --- moving --------------------------------------------------------------------------------

    def part(self, identifier: str) -> Section | None:
        """A part of the dossier by its id."""
        return next((one for one in self.sections if one.id == identifier), None)

    def go(self, identifier: str, *, focus: bool = True) -> None:
        """Bring a part into sight and give it the focus."""
        section = self.part(identifier)
        if section is None:
            return
        self._current, self._gate = identifier, ""
        self._light()
        QTimer.singleShot(0, self, lambda: self._scroll_to(section))
        if focus and section.first is not None:
            section.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _scroll_to(self, section: Section) -> None:
        inner = self.frame.area.widget()
        top = section.mapTo(inner, QPoint(0, 0)).y() if inner else 0
        self.frame.area.verticalScrollBar().setValue(top)

    def go_gate(self, rule_id: str, part: str) -> None:
        """Go to what a gate asks for."""
        self.gates_over.hide()
        self.go({"unit": "verification", "expert_opinion": "recommendation"}.get(part, part))
        self._gate = rule_id
        self._light()

    def warned(self) -> list[Finding]:
        """What is warned of in the part in work and nobody has looked at, the gate chosen first."""
        view = self.view
        if view is None or self.locked:
            return []
        settled = settled_findings(view.case)
        here = [one for one in view.gates if one.section == self._current]
        here.sort(key=lambda one: one.rule_id != self._gate)
        return [
            finding
            for one in here
            for finding in one.findings
            if finding.severity in (Severity.WARN, Severity.ASK)
            and finding.finding_id not in settled
        ]

    def step(self, by: int) -> None:
        """F7: the next part that is in sight."""
        ids = [one.id for one in self.sections if not one.isHidden()]
        index = ids.index(self._current) + by if self._current in ids else 0
        if 0 <= index < len(ids):
            self.go(ids[index])

    def step_gate(self, by: int) -> None:
        """F8: the next gate that wants something."""
        waiting = self.view.open_gates() if self.view else []
        if not waiting:
            return
        rules = [one.rule_id for one in waiting]
        index = (rules.index(self._gate) + by) % len(rules) if self._gate in rules else 0
        self.go_gate(waiting[index].rule_id, waiting[index].section)

    def go_back(self) -> None:
        """Esc leaves the list of gates, then a field, then the case; nothing typed is lost."""
        if self.gates_over.isVisible():
            self.gates_over.hide()
            return
        focus = self.window().focusWidget()
        field = isinstance(focus, QLineEdit | QPlainTextEdit)
        if field and self.frame.area.isAncestorOf(focus):
            (self.steps if self.frame.side.isVisible() else self.strip).setFocus()
            return
        self.work.flush()
        self.closed.emit()

    def toggle_gates(self) -> None:
        """The gates over the page in narrow windows; beside it they take the focus."""
        if not self._compact:
            self.gates.rows.setFocus()
            return
        pane = self.gates_over
        if pane.isVisible():
            pane.hide()
            return
        room = self.height() - self.bar.height() - 40
        height = min(room, pane.rows.height_of_all() + 110)
        right = self.counter.mapTo(self, QPoint(self.counter.width(), 0)).x()
        left = max(8, min(right - GATES, self.width() - GATES - 8))
        pane.setGeometry(left, self.height() - self.bar.height() - height, GATES, height)
        pane.show()
        pane.raise_()
        pane.rows.setFocus()

    # --- the frame -----------------------------------------------------------------------------

    def set_breakpoint(self, name: str) -> None:
        """Narrow windows: the steps as a strip, the gates as a counter that opens upwards."""
        self._compact = name == "compact"
        self.header.set_compact(self._compact)
        self.bar.set_compact(self._compact)
        self.frame.side.setVisible(not self._compact)
        self.gates.setVisible(not self._compact)
        self.gates_over.hide()
        self.strip.setVisible(self._compact)
        self.counter.setVisible(self._compact)
        if self.view is not None:
            self._opened(self.view)

    def hints(self) -> list[tuple[str, str]]:
        """The keys of this page, most used first."""
        return dossier_hints()

    def panes(self) -> list[QWidget]:
        """The order of F6."""
        wanted: list[QWidget] = [self.steps, self.strip, self.frame.area, self.gates.rows, self.bar]
        return [one for one in wanted if one.isVisible()]

    def foot(self) -> int:
        """Toasts leave the decision bar free."""
        return self.bar.height()

    def entered(self) -> None:
        """Come back to the part in work."""
        section = self.part(self._current)
        if self.view is not None and section is not None and section.first is not None:
            section.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Nothing typed waits for the timer when the page is left."""
        self.work.flush()

    def title(self) -> str:
        """Window titles carry no name of an applicant."""
        return self.tr("单位意见")
