"""Rows and columns of widgets: a frame and its layout in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.ui.theme import theme

#: A widget; a widget with its stretch; None for a stretch; a number for a gap in pixels.
Item: TypeAlias = "QWidget | tuple[QWidget, int] | int | None"
#: One number for all sides, or left, top, right, bottom.
Margins: TypeAlias = "int | tuple[int, int, int, int]"

_SIDES = "tblr"


def hbox(
    *items: Item,
    margins: Margins = 0,
    spacing: int = 8,
    kind: str = "",
    edge: str = "",
    height: int = 0,
    width: int = 0,
) -> QFrame:
    """A frame with its items from left to right."""
    frame = Box(height, width)
    return _fill(frame, QHBoxLayout(frame), items, margins, spacing, kind, edge)


def vbox(
    *items: Item,
    margins: Margins = 0,
    spacing: int = 8,
    kind: str = "",
    edge: str = "",
    height: int = 0,
    width: int = 0,
) -> QFrame:
    """A frame with its items from top to bottom."""
    frame = Box(height, width)
    return _fill(frame, QVBoxLayout(frame), items, margins, spacing, kind, edge)


@contextmanager
def arranged_once(layout: QLayout) -> Iterator[None]:
    """Change many widgets of a layout and let it arrange them once, at the end.

    Qt arranges the whole layout again for each widget that is shown.
    """
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.activate()


def add_items(layout: QBoxLayout, items: Iterable[Item]) -> None:
    """Append items to a layout."""
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, tuple):
            layout.addWidget(*item)
        else:
            layout.addWidget(item)


def clear_layout(layout: QLayout) -> None:
    """Take every item out of a layout and let its widgets go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def set_margins(layout: QBoxLayout, margins: Margins) -> None:
    """Set all four margins."""
    sides = (margins,) * 4 if isinstance(margins, int) else margins
    layout.setContentsMargins(*sides)


def set_ground(frame: QFrame, kind: str = "", edge: str = "") -> None:
    """Give a frame its ground and hairlines (`kind` and `edge` of the style sheet)."""
    if kind:
        frame.setProperty("kind", kind)
    if edge:
        frame.setProperty("edge", "".join(sorted(edge, key=_SIDES.index)))


class Box(QFrame):
    """A frame; a fixed height grows with the font size, a fixed width does not."""

    def __init__(self, height: int = 0, width: int = 0) -> None:
        super().__init__()
        self._height = height
        if width:
            self.setFixedWidth(width)
        if height:
            self._resize()
            theme.changed.connect(self._resize)

    def _resize(self) -> None:
        self.setFixedHeight(theme.px(self._height))


def _fill(
    frame: QFrame,
    layout: QBoxLayout,
    items: tuple[Item, ...],
    margins: Margins,
    spacing: int,
    kind: str,
    edge: str,
) -> QFrame:
    set_ground(frame, kind, edge)
    set_margins(layout, margins)
    layout.setSpacing(spacing)
    add_items(layout, items)
    return frame
