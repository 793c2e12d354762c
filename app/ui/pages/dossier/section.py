"""One part of the dossier on screen: its head, what the rules say of it, and its fields."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QVBoxLayout, QWidget

from app.domain.enums import Severity
from app.domain.finding import Finding
from app.domain.gate_list import GateItem, GateState
from app.protocol.messages import message
from app.ui.i18n import language
from app.ui.pages.dossier.gates import gate_title
from app.ui.pages.dossier.inputs import Binder
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.dossier.work import DossierWork
from app.ui.pages.review.place import settled_findings
from app.ui.widgets import (
    Badge,
    BadgeSpec,
    Button,
    ElideLabel,
    IconMark,
    Label,
    clear_layout,
    hbox,
)
from app.ui.widgets.layout import Item
from app.ui.widgets.vocabulary import severity_icon, severity_label, severity_tone

LABEL = 96


class Section(QFrame):
    """A part of the dossier.

    Attributes:
        id: as the gate list names it.
        bind: makes the fields.
        body: where the part puts them.
        first: what takes the focus on coming here.
        acted: something is said to a finding; carries its id and ``verify``, ``override``,
            ``reopen`` or ``withdraw``.
    """

    acted = Signal(str, str)

    def __init__(self, identifier: str, number: int, title: str, work: DossierWork) -> None:
        super().__init__()
        self.id = identifier
        self.work = work
        self.bind = Binder(work)
        self.first: QWidget | None = None
        self.setProperty("kind", "panel")
        self.setProperty("edge", "b")
        self.setAccessibleName(title)
        self._title = Label(f"{number} {title}", 16, bold=True)
        self._remark = ElideLabel("", 12, tone="text3")
        self.head = hbox(self._title, (self._remark, 1), spacing=12, height=32)
        self._told = QVBoxLayout()
        self._told.setSpacing(2)
        self._shown: object = None
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 10, 24, 14)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addLayout(self._told)
        column.addLayout(self.body)

    def set_remark(self, words: str) -> None:
        """What stands in short beside the title."""
        self._remark.setText(words)

    def add_tool(self, widget: QWidget) -> None:
        """Append a button at the right of the head."""
        layout = self.head.layout()
        assert layout is not None
        layout.addWidget(widget)

    def show_view(self, view: DossierView, locked: str) -> None:
        """Show another case, or another state of it; ``locked`` says why nothing can be changed."""
        self._tell(view, locked)
        self.follow(view, locked)

    def follow(self, view: DossierView, locked: str) -> None:
        """Show the dossier as it stands on screen now."""
        self.bind.show(locked)

    def _tell(self, view: DossierView, locked: str) -> None:
        """What the rules want of this part; a gate that waits for another says nothing."""
        settled = settled_findings(view.case)
        items = [
            one
            for one in view.gates
            if one.section == self.id and one.state is not GateState.DONE and one.findings
        ]
        lines = [
            (one, tuple(settled.get(each.finding_id, "") for each in one.findings)) for one in items
        ]
        if (lines, locked) == self._shown:
            return
        self._shown = (lines, locked)
        clear_layout(self._told)
        for item, said in lines:
            if len(item.findings) > 1 and item.severity is Severity.BLOCK:
                self._told.addWidget(_together(item))
                continue
            for finding, how in zip(item.findings, said, strict=True):
                self._told.addWidget(self._line(finding, how, locked))

    def _line(self, finding: Finding, how: str, locked: str) -> QWidget:
        """What is wrong, the facts, what was said to it, and the rule."""
        severity, lang = finding.severity.value, language()
        icon = "help-circle" if finding.uncertain else severity_icon(severity)
        tone = "amber" if finding.uncertain else severity_tone(severity)
        words = message(f"{finding.message_code}.title", lang, **finding.params)
        fact = message(f"{finding.message_code}.fact", lang, **finding.params)
        parts: list[Item] = [
            IconMark(icon, tone, 14, severity_label(severity)),
            Label(words, 13, bold=True),
            (ElideLabel(fact, 13, tone="text2"), 1),
        ]
        act = _act(finding.severity, how)
        if act and not locked:
            name, label = act
            button = Button(label, "link", "small")
            button.clicked.connect(lambda: self.acted.emit(finding.finding_id, name))
            parts += [_said(how), button] if how else [button]
        return hbox(*parts, Label(finding.rule_id, 12, tone="text3"), height=26)


def _together(item: GateItem) -> QWidget:
    """Several things that one rule wants, in one line."""
    parted = "; " if language() == "en" else "；"
    told = [message(f"{one.message_code}.short", language(), **one.params) for one in item.findings]
    return hbox(
        IconMark(severity_icon("BLOCK"), severity_tone("BLOCK"), 14, severity_label("BLOCK")),
        Label(gate_title(item), 13, bold=True),
        (ElideLabel(parted.join(told), 13, tone="text2"), 1),
        Label(item.rule_id, 12, tone="text3"),
        height=26,
    )


def _said(how: str) -> Badge:
    tr = QCoreApplication.translate
    words = tr("dossier", "已核实") if how == "verified" else tr("dossier", "已申请放行")
    return Badge(BadgeSpec(words, "green" if how == "verified" else "violet"))


def _act(severity: Severity, how: str) -> tuple[str, str] | None:
    """What may be said to a finding: nothing to one that blocks."""
    tr = QCoreApplication.translate
    if how in ("verified", "override"):
        name = "reopen" if how == "verified" else "withdraw"
        return name, tr("dossier", "撤回")
    if severity in (Severity.WARN, Severity.ASK):
        return "verify", tr("dossier", "核实无误")
    if severity is Severity.ERROR:
        return "override", tr("dossier", "申请放行")
    return None


def boxed(*parts: QWidget | QLayout) -> QFrame:
    """Fields and grids in a frame that can be hidden as a whole."""
    frame = QFrame()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return frame


def form_grid() -> QGridLayout:
    """Labels and fields in two columns side by side."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    for column in (0, 2):
        grid.setColumnMinimumWidth(column, LABEL)
    for column in (1, 3):
        grid.setColumnStretch(column, 1)
    return grid


def put_row(
    grid: QGridLayout, row: int, column: int, words: str, *parts: QWidget, wide: bool = False
) -> None:
    """A label with its field, in the left (0) or right (1) half, or over both."""
    label = Label(words, 13, tone="text3")
    grid.addWidget(label, row, 2 * column)
    box = hbox(*parts, None) if len(parts) > 1 or parts[0].maximumWidth() < 400 else parts[0]
    grid.addWidget(box, row, 2 * column + 1, 1, 3 if wide else 1)
