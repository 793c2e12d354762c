"""Heads of columns: quiet words, a sort arrow, and widths that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from app.ui.theme import theme
from app.ui.widgets.paint import LEFT, RIGHT, advance, fill, fill_rect, line, smooth
from app.ui.widgets.tables.cells import Column
from app.ui.widgets.tables.rows import FIRST_INSET, PADDING

_KEEP_DELAY_MS = 400
_MIN, _MAX = 32, 2000


class KeptState(Protocol):
    """The part of `app.ui.shell.UiState` that heads need."""

    def get(self, key: str, default: Any) -> Any:
        """The kept value or the default."""

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""


class TableHeader(QHeaderView):
    """Columns that can be moved, sized, hidden and sorted by.

    Attributes:
        sortRequested: id of a sortable column whose head was clicked.
    """

    sortRequested = Signal(str)

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._percent = theme.percent
        self._sorted, self._descending = "", False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_MIN)
        self.sectionClicked.connect(self._clicked)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def sort(self) -> tuple[str, bool]:
        """Id of the column whose arrow is shown, empty for none, and whether it points down."""
        return self._sorted, self._descending

    def set_sort(self, column: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self._sorted, self._descending = column, descending
        self.viewport().update()

    def apply_columns(self) -> None:
        """Give every column its width and the stretching one its mode; after a model is set."""
        for index, column in enumerate(self._columns):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if column.stretch
                else QHeaderView.ResizeMode.Interactive
            )
            self.setSectionResizeMode(index, mode)
            self.resizeSection(index, theme.px(column.width))

    # --- keeping -------------------------------------------------------------------------------

    def dump(self) -> list[dict[str, Any]]:
        """Order and hiding by column id, and the widths that the officer chose."""
        order = (self.logicalIndex(visual) for visual in range(self.count()))
        return [
            {
                "id": self._columns[logical].id,
                "width": self._width(logical),
                "hidden": self.isSectionHidden(logical),
            }
            for logical in order
        ]

    def restore(self, kept: Any) -> None:
        """Put what `dump` gave in force; unknown columns and odd values are passed over."""
        if not isinstance(kept, list):
            return
        index = {column.id: i for i, column in enumerate(self._columns)}
        place = 0
        for entry in kept:
            if not isinstance(entry, dict) or entry.get("id") not in index:
                continue
            logical = index.pop(entry["id"])
            self.moveSection(self.visualIndex(logical), place)
            place += 1
            width = entry.get("width")
            column = self._columns[logical]
            if isinstance(width, int) and _MIN <= width <= _MAX and not column.stretch:
                self.resizeSection(logical, theme.px(width))
            self.setSectionHidden(logical, entry.get("hidden") is True and column.hideable)

    def keep_in(self, state: KeptState, key: str) -> None:
        """Restore from a store, and keep there what the officer changes."""
        self.restore(state.get(f"header.{key}", []))
        _Keeper(self, state, f"header.{key}")

    # --- looks ---------------------------------------------------------------------------------

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        painter.save()
        smooth(painter)
        fill_rect(painter, rect, "subtle")
        fill(painter, rect.left(), rect.bottom(), rect.width(), 1, "line2")
        column = self._columns[logicalIndex]
        first = self.visualIndex(logicalIndex) == 0
        box = QRectF(rect.adjusted(FIRST_INSET if first else PADDING, 0, -PADDING, 0))
        font = theme.font(12)
        align = RIGHT if column.align == "right" else LEFT
        line(painter, box, column.title, font, "text3", align)
        if column.id == self._sorted:
            icon = "arrow-down" if self._descending else "arrow-up"
            x = box.left() + min(advance(column.title, font) + 2, box.width() - 12)
            if align == RIGHT:
                x = box.right() - advance(column.title, font) - 14
            theme.paint_icon(painter, icon, x, box.center().y(), 12, "text3")
        painter.restore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.column_menu().exec(event.globalPos())

    def column_menu(self) -> QMenu:
        """A menu that shows and hides columns."""
        menu = QMenu(self)
        for logical, column in enumerate(self._columns):
            if column.hideable and column.title:
                action = QAction(column.title, menu)
                action.setCheckable(True)
                action.setChecked(not self.isSectionHidden(logical))
                action.toggled.connect(lambda on, i=logical: self._show_column(i, on))
                menu.addAction(action)
        return menu

    def _show_column(self, logical: int, on: bool) -> None:
        self.setSectionHidden(logical, not on)
        self.geometriesChanged.emit()

    def _clicked(self, logical: int) -> None:
        if self._columns[logical].sortable:
            self.sortRequested.emit(self._columns[logical].id)

    def _width(self, logical: int) -> int | None:
        """The chosen width at 100 % font size; None while it is the column's own."""
        own = self._columns[logical].width
        size = self.sectionSize(logical)
        if self.isSectionHidden(logical) or size == theme.px(own):
            return None
        return round(size * own / theme.px(own))

    def _restyle(self) -> None:
        former, self._percent = self._percent, theme.percent
        if former != theme.percent and self.count() == len(self._columns):
            for logical, column in enumerate(self._columns):
                if not column.stretch and not self.isSectionHidden(logical):
                    factor = max(100, theme.percent) / max(100, former)
                    self.resizeSection(logical, round(self.sectionSize(logical) * factor))
        self.setFont(theme.font(12))
        self.setFixedHeight(theme.px(32))


class _Keeper(QObject):
    """Writes the state a moment after the last change."""

    def __init__(self, header: TableHeader, state: KeptState, key: str) -> None:
        super().__init__(header)
        self._header, self._state, self._key = header, state, key
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_DELAY_MS)
        self._timer.timeout.connect(self._keep)
        for signal in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            signal.connect(self._timer.start)

    def _keep(self) -> None:
        self._state.put(self._key, self._header.dump())
