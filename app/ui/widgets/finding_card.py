"""A pre-check finding: one line; the current one open with evidence, source and actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.a11y import sentence
from app.ui.widgets.actions import CardAction, action_buttons
from app.ui.widgets.badge import Badge, BadgeSpec
from app.ui.widgets.labels import ElideLabel, IconMark, Label
from app.ui.widgets.layout import clear_layout
from app.ui.widgets.paint import fill, painter_on


@dataclass(frozen=True)
class FindingSpec:
    """A finding in words.

    Attributes:
        state: what became of it, such as 已转意见.
        rule: id of the rule, such as R071.
        marks: how sure the rule is, such as 启发式; beside the severity.
    """

    badge: BadgeSpec
    title: str
    evidence: str = ""
    source: str = ""
    state: str = ""
    rule: str = ""
    marks: Sequence[BadgeSpec] = ()
    actions: Sequence[CardAction] = field(default=())


class FindingCard(QFrame):
    """Collapsed until it is the current one.

    Attributes:
        chosen: it was clicked or got the focus.
        action: an action was chosen; carries its id.
    """

    chosen = Signal()
    action = Signal(str)

    def __init__(self, spec: FindingSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._badge = Badge(spec.badge)
        self._title = ElideLabel()
        self._state = Label("", 12, tone="text3")
        self._rule = Label("", 12, tone="text3")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._badge)
        self._marks = QHBoxLayout()
        self._marks.setSpacing(4)
        head.addLayout(self._marks)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        head.addWidget(self._rule)
        self._evidence = Label("", tone="text2", wrap=True)
        self._source = Label("", 12, tone="text3", wrap=True)
        source = QHBoxLayout()
        source.setSpacing(5)
        self._book = IconMark("book-open-outline", "text3", 14)
        source.addWidget(self._book, 0, Qt.AlignmentFlag.AlignTop)
        source.addWidget(self._source, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.setContentsMargins(0, 4, 0, 2)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(self._evidence)
        body.addLayout(source)
        body.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 5, 12, 6)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._body)
        self._body.hide()
        self._resize()
        theme.changed.connect(self._resize)
        self.set_spec(spec)

    @property
    def spec(self) -> FindingSpec:
        """What is shown."""
        return self._spec

    def set_spec(self, spec: FindingSpec) -> None:
        """Show another finding in place."""
        self._spec = spec
        self._badge.set_spec(spec.badge)
        clear_layout(self._marks)
        for mark in spec.marks:
            self._marks.addWidget(Badge(mark))
        self._title.setText(spec.title)
        self._state.setText(spec.state)
        self._state.setVisible(bool(spec.state))
        self._rule.setText(spec.rule)
        self._evidence.setText(spec.evidence)
        self._evidence.setVisible(bool(spec.evidence))
        self._source.setText(spec.source)
        self._source.setVisible(bool(spec.source))
        self._book.setVisible(bool(spec.source))
        clear_layout(self._buttons)
        for button in action_buttons(spec.actions, self.action.emit):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        marks = (mark.text for mark in spec.marks)
        words = (spec.title, spec.state, spec.evidence, spec.source, spec.rule)
        self.setAccessibleName(sentence(spec.badge.text, *marks, *words))

    def set_current(self, current: bool) -> None:
        """Open the card, or fold it."""
        if current != self._current:
            self._current = current
            self._title.set_bold(current)
            self._body.setVisible(current)
            self.update()

    def is_current(self) -> bool:
        """Whether the card is open."""
        return self._current

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit()
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        height = self.height()
        fill(painter, 0, 0, self.width(), height, "selected" if self._current else "panel")
        fill(painter, 0, height - 1, self.width(), 1, "line")
        if self._current:
            fill(painter, 0, 0, 3, height, "accent_text")

    def _resize(self) -> None:
        self.setMinimumHeight(theme.px(34))
