"""The decision bar: what is found, what will follow, the verbs, the one thing to press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.button import Button
from app.ui.widgets.labels import ElideLabel, Label
from app.ui.widgets.layout import set_ground
from app.ui.widgets.paint import Wrapped, advance, line, painter_on
from app.ui.widgets.severities import SeverityRow
from app.ui.widgets.verbs import SegmentedVerbs, Verb

_TIGHT = 0.92


class Consequence(QWidget):
    """What will happen, never cut: the long sentence, else the short one, else it in two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._long, self._short = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.updateGeometry)

    def set_words(self, words: str, short: str) -> None:
        """Show another consequence; without a short form the long one is wrapped."""
        self._long, self._short = words, short or words
        self.setAccessibleName(words)
        self.setToolTip(words if words != short else "")
        self.updateGeometry()
        self.update()

    def shown(self) -> str:
        """The form that has room now."""
        if advance(self._long, theme.font(13)) <= self.width():
            return self._long
        return self._short

    def fits(self) -> bool:
        """Whether every word of the form shown has room."""
        words = self.shown()
        if advance(words, theme.font(13)) <= self.width():
            return True
        return self._in_lines(words).height <= self.height()

    def _in_lines(self, words: str) -> Wrapped:
        return Wrapped(words, theme.font(12), self.width(), leading=_TIGHT)

    def sizeHint(self) -> QSize:
        return QSize(advance(self._long, theme.font(13)), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        # Two lines of 12 px, with what breaking between words may waste.
        half = advance(self._short, theme.font(12)) / 2
        return QSize(round(half * 1.1) + 24, theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        words, font = self.shown(), theme.font(13)
        if advance(words, font) <= self.width():
            line(painter, QRectF(self.rect()), words, font, "text")
            return
        wrapped = self._in_lines(words)
        wrapped.draw(painter, 0, max(0.0, (self.height() - wrapped.height) / 2), "text")


class DecisionBar(QFrame):
    """Counts and what is missing above, the consequence below, verbs and the button at the right.

    Attributes:
        verbChosen: a verb was chosen; carries its id.
        verbBlocked: a blocked verb was chosen; carries id and reason.
        primaryTriggered: the button was pressed.
    """

    verbChosen = Signal(str)
    verbBlocked = Signal(str, str)
    primaryTriggered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_ground(self, "panel", "t")
        self._compact = False
        self._label = Label("", 12, tone="text3")
        self._counts = SeverityRow({})
        self._missing = ElideLabel("", 12, tone="text2")
        self._consequence = Consequence()
        self._verbs = SegmentedVerbs()
        self._verbs.chosen.connect(self.verbChosen)
        self._verbs.refused.connect(self.verbBlocked)
        self._primary = Button("…", "primary", "large")
        self._primary.clicked.connect(self.primaryTriggered)
        self._key = ""
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._label)
        first.addWidget(self._counts)
        first.addWidget(self._missing, 1)
        left = QVBoxLayout()
        left.setContentsMargins(0, 3, 0, 3)
        left.setSpacing(0)
        left.addLayout(first)
        left.addWidget(self._consequence, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(12)
        layout.addLayout(left, 1)
        layout.addWidget(self._verbs)
        layout.addWidget(self._primary)
        self._row = layout
        self._resize()
        theme.changed.connect(self._resize)

    @property
    def primary(self) -> Button:
        """The button: after a verb was chosen by key the focus belongs here."""
        return self._primary

    @property
    def consequence(self) -> Consequence:
        """The sentence that says what will happen."""
        return self._consequence

    @property
    def verbs(self) -> SegmentedVerbs:
        """The verbs."""
        return self._verbs

    def add_tool(self, widget: QWidget) -> None:
        """Put something before the verbs."""
        self._row.insertWidget(self._row.indexOf(self._verbs), widget)

    def set_counts(self, label: str, counts: Mapping[str, int]) -> None:
        """Show what was found; ``label`` says in what, such as 本件."""
        self._label.setText(label)
        self._counts.set_counts(counts)

    def set_missing(self, words: str) -> None:
        """Say what is missing, or why a verb cannot be used."""
        self._missing.setText(words)

    def set_consequence(self, words: str, short: str = "") -> None:
        """Say what will happen, until when, and who must agree (style guide §1.3)."""
        self._consequence.set_words(words, short)

    def set_verbs(self, verbs: Sequence[Verb]) -> None:
        """Offer verbs."""
        self._verbs.set_verbs(verbs)

    def set_current_verb(self, identifier: str) -> None:
        """Show a verb as chosen, without a signal."""
        self._verbs.set_current(identifier)

    def set_primary(self, words: str, key: str = "", blocked: str = "") -> None:
        """Name the button: it repeats verb and number. Empty words hide it."""
        self._primary.setVisible(bool(words))
        self._key = key
        if words:
            self._primary.set_words(words)
            self._primary.set_key("" if self._compact else key)
            self._primary.set_blocked(blocked)

    def set_compact(self, compact: bool) -> None:
        """60 high, narrower verbs, no key on the button."""
        self._compact = compact
        self._verbs.set_compact(compact)
        self._primary.set_key("" if compact else self._key)
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(theme.px(60 if self._compact else 64))
