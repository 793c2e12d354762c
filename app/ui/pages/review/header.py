"""The header of a case: who, what, which version, until when, and the way to the neighbours."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.domain.enums import Status
from app.store.readmodels import CaseView, QueuePlace
from app.ui.commands import CommandRegistry
from app.ui.i18n import language
from app.ui.pages.routes import route_steps, route_text
from app.ui.pages.titles import titled
from app.ui.widgets import (
    Badge,
    BadgeSpec,
    Button,
    ElideLabel,
    KeyCap,
    Label,
    Stepper,
    VLine,
    formats,
    hbox,
    local_badge,
    vbox,
)


class CaseHeader(QFrame):
    """One line of facts in narrow windows, two in wide ones."""

    backRequested = Signal()

    def __init__(self, commands: CommandRegistry, place: str = "review") -> None:
        """:param place: whose commands lead to the case before and after."""
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", "b")
        self._compact = False
        self.back = Button(self.tr("队列"), "quiet", icon="arrow-left", key="Esc")
        self.back.clicked.connect(self.backRequested)
        self.back_small = Button("", "quiet", icon="arrow-left", tip=self.tr("返回队列"), key="Esc")
        self.back_small.clicked.connect(self.backRequested)
        self._name = Label("", 16, bold=True)
        self._title = ElideLabel("", 13)
        self._facts = ElideLabel("", 12, tone="text2")
        self._version = Badge(BadgeSpec("", "grey", "line"))
        self._status = Badge(BadgeSpec("", "accent", "soft"))
        self._local = Badge(BadgeSpec("", "grey", "bare"))
        self._stepper = Stepper([])
        self._due = Label("", 12, tone="text2")
        self._left = Label("", 13, bold=True)
        self._due_box = vbox(self._due, self._left, spacing=2)
        self._position = Label("", 13, tone="text2")
        self.previous = commands.button(f"{place}.previous_case", words=False, show_key=False)
        self.next = commands.button(f"{place}.next_case", words=False, show_key=False)
        self._key = KeyCap("F12")
        self._texts = vbox(hbox(self._name, (self._title, 1), spacing=8), self._facts, spacing=2)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(8)
        self._line = VLine(24)
        for part in (self.back_small, self.back, self._line):
            row.addWidget(part)
        row.addWidget(self._texts, 1)
        for badge in (self._version, self._status, self._local):
            row.addWidget(badge)
        self._row, self._tools_at = row, row.count()
        row.addSpacing(8)
        row.addWidget(self._stepper)
        row.addSpacing(8)
        row.addWidget(self._due_box)
        row.addSpacing(8)
        for step in (self.previous, self.next, self._position, self._key):
            row.addWidget(step)
        self.set_compact(False)

    def add_tool(self, widget: QWidget) -> None:
        """Put a button between the facts and the route."""
        self._row.insertWidget(self._tools_at, widget)

    def show_case(self, case: CaseView, now: datetime) -> None:
        """Show another case."""
        lang = language()
        person, declared = case.version.person, case.version.declaration
        title = titled(declared.target_title, declared.level.value)
        about = [part for part in (title, declared.specialty) if part]
        if self._compact:
            about.append(case.application.unit_name)
        self._name.setText(person.name)
        self._title.setText(" · ".join(about))
        self._facts.setText(self._fact_line(case, now))
        version = self.tr("第 {n} 版").format(n=case.application.current_version)
        self._version.set_spec(
            BadgeSpec(version, "violet", "soft")
            if case.resubmitted
            else BadgeSpec(version, "grey", "line")
        )
        self._status.set_spec(BadgeSpec(case.status_label.in_(lang), "accent", "soft"))
        self._local.set_spec(local_badge(case.local.value, f"{case.cached}/{case.files}"))
        self._stepper.set_steps(route_steps(case.application.route))
        self.setToolTip(route_text(case.application.route))
        deadline = case.application.deadline_current
        self._due_box.setVisible(deadline is not None)
        if deadline is not None:
            when = formats.sentence_time(deadline, now, lang)
            left = formats.countdown(deadline, now, lang)
            urgency = formats.urgency(deadline, now)
            self._due.setText(
                self.tr("{when} 截止").format(when=when)
                if self._compact
                else self._due_words(case).format(when=when)
            )
            self._left.setText(left)
            self._left.set_tone(urgency or "text2")

    def show_position(self, place: QueuePlace) -> None:
        """Say where the case stands in the queue it was opened from."""
        where = "–" if place.index is None else str(place.index + 1)
        self._position.setText(f"{where} / {place.total}")
        known = place.index is not None
        self._position.setVisible(known)
        self._key.setVisible(known)

    def set_compact(self, compact: bool) -> None:
        """Narrow windows: one line, the route as tool tip."""
        self._compact = compact
        self.setFixedHeight(40 if compact else 56)
        self.back.setVisible(not compact)
        self.back_small.setVisible(compact)
        self._line.setVisible(not compact)
        self._facts.setVisible(not compact)
        self._stepper.setVisible(not compact)
        self._local.setVisible(not compact)
        box = self._due_box.layout()
        if isinstance(box, QHBoxLayout):
            box.setSpacing(4)
        self._due.setVisible(not compact)

    def _due_words(self, case: CaseView) -> str:
        """Whose deadline it is: a returned case waits for its applicant."""
        if case.status is Status.RETURNED:
            return self.tr("重新提交截止 {when}")
        return self.tr("本级审核截止 {when}")

    def _fact_line(self, case: CaseView, now: datetime) -> str:
        parts = [case.app_id, case.application.unit_name]
        claim = case.claim
        if claim is not None and claim.lease_until > now:
            until = formats.sentence_time(claim.lease_until, now, language())
            text = self.tr("签收人 {name}，有效至 {until}")
            parts.append(text.format(name=claim.user_name, until=until))
        return " · ".join(part for part in parts if part)
