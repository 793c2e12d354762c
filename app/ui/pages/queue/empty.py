"""Why the queue is empty, and one way on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.store.readmodels import QueueFilter
from app.ui.widgets import CardAction, EmptyState


def narrowed(filter_: QueueFilter) -> bool:
    """Whether something besides the view keeps cases away."""
    return bool(filter_.text or filter_.levels or filter_.locals or filter_.severities)


def empty_state(filter_: QueueFilter, on_action: Callable[[str], None]) -> EmptyState:
    """The words for an empty answer to ``filter_``."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("queue", text)

    if narrowed(filter_):
        what = f"“{filter_.text}”" if filter_.text else tr("这些筛选")
        state = EmptyState(
            "magnify",
            tr("没有符合 {what} 的申报").format(what=what),
            tr("查找和筛选只在当前视图内。"),
            [CardAction("clear", tr("清除查找和筛选")), CardAction("all", tr("在全部申报中找"))],
        )
    else:
        titles = {
            "todo": tr("没有待处理的申报"),
            "to_claim": tr("没有待签收的申报"),
            "mine": tr("还没有签收任何申报"),
            "resubmitted": tr("没有重新提交的申报"),
            "due_today": tr("没有今天截止的申报"),
            "flagged": tr("没有预检拦截或须改的申报"),
            "clean": tr("没有预检无问题的申报"),
            "waiting": tr("没有等待复核的申报"),
            "onward": tr("没有待上报的申报"),
            "returned": tr("没有退回中的申报"),
            "done": tr("还没有办结的申报"),
        }
        title = titles.get(filter_.view, tr("本机还没有申报"))
        state = EmptyState(
            "inbox-outline",
            title,
            tr("同步后，新的申报会出现在这里。"),
            [CardAction("sync", tr("立即同步"), key="F5"), CardAction("all", tr("看全部申报"))],
        )
    state.action.connect(on_action)
    return state
