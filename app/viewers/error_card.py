"""What is wrong with a document or page, in the place where it would be."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import box, icon_pixmap, sized, smooth
from app.viewers.tool_button import ToolButton
from app.viewers.words import ProblemWords

_MONO = ("Cascadia Mono", "Consolas", "Noto Sans Mono CJK SC")
_WIDTH = 480


class _Card(QFrame):
    """The card itself: panel ground, hairline, radius 4."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colors: ViewerColors = LIGHT

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        panel, edge = self.colors.color("panel"), self.colors.color("line2")
        box(painter, QRectF(self.rect()), radius=4, ground=panel, edge=edge)
        painter.end()


class ErrorCard(QWidget):
    """Title; 原因 · 安全 · 办法; the code at the right; actions. Centred on the canvas ground.

    Attributes:
        askAgainRequested: the first button: try or fetch again.
        exportRequested: the second button: save a copy of the file as it is.
    """

    askAgainRequested = Signal()
    exportRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._words = ProblemWords("", "", "", "")
        self._ask_text = self._export_text = self._barred = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._card = _Card(self)
        self._card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._card.setMaximumWidth(_WIDTH)
        self._icon, self._title, self._code = QLabel(), QLabel(), QLabel()
        self._heads = [QLabel() for _ in range(3)]
        self._texts = [QLabel() for _ in range(3)]
        self._ask_button, self._export_button = ToolButton(framed=True), ToolButton(framed=True)
        self._lock, self._why = QLabel(), QLabel()
        self._ask_button.clicked.connect(self.askAgainRequested)
        self._export_button.clicked.connect(self.exportRequested)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title.setWordWrap(True)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (label, text) in enumerate(zip(self._heads, self._texts, strict=True)):
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setTextFormat(Qt.TextFormat.RichText)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._ask_button)
        buttons.addWidget(self._export_button)
        buttons.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignVCenter)
        self._why.setWordWrap(True)
        buttons.addWidget(self._why, 1)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(10)
        inside.addLayout(head)
        inside.addLayout(grid)
        inside.addLayout(buttons)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(24, 24, 24, 24)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card, 1000)
        middle.addStretch(1)
        outside.addStretch(1)
        outside.addLayout(middle)
        outside.addStretch(2)

    def set_problem(self, code: str, words: ProblemWords) -> None:
        """Say what is wrong."""
        self._words = words
        self._code.setText(code)
        self.retranslate()

    def set_actions(self, ask_again: str, export: str, barred: str = "") -> None:
        """The words of the two buttons; an empty one is not offered.

        `barred`: why no copy may be saved. The button is then locked and the reason beside it.
        """
        self._ask_text, self._export_text, self._barred = ask_again, export, barred
        self.retranslate()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = self._card.colors = colors
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Words, fonts and colours of now."""
        colors, words = self._colors, self._words
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icon_pixmap("alert-circle", colors.red, 18, ratio))
        _dress(self._title, sized(self, 14, bold=True), colors.text)
        self._title.setText(words.title)
        mono = sized(self, 12)
        mono.setFamilies([*_MONO, *mono.families()])
        _dress(self._code, mono, colors.text3)
        names = (self.tr("原因"), self.tr("安全"), self.tr("办法"))
        parts = (words.reason, words.safe, words.remedy)
        for label, text, name, part in zip(self._heads, self._texts, names, parts, strict=True):
            _dress(label, sized(self, 13), colors.text3)
            _dress(text, sized(self, 13), colors.text)
            label.setText(_paragraph(name))
            text.setText(_paragraph(part))
        for button, words_on in (
            (self._ask_button, self._ask_text),
            (self._export_button, self._export_text),
        ):
            button.set_colors(colors)
            button.setText(words_on)
            button.setAccessibleName(words_on)
            button.updateGeometry()
            button.setVisible(bool(words_on))
        is_barred = bool(self._export_text and self._barred)
        self._export_button.setEnabled(not is_barred)
        self._export_button.setToolTip(self._barred)
        self._lock.setPixmap(icon_pixmap("lock-outline", colors.text3, 16, ratio))
        self._lock.setVisible(is_barred)
        _dress(self._why, sized(self, 12), colors.text3)
        self._why.setText(self._barred if is_barred else "")
        comma = self.tr("，")
        self.setAccessibleName(comma.join(part for part in words if part))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colors.color("canvas"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # paging keys are the viewer's


def _dress(label: QLabel, font: QFont, ink: str) -> None:
    label.setFont(font)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, ink)
    label.setPalette(palette)


def _paragraph(text: str) -> str:
    return f'<p style="line-height:138%; margin:0">{escape(text)}</p>'
