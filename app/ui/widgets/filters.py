"""Check boxes with counts, in groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.labels import HLine, Label
from app.ui.widgets.layout import clear_layout, vbox
from app.ui.widgets.toggles import CheckBox


@dataclass(frozen=True)
class FilterItem:
    """One box."""

    id: str
    label: str
    count: str = ""


@dataclass(frozen=True)
class FilterGroup:
    """Boxes of one kind: any of the ticked ones may apply; none ticked means all."""

    id: str
    title: str
    items: Sequence[FilterItem] = field(default=())


class FilterList(QWidget):
    """Groups of boxes.

    Attributes:
        changed: a box was ticked or cleared; carries `selection`.
    """

    changed = Signal(object)

    def __init__(self, groups: Sequence[FilterGroup] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, dict[str, CheckBox]] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.set_groups(groups)

    def set_groups(self, groups: Sequence[FilterGroup]) -> None:
        """Offer other boxes; ticks are kept where the ids stay."""
        kept = self.selection()
        clear_layout(self._layout)
        self._boxes = {}
        for group in groups:
            boxes = {item.id: CheckBox(item.label, item.count) for item in group.items}
            for box in boxes.values():
                box.clicked.connect(self._say)
            self._boxes[group.id] = boxes
            title = Label(group.title, 12, tone="text2")
            section = vbox(title, *boxes.values(), margins=(12, 8, 12, 8), spacing=4)
            section.setAccessibleName(group.title)
            self._layout.addWidget(section)
            self._layout.addWidget(HLine())
        self.set_selection(kept)

    def selection(self) -> dict[str, frozenset[str]]:
        """The ticked ids of each group that has any."""
        ticked = {
            group: frozenset(key for key, box in boxes.items() if box.isChecked())
            for group, boxes in self._boxes.items()
        }
        return {group: keys for group, keys in ticked.items() if keys}

    def set_selection(self, selection: Mapping[str, frozenset[str]]) -> None:
        """Tick exactly these ids. No signal."""
        for group, boxes in self._boxes.items():
            for key, box in boxes.items():
                box.setChecked(key in selection.get(group, frozenset()))

    def set_counts(self, counts: Mapping[str, Mapping[str, str]]) -> None:
        """Change the counts, by group and id; an absent one becomes empty."""
        for group, boxes in self._boxes.items():
            for key, box in boxes.items():
                box.set_count(counts.get(group, {}).get(key, ""))

    def _say(self) -> None:
        self.changed.emit(self.selection())
