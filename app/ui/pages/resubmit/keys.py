"""What the keys of the review mean while two versions are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.ui.commands import Command, CommandRegistry

if TYPE_CHECKING:
    from app.ui.pages.resubmit.control import Comparing
    from app.ui.pages.resubmit.pane import ResubmitPane

_PLACE = "review"
_ASIDE = (
    "library", "edit_comment", "add_comment", "anchor", "flow", "magnifier", "enhance", "find",
    "find_next", "find_previous", "go_to_page", "fit_region", "full_screen",
)  # fmt: skip
"""Commands of the panes that stepped aside."""


def stand_ins(
    comparing: Comparing, pane: ResubmitPane, registry: CommandRegistry
) -> Mapping[str, Command]:
    """Command of the review → what answers its keys."""
    view = pane.scans.view
    tr = QCoreApplication.translate

    def free() -> str:
        return ""

    def barred() -> str:
        waits = "" if comparing.waiting() else tr("resubmit", "这一类没有待回复的意见")
        return waits or comparing.barred()

    def not_here() -> str:
        return tr("resubmit", "对比时不能用，先按 Esc 回到审阅")

    def nothing() -> None:
        return None

    words: dict[str, tuple[str, Callable[[], object], Callable[[], str]]] = {
        "compare": (tr("resubmit", "并排、叠加、差异"), pane.cycle_mode, free),
        "back": (tr("resubmit", "回到审阅"), comparing.close, free),
        "to_comment": (tr("resubmit", "再次提出"), comparing.raise_again, barred),
        "verify": (tr("resubmit", "已解决"), comparing.resolve, barred),
        "next_finding": (tr("resubmit", "下一处变化"), lambda: comparing.next_change(1), free),
        "previous_finding": (tr("resubmit", "上一处变化"), lambda: comparing.next_change(-1), free),
        "next_module": (tr("resubmit", "看完，下一类"), lambda: comparing.next_thread(1), free),
        "previous_module": (tr("resubmit", "上一类"), lambda: comparing.next_thread(-1), free),
        "next_attachment": (
            tr("resubmit", "下一附件"), lambda: pane.scans.step_tab(1), free),
        "previous_attachment": (
            tr("resubmit", "上一附件"), lambda: pane.scans.step_tab(-1), free),
        "next_page": (tr("resubmit", "下一页"), view.next_page, free),
        "previous_page": (tr("resubmit", "上一页"), view.previous_page, free),
        "fit_width": (tr("resubmit", "适宽"), view.fit_width, free),
        "fit_page": (tr("resubmit", "适页"), view.fit_page, free),
        "zoom_in": (tr("resubmit", "放大"), view.zoom_in, free),
        "zoom_out": (tr("resubmit", "缩小"), view.zoom_out, free),
        "rotate": (tr("resubmit", "右转"), view.rotate_right, free),
    }  # fmt: skip
    for name in _ASIDE:
        identifier = f"{_PLACE}.{name}"
        if registry.has(identifier):
            words[name] = (registry.label(identifier), nothing, not_here)
    return {
        f"{_PLACE}.{name}": Command(
            id=f"{_PLACE}.{name}", label=label, run=run, place=_PLACE, blocked=blocked,
            icon=registry.get(f"{_PLACE}.{name}").icon,
        )
        for name, (label, run, blocked) in words.items()
        if registry.has(f"{_PLACE}.{name}")
    }  # fmt: skip
