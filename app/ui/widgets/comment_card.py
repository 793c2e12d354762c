"""A comment of an officer on a module."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.widgets.a11y import sentence
from app.ui.widgets.badge import Badge, BadgeSpec
from app.ui.widgets.button import Button
from app.ui.widgets.labels import ElideLabel, Label
from app.ui.widgets.layout import set_ground
from app.ui.widgets.note_lines import NoteLines, NoteSpec


@dataclass(frozen=True)
class CommentSpec:
    """A comment in words.

    Attributes:
        remedy: what the applicant should do, shown after 改法.
        anchor: where on a scan, such as 目录 p1.
        byline: author and time.
        editable: whether edit and delete are offered.
        notes: what rules say about it.
    """

    badge: BadgeSpec
    place: str
    text: str
    remedy: str = ""
    anchor: str = ""
    byline: str = ""
    editable: bool = True
    notes: tuple[NoteSpec, ...] = ()


class CommentCard(QFrame):
    """Shows a `CommentSpec`.

    Attributes:
        editRequested, deleteRequested: a button was pressed.
        anchorRequested: the place on the scan was pressed.
    """

    editRequested = Signal()
    deleteRequested = Signal()
    anchorRequested = Signal()

    def __init__(self, spec: CommentSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_ground(self, "panel", "b")
        self._spec = spec
        self._badge = Badge(spec.badge)
        self._place = ElideLabel("", bold=True)
        self._anchor = Button("…", "link", "small", icon="image-filter-center-focus")
        self._anchor.clicked.connect(self.anchorRequested)
        self._byline = Label("", 12, tone="text3")
        self._edit = Button("", "quiet", "small", icon="draw-pen", tip=self.tr("修改意见"))
        self._edit.clicked.connect(self.editRequested)
        self._delete = Button(
            "", "quiet", "small", icon="trash-can-outline", tip=self.tr("删除意见")
        )
        self._delete.clicked.connect(self.deleteRequested)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._badge)
        head.addWidget(self._place)
        head.addWidget(self._anchor)
        head.addStretch(1)
        for widget in (self._byline, self._edit, self._delete):
            head.addWidget(widget)
        self._text = Label("", wrap=True)
        self._remedy = Label("", 12, tone="text2", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 8, 8)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._text)
        layout.addWidget(self._remedy)
        self._notes = NoteLines()
        layout.addWidget(self._notes)
        self.set_spec(spec)

    @property
    def spec(self) -> CommentSpec:
        """What is shown."""
        return self._spec

    def set_spec(self, spec: CommentSpec) -> None:
        """Show another comment in place."""
        self._spec = spec
        self._badge.set_spec(spec.badge)
        self._place.setText(spec.place)
        self._anchor.setVisible(bool(spec.anchor))
        self._anchor.set_words(spec.anchor or "…")
        self._byline.setText(spec.byline)
        self._edit.setVisible(spec.editable)
        self._delete.setVisible(spec.editable)
        self._text.setText(spec.text)
        remedy = self.tr("改法：{remedy}").format(remedy=spec.remedy) if spec.remedy else ""
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self._notes.set_notes(spec.notes)
        words = (spec.badge.text, spec.place, spec.anchor, spec.text, remedy, spec.byline)
        self.setAccessibleName(sentence(*words, *(note.text for note in spec.notes)))
