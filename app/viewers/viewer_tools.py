"""The tools of one viewer, put together: magnifier, text, enhancement, second window, figures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from app.media.client import MediaClient
from app.viewers.actions import ViewerAction, viewer_actions
from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.debug_panel import DebugPanel
from app.viewers.enhance_menu import fill_enhance_menu
from app.viewers.fit_region import RegionTool
from app.viewers.full_screen import FullScreen, FullScreenWindow
from app.viewers.keys import ARROWS
from app.viewers.looks import look_words
from app.viewers.magnifier import Magnifier
from app.viewers.page_cache import PageCache
from app.viewers.search_bar import SearchBar
from app.viewers.text_feed import TextFeed
from app.viewers.text_marks import SearchMarks
from app.viewers.text_search import TextSearch
from app.viewers.text_select import TextSelection, provenance
from app.viewers.toolbar import ToolRow
from app.viewers.viewer import DocumentView
from app.viewers.zoom import ViewMode


class ViewerTools(QObject):
    """Arms a `DocumentView`. The host takes `actions()` into its own commands.

    Attributes:
        said: one sentence about what was done or can be done now, for the host to show.
        refused: one sentence about why something cannot be done.
    """

    said = Signal(str)
    refused = Signal(str)

    def __init__(self, view: DocumentView, client: MediaClient) -> None:
        super().__init__(view)
        self.view, self._client = view, client
        self.feed = TextFeed(client, self)
        self.search = TextSearch(self.feed, self)
        self.selection = TextSelection(view.canvas, self.feed, self)
        self.magnifier = Magnifier(view, client)
        self.region = RegionTool(view.canvas, self)
        self.bar = SearchBar(self.search)
        self.colors = LIGHT
        self.panel = DebugPanel(client.stats, view.cache_figures, view.canvas)
        self.full_screen = FullScreen(view, self._second_view, self._arm_second)
        self._marks = SearchMarks(self.search)
        self._menu = QMenu(view)
        self._rows: list[ToolRow] = []
        self._actions = viewer_actions(self)
        self._place_parts()
        self._connect()
        self.set_colors(LIGHT)

    def _place_parts(self) -> None:
        view = self.view
        column = view.layout()
        assert isinstance(column, QBoxLayout)  # the tools stand over the page
        column.insertWidget(1, self.bar)
        view.canvas.add_overlay(self._marks)
        view.canvas.add_overlay(self.selection)
        view.canvas.installEventFilter(self)
        self.dress(view.tools)

    def _connect(self) -> None:
        view = self.view
        view.documentReady.connect(self._opened)
        view.stateChanged.connect(self._closed)
        self.bar.wanted.connect(self._look_for)
        self.bar.closed.connect(self.close_search)
        self.search.changed.connect(view.canvas.viewport().update)
        self.search.currentMoved.connect(self._go_to_hit)
        for changed in (self.magnifier.toggled, self.region.toggled, self.full_screen.toggled):
            changed.connect(self.refresh)

    def actions(self) -> list[ViewerAction]:
        """Everything the viewer can do."""
        return self._actions

    def dress(self, row: ToolRow) -> None:
        """Put the tools into a row of tools."""
        self._rows.append(row)
        row.set_actions({one.name: one for one in self._actions}, self.is_on, self._look_words)
        row.set_colors(self.colors)

    def _look_words(self) -> str:
        return look_words(self.view.look)

    def is_on(self, name: str) -> bool:
        """Whether a tool that can be on is."""
        match name:
            case "magnifier":
                return self.magnifier.is_on
            case "fit_region":
                return self.region.is_on
            case "flow":
                return self.view.mode is ViewMode.CONTINUOUS
            case "enhance":
                return bool(self.view.look)
            case "find":
                return self.bar.isVisibleTo(self.view)
            case "full_screen":
                return self.full_screen.window is not None
        return False

    def refresh(self) -> None:
        """Let the rows of tools show what is on."""
        for row in self._rows:
            row.refresh()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours; the viewer's own are the host's to change."""
        self.colors = colors
        self.magnifier.set_colors(colors)
        self.bar.set_colors(colors)
        self.panel.set_colors(colors)
        window = self.full_screen.window
        if window is not None and window.tools is not None:
            window.view.set_colors(colors)
            window.tools.set_colors(colors)
        for row in self._rows:
            row.set_colors(colors)

    def run(self, name: str) -> None:
        """Do one action unless it is blocked; then say why."""
        action = next(one for one in self._actions if one.name == name)
        why = action.blocked()
        if why:
            self.refused.emit(why)
        else:
            action.run()

    def bind_keys(self, widget: QWidget) -> None:
        """Shortcuts for a window of its own, that has no commands."""
        for action in self._actions:
            for key in action.keys:
                if key not in ("PgDown", "PgUp"):  # the viewer's own
                    shortcut = QShortcut(QKeySequence(key), widget)
                    shortcut.setAutoRepeat(action.repeats)
                    shortcut.activated.connect(lambda name=action.name: self.run(name))

    # --- documents ---------------------------------------------------------------------------

    def _opened(self, *_what: object) -> None:
        self.selection.clear()
        self.feed.open(self.view.source)
        self.selection.look_ahead()
        if self.bar.isVisibleTo(self.view):
            self._look_for(self.bar.field.text().strip())

    def _closed(self) -> None:
        """A document that is gone or not open yet has no words and nothing to magnify."""
        if not self.view.page_count:
            self.feed.open(None)
            self.search.clear()
            self.bar.refresh()
            self.magnifier.set_on(False)
            self.region.set_on(False)

    # --- pages -------------------------------------------------------------------------------

    def pick_region(self) -> None:
        """Wait for a rectangle that is to fill the window."""
        self.region.toggle()
        if self.region.is_on:
            self.said.emit(
                self.tr("拖出一个框；或用方向键移动，Shift+方向键改大小，Enter 放大，Esc 取消")
            )

    def toggle_mode(self) -> None:
        """One page, or all below each other."""
        is_single = self.view.mode is ViewMode.SINGLE
        self.view.set_mode(ViewMode.CONTINUOUS if is_single else ViewMode.SINGLE)
        self.refresh()

    def ask_page(self) -> None:
        """Let a page number be typed, in the row that is shown."""
        for row in self._rows:
            if row.isVisible():
                row.ask_page()
                return

    def open_enhance_menu(self) -> None:
        """The switches of the enhancement, below their button or at the page's corner."""
        self._menu.clear()
        fill_enhance_menu(self._menu, self.view)
        spots = [spot for row in self._rows if (spot := row.spot_of("enhance")) is not None]
        corner = self.view.canvas.viewport().mapToGlobal(self.view.canvas.rect().topLeft())
        self._menu.popup(spots[0] if spots else corner)
        self._menu.setActiveAction(self._menu.actions()[0])

    # --- text --------------------------------------------------------------------------------

    def open_search(self) -> None:
        """The row for finding, with the selected words in it."""
        words = self.selection.text()
        self.bar.open_bar(words if len(words) <= 40 else "")
        self.refresh()

    def close_search(self) -> None:
        """No hits any more but the current one, selected; the keys go back where they were."""
        hit = self.search.hit()
        self.search.clear()
        self.bar.refresh()
        self.bar.close_bar(self.view)
        if hit is not None:
            self.selection.select(hit.page, hit.first, hit.last)
        self.view.canvas.viewport().update()
        self.refresh()

    def _look_for(self, words: str) -> None:
        self.search.start(words, self.view.page_count, self.view.page)

    def _go_to_hit(self) -> None:
        hit = self.search.hit()
        if hit is not None and hit.parts:
            self.view.scroll_to(hit.page, hit.parts[0])

    def select_page(self) -> None:
        """All words of this page."""
        if not self.selection.select_page(self.view.page):
            self.refused.emit(self.tr("此页没有文字层"))

    def copy(self) -> None:
        """The selected words in quotes, with file, page and hash behind them."""
        source, text = self.view.source, self.selection.text()
        if source is None or not text:
            return
        where = provenance(source, self.selection.pages, self.tr("第 {n} 页"))
        QGuiApplication.clipboard().setText(f"「{text}」{where}")
        self.said.emit(self.tr("已复制，附来源：{where}").format(where=where.lstrip("—")))

    # --- the second window -------------------------------------------------------------------

    def _second_view(self, cache: PageCache) -> DocumentView:
        return DocumentView(self._client, cache=cache)

    def _arm_second(self, window: FullScreenWindow) -> None:
        tools = ViewerTools(window.view, self._client)
        window.view.set_colors(self.colors)
        tools.set_colors(self.colors)
        tools.said.connect(self.said)
        tools.refused.connect(self.refused)
        tools.bind_keys(window)
        window.tools = tools

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Esc takes away what is in the way, one thing at a time, before the host hears it;
        Shift with an arrow makes the selection larger or smaller.
        """
        if not isinstance(event, QKeyEvent):
            return False
        is_selected = bool(self.selection.pages)
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        extends = is_selected and bool(shift) and event.key() in ARROWS
        closes = event.key() == Qt.Key.Key_Escape and (
            is_selected or self.bar.isVisibleTo(self.view)
        )
        if not (extends or closes):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._take_key(Qt.Key(event.key()))
        return True

    def _take_key(self, key: Qt.Key) -> None:
        if key != Qt.Key.Key_Escape:
            self.selection.extend(key)
        elif self.selection.pages:
            self.selection.clear()
        else:
            self.close_search()
