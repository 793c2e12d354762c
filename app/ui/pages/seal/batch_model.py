"""A batch as a table model: in its order while it runs; as a report with what went wrong first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, Qt
from PySide6.QtCore import QPersistentModelIndex as _Kept

from app.operations.sealing.recheck import Proof
from app.store.seal_pages import Batch, Item, ItemState, LeftOut
from app.ui.pages.seal import words
from app.ui.widgets.tables import (
    Cell,
    Column,
    GroupHead,
    Roles,
    RowInfo,
    TextCell,
    cell_sentence,
    cell_words,
)

_Index = QModelIndex | _Kept
Line = Item | LeftOut


class Part(Enum):
    """The groups of a report."""

    BAD = auto()
    FAILED = auto()
    LEFT_OUT = auto()
    NOT_REACHED = auto()
    SEALED = auto()


def batch_columns() -> list[Column]:
    """The columns of a batch."""
    translate = QCoreApplication.translate
    return [
        Column("place", translate("seal", "序"), 56, align="right"),
        Column("name", translate("seal", "姓名"), 120, hideable=False),
        Column("form", translate("seal", "表单"), 116),
        Column("use", translate("seal", "用章序号"), 84, align="right"),
        Column("result", translate("seal", "结果"), 220, stretch=True),
        Column("hash", translate("seal", "盖章后校验码"), 116),
        Column("remedy", "", 104),
    ]


class BatchModel(QAbstractTableModel):
    """Follows a batch."""

    def __init__(self) -> None:
        super().__init__()
        self._columns = batch_columns()
        self._batch: Batch | None = None
        self._proofs: dict[int, Proof] = {}
        self._lines: list[Line | Part] = []
        self._members: dict[Part, list[Line]] = {}
        self._closed: set[Part] = set()
        self._report = False
        self._current = -1

    # --- content -------------------------------------------------------------------------------

    def show_batch(self, batch: Batch | None, proofs: Sequence[Proof], *, report: bool) -> None:
        """Show a batch; ``report`` groups it by what came of it."""
        self.beginResetModel()
        self._batch, self._report = batch, report
        self._proofs = {one.item.place: one for one in proofs}
        self._lay_out()
        self.endResetModel()

    def show_item(self, batch: Batch, place: int) -> None:
        """A document of the batch that is running has changed, and the next is at hand."""
        self._batch = batch
        if self._report or place >= len(self._lines):
            self.show_batch(batch, list(self._proofs.values()), report=self._report)
            return
        self._lines = list(batch.items)
        rows = self.index(place, 0), self.index(place, len(self._columns) - 1)
        self.dataChanged.emit(*rows)

    def set_current(self, place: int) -> None:
        """The document at hand; -1 for none."""
        before, self._current = self._current, place
        for row in (before, place):
            if 0 <= row < len(self._lines):
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))

    def _lay_out(self) -> None:
        batch = self._batch
        if batch is None:
            self._lines = []
        elif not self._report:
            self._lines = list(batch.items)
        else:
            self._members = {part: list(self._of(batch, part)) for part in Part}
            self._lines = list(self._grouped())

    def _of(self, batch: Batch, part: Part) -> Iterable[Line]:
        if part is Part.LEFT_OUT:
            yield from batch.left_out
            return
        for item in batch.items:
            if self._part(item) is part:
                yield item

    def _part(self, item: Item) -> Part:
        if item.state is ItemState.FAILED:
            return Part.FAILED
        if item.state is not ItemState.SEALED:
            return Part.NOT_REACHED
        proof = self._proofs.get(item.place)
        return Part.BAD if proof is not None and not proof.good else Part.SEALED

    def _grouped(self) -> Iterable[Line | Part]:
        for part, members in self._members.items():
            if members:
                yield part
                if part not in self._closed:
                    yield from members

    def toggle_group(self, line: int) -> None:
        """Open or close the group whose head stands on ``line``."""
        head = self._lines[line]
        if isinstance(head, Part):
            self.beginResetModel()
            self._closed ^= {head}
            self._lay_out()
            self.endResetModel()

    def group_rows(self) -> list[int]:
        """The lines of the heads."""
        return [n for n, line in enumerate(self._lines) if isinstance(line, Part)]

    def at(self, line: int) -> Line | None:
        """What stands on a line; None on a head."""
        found = self._lines[line] if 0 <= line < len(self._lines) else None
        return None if isinstance(found, Part) else found

    def line_of_place(self, place: int) -> int | None:
        """The line of a document by its place in the batch."""
        for number, line in enumerate(self._lines):
            if isinstance(line, Item) and line.place == place:
                return number
        return None

    # --- Qt ------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if isinstance(line, Part):
            return RowInfo(group=self._head(line)) if role == Roles.ROW else None
        if role == Roles.ROW:
            return RowInfo()
        spec = self._columns[index.column()]
        shown = self._cell(line, spec.id)
        if role == Roles.CELL:
            return shown
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_words(shown)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return cell_sentence(spec.title, shown)
        return None

    def _cell(self, line: Line, column: str) -> Cell | None:
        if column == "name":
            return TextCell(line.name, bold=True)
        if column == "form":
            return TextCell(words.form_name(line.form) if line.form else "")
        if isinstance(line, LeftOut):
            if column == "result":
                return TextCell(words.reason(line), tone="red", tail=words.rule(line))
            if column == "remedy":
                return TextCell(words.remedy(line).words, tone="accent_text")
            return None
        return self._item_cell(line, column)

    def _item_cell(self, item: Item, column: str) -> Cell | None:
        proof = self._proofs.get(item.place)
        match column:
            case "place":
                return TextCell(str(item.place + 1), tone="text2", align="right")
            case "use":
                number = proof.usage_no if proof else 0
                return TextCell(words.usage_text(number) if number else "", align="right")
            case "result":
                return self._result(item, proof)
            case "hash":
                return TextCell(words.short_hash(item.stamped_sha256), tone="text2", mono=True)
            case "remedy":
                return TextCell(words.item_remedy(item).words, tone="accent_text")
            case _:
                return None

    def _result(self, item: Item, proof: Proof | None) -> TextCell:
        translate = QCoreApplication.translate
        if item.state is ItemState.FAILED:
            text = words.said(item.code, item.params)
            return TextCell(text, tone="red", icon="close-circle", icon_tone="red")
        if item.state is ItemState.SEALED:
            if proof is None:
                done = translate("seal", "已用章")
                return TextCell(done, icon="check-circle", icon_tone="green")
            if proof.good and proof.verdict is not None:
                text = translate("seal", "已用章，复验通过：{verdict}").format(
                    verdict=words.verdict_words(proof.verdict)
                )
                return TextCell(text, icon="check-circle", icon_tone="green")
            missing = translate("seal", "文件不在本机，未能复验")
            text = words.verdict_words(proof.verdict) if proof.verdict else missing
            return TextCell(text, tone="red", icon="alert-octagon", icon_tone="red")
        if item.state is ItemState.CANCELLED:
            return TextCell(translate("seal", "没有用章，下次再盖"), tone="text2")
        if item.place == self._current:
            doing = translate("seal", "正在用章")
            return TextCell(doing, tone="accent_text", icon="draw-pen", icon_tone="accent_text")
        return TextCell(translate("seal", "等待用章"), tone="text3")

    def _head(self, part: Part) -> GroupHead:
        translate = QCoreApplication.translate
        heads = {
            Part.BAD: (
                translate("seal", "复验不通过 {n} 份"), translate("seal", "不要发出，先查明原因"),
                "red",
            ),
            Part.FAILED: (
                translate("seal", "没有盖成 {n} 份"), translate("seal", "其余各份不受影响"), "red",
            ),
            Part.LEFT_OUT: (
                translate("seal", "排除 {n} 份"), translate("seal", "处理后可重新加入"), "text",
            ),
            Part.NOT_REACHED: (
                translate("seal", "没有轮到 {n} 份"), translate("seal", "仍在待用章里"), "text",
            ),
            Part.SEALED: (
                translate("seal", "已用章 {n} 份"), translate("seal", "已放入待发送"), "text",
            ),
        }  # fmt: skip
        title, remark, tone = heads[part]
        count = len(self._members.get(part, ()))
        return GroupHead(title.format(n=count), remark, tone, part not in self._closed)
