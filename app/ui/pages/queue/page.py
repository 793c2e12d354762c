"""The queue page: it shows what the store answers and hands what is chosen to operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.store.readmodels import QueueCounts, QueueFilter, QueueRow, Sort
from app.ui.i18n import language
from app.ui.pages.queue import saved
from app.ui.pages.queue.actions import QueueActions
from app.ui.pages.queue.cells import columns
from app.ui.pages.queue.empty import empty_state
from app.ui.pages.queue.menus import filter_menu, view_menu
from app.ui.pages.queue.model import QueueModel
from app.ui.pages.queue.preview import QueuePreview
from app.ui.pages.queue.selection import SelectionBar
from app.ui.pages.queue.side import SAVED, QueueSide, as_view, selection_of, with_selection
from app.ui.pages.queue.topbar import QueueTopBar
from app.ui.pages.stacks import replace_from
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow, Page
from app.ui.widgets.tables import TableView

_SIDE_WIDTH = 216
_PREVIEW_WIDTH = 400
_PREVIEW_DELAY_MS = 120


class QueuePage(Page):
    """The list of cases.

    Attributes:
        openRequested: the id of the case to review, and the filter it was found with.
    """

    openRequested = Signal(str, object)
    historyRequested = Signal(str)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self.model = QueueModel(session)
        self.table = TableView(columns=columns(), row="table")
        self.table.setModel(self.model)
        self.preview = QueuePreview(session.now)
        self.actions_ = QueueActions(self, window, session)
        self.actions_.register(window.commands)
        self.top = QueueTopBar(window.commands)
        self.side = QueueSide()
        self.selection = SelectionBar()
        self._empty = QStackedWidget()
        self._saved = saved.load(window.state)
        self._view = "todo"
        self._compact = False
        self._keep: str | None = None
        self._counts: QueueCounts | None = None
        self._case_generation = Generation()
        self._count_generation = Generation()
        self._preview_timer = _single_shot(self, _PREVIEW_DELAY_MS, self._load_preview)
        self._refresh_timer = _single_shot(self, 80, self._refresh)
        self._build()
        self._connect()
        window.commands.attach(self, "queue")
        self.side.set_saved(self._saved)
        self._apply(QueueFilter())

    # --- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setAccessibleName(self.tr("申报队列"))
        self.table.keep_header(self._window.state, f"queue.table.{language()}")
        self.table.set_clock(self._session.now)
        self.side.setFixedWidth(_SIDE_WIDTH)
        self.preview.setFixedWidth(_PREVIEW_WIDTH)
        self._empty.addWidget(self.table)
        self._panes = QHBoxLayout()
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.selection)
        middle.addWidget(self._empty, 1)
        self._panes.setSpacing(0)
        self._panes.addWidget(self.side)
        self._panes.addLayout(middle, 1)
        self._panes.addWidget(self.preview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top)
        outer.addLayout(self._panes, 1)

    def _connect(self) -> None:
        self.top.tabs.chosen.connect(self.show_view)
        self.top.search.searched.connect(self._search)
        self.top.search.left.connect(self.table.setFocus)
        self.top.views.set_menu(view_menu(self, self.side, self.show_view))
        self.top.filters.set_menu(filter_menu(self, self.side))
        self.side.viewChosen.connect(self.show_view)
        self.side.filtersChanged.connect(self._filters)
        self.side.saveRequested.connect(self.actions_.save_view)
        self.side.clearRequested.connect(self.clear_filters)
        self.table.opened.connect(self._opened)
        self.table.tickToggled.connect(self.model.toggle_tick)
        self.table.groupToggled.connect(self.model.toggle_group)
        self.table.currentRowChanged.connect(self._moved)
        self.table.header.sortRequested.connect(self.sort_by)
        self.model.loaded.connect(self._loaded)
        self.model.ticksChanged.connect(self._ticks)
        self.preview.openRequested.connect(self.open_current)
        self.preview.historyRequested.connect(self.show_history)
        self.preview.revealRequested.connect(self.actions_.reveal)
        self._session.casesChanged.connect(lambda _ids: self._refresh_timer.start())

    # --- what is shown -------------------------------------------------------------------------

    @property
    def filter(self) -> QueueFilter:
        """The filter in force."""
        return self.model.filter

    def show_view(self, view: str) -> None:
        """Show one of the views; a saved one brings its filters along."""
        self._view = view
        if view.startswith(SAVED):
            name = view.removeprefix(SAVED)
            match_ = next((one for one in self._saved if one.name == name), None)
            if match_ is not None:
                self.top.search.setText(match_.filter.text)
                self._apply(match_.filter)
            return
        self._apply(replace(self.filter, view=as_view(view)))

    def keep_view(self, name: str) -> None:
        """Save the filter in force under a name; the same name is replaced."""
        others = [view for view in self._saved if view.name != name]
        self._saved = [*others, saved.SavedView(name, self.filter)]
        saved.save(self._window.state, self._saved)
        self.side.set_saved(self._saved)

    def _apply(self, filter_: QueueFilter) -> None:
        self.side.filters.set_selection(selection_of(filter_))
        self.side.set_current(self._view)
        self.top.tabs.set_current(self._view)
        self.selection.set_order(filter_)
        self.table.header.set_sort(filter_.sort, descending=filter_.descending)
        self.model.show(filter_)
        self._count()

    def _search(self, text: str) -> None:
        self._apply(replace(self.filter, text=text))

    def _filters(self, selection: object) -> None:
        if isinstance(selection, dict):
            self._apply(with_selection(self.filter, selection))

    def clear_filters(self) -> None:
        """Show the whole view again."""
        self.top.search.setText("")
        self._apply(QueueFilter(view=self.filter.view))

    def sort_by(self, name: str) -> None:
        """Sort by a column; asked for again the other way round, then by deadline as ever."""
        column, now = cast(Sort, name), self.filter
        if now.sort != column:
            self._apply(replace(now, sort=column, descending=False))
        elif not now.descending:
            self._apply(replace(now, descending=True))
        else:
            self._apply(replace(now, sort="deadline", descending=False))

    def _refresh(self) -> None:
        current = self.current()
        self._keep = current.app_id if current else self._keep
        line = self.table.currentIndex().row()
        position = self.model.lines.case_at(line) if line >= 0 else 0
        self.model.reload(position or 0)
        self._count()

    def _count(self) -> None:
        now = self._session.now()
        self._session.query(
            lambda ws: ws.queries.queue_counts(now),
            self._counted,
            token=self._count_generation.next(),
        )

    def _counted(self, counts: QueueCounts) -> None:
        if counts is self._counts:  # the store keeps them while nothing changes
            return
        self._counts = counts
        self.top.set_counts(counts)
        self.side.set_counts(counts)
        self._window.set_count("queue", counts.views.get("todo", 0))

    def _loaded(self, total: int) -> None:
        self.table.set_group_rows(self.model.lines.head_lines())
        if total == 0:
            state = empty_state(self.filter, self.actions_.empty_action)
            replace_from(self._empty, 1, state)
            self.preview.show_case(None)
        else:
            self._empty.setCurrentIndex(0)
            self._select_first()
        self.selection.show_ticks(self.model.ticked())

    def _select_first(self) -> None:
        line = self.model.line_of(self._keep) if self._keep else None
        if line is None:
            count = self.model.lines.count
            line = next((n for n in range(min(3, count)) if self.model.lines.head_at(n) is None), 0)
        self.table.setCurrentIndex(self.model.index(line, 1))

    # --- the current case ----------------------------------------------------------------------

    def current(self) -> QueueRow | None:
        """The case on the current line."""
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def chosen(self) -> list[QueueRow]:
        """The ticked cases, or the current one when none is ticked."""
        ticked = self.model.ticked()
        if ticked:
            return ticked
        current = self.current()
        return [current] if current else []

    def open_current(self) -> None:
        """Review the current case; opening is not claiming."""
        row = self.current()
        if row is not None:
            self.openRequested.emit(row.app_id, self.filter)

    def toggle_preview(self) -> None:
        """Show or hide the preview; in narrow windows it lies over the table."""
        self.preview.setVisible(self.preview.isHidden())
        self._lay_over()
        self._load_preview()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the preview away where it lies over the table."""
        over = self._compact and not self.preview.isHidden()
        if event.key() == Qt.Key.Key_Escape and over:
            self.preview.hide()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_over()

    def _lay_over(self) -> None:
        if self._compact:
            top = self.top.height()
            left = self.width() - _PREVIEW_WIDTH
            self.preview.setGeometry(left, top, _PREVIEW_WIDTH, self.height() - top)
            self.preview.raise_()

    def _opened(self, index: QModelIndex) -> None:
        if self.model.row_at(index.row()) is not None:
            self.open_current()
        else:
            self.model.toggle_group(index.row())

    def show_history(self) -> None:
        """审核流程 of the current case."""
        row = self.current()
        if row is not None:
            self.historyRequested.emit(row.app_id)

    def _moved(self, _line: int) -> None:
        row = self.current()
        self._keep = row.app_id if row else self._keep
        self._preview_timer.start()
        self._window.commands.refresh()

    def _load_preview(self) -> None:
        row = self.current()
        if row is None or self.preview.isHidden():
            return
        app_id = row.app_id
        self._session.query(
            lambda ws: ws.queries.case(app_id),
            self.preview.show_case,
            lambda _problem: self.preview.show_case(None),
            self._case_generation.next(),
        )

    def _ticks(self) -> None:
        self.selection.show_ticks(self.model.ticked())
        self._window.commands.refresh()

    # --- the frame -----------------------------------------------------------------------------

    def set_breakpoint(self, name: str) -> None:
        """Wide windows show views and preview beside the table."""
        compact = name == "compact"
        self._compact = compact
        self.side.setVisible(not compact)
        if compact:
            self._panes.removeWidget(self.preview)
        elif self._panes.indexOf(self.preview) < 0:
            self._panes.addWidget(self.preview)
        self.preview.setVisible(not compact)
        self.top.set_compact(compact)

    def hints(self) -> list[tuple[str, str]]:
        """The keys of this page, most used first."""
        return [
            ("Enter", self.tr("打开")),
            ("Ctrl+Enter", self.tr("签收并打开")),
            ("Ctrl+A", self.tr("全选本视图")),
            ("Alt+P", self.tr("预览")),
            ("Ctrl+F", self.tr("查找")),
            ("F5", self.tr("同步")),
            ("Ctrl+K", self.tr("命令")),
            ("F1", self.tr("按键")),
        ]

    def panes(self) -> list[QWidget]:
        """The order of F6."""
        panes: list[QWidget] = [self.table, self.preview, self.side.views, self.top.search]
        return [pane for pane in panes if pane.isVisible()]

    def entered(self) -> None:
        """Come back to where one was."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh_timer.start()

    def title(self) -> str:
        """What the window's title says."""
        return self.tr("队列")


def _single_shot(parent: QWidget, milliseconds: int, then: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer
