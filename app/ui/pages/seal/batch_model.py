"""A batch as a table model: in its order while it runs; as a report with what went wrong first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from app.operations.sealing.recheck import Proof
from app.store.seal_pages import Batch, Item, ItemState, LeftOut
from app.ui.pages.seal import words
from app.ui.widgets.tables import Cell, Column, GroupedModel, GroupHead, TextCell

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


class BatchModel(GroupedModel[Part, Line]):
    """Follows a batch."""

    def __init__(self) -> None:
        super().__init__(batch_columns(), Part)
        self._batch: Batch | None = None
        self._proofs: dict[int, Proof] = {}
        self._members: dict[Part, list[Line]] = {}
        self._report = False
        self._current = -1

    # --- content -------------------------------------------------------------------------------

    def show_batch(self, batch: Batch | None, proofs: Sequence[Proof], *, report: bool) -> None:
        """Show a batch; ``report`` groups it by what came of it."""
        self._batch, self._report = batch, report
        self._proofs = {one.item.place: one for one in proofs}
        self.lay_out()

    def show_item(self, batch: Batch, place: int) -> None:
        """A document of the batch that is running has changed, and the next is at hand."""
        self._batch = batch
        if self._report or place >= len(self._lines):
            self.show_batch(batch, list(self._proofs.values()), report=self._report)
            return
        self._lines = list(batch.items)
        self.redraw(place, place)

    def set_current(self, place: int) -> None:
        """The document at hand; -1 for none."""
        before, self._current = self._current, place
        for row in (before, place):
            if row >= 0:
                self.redraw(row, row)

    def line_of_place(self, place: int) -> int | None:
        """The line of a document by its place in the batch."""
        return self.line_where(lambda row: isinstance(row, Item) and row.place == place)

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

    # --- as a table ----------------------------------------------------------------------------

    def groups(self) -> Iterable[tuple[Part | None, Sequence[Line]]]:
        batch = self._batch
        if batch is None:
            return ()
        if not self._report:
            return ((None, batch.items),)
        self._members = {part: list(self._of(batch, part)) for part in Part}
        return self._members.items()

    def cell(self, row: Line, column: str) -> Cell | None:
        if column == "name":
            return TextCell(row.name, bold=True)
        if column == "form":
            return TextCell(words.form_name(row.form) if row.form else "")
        if isinstance(row, LeftOut):
            if column == "result":
                return TextCell(words.reason(row), tone="red", tail=words.rule(row))
            if column == "remedy":
                return TextCell(words.remedy(row).words, tone="accent_text")
            return None
        return self._item_cell(row, column)

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

    def head(self, group: Part) -> GroupHead:
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
        title, remark, tone = heads[group]
        count = len(self._members.get(group, ()))
        return GroupHead(title.format(n=count), remark, tone, self.is_open(group))
