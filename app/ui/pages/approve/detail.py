"""The right side: one proposal with its evidence, a box for words, and the two answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from app.domain.model import Proposal
from app.store.draft import ApprovalDraft
from app.store.readmodels import CaseView
from app.ui.commands import CommandRegistry
from app.ui.i18n import language
from app.ui.pages.approve import evidence, words
from app.ui.pages.approve.overrides import OverrideList
from app.ui.widgets import (
    Badge,
    BadgeSpec,
    Button,
    ElideLabel,
    EmptyState,
    Label,
    PaneHead,
    TextEdit,
    hbox,
    vbox,
)
from app.ui.widgets.layout import clear_layout

WIDTH = 520


@dataclass(frozen=True)
class Reader:
    """The approver: who they are and what time it is for them."""

    user_id: str
    name: str
    now: datetime


class ApprovalDetail(QFrame):
    """Shows a case that waits for an answer.

    Attributes:
        textEdited: the words to the handler, as they are typed.
        overrideAnswered: a finding id and whether it may pass.
        historyRequested: the whole history, in a window of its own.
        closeRequested: the pane lies over the table and should go.
    """

    textEdited = Signal(str)
    overrideAnswered = Signal(str, bool)
    historyRequested = Signal()
    closeRequested = Signal()

    def __init__(self, commands: CommandRegistry) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", "l")
        self.setAccessibleName(self.tr("提请详情"))
        self._shown = ""
        self._case: CaseView | None = None
        self._filling = False
        self._name = ElideLabel("", 20, bold=True)
        self._badge = Badge(BadgeSpec("…"))
        self._about = ElideLabel("", 13, tone="text2")
        self._close = Button("", "quiet", "small", icon="close", tip=self.tr("关闭"), key="Esc")
        self._close.clicked.connect(self.closeRequested)
        self._before, self._after = _column(), _column()
        self.overrides = OverrideList()
        self.overrides.answered.connect(self.overrideAnswered)
        self.text = TextEdit(
            "", self.tr("退还时写明原因，经办人会看到"), name=self.tr("给经办人的话"), rows=2
        )
        self.text.textChanged.connect(self._typed)
        self._saved = Label("", 12, tone="text3")
        self.approve = commands.button("approve.approve", kind="primary", size="large")
        self.send_back = commands.button("approve.send_back", size="large")
        self._note = ElideLabel("", 12, tone="text3")
        self._build()
        self.set_overlay(False)
        self.show_nothing()

    def _build(self) -> None:
        head = vbox(
            hbox((self._name, 1), self._badge, self._close),
            self._about,
            margins=(16, 12, 16, 12),
            spacing=4,
            edge="b",
        )
        inner = QFrame()
        inner.setProperty("kind", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._before)
        column.addWidget(self.overrides)
        column.addLayout(self._after)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inner)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        remark = self.tr("批准可不写，退还须写明")
        box = vbox(
            PaneHead(self.tr("给经办人的话"), remark, self._saved, edge="tb"),
            vbox(self.text, margins=(16, 8, 16, 8)),
            spacing=0,
        )
        bar = hbox(
            self.approve, self.send_back, (self._note, 1), margins=(16, 12, 16, 12), edge="t"
        )
        self._content = vbox(head, (self._scroll, 1), box, bar, spacing=0)
        self._nothing = EmptyState(
            "clipboard-check-outline",
            self.tr("没有选中的提请"),
            self.tr("在左边选一件，这里列出复核依据。"),
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._nothing, 1)
        outer.addWidget(self._content, 1)

    def set_overlay(self, overlay: bool) -> None:
        """Whether the pane lies over the table: then it can be closed."""
        self._close.setVisible(overlay)

    # --- content -------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No proposal is selected."""
        self._shown, self._case = "", None
        self._content.hide()
        self._nothing.show()

    def show_case(self, case: CaseView, draft: ApprovalDraft, reader: Reader) -> None:
        """Show a proposal, or a newer state of it: what is being typed stays."""
        proposal = case.proposal
        if proposal is None:
            self.show_nothing()
            return
        self._nothing.hide()
        self._content.show()
        bare = replace(case, approval_draft=ApprovalDraft())
        if bare != self._case:
            self._case = bare
            self._show_head(case, proposal)
            self._rebuild(case, proposal, reader)
            self.overrides.show_requests(case, draft.granted, reader.now)
        if self._shown != proposal.op_id:
            self._shown = proposal.op_id
            self._scroll.verticalScrollBar().setValue(0)
            self.set_saved("")
            self._fill(draft.text)

    def set_granted(self, draft: ApprovalDraft) -> None:
        """Show which overrides are granted so far."""
        self.overrides.set_granted(draft.granted)

    def set_note(self, words: str) -> None:
        """Say beside the buttons what stands in the way of approving."""
        self._note.setText(words)

    def set_saved(self, words: str) -> None:
        """Say whether the words are in the journal."""
        self._saved.setText(words)

    def insert_text(self, words: str) -> None:
        """Begin the words to the handler with these, once, and go there."""
        now = self.text.toPlainText()
        if words not in now:
            self.text.setPlainText(f"{now}\n{words}".strip())
        self.text.setFocus()
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)

    def _show_head(self, case: CaseView, proposal: Proposal) -> None:
        verb = proposal.decision.verb
        spec = case.profile.verbs.get(verb)
        label = spec.proposal_label.in_(language()) if spec else words.proposal_word(verb)
        self._name.setText(case.version.person.name)
        self._badge.set_spec(BadgeSpec(label, words.verb_tone(verb), "soft"))
        self._about.setText(evidence.title_line(case))

    def _rebuild(self, case: CaseView, proposal: Proposal, reader: Reader) -> None:
        clear_layout(self._before)
        clear_layout(self._after)
        own = proposal.handler_id == reader.user_id
        self._before.addWidget(evidence.checks(case, proposal, reader.name, own))
        for part in (
            evidence.comments(case, proposal, reader.now),
            evidence.findings(case, proposal),
        ):
            if part is not None:
                self._after.addWidget(part)
        whole = Button(self.tr("全部"), "quiet", "small", key="Ctrl+H")
        whole.clicked.connect(self.historyRequested)
        self._after.addWidget(evidence.history(case, reader.now, whole))

    def _fill(self, text: str) -> None:
        self._filling = True
        self.text.setPlainText(text)
        self._filling = False

    def _typed(self) -> None:
        if not self._filling:
            self.textEdited.emit(self.text.toPlainText())


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
