"""What was found between two documents, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.viewers.compare.pages import PageFate, PagePair

if TYPE_CHECKING:
    from app.viewers.compare.difference import Difference


def compared_words(
    found: Difference | None, left: str, right: str, *, waits: bool, fate: PageFate | None
) -> str:
    """What the comparison of two pages says, or why it says nothing."""
    tr = QCoreApplication.translate
    if found is not None:
        if not found.aligned:
            return tr("compare", "不同页面，未能对齐")
        if found.same:
            return tr("compare", "这一页看不出不同")
        text = tr("compare", "这一页 {gone} 处只在{left}，{come} 处只在{right}")
        return text.format(gone=len(found.gone), come=len(found.come), left=left, right=right)
    if waits:
        return tr("compare", "正在对齐两页…")
    if fate is PageFate.SAME:
        return tr("compare", "这一页没有改动")
    return ""


def pages_words(pairs: Sequence[PagePair]) -> str:
    """各页：相同 2，有改动 1，新增 1."""
    tr = QCoreApplication.translate
    counts = Counter(pair.fate for pair in pairs)
    names = {
        PageFate.SAME: tr("compare", "相同 {n}"),
        PageFate.CHANGED: tr("compare", "有改动 {n}"),
        PageFate.INSERTED: tr("compare", "新增 {n}"),
        PageFate.REMOVED: tr("compare", "删去 {n}"),
    }
    said = [words.format(n=counts[fate]) for fate, words in names.items() if counts[fate]]
    return tr("compare", "各页：{all}").format(all=tr("compare", "，").join(said)) if said else ""
