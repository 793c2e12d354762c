"""Where a comment is written: severity, place, text, and whether it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.widgets.button import Button
from app.ui.widgets.combo import ComboBox
from app.ui.widgets.inputs import TextEdit
from app.ui.widgets.labels import ElideLabel, Label
from app.ui.widgets.layout import set_ground
from app.ui.widgets.note_lines import NoteLines, NoteSpec

SavedState = Literal["none", "saving", "saved"]


class Composer(QFrame):
    """The comment in work. It saves nothing itself: the page does, on `textEdited`.

    Attributes:
        textEdited: the officer's own edit, as committed; not while an input method composes, not
            for `set_text`.
        severityChanged, placeChanged: another id was chosen.
        anchorRequested, libraryRequested, addRequested: a button was pressed.
    """

    textEdited = Signal(str)
    severityChanged = Signal(str)
    placeChanged = Signal(str)
    anchorRequested = Signal()
    libraryRequested = Signal()
    addRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_ground(self, "subtle", "t")
        self._said = ""
        self._origin_words = ""
        self._saved: SavedState = "none"
        self._saved_at = ""
        self._keys = ("", "", "")
        self._severity = ComboBox(name=self.tr("意见程度"), size="small")
        self._severity.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._place = ComboBox(name=self.tr("意见位置"), size="small")
        self._anchor = Button(
            self.tr("定位到扫描件"), "quiet", "small", icon="image-filter-center-focus"
        )
        self._library = Button(self.tr("意见库"), "quiet", "small", icon="bookshelf")
        self._edit = TextEdit("", self.tr("写给申报人：哪一项、什么事实、怎么改"), rows=2)
        self._edit.setAccessibleName(self.tr("审核意见"))
        self._status = ElideLabel("", 12, tone="text3")
        self._count = Label("", 12, tone="text3")
        self._add = Button(self.tr("加入意见"))
        self._top = QWidget()
        self._top_row = QHBoxLayout(self._top)
        self._bottom_row = QHBoxLayout()
        for row in (self._top_row, self._bottom_row):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(6)
        self._layout.addWidget(self._top)
        self._layout.addWidget(self._edit)
        self._notes = NoteLines()
        self._layout.addWidget(self._notes)
        self._layout.addLayout(self._bottom_row)
        self._compact = True
        self._where = ""
        self.set_compact(False)
        self._wire()
        self._show_count()

    def _wire(self) -> None:
        self._edit.textChanged.connect(self._text_changed)
        self._severity.currentIndexChanged.connect(
            lambda: self.severityChanged.emit(self._severity.chosen())
        )
        self._place.currentIndexChanged.connect(
            lambda: self.placeChanged.emit(self._place.chosen())
        )
        self._anchor.clicked.connect(self.anchorRequested)
        self._library.clicked.connect(self.libraryRequested)
        self._add.clicked.connect(self.addRequested)

    # --- content -------------------------------------------------------------------------------

    @property
    def editor(self) -> TextEdit:
        """The text field, to give it the focus or a limit."""
        return self._edit

    def text(self) -> str:
        """What is written."""
        return self._edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put another text in, the caret at its end. No signal."""
        if text != self.text():
            self._said = text
            self._edit.setPlainText(text)
            self._edit.moveCursor(QTextCursor.MoveOperation.End)
        self._show_count()

    def insert_text(self, text: str) -> None:
        """Insert at the caret, as an edit of the officer: it can be undone and is signalled."""
        self._edit.insertPlainText(text)

    def severity(self) -> str:
        """The chosen severity."""
        return self._severity.chosen()

    def place(self) -> str:
        """The chosen place."""
        return self._place.chosen()

    def set_severities(self, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer severities as (id, label). No signal."""
        self._severity.set_choices(choices)
        self._severity.choose(chosen)

    def set_places(self, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer places as (id, label). No signal."""
        self._place.set_choices(choices)
        self._place.choose(chosen)

    def choose(self, *, severity: str = "", place: str = "") -> None:
        """Choose by id without a signal; an empty id changes nothing."""
        if severity:
            self._severity.choose(severity)
        if place:
            self._place.choose(place)

    # --- state ---------------------------------------------------------------------------------

    def set_origin(self, words: str) -> None:
        """Say where the text came from."""
        self._origin_words = words
        self._show_status()

    def set_saved(self, state: SavedState, clock: str = "") -> None:
        """Say whether the text is safe; ``clock`` is when it was written to this machine."""
        self._saved, self._saved_at = state, clock
        self._show_status()

    def set_warning(self, words: str) -> None:
        """Warn about the text, such as too short; empty takes the warning away."""
        self._status.set_tone("amber" if words else "text3")
        if words:
            self._status.setText(words)
        else:
            self._show_status()

    def set_notes(self, notes: Sequence[NoteSpec]) -> None:
        """Say what rules hold against the text, below it; none takes the lines away."""
        self._notes.set_notes(notes)

    def notes(self) -> tuple[NoteSpec, ...]:
        """What is said below the text."""
        return self._notes.notes

    def set_blocked(self, reason: str) -> None:
        """Say why no comment can be added now; empty when one can."""
        self._add.set_blocked(reason)

    def set_anchor_words(self, where: str) -> None:
        """Say where on the scans the comment points, such as 目录 p1; empty for nowhere."""
        self._where = where
        self._show_anchor()

    def set_keys(self, *, anchor: str = "", library: str = "", add: str = "") -> None:
        """Show the keys of the commands on the buttons."""
        self._keys = (anchor, library, add)
        self._show_keys()

    def set_compact(self, compact: bool) -> None:
        """Two lines instead of three: the choices move beside the button."""
        if compact == self._compact:
            return
        self._compact = compact
        for row in (self._top_row, self._bottom_row):
            while row.takeAt(0) is not None:
                pass
        choices = (self._severity, self._place, self._anchor, self._library)
        for widget in choices:
            (self._bottom_row if compact else self._top_row).addWidget(widget)
        self._top_row.addStretch(1)
        self._bottom_row.addWidget(self._status, 1)
        self._bottom_row.addWidget(self._count)
        self._bottom_row.addWidget(self._add)
        self._show_anchor()
        self._count.setVisible(not compact)
        self._top.setVisible(not compact)
        self._show_keys()
        self._show_status()
        margins = (12, 6, 12, 6) if compact else (12, 8, 12, 8)
        self._layout.setContentsMargins(*margins)

    # --- inside --------------------------------------------------------------------------------

    def _show_anchor(self) -> None:
        """Where there is no room for words, a place that is bound is an icon with a tip."""
        again = self.tr("重新定位")
        words = self._where or self.tr("定位到扫描件")
        self._anchor.set_tip(f"{again}  {self._where}" if self._where else "")
        self._anchor.set_words("" if self._compact and self._where else words)
        self._anchor.setVisible(not self._compact or bool(self._where))

    def _text_changed(self) -> None:
        text = self.text()
        if text == self._said:
            return
        self._said = text
        self._show_count()
        self.textEdited.emit(text)

    def _show_count(self) -> None:
        self._count.setText(self.tr("{n} 字").format(n=len(self.text())) if self.text() else "")

    def _show_keys(self) -> None:
        anchor, library, add = self._keys
        self._anchor.set_key("" if self._compact else anchor)
        # Compact has no room for keys on the faces; the tool tips keep them.
        for button, key in ((self._library, library), (self._add, add)):
            button.set_key("" if self._compact else key)
            button.set_tip(f"{button.text()}  {key}".rstrip() if self._compact else "")

    def _show_status(self) -> None:
        saved = {"none": "", "saving": self.tr("正在保存…"), "saved": self.tr("已保存")}[
            self._saved
        ]
        if self._compact:
            self._status.setText(saved)
            self._status.setMinimumWidth(self._status.sizeHint().width() if saved else 0)
            return
        self._status.setMinimumWidth(0)
        if self._saved == "saved":
            saved = self.tr("草稿已保存 {clock}").format(clock=self._saved_at)
        self._status.setText(" · ".join(part for part in (self._origin_words, saved) if part))
