"""The preview of the current case: facts, route, findings, attachments, and the way in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.protocol.messages import message
from app.store.readmodels import CaseView
from app.ui.i18n import Count, language
from app.ui.pages.routes import route_steps
from app.ui.pages.scrolling import scrolling
from app.ui.pages.titles import titled
from app.ui.widgets import (
    Badge,
    BadgeSpec,
    Button,
    ElideLabel,
    IconMark,
    Label,
    PaneHead,
    Stepper,
    formats,
    hbox,
    local_badge,
    vbox,
)
from app.ui.widgets.layout import clear_layout
from app.ui.widgets.vocabulary import (
    severity_icon,
    severity_label,
    severity_sentence,
    severity_tone,
)

_MOST_FINDINGS = 12


class QueuePreview(QFrame):
    """What one wants to know before opening a case.

    Attributes:
        openRequested, historyRequested: the buttons below.
        revealRequested: the eye beside the ID number; the host audits it and answers with
            :meth:`reveal`.
    """

    openRequested = Signal()
    historyRequested = Signal()
    revealRequested = Signal(str)

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self.setProperty("kind", "panel")
        self.setProperty("edge", "l")
        self._case: CaseView | None = None
        self._id_label: Label | None = None
        self._hide = QTimer(self)
        self._hide.setSingleShot(True)
        self._hide.timeout.connect(self.hide_number)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self.open_button = Button(self.tr("打开审阅"), "primary", "large", key="Enter")
        self.history_button = Button(self.tr("只看审核流程"), "default", "large", key="Ctrl+H")
        self.open_button.clicked.connect(self.openRequested)
        self.history_button.clicked.connect(self.historyRequested)
        self._ways: list[tuple[QWidget, Callable[[CaseView], bool]]] = []
        self._more = hbox(None)
        self._more.hide()
        self._bar = vbox(
            hbox(self.open_button, self.history_button, None), self._more,
            margins=(16, 12, 16, 12), edge="t",
        )  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolling(self._body), 1)
        outer.addWidget(self._bar)
        self.show_case(None)

    def show_case(self, case: CaseView | None) -> None:
        """Show another case, or the same one anew; ``None`` when the current line is none.

        A number that is shown stays on screen for its time while the case remains the same.
        """
        number = self._shown_number(case)
        self._case = case
        self._id_label = None
        if not number:
            self._hide.stop()
        clear_layout(self._body)
        self._bar.setVisible(case is not None)
        self._show_ways()
        if case is None:
            self._body.addStretch(1)
            return
        self._body.addWidget(self._title(case))
        self._body.addWidget(self._facts(case))
        self._body.addWidget(self._findings(case))
        self._body.addWidget(self._files(case))
        self._body.addStretch(1)
        if number and self._id_label is not None:
            self._id_label.setText(number)

    def _shown_number(self, case: CaseView | None) -> str:
        """The number that is on screen in full, where ``case`` is the one that it belongs to."""
        before = self._case
        if case is None or before is None or self._id_label is None or not self._hide.isActive():
            return ""
        person = before.version.person
        same = case.app_id == before.app_id and case.version.person.id_number == person.id_number
        return self._id_label.plain_text() if same else ""

    @property
    def case(self) -> CaseView | None:
        """The case shown."""
        return self._case

    def add_way(self, button: QWidget, offered: Callable[[CaseView], bool]) -> None:
        """One more button below, seen for the cases to which it leads on."""
        layout = self._more.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(len(self._ways), button)
        self._ways.append((button, offered))
        self._show_ways()

    def _show_ways(self) -> None:
        case = self._case
        for button, offered in self._ways:
            button.setVisible(case is not None and offered(case))
        self._more.setVisible(any(not button.isHidden() for button, _offered in self._ways))

    def reveal(self, app_id: str, value: str, seconds: int) -> None:
        """Show the whole ID number for a while; the showing was audited before."""
        if self._case is None or self._case.app_id != app_id or self._id_label is None:
            return
        self._id_label.setText(value)
        self._hide.start(1000 * seconds)

    def changeEvent(self, event: QEvent) -> None:
        """Hide a revealed number when the window loses the focus."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.hide_number()
        super().changeEvent(event)

    def hide_number(self) -> None:
        """Hide a revealed number."""
        self._hide.stop()
        if self._case is not None and self._id_label is not None:
            self._id_label.setText(formats.mask_id(self._case.version.person.id_number))

    def _title(self, case: CaseView) -> QWidget:
        person, declared = case.version.person, case.version.declaration
        about = " · ".join(
            part
            for part in (
                titled(declared.target_title, declared.level.value),
                declared.specialty,
                _method(case),
            )
            if part
        )
        return vbox(
            hbox(
                ElideLabel(person.name, 20, bold=True),
                Label(person.sex, 13, tone="text2"),
                None,
                Badge(BadgeSpec(case.status_label.in_(language()), "accent", "soft")),
                Badge(local_badge(case.local.value, f"{case.cached}/{case.files}")),
            ),
            ElideLabel(about, 13, tone="text2"),
            margins=(16, 16, 16, 12),
            spacing=4,
            edge="b",
        )

    def _facts(self, case: CaseView) -> QWidget:
        frame = QFrame()
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        person, declared = case.version.person, case.version.declaration
        now, due = self._clock(), case.application.deadline_current
        urgency = formats.urgency(due, now) if due else ""
        deadline = formats.sentence_time(due, now, language()) if due else ""
        self._id_label = Label(formats.mask_id(person.id_number), 13)
        eye = Button(
            "", "quiet", "small", icon="eye-outline", tip=self.tr("显示证件号 30 秒，记入日志")
        )
        eye.clicked.connect(lambda: self.revealRequested.emit(case.app_id))
        rows: list[tuple[str, QWidget]] = [
            (self.tr("受理号"), Label(case.app_id, 13)),
            (self.tr("工作单位"), ElideLabel(case.application.unit_name, 13)),
            (self.tr("身份证号"), hbox(self._id_label, eye, None, spacing=4)),
            (self.tr("评委会"), ElideLabel(declared.committee_code, 13)),
            (self.tr("本级截止"), Label(deadline, 13, tone=urgency or "text")),
        ]
        claim = case.claim
        if claim is not None:
            until = formats.sentence_time(claim.lease_until, now, language())
            text = self.tr("{name}，有效至 {until}").format(name=claim.user_name, until=until)
            rows.append((self.tr("签收"), ElideLabel(text, 13)))
        for line, (name, value) in enumerate(rows):
            grid.addWidget(Label(name, 13, tone="text3"), line, 0)
            grid.addWidget(value, line, 1)
        grid.addWidget(Label(self.tr("申报路径"), 12, tone="text3"), len(rows), 0, 1, 2)
        grid.addWidget(Stepper(route_steps(case.application.route)), len(rows) + 1, 0, 1, 2)
        return frame

    def _findings(self, case: CaseView) -> QWidget:
        remark = severity_sentence(case.counts.as_dict())
        lines: list[QWidget] = []
        for finding in case.findings[:_MOST_FINDINGS]:
            severity = finding.severity.value
            words = message(f"{finding.message_code}.title", language(), **finding.params)
            lines.append(
                hbox(
                    IconMark(severity_icon(severity), severity_tone(severity), 14,
                             severity_label(severity)),
                    (ElideLabel(words, 13), 1),
                    Label(finding.rule_id, 12, tone="text3"),
                    height=28,
                )
            )  # fmt: skip
        more = len(case.findings) - _MOST_FINDINGS
        if more > 0:
            lines.append(Label(self.tr("另有 {n} 条").format(n=more), 12, tone="text3"))
        return vbox(
            PaneHead(self.tr("预检提示"), remark),
            vbox(*lines, margins=(16, 4, 16, 8), spacing=0),
            spacing=0,
        )

    def _files(self, case: CaseView) -> QWidget:
        remark = self.tr("{n} 份 · {size}").format(
            n=Count(case.files), size=formats.bytes_text(case.bytes)
        )
        lines: list[QWidget] = []
        for module in case.profile.modules:
            files = [
                view
                for view in case.attachments.values()
                if view.attachment.module_code == module.code
            ]
            if not files:
                continue
            size = formats.bytes_text(sum(view.attachment.bytes for view in files))
            here = all(view.state == "CACHED" for view in files)
            icon = "check-circle-outline" if here else "cloud-outline"
            lines.append(
                hbox(
                    (ElideLabel(f"{module.number} {module.label.in_(language())}", 13), 1),
                    Label(self.tr("{n} 份 · {size}").format(n=Count(len(files)), size=size), 12,
                          tone="text3"),
                    IconMark(icon, "text3", 14,
                             self.tr("已缓存") if here else self.tr("未下载")),
                    height=28,
                )
            )  # fmt: skip
        return vbox(
            PaneHead(self.tr("附件"), remark),
            vbox(*lines, margins=(16, 4, 16, 8), spacing=0),
            spacing=0,
        )


def _method(case: CaseView) -> str:
    """The way of declaring in the region's word."""
    value = case.version.declaration.declare_method
    specs = [module.field("declare_method") for module in case.profile.modules]
    choices = [choice for spec in specs if spec for choice in spec.choices]
    found = next((choice for choice in choices if choice.value == value), None)
    return found.label.in_(language()) if found else value
