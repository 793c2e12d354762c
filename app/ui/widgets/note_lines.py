"""What a rule says where the officer acts: a badge, the words, and under them the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.widgets.a11y import sentence
from app.ui.widgets.badge import Badge, BadgeSpec
from app.ui.widgets.labels import Label
from app.ui.widgets.layout import clear_layout, hbox, vbox


@dataclass(frozen=True)
class NoteSpec:
    """A note in words.

    Attributes:
        badges: the severity, and how sure the rule is.
        source: where the rule stands.
        rule: id of the rule, such as R062.
    """

    badges: tuple[BadgeSpec, ...]
    text: str
    source: str = ""
    rule: str = ""


class NoteLines(QFrame):
    """Shows notes one below the other; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[NoteSpec, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.hide()

    @property
    def notes(self) -> tuple[NoteSpec, ...]:
        """What is shown."""
        return self._notes

    def set_notes(self, notes: Sequence[NoteSpec]) -> None:
        """Show other notes; nothing happens where they are the same."""
        wanted = tuple(notes)
        if wanted == self._notes:
            return
        self._notes = wanted
        clear_layout(self._layout)
        for note in wanted:
            self._layout.addWidget(_line(note))
        self.setVisible(bool(wanted))
        words = [part for n in wanted for part in (*(b.text for b in n.badges), n.text, n.source)]
        self.setAccessibleName(sentence(*words))


def _line(note: NoteSpec) -> QWidget:
    source = " · ".join(part for part in (note.source, note.rule) if part)
    below = [Label(source, 12, tone="text3", wrap=True)] if source else []
    words = vbox(Label(note.text, 13, wrap=True), *below, spacing=0)
    marks = [Badge(badge) for badge in note.badges]
    line = hbox(*marks, (words, 1), spacing=6)
    layout = line.layout()
    assert layout is not None
    for badge in marks:
        layout.setAlignment(badge, Qt.AlignmentFlag.AlignTop)
    return line
