"""The row of tools: pages, zoom, fit, turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QFontMetrics, QIntValidator, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import sized
from app.viewers.ink_label import InkLabel
from app.viewers.looks import untouched_words
from app.viewers.tool_button import ToolButton
from app.viewers.zoom import Zoom, ZoomMode

if TYPE_CHECKING:
    from app.viewers.actions import ViewerAction

_HEIGHT = 36
_TOOLS = ("enhance", "magnifier", "fit_region", "flow", "find")
"""What has a button of its own in the wide row; the narrow one has them in a menu."""
_MORE = (
    ("fit_width", "fit_page", "fit_region", "flow"),
    ("magnifier", "enhance", "find", "go_to_page"),
    ("full_screen",),
)
"""What stands in the menu of the narrow row, in groups."""
_LOOK_ROOM, _WIDE_LOOK_ROOM = 96, 240
"""Logical pixels for what is said of an enhancement; the tool tip has it whole."""
_PRESETS = (0.5, 0.75, 1.0, 1.5, 2.0, 4.0)


class Viewed(Protocol):
    """What the row of tools needs of a viewer."""

    stateChanged: SignalInstance

    @property
    def page_count(self) -> int: ...
    @property
    def page(self) -> int: ...
    @property
    def zoom(self) -> Zoom: ...
    def next_page(self) -> None: ...
    def previous_page(self) -> None: ...
    def go_to_page(self, page: int) -> None: ...
    def zoom_in(self) -> None: ...
    def zoom_out(self) -> None: ...
    def set_scale(self, scale: float) -> None: ...
    def fit_width(self) -> None: ...
    def fit_page(self) -> None: ...
    def rotate_right(self) -> None: ...


class _PageNumber(QLineEdit):
    """A number that goes back to what it was when it is left unfinished."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class ToolRow(QWidget):
    """Tools for one viewer. `compact` leaves out what a menu holds, for a host's tab row.

    `set_actions` adds what `ViewerTools` can do.

    Attributes:
        leftRow: Enter in the page number; the host gives the focus back to the page.
    """

    leftRow = Signal()

    def __init__(
        self, viewer: Viewed, *, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._compact = compact
        self._colors = LIGHT
        self._back = ToolButton("chevron-left")
        self._number = _PageNumber()
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._pages = QIntValidator(1, 1, self._number)
        self._number.setValidator(self._pages)
        self._number.returnPressed.connect(self._jump)
        self._number.left.connect(self.refresh)
        self._total = InkLabel()
        self._forward = ToolButton("chevron-right")
        self._out = ToolButton("magnify-minus-outline")
        self._percent = ToolButton()
        self._in = ToolButton("magnify-plus-outline")
        self._width = ToolButton("arrow-expand-horizontal")
        self._whole = ToolButton("fit-to-page-outline")
        self._turn = ToolButton("rotate-right")
        self._more = ToolButton("dots-vertical")
        self._more.hide()
        self._more.clicked.connect(self._open_more)
        self._look = InkLabel(shrinks=True)
        self._look.setContentsMargins(6, 0, 2, 0)
        self._look.hide()
        self._actions: Mapping[str, ViewerAction] = {}
        self._is_on: Callable[[str], bool] = lambda _name: False
        self._said: Callable[[], str] = str
        self._buttons: dict[str, ToolButton] = {}
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        for button, act in (
            (self._back, viewer.previous_page),
            (self._forward, viewer.next_page),
            (self._out, viewer.zoom_out),
            (self._in, viewer.zoom_in),
            (self._width, viewer.fit_width),
            (self._whole, viewer.fit_page),
            (self._turn, viewer.rotate_right),
            (self._percent, self._open_menu),
        ):
            button.clicked.connect(act)
        for fit in (self._width, self._whole):
            fit.setCheckable(True)
        self._build()
        for fit in (self._width, self._whole):
            fit.setVisible(not compact)  # once they are in the row: alone they would be windows
        viewer.stateChanged.connect(self.refresh)
        self.retranslate()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(*((0, 0, 0, 0) if self._compact else (8, 0, 8, 1)))
        row.setSpacing(2)
        row.addWidget(self._back)
        row.addWidget(self._number)
        row.addWidget(self._total)
        row.addWidget(self._forward)
        row.addSpacing(8)
        for button in (self._out, self._percent, self._in, self._width, self._whole, self._turn):
            row.addWidget(button)
        row.addWidget(self._look)
        row.addWidget(self._more)
        if not self._compact:
            row.addStretch(1)
            self.setFixedHeight(_HEIGHT)

    def set_actions(
        self,
        actions: Mapping[str, ViewerAction],
        is_on: Callable[[str], bool],
        said: Callable[[], str],
    ) -> None:
        """Add the viewer's tools. `is_on`: which are on; `said`: how the page is changed."""
        self._actions, self._is_on, self._said = actions, is_on, said
        self._more.setVisible(self._compact)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        for name in () if self._compact else (*_TOOLS, "full_screen"):
            action = actions[name]
            button = self._buttons[name] = ToolButton(action.glyph)
            button.setCheckable(name != "full_screen")
            button.clicked.connect(partial(self._run, name))
            button.set_colors(self._colors)
            if name == "full_screen":
                button.setText(action.words)
                row.addWidget(button)
            else:
                row.insertWidget(row.indexOf(self._look), button)
        self.retranslate()

    def _run(self, name: str) -> None:
        action = self._actions[name]
        if not action.blocked():
            action.run()
        self.refresh()

    def ask_page(self) -> None:
        """Let the page number be typed over."""
        self._number.selectAll()
        self._number.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def spot_of(self, name: str) -> QPoint | None:
        """Where on the screen a menu of a tool should open; None while the row is hidden."""
        button = self._more if self._compact else self._buttons.get(name)
        if button is None or not button.isVisible():
            return None
        return button.mapToGlobal(button.rect().bottomLeft())

    def add_tool(self, tool: QWidget, *, at_end: bool = False) -> None:
        """Put a host's own tool behind ours, or at the right end of the row."""
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        stretch = row.count() if self._compact else row.count() - 1
        row.insertWidget(row.count() if at_end else stretch, tool)

    def buttons(self) -> list[ToolButton]:
        """All tool buttons."""
        return self.findChildren(ToolButton)

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        for button in self.buttons():
            button.set_colors(colors)
        self._total.set_ink(colors.color("text"))
        self._look.set_ink(colors.color("accent_text"))
        self.update()

    def retranslate(self) -> None:
        """Words in the language of now."""
        self.setAccessibleName(self.tr("查看工具"))
        self._back.set_words(self.tr("上一页"), "PgUp")
        self._forward.set_words(self.tr("下一页"), "PgDn")
        self._out.set_words(self.tr("缩小"), "Ctrl+-")
        self._in.set_words(self.tr("放大"), "Ctrl+=")
        self._width.set_words(self.tr("适宽"), "Ctrl+0")
        self._whole.set_words(self.tr("适页"))
        self._turn.set_words(self.tr("右转"), "Ctrl+R")
        self._more.set_words(self.tr("更多查看工具"))
        for name, button in self._buttons.items():
            action = self._actions[name]
            button.set_words(action.words, action.keys[0] if action.keys else "")
        if "enhance" in self._buttons:
            self._buttons["enhance"].add_tip(untouched_words())
        self._number.setAccessibleName(self.tr("页码"))
        self._number.setToolTip(self.tr("输入页码，按 Enter 跳转"))
        self.refresh()

    def refresh(self) -> None:
        """Show the state of the viewer."""
        viewer, count = self._viewer, self._viewer.page_count
        has_pages = count > 0
        self._back.setEnabled(viewer.page > 0)
        self._forward.setEnabled(viewer.page + 1 < count)
        for tool in (self._out, self._in, self._percent, self._width, self._whole, self._turn):
            tool.setEnabled(has_pages)
        self._number.setEnabled(has_pages)
        self._pages.setTop(max(1, count))
        self._number.setText(str(viewer.page + 1) if has_pages else "")
        self._total.setText(f" / {count}" if has_pages else "")
        font = sized(self, 13)
        self._number.setFont(font)
        self._total.setFont(font)
        digits = QFontMetrics(font).horizontalAdvance("0" * max(2, len(str(count))))
        self._number.setFixedSize(digits + 22, 26)
        text = f"{round(viewer.zoom.scale * 100)}%"
        self._percent.set_words(self.tr("显示比例 {percent}").format(percent=text))
        if text != self._percent.text():
            self._percent.setText(text)
            self._percent.updateGeometry()
        self._width.setChecked(has_pages and viewer.zoom.mode is ZoomMode.WIDTH)
        self._whole.setChecked(has_pages and viewer.zoom.mode is ZoomMode.PAGE)
        for name, button in self._buttons.items():
            button.setEnabled(has_pages)
            button.setChecked(has_pages and self._is_on(name))
        self._more.setEnabled(has_pages)
        said = self._said() if has_pages else ""
        words_font = sized(self, 12)
        room = _LOOK_ROOM if self._compact else _WIDE_LOOK_ROOM
        cut = QFontMetrics(words_font).elidedText(said, Qt.TextElideMode.ElideRight, room)
        self._look.setFont(words_font)
        self._look.setText(cut)
        self._look.setToolTip(f"{said}\n{untouched_words()}")
        self._look.setAccessibleName(said)
        self._look.setVisible(bool(said))

    def _jump(self) -> None:
        if self._number.hasAcceptableInput():
            self._viewer.go_to_page(int(self._number.text()) - 1)
        self.leftRow.emit()

    def _open_menu(self) -> None:
        self._menu.popup(self._percent.mapToGlobal(self._percent.rect().bottomLeft()))

    def _open_more(self) -> None:
        menu = self._menu_of_more()
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _menu_of_more(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in _MORE:
            for name in group:
                action = self._actions[name]
                key = action.keys[0] if action.keys else ""
                entry = menu.addAction(f"{action.words}\t{key}")
                entry.setEnabled(not action.blocked())
                entry.setCheckable(name in _TOOLS)
                entry.setChecked(self._is_on(name))
                entry.triggered.connect(partial(self._run, name))
            menu.addSeparator()
        return menu

    def _fill_menu(self) -> None:
        viewer, menu = self._viewer, self._menu
        menu.clear()
        menu.addAction(self.tr("适宽"), viewer.fit_width)
        menu.addAction(self.tr("适页"), viewer.fit_page)
        menu.addSeparator()
        for scale in _PRESETS:
            menu.addAction(f"{round(scale * 100)}%", partial(viewer.set_scale, scale))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._compact:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colors.color("panel"))
        hairline = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(hairline, self._colors.color("line"))
        painter.end()
