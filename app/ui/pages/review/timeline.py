"""审核流程与历史意见: who did what and when, newest first."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.model import TimelineEntry
from app.protocol.messages import has_message, message
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.cards import comment_badge, comment_place
from app.ui.widgets import (
    Button,
    CommentCard,
    CommentSpec,
    Label,
    PaneHead,
    Timeline,
    TimelineItem,
    formats,
    hbox,
)

_WIDTH, _HEIGHT = 640, 560


def timeline_items(entries: tuple[TimelineEntry, ...], now: datetime) -> list[TimelineItem]:
    """The lines of the timeline; the newest is where the case stands now."""
    return [
        TimelineItem(
            formats.table_time(entry.at, now),
            timeline_words(entry),
            "now" if number == 0 else "",
        )
        for number, entry in enumerate(entries)
    ]


def timeline_words(entry: TimelineEntry) -> str:
    """宋青禾 提请退回."""
    params = {key: str(value) for key, value in entry.params.items()}
    code = f"timeline.{entry.action}"
    if "verb" in params and has_message(f"{code}.{params['verb']}", language()):
        code = f"{code}.{params['verb']}"
    what = message(code, language(), **params)
    return f"{entry.actor_name} {what}" if entry.actor_name else what


class HistoryDialog(QDialog):
    """The whole way of a case with the comments of its rounds."""

    def __init__(self, parent: QWidget, case: CaseView, now: datetime) -> None:
        super().__init__(parent)
        name = case.version.person.name
        self.setWindowTitle(self.tr("审核流程与历史意见"))
        self.resize(_WIDTH, _HEIGHT)
        inner = QFrame()
        inner.setProperty("kind", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 8, 24, 16)
        timeline = Timeline()
        timeline.set_items(timeline_items(case.timeline, now))
        column.addWidget(timeline)
        for round_ in case.earlier:
            title = self.tr("第 {n} 轮 · {name}").format(
                n=round_.round, name=round_.proposal.handler_name
            )
            column.addWidget(PaneHead(title, round_.proposal.decision.overall_text))
            for comment in round_.comments:
                column.addWidget(
                    CommentCard(
                        CommentSpec(
                            badge=comment_badge(comment.severity),
                            place=comment_place(case, comment),
                            text=comment.text,
                            remedy=comment.fix_hint,
                            editable=False,
                        )
                    )
                )
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        close = Button(self.tr("关闭"), size="large", key="Esc")
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 16)
        head = Label(f"{name} · {case.app_id}", 16, bold=True)
        outer.addWidget(hbox(head, None, margins=(24, 0, 24, 8)))
        outer.addWidget(scroll, 1)
        outer.addWidget(hbox(None, close, margins=(24, 8, 24, 0)))


def show(parent: QWidget, case: CaseView, now: datetime) -> None:
    """Open the history of a case."""
    HistoryDialog(parent, case, now).exec()
