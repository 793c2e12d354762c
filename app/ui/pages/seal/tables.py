"""The lists of the desk as plain rows: for a file and for paper, whole hashes and all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.operations.sealing.list_export import Table
from app.operations.sealing.recheck import Proof
from app.store.seal_pages import Batch, Item, ItemState, LeftOut
from app.ui.pages.seal import words
from app.ui.pages.seal.work import SealWork


def of_plan(work: SealWork) -> Table:
    """What is left out, then what would be sealed."""
    tr = QCoreApplication.translate
    rows = [_heads()]
    rows += [_left_out(left) for left in work.left_out()]
    number = 0
    for one in work.included():
        if work.is_ticked(one):
            number += 1
            rows.append(
                [
                    str(number), one.name, one.app_id, words.form_name(one.form), "",
                    tr("seal", "可用章"), "", one.doc_sha256, "",
                ]
            )  # fmt: skip
    return rows


def of_batch(batch: Batch, proofs: Sequence[Proof]) -> Table:
    """What failed or was left out, then what was sealed."""
    found = {proof.item.place: proof for proof in proofs}
    sealed = [one for one in batch.items if one.state is ItemState.SEALED]
    rest = [one for one in batch.items if one.state is not ItemState.SEALED]
    rows = [_heads()]
    rows += [_item(one, found.get(one.place)) for one in rest]
    rows += [_left_out(left) for left in batch.left_out]
    rows += [_item(one, found.get(one.place)) for one in sealed]
    return rows


def _heads() -> list[str]:
    tr = QCoreApplication.translate
    return [
        tr("seal", "序"), tr("seal", "姓名"), tr("seal", "编号"), tr("seal", "表单"),
        tr("seal", "用章序号"), tr("seal", "结果"), tr("seal", "原因"), tr("seal", "用章前校验码"),
        tr("seal", "盖章后校验码"),
    ]  # fmt: skip


def _left_out(left: LeftOut) -> list[str]:
    out = QCoreApplication.translate("seal", "排除")
    form = words.form_name(left.form) if left.form else ""
    rule = words.rule(left)
    why = f"{rule} {words.reason(left)}".strip()
    return ["", left.name, left.app_id, form, "", out, why, "", ""]


def _item(item: Item, proof: Proof | None) -> list[str]:
    tr = QCoreApplication.translate
    states = {
        ItemState.SEALED: tr("seal", "已用章"),
        ItemState.FAILED: tr("seal", "没有盖成"),
        ItemState.CANCELLED: tr("seal", "没有轮到"),
        ItemState.PLANNED: tr("seal", "等待用章"),
    }
    why = words.said(item.code, item.params) if item.code else ""
    if proof is not None and proof.verdict is not None:
        why = words.verdict_words(proof.verdict)
    number = words.usage_text(proof.usage_no) if proof and proof.usage_no else ""
    return [
        str(item.place + 1), item.name, item.app_id, words.form_name(item.form), number,
        states[item.state], why, item.doc_sha256, item.stamped_sha256,
    ]  # fmt: skip
