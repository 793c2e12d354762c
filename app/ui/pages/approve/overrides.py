"""放行申请: findings that shall not stand in the way, each to be granted or refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.finding import Finding
from app.domain.model import OverrideRequest
from app.protocol.messages import message
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.citation import citation_text
from app.ui.pages.review.fields import finding_title
from app.ui.widgets import (
    Badge,
    Button,
    ElideLabel,
    IconMark,
    Label,
    PaneHead,
    formats,
    hbox,
    severity_badge,
    vbox,
)
from app.ui.widgets.layout import clear_layout
from app.ui.widgets.paint import fill, painter_on


class _Bar(QWidget):
    """The grey bar before what somebody else wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(painter_on(self), 0, 0, self.width(), self.height(), "line2")


class OverrideList(QFrame):
    """One block for each request: the finding, its source, the reason given, the answer.

    Attributes:
        answered: the finding id and whether it may pass.
    """

    answered = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._buttons: dict[str, Button] = {}
        self._head = PaneHead("")

    def show_requests(self, case: CaseView, granted: Sequence[str], now: datetime) -> None:
        """Show the requests of the open proposal."""
        clear_layout(self._layout)
        self._buttons = {}
        asked = case.proposal.decision.overrides if case.proposal else []
        self.setVisible(bool(asked))
        if not asked or case.proposal is None:
            return
        title = self.tr("放行申请 {n} 项").format(n=len(asked))
        self._head = PaneHead(title, self.tr("须由你逐项决定"), edge="tb")
        self._layout.addWidget(self._head)
        by_id = {finding.finding_id: finding for finding in case.findings}
        when = formats.table_time(case.proposal.proposed_at, now)
        byline = self.tr("{name} {when} 申请放行").format(
            name=case.proposal.handler_name or case.proposal.handler_id, when=when
        )
        for request in asked:
            finding = by_id.get(request.finding_id)
            self._layout.addWidget(self._block(case, request, finding, byline))
        self.set_granted(granted)

    def set_granted(self, granted: Sequence[str]) -> None:
        """Show which requests are granted so far."""
        for finding_id, yes in self._buttons.items():
            on = finding_id in granted
            yes.setChecked(on)
            yes.set_words(self.tr("已同意放行") if on else self.tr("同意放行"))

    def _block(
        self, case: CaseView, request: OverrideRequest, finding: Finding | None, byline: str
    ) -> QWidget:
        title = finding_title(finding) if finding else self.tr("这条提示在现在的版本里已不存在")
        badge = [Badge(severity_badge(finding.severity.value))] if finding else []
        head = hbox(
            *badge, (ElideLabel(title, 13, bold=True), 1), Label(request.rule, 12, tone="text3")
        )
        fact: list[QWidget] = []
        if finding is not None:
            words = message(f"{finding.message_code}.fact", language(), **finding.params)
            fact.append(Label(words, 13, tone="text2", wrap=True))
            source = ElideLabel(citation_text(finding, case.profile.key), 12, tone="text3")
            fact.append(hbox(IconMark("book-open-outline", "text3", 14), (source, 1), spacing=5))
        reason = vbox(
            Label(byline, 12, tone="text3"),
            Label(request.reason, 13, wrap=True),
            margins=(10, 2, 0, 2),
            spacing=2,
        )
        quoted = hbox(_Bar(), (reason, 1), spacing=0)
        yes = Button(self.tr("同意放行"), icon="check")
        yes.setCheckable(True)
        no = Button(self.tr("不同意，退还经办"), "quiet", icon="reply-outline")
        finding_id = request.finding_id
        yes.clicked.connect(lambda on, id_=finding_id: self.answered.emit(id_, on))
        no.clicked.connect(lambda _on=False, id_=finding_id: self.answered.emit(id_, False))
        self._buttons[finding_id] = yes
        return vbox(
            head, *fact, quoted, hbox(yes, no, None), margins=(16, 10, 16, 12), spacing=6, edge="b"
        )
