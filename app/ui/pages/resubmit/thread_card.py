"""One thread: what was asked, what changed, and the two answers an officer can give."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.model import Proposal
from app.operations.former_comments import RESOLVED, answer_to
from app.store.readmodels import CaseView
from app.ui.pages.resubmit.threads import Thread, Verdict
from app.ui.pages.resubmit.words import verdict_badge, version_words
from app.ui.pages.review.cards import comment_place
from app.ui.pages.review.changes import ChangeList
from app.ui.pages.review.place import Place
from app.ui.session import Session
from app.ui.widgets import (
    Badge,
    BadgeSpec,
    CardAction,
    ElideLabel,
    Label,
    action_button,
    formats,
    hbox,
    vbox,
)
from app.ui.widgets.paint import fill, painter_on


class _Former(QFrame):
    """A former comment behind a grey bar of 3 px."""

    def __init__(self, byline: str, text: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 2, 8, 4)
        column.setSpacing(2)
        column.addWidget(Label(byline, 12, tone="text3", wrap=True))
        column.addWidget(Label(text, wrap=True))

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill(painter_on(self), 2, 0, 3, self.height(), "line2")


class ThreadCard(QFrame):
    """A module of the form after a return.

    Attributes:
        chosen: it was clicked.
        acted: ``compare``, ``raise``, ``resolve`` or ``reopen``.
    """

    chosen = Signal()
    acted = Signal(str)

    def __init__(
        self,
        case: CaseView,
        thread: Thread,
        last: Proposal | None,
        session: Session,
        *,
        vanished: Sequence[str],
        barred: str,
    ) -> None:
        super().__init__()
        self._thread = thread
        self._current = False
        self.setProperty("kind", "panel")
        self.setProperty("edge", "b")
        self.changes = ChangeList()
        self.changes.show_changes(case, Place(thread.module))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        column.addWidget(self._head(case))
        byline = self._byline(case, last, session)
        for comment in thread.comments:
            column.addWidget(_Former(byline, comment.text))
        if thread.publicised:
            note = self.tr("改动涉及已公示的内容，通过前须重新公示（R124）。")
            column.addWidget(Label(note, tone="amber", wrap=True))
        if self.changes.has_changes:
            column.addWidget(self._columns(case))
            column.addWidget(self.changes)
        column.addWidget(self._foot(case, vanished, barred))

    def set_current(self, current: bool) -> None:
        """Light the card."""
        if current != self._current:
            self._current = current
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._current:
            fill(painter_on(self), 0, 0, 3, self.height() - 1, "accent_text")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.chosen.emit()

    # --- parts ---------------------------------------------------------------------------------

    def _head(self, case: CaseView) -> QFrame:
        thread = self._thread
        places = [comment_place(case, one) for one in thread.comments]
        said = dict.fromkeys(one for one in places if one != thread.name)
        title = Label(f"{thread.number} {thread.name}", 14, bold=True)
        where = ElideLabel(self.tr("；").join(said), 12, tone="text3")
        badge = Badge(verdict_badge(thread.verdict))
        return hbox(title, (where, 1), badge, spacing=8)

    def _byline(self, case: CaseView, last: Proposal | None, session: Session) -> str:
        name = last.handler_name if last is not None else ""
        when = ""
        if last is not None:
            when = formats.table_time(last.proposed_at, session.now())
        old = case.previous.version_no if case.previous else 1
        head = self.tr("{version}意见").format(version=version_words(old))
        return " ".join(one for one in (head, name, when) if one)

    def _columns(self, case: CaseView) -> QWidget:
        old = case.previous.version_no if case.previous else 1
        row = QFrame()
        row.setProperty("kind", "subtle")
        box = QHBoxLayout(row)
        box.setContentsMargins(16, 4, 12, 4)
        box.setSpacing(0)
        before = Label(version_words(old), 12, tone="text3")
        after = Label(version_words(case.application.current_version), 12, tone="text3")
        box.addSpacing(104)
        box.addWidget(before, 1)
        box.addWidget(after, 1)
        return row

    def _foot(self, case: CaseView, vanished: Sequence[str], barred: str) -> QFrame:
        thread = self._thread
        states = [answer_to(case.draft, one) for one in thread.comments]
        words = []
        if vanished:
            rules = self.tr("、").join(vanished)
            new = version_words(case.application.current_version)
            words.append(self.tr("{rules} 已消除（按{version}重新预检）").format(
                rules=rules, version=new))  # fmt: skip
        if thread.verdict is Verdict.LEFT:
            words.append(self.tr("与上一版逐字节相同"))
        elif thread.verdict is Verdict.PARTLY:
            done = sum(answer.changed for answer in thread.answers)
            left = len(thread.answers) - done
            words.append(self.tr("已改 {done}，未改 {left}").format(done=done, left=left))
        note = Label(" · ".join(words), 12, tone="text3", wrap=True)
        actions = []
        diff = case.diff.modules.get(thread.module) if case.diff else None
        if diff and (diff.attachments_replaced or diff.attachments_removed):
            actions.append(CardAction("compare", self.tr("看附件"), "Alt+B", kind="quiet"))
        marks: list[QWidget] = []
        if states and all(states):
            resolved = all(one == RESOLVED for one in states)
            said = self.tr("已解决") if resolved else self.tr("已再次提出")
            tone = BadgeSpec(said, "green" if resolved else "accent", "bare", "check")
            marks.append(Badge(tone))
            actions.append(CardAction("reopen", self.tr("撤回"), kind="quiet", blocked=barred))
        elif states:
            actions += [
                CardAction("raise", self.tr("再次提出"), "F9", "reply-outline", blocked=barred),
                CardAction("resolve", self.tr("已解决"), "Shift+F9", "check", blocked=barred),
            ]
        buttons = [action_button(one, self.acted.emit) for one in actions]
        row = hbox((note, 1), *marks, *buttons, spacing=8)
        return vbox(row, spacing=0)
