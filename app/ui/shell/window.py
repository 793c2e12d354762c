"""The main window: rail, pages, banner, status bar, toasts; wide and compact."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.ui.commands import CommandRegistry
from app.ui.shell.page import Breakpoint, Page, PageSpec
from app.ui.shell.rail import Rail, RailButton
from app.ui.shell.tasks import TaskRunner
from app.ui.shell.ui_state import UiState
from app.ui.widgets.banner import BannerSlot
from app.ui.widgets.layout import hbox
from app.ui.widgets.status_bar import StatusBar
from app.ui.widgets.toast import ToastHost

WIDE_FROM = 1600
MINIMUM = (1180, 600)
PRODUCT = "TitleDesk 职称审阅台"


class MainWindow(QMainWindow):
    """The frame that pages stand in.

    Attributes:
        commands, tasks, state: what pages work with.
        banner, status, toasts: where the window speaks.
        breakpointChanged: ``wide`` or ``compact``.
        pageChanged: id of the page in front.
        accountClicked: the account in the rail was pressed.
        closing: the window is asked to close; call ``event.ignore()`` to stay.
    """

    breakpointChanged = Signal(str)
    pageChanged = Signal(str)
    accountClicked = Signal()
    closing = Signal(QCloseEvent)

    def __init__(
        self, registry: CommandRegistry, tasks: TaskRunner, state: UiState | None = None
    ) -> None:
        super().__init__()
        self.commands, self.tasks = registry, tasks
        self.state = state or UiState()
        self._specs: dict[str, PageSpec] = {}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._place = ""
        self._rail = Rail()
        self._stack = QStackedWidget()
        self.banner = BannerSlot()
        self.status = StatusBar()
        self._build()
        self.toasts = ToastHost(self._body, bottom=0)
        self._rail.chosen.connect(self.show_page)
        self._rail.accountClicked.connect(self.accountClicked)
        registry.attach(self)
        registry.refused.connect(self._say_reason)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        self._breakpoint: Breakpoint = "wide"
        self._measure()

    def _build(self) -> None:
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        main = hbox(self._rail, (self._body, 1), spacing=0, kind="window")
        central = QWidget()
        outer = QVBoxLayout(central)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(main, 1)
        outer.addWidget(self.status)
        self.setCentralWidget(central)
        self.setMinimumSize(*MINIMUM)
        self.set_organisation("")

    # --- pages ---------------------------------------------------------------------------------

    def add_page(self, spec: PageSpec) -> None:
        """Put a page in the rail; it is made when it is first shown.

        Raises:
            ValueError: the id is taken.
        """
        if spec.id in self._specs:
            raise ValueError(f"page {spec.id} is there already")
        self._specs[spec.id] = spec
        button = RailButton(spec.label, spec.icon, spec.icon_current)
        self._rail.add(spec.id, button, bottom=spec.bottom)

    def show_page(self, identifier: str) -> None:
        """Bring a page to the front.

        Raises:
            KeyError: there is no such page.
        """
        page = self.page(identifier)
        if identifier == self._current:
            return
        former = self._pages.get(self._current)
        self._current = identifier
        self._stack.setCurrentWidget(page)
        self._rail.set_current(identifier)
        if former is not None:
            former.left()
        page.entered()
        self.toasts.set_bottom(self.status.height() + page.foot())
        self._show_hints()
        self._show_title()
        self.pageChanged.emit(identifier)

    def page(self, identifier: str) -> Page:
        """A page, made if it was not shown yet."""
        if identifier not in self._pages:
            page = self._specs[identifier].factory(self)
            page.set_breakpoint(self._breakpoint)
            page.hintsChanged.connect(self._show_hints)
            page.titleChanged.connect(self._show_title)
            self._pages[identifier] = page
            self._stack.addWidget(page)
        return self._pages[identifier]

    def page_spec(self, identifier: str) -> PageSpec:
        """What a page was added as."""
        return self._specs[identifier]

    @property
    def current(self) -> str:
        """Id of the page in front; empty before the first."""
        return self._current

    def page_ids(self) -> list[str]:
        """All pages in the order of the rail."""
        top = [spec.id for spec in self._specs.values() if not spec.bottom]
        return top + [spec.id for spec in self._specs.values() if spec.bottom]

    def set_count(self, identifier: str, count: int | str) -> None:
        """Show a count at a page; ``!`` for trouble; 0 or empty for nothing."""
        self._rail.button(identifier).set_pill(str(count) if count else "")

    def set_page_key(self, identifier: str, key: str) -> None:
        """Show the key that opens a page in its tool tip."""
        self._rail.button(identifier).set_key(key)

    def set_account(self, initial: str, name: str) -> None:
        """Show who is signed in."""
        self._rail.set_account(initial, name)

    def set_organisation(self, name: str) -> None:
        """The office that stands in the window's title."""
        self._organisation = name
        self._show_title()

    # --- panes ---------------------------------------------------------------------------------

    def cycle_pane(self, step: int = 1) -> None:
        """Give the focus to the next (1) or former (-1) pane of the page."""
        page = self._pages.get(self._current)
        panes = [p for p in page.panes() if p.isVisible()] if page is not None else []
        if not panes:
            return
        focus = QApplication.focusWidget()
        holding = [
            i for i, p in enumerate(panes) if focus and (p is focus or p.isAncestorOf(focus))
        ]
        start = holding[0] if holding else (-1 if step > 0 else 0)
        _focus_into(panes[(start + step) % len(panes)])

    # --- breakpoints ---------------------------------------------------------------------------

    @property
    def breakpoint(self) -> Breakpoint:
        """``wide`` from 1600 logical pixels on, otherwise ``compact``."""
        return self._breakpoint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit(event)

    def _measure(self) -> None:
        name: Breakpoint = "wide" if self.width() >= WIDE_FROM else "compact"
        if name == self._breakpoint and self._place:
            return
        self._place = name
        self._breakpoint = name
        self._rail.set_compact(name == "compact")
        self.state.set_breakpoint(name)
        for page in self._pages.values():
            page.set_breakpoint(name)
        self.breakpointChanged.emit(name)

    # --- words ---------------------------------------------------------------------------------

    def _show_hints(self) -> None:
        page = self._pages.get(self._current)
        self.status.set_hints(page.hints() if page is not None else ())

    def _show_title(self) -> None:
        page = self._pages.get(self._current)
        label = self._specs[self._current].label if self._current else ""
        parts = (page.title() or label if page is not None else "", PRODUCT, self._organisation)
        self.setWindowTitle(" — ".join(part for part in parts if part))

    def _say_reason(self, _identifier: str, reason: str) -> None:
        if self.isVisible():
            self.toasts.show_toast(reason, "text3")

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self._show_hints()


def _focus_into(pane: QWidget) -> None:
    """Give the focus to a pane or to the first part of it that takes one."""
    reason = Qt.FocusReason.TabFocusReason
    proxy = pane.focusProxy()
    if proxy is not None or pane.focusPolicy() & Qt.FocusPolicy.TabFocus:
        pane.setFocus(reason)
        return
    widget = pane.nextInFocusChain()
    while widget is not None and widget is not pane:
        inside = pane.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled()
        if inside and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus(reason)
            return
        widget = widget.nextInFocusChain()
