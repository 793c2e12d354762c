"""对照并选定: two dossiers of one case side by side, one of which shall stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.dossier import Dossier
from app.ui.pages.dossier.compare import differences
from app.ui.theme import theme
from app.ui.widgets import Button, Label, hbox
from app.ui.widgets.labels import HLine

MINE, THEIRS = "mine", "theirs"
_WIDTH, _HEIGHT = 960, 620


class CompareDialog(QDialog):
    """Shows what differs, mine on the left; the focus starts on 取消."""

    def __init__(self, mine: Dossier, theirs: Dossier | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("单位意见有两份"))
        self._chosen = ""
        name = (theirs.saved_by if theirs else "") or self.tr("同事")
        self.cancel = Button(self.tr("取消"), size="large", key="Esc")
        self.take_mine = Button(self.tr("用我填的"), "primary", "large")
        self.take_theirs = Button(self.tr("用 {name} 保存的").format(name=name), "default", "large")
        self.cancel.clicked.connect(self.reject)
        self.take_mine.clicked.connect(lambda: self._take(MINE))
        self.take_theirs.clicked.connect(lambda: self._take(THEIRS))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        title = Label(self.tr("单位意见有两份：对照并选定"), 16, bold=True)
        outer.addWidget(hbox(title, None, margins=(24, 0, 24, 8)))
        outer.addWidget(self._table(mine, theirs, name), 1)
        said = Label(self.tr("没选的一份不再保留；你填的记入本机日志。"), 12, tone="text3")
        outer.addWidget(
            hbox((said, 1), self.cancel, self.take_theirs, self.take_mine,
                 margins=(24, 8, 24, 0), spacing=8)
        )  # fmt: skip
        room = parent.window().size()
        self.resize(
            min(theme.px(_WIDTH), room.width() - 64), min(theme.px(_HEIGHT), room.height() - 64)
        )
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> str:
        """Wait for the answer: :data:`MINE`, :data:`THEIRS`, or empty where nothing is chosen."""
        return self._chosen if self.exec() == QDialog.DialogCode.Accepted else ""

    def _take(self, which: str) -> None:
        self._chosen = which
        self.accept()

    def _table(self, mine: Dossier, theirs: Dossier | None, name: str) -> QScrollArea:
        inner = QFrame()
        inner.setProperty("kind", "panel")
        grid = QGridLayout(inner)
        grid.setContentsMargins(24, 8, 24, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        heads = ("", self.tr("我填的"), self.tr("{name} 保存的").format(name=name))
        for column, words in enumerate(heads):
            grid.addWidget(Label(words, 12, tone="text3"), 0, column)
        found = differences(mine, theirs)
        top = Qt.AlignmentFlag.AlignTop
        for number, one in enumerate(found):
            line = 2 * number + 1
            grid.addWidget(HLine(), line, 0, 1, 3)
            place = Label(f"{one.part}\n{one.name}", 13, tone="text2")
            grid.addWidget(place, line + 1, 0, top)
            for column, text in ((1, one.mine), (2, one.theirs)):
                words = text or self.tr("没有填")
                tone = "text" if text else "text3"
                grid.addWidget(Label(words, 13, tone=tone, wrap=True), line + 1, column, top)
        if not found:
            same = Label(self.tr("两份内容相同。"), 13, tone="text2")
            grid.addWidget(same, 1, 0, 1, 3)
        grid.setRowStretch(2 * len(found) + 2, 1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        return scroll
