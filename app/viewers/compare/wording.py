"""What was found between two documents, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.viewers.compare.difference import Difference
from app.viewers.compare.pages import PageFate, PagePair

_CONTEXT = "compare"


def compared_words(
    found: Difference | None, left: str, right: str, *, waits: bool, fate: PageFate | None
) -> str:
    """What the comparison of two pages says, or why it says nothing."""
    tr = QCoreApplication.translate
    if found is not None:
        if not found.aligned:
            return tr(_CONTEXT, "不同页面，未能对齐")
        if found.same:
            return tr(_CONTEXT, "这一页看不出不同")
        text = tr(_CONTEXT, "这一页 {gone} 处只在{left}，{come} 处只在{right}")
        return text.format(gone=len(found.gone), come=len(found.come), left=left, right=right)
    if waits:
        return tr(_CONTEXT, "正在对齐两页…")
    if fate is PageFate.SAME:
        return tr(_CONTEXT, "这一页没有改动")
    return ""


def pages_words(pairs: Sequence[PagePair]) -> str:
    """各页：相同 2，有改动 1，新增 1."""
    tr = QCoreApplication.translate
    counts = Counter(pair.fate for pair in pairs)
    names = {
        PageFate.SAME: tr(_CONTEXT, "相同 {n}"),
        PageFate.CHANGED: tr(_CONTEXT, "有改动 {n}"),
        PageFate.INSERTED: tr(_CONTEXT, "新增 {n}"),
        PageFate.REMOVED: tr(_CONTEXT, "删去 {n}"),
    }
    said = [words.format(n=counts[fate]) for fate, words in names.items() if counts[fate]]
    return tr(_CONTEXT, "各页：{all}").format(all=tr(_CONTEXT, "，").join(said)) if said else ""
