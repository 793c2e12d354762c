"""The row of tools of a comparison."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.compare.modes import CompareMode
from app.viewers.drawing import percent, sized
from app.viewers.tool_button import ToolButton

_HEIGHT = 36
_SLIDER = 120
_ROOMY = 760


class CompareBar(QWidget):
    """Modes, strength of the overlay, link, swap, changes, zoom.

    Attributes:
        modeChosen: a `CompareMode`.
        strengthChanged: 0 (only the old page) to 1 (only the new one).
        linkToggled, swapRequested, changeStepped (1 or -1), zoomStepped (1 or -1),
        fitRequested (True for the width, False for the whole page): what was clicked.
    """

    modeChosen = Signal(object)
    strengthChanged = Signal(float)
    linkToggled = Signal(bool)
    swapRequested = Signal()
    changeStepped = Signal(int)
    zoomStepped = Signal(int)
    fitRequested = Signal(bool)
    turnRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self.modes = {mode: ToolButton(framed=True) for mode in CompareMode}
        for mode, button in self.modes.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, mode=mode: self.modeChosen.emit(mode))
        self._old, self._new = QLabel(), QLabel()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(25)
        self.slider.setValue(50)
        self.slider.setFixedWidth(_SLIDER)
        self.slider.valueChanged.connect(lambda now: self.strengthChanged.emit(now / 100))
        self.before, self.next = ToolButton("chevron-up"), ToolButton("chevron-down")
        self.link = ToolButton("link-variant")
        self.link.setCheckable(True)
        self.link.setChecked(True)
        self.swap = ToolButton("swap-horizontal")
        self.out, self.enlarge = (
            ToolButton("magnify-minus-outline"),
            ToolButton("magnify-plus-outline"),
        )
        self.width_fit = ToolButton("arrow-expand-horizontal")
        self.page_fit = ToolButton("fit-to-page-outline")
        self.turn = ToolButton("rotate-right")
        self.before.clicked.connect(lambda: self.changeStepped.emit(-1))
        self.next.clicked.connect(lambda: self.changeStepped.emit(1))
        self.link.clicked.connect(self.linkToggled)
        self.swap.clicked.connect(self.swapRequested)
        self.out.clicked.connect(lambda: self.zoomStepped.emit(-1))
        self.enlarge.clicked.connect(lambda: self.zoomStepped.emit(1))
        self.width_fit.clicked.connect(lambda: self.fitRequested.emit(True))
        self.page_fit.clicked.connect(lambda: self.fitRequested.emit(False))
        self.turn.clicked.connect(self.turnRequested)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 1)
        row.setSpacing(2)
        for button in self.modes.values():
            row.addWidget(button)
        row.addSpacing(8)
        for widget in (self._old, self.slider, self._new):
            row.addWidget(widget)
            row.addSpacing(4)
        row.addStretch(1)
        for button in (self.before, self.next):
            row.addWidget(button)
        row.addSpacing(8)
        for button in (
            self.out, self.enlarge, self.width_fit, self.page_fit, self.turn, self.link, self.swap,
        ):  # fmt: skip
            row.addWidget(button)
        self.setFixedHeight(round(_HEIGHT * max(1.0, percent())))

    def show_mode(self, mode: CompareMode) -> None:
        """Light the mode in force; the slider is there while it means something."""
        for one, button in self.modes.items():
            button.setChecked(one is mode)
        for widget in (self._old, self.slider, self._new):
            widget.setVisible(mode is CompareMode.OVERLAY)

    def show_link(self, on: bool) -> None:
        """Whether the panes move together."""
        self.link.setChecked(on)
        words = self.tr("同步滚动：开") if on else self.tr("同步滚动：关")
        self.link.set_words(words)

    def set_names(self, left: str, right: str) -> None:
        """What stands at the ends of the slider."""
        self._old.setText(left)
        self._new.setText(right)

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        for button in self.findChildren(ToolButton):
            button.set_colors(colors)
        for label in (self._old, self._new):
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, colors.color("text2"))
            label.setPalette(palette)
            label.setFont(sized(label, 12))
        self.update()

    def retranslate(self) -> None:
        """Words in the language of now."""
        self.setAccessibleName(self.tr("对比工具"))
        names = {
            CompareMode.SIDE: (self.tr("并排"), self.tr("两份并排，一起滚动")),
            CompareMode.FLIP: (self.tr("翻看"), self.tr("在同一处来回翻看两份")),
            CompareMode.OVERLAY: (self.tr("叠加"), self.tr("对齐后叠加，滑块调透明度")),
            CompareMode.DIFFERENCE: (self.tr("差异"), self.tr("对齐后只标出不同之处")),
        }
        for mode, (name, tip) in names.items():
            self.modes[mode].setText(name)
            self.modes[mode].set_words(name)
            self.modes[mode].setToolTip(tip)
        self.slider.setAccessibleName(self.tr("新页的透明度"))
        self.slider.setToolTip(self.tr("左端只见左边一份，右端只见右边一份"))
        self.before.set_words(self.tr("上一处变化"), "Shift+F8")
        self.next.set_words(self.tr("下一处变化"), "F8")
        self.swap.set_words(self.tr("左右对调"))
        self.out.set_words(self.tr("缩小"), "Ctrl+-")
        self.enlarge.set_words(self.tr("放大"), "Ctrl+=")
        self.width_fit.set_words(self.tr("适宽"), "Ctrl+0")
        self.page_fit.set_words(self.tr("适页"))
        self.turn.set_words(self.tr("右转"), "Ctrl+R")
        self.show_link(self.link.isChecked())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane what has a key steps aside."""
        super().resizeEvent(event)
        for button in (self.out, self.enlarge, self.page_fit, self.turn):
            button.setVisible(self.width() >= _ROOMY)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colors.color("panel"))
        painter.fillRect(self.rect().adjusted(0, self.height() - 1, 0, 0),
                         self._colors.color("line"))  # fmt: skip
        painter.end()
