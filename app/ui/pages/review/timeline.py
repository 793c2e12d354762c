"""审核流程与历史意见: who did what and when, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.model import TimelineEntry
from app.domain.sealing import Stamp
from app.protocol.messages import has_message, message
from app.store.readmodels import CaseView
from app.ui.forms.names import form_name
from app.ui.forms.stamps import has_electronic, stamp_of, stamp_state
from app.ui.i18n import language
from app.ui.pages.review.cards import comment_badge, comment_place
from app.ui.session import Session
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


def timeline_items(
    entries: Sequence[TimelineEntry], now: datetime, stamps: Sequence[Stamp] = ()
) -> list[TimelineItem]:
    """The lines of the timeline; the newest is where the case stands now.

    :param stamps: of the case: below the line of its use stands what became of each.
    """
    items = []
    for number, entry in enumerate(entries):
        stamp = stamp_of(entry, stamps)
        voided = stamp is not None and stamp.voided
        items.append(
            TimelineItem(
                formats.table_time(entry.at, now),
                timeline_words(entry),
                "bad" if voided else "now" if number == 0 else "",
                stamp_state(stamp, now) if stamp is not None else "",
            )
        )
    return items


def timeline_words(entry: TimelineEntry) -> str:
    """宋青禾 提请退回."""
    params = {key: str(value) for key, value in entry.params.items()}
    if "form" in params:
        params["form"] = form_name(params["form"])
    code = f"timeline.{entry.action}"
    if "verb" in params and has_message(f"{code}.{params['verb']}", language()):
        code = f"{code}.{params['verb']}"
    what = message(code, language(), **params)
    return f"{entry.actor_name} {what}" if entry.actor_name else what


class HistoryDialog(QDialog):
    """The whole way of a case with the comments of its rounds."""

    def __init__(
        self,
        parent: QWidget,
        case: CaseView,
        now: datetime,
        verify: Callable[[], object] | None = None,
    ) -> None:
        """:param verify: shows what the seals are worth; offered where there is one."""
        super().__init__(parent)
        name = case.version.person.name
        self.setWindowTitle(self.tr("审核流程与历史意见"))
        self.resize(_WIDTH, _HEIGHT)
        inner = QFrame()
        inner.setProperty("kind", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 8, 24, 16)
        timeline = Timeline()
        timeline.set_items(timeline_items(case.timeline, now, case.application.stamps))
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
        tools: list[QWidget] = []
        if verify is not None and has_electronic(case.application.stamps):
            self.verify = Button(self.tr("验证印章"), size="large", icon="shield-check-outline")
            self.verify.clicked.connect(verify)
            tools.append(self.verify)
        outer.addWidget(hbox(None, *tools, close, margins=(24, 8, 24, 0)))


def show(parent: QWidget, case: CaseView, session: Session) -> None:
    """Open the history of a case."""
    history_of(parent, case, session).exec()


def history_of(parent: QWidget, case: CaseView, session: Session) -> HistoryDialog:
    """The history of a case, from which its seals can be verified."""

    def verify() -> None:
        from app.ui.verification import VerifyDialog

        VerifyDialog.of_case(dialog, session, case.app_id).open()

    dialog = HistoryDialog(parent, case, session.now(), verify)
    return dialog
