"""The document alone on the whole of another screen, in step with the viewer it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.viewers.page_area import Spot
from app.viewers.page_cache import PageCache
from app.viewers.viewer import DocumentView

if TYPE_CHECKING:
    from app.viewers.viewer_tools import ViewerTools

_CACHE_BYTES = 48 << 20
"""Its own pictures, of another size than those of the viewer it follows."""

_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_F11)


class FullScreenWindow(QWidget):
    """One viewer without strip and tools. Esc and F11 close it; it goes with its owner.

    Attributes:
        closed: it is gone.
    """

    closed = Signal()

    def __init__(self, view: DocumentView, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = view
        self.tools: ViewerTools | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(view)
        view.set_tools_visible(False)
        view.set_strip_visible(False)
        self.setFocusProxy(view)

    def event(self, event: QEvent) -> bool:
        """Its own keys, before the shortcuts of its viewer."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and event.key() in _LEAVE:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _LEAVE:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.view.set_document(None)
        self.closed.emit()


class FullScreen(QObject):
    """Opens and closes the second window and keeps both at the same page.

    `make` gives a fresh viewer over the same worker; `arm` gives its window colours,
    keys and tools.

    Attributes:
        toggled: the window was opened or closed.
    """

    toggled = Signal(bool)

    def __init__(
        self,
        view: DocumentView,
        make: Callable[[PageCache], DocumentView],
        arm: Callable[[FullScreenWindow], None],
    ) -> None:
        super().__init__(view)
        self._view, self._make, self._arm = view, make, arm
        self._window: FullScreenWindow | None = None
        self._cache = PageCache(_CACHE_BYTES)
        self._is_following = False
        self._has_arrived = False
        view.stateChanged.connect(self._follow)
        view.documentReady.connect(self._follow)

    @property
    def window(self) -> FullScreenWindow | None:
        """The second window while there is one."""
        return self._window

    def toggle(self) -> None:
        """Open it, or close it."""
        if self._window is None:
            self.open()
        else:
            self.close()

    def open(self) -> None:
        """Show the document on another screen; with one screen alone, on that one."""
        if self._window is not None or self._view.source is None:
            return
        self._cache = PageCache(_CACHE_BYTES)
        other = self._make(self._cache)
        owner = self._view.window()
        owner.installEventFilter(self)
        window = self._window = FullScreenWindow(other, owner)
        window.setWindowTitle(self._view.source.name)
        window.closed.connect(self._gone)
        self._arm(window)
        screen = other_screen(self._view.screen(), QGuiApplication.screens())
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        window.activateWindow()
        other.fit_page()
        self._follow()
        other.stateChanged.connect(self._lead)
        other.setFocus()
        self.toggled.emit(True)

    def close(self) -> None:
        """Take the second window away."""
        if self._window is not None:
            self._window.close()

    def _gone(self) -> None:
        self._window = None
        self._cache.clear()
        self._view.window().removeEventFilter(self)
        self._view.window().activateWindow()
        self._view.setFocus()
        self.toggled.emit(False)

    def _follow(self, *_what: object) -> None:
        """The second window goes where the viewer is."""
        if self._window is not None:
            self._in_step(self._view, self._window.view)

    def _lead(self) -> None:
        """The viewer goes where the second window is, once that has come to where it was sent."""
        if self._window is None or not self._window.view.page_count:
            return
        if self._has_arrived:
            self._in_step(self._window.view, self._view)
        else:
            self._has_arrived = True
            self._follow()

    def _in_step(self, leader: DocumentView, follower: DocumentView) -> None:
        if self._is_following:
            return
        self._is_following = True
        try:
            if leader.source != follower.source:
                self._bring(leader, follower)
                return
            if not follower.page_count:
                return
            follower.go_to_page(leader.page)
            state, turns = follower.view_state(), leader.view_state().turns
            if state.turns != turns:
                follower.restore_state(replace(state, turns=turns))
            follower.set_look(leader.look)
        finally:
            self._is_following = False

    def _bring(self, leader: DocumentView, follower: DocumentView) -> None:
        """The second window gets another document when its page is known, never the viewer."""
        if follower is not self._view and (leader.page_count or leader.source is None):
            self._has_arrived = False
            state = leader.view_state()
            follower.set_document(leader.source, replace(state, spot=Spot(), zoom=follower.zoom))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """When the window of the viewer goes away, so does this."""
        is_going = event.type() in (QEvent.Type.Hide, QEvent.Type.Close)
        if watched is self._view.window() and is_going and not event.spontaneous():
            self.close()
        return False


def other_screen(here: QScreen, screens: list[QScreen]) -> QScreen:
    """The first screen that is not this one; this one where there is no other."""
    return next((one for one in screens if one is not here), here)
