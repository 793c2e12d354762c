"""The compare bar: versions, what became of the return, only changes, the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.operations.former_comments import RESOLVED, answer_to
from app.store.readmodels import CaseView
from app.ui.pages.resubmit.threads import Thread, Verdict, tallies
from app.ui.pages.resubmit.words import verdict_badge, version_words
from app.ui.theme import theme
from app.ui.widgets import Badge, BadgeSpec, Button, CheckBox, ElideLabel, IconMark, Label, VLine
from app.ui.widgets.layout import clear_layout, set_ground

_HEIGHT = 40
_SHOWN = (Verdict.CHANGED, Verdict.PARTLY, Verdict.LEFT, Verdict.UNASKED)


class ResubmitBar(QFrame):
    """One line of 40.

    Attributes:
        onlyChangesToggled: 只看变化 was ticked or not.
        closeRequested: back to the review.
    """

    onlyChangesToggled = Signal(bool)
    closeRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_ground(self, "panel", "b")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 1)
        self._row.setSpacing(8)
        self._old = Badge(BadgeSpec("", "grey", "line"))
        self._new = Badge(BadgeSpec("", "accent", "line"))
        self._asked = Label("", bold=False, tone="text2")
        self._counts = QHBoxLayout()
        self._counts.setSpacing(10)
        self._work = ElideLabel("", 12, tone="text3")
        self.only = CheckBox(self.tr("只看变化"))
        self.only.toggled.connect(self.onlyChangesToggled)
        self.close_button = Button(self.tr("回到审阅"), "quiet", icon="arrow-left", key="Esc")
        self.close_button.clicked.connect(self.closeRequested)
        self._label = Label(self.tr("对比"), tone="text2")
        for widget in (self._label, self._old, IconMark("arrow-right", "text3", 14), self._new,
                       VLine(), self._asked):  # fmt: skip
            self._row.addWidget(widget)
        self._row.addLayout(self._counts)
        self._row.addWidget(self._work)
        self._row.addStretch(1)
        self._row.addWidget(self.only)
        self._row.addWidget(self.close_button)
        self._resize()
        theme.changed.connect(self._resize)

    def _resize(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))

    def show_case(self, case: CaseView, rows: Sequence[Thread], *, compact: bool) -> None:
        """Show versions, tallies and how many former comments are answered."""
        old = case.previous.version_no if case.previous else 1
        self._old.set_spec(BadgeSpec(version_words(old), "grey", "line"))
        now = version_words(case.application.current_version)
        self._new.set_spec(BadgeSpec(now, "accent", "line"))
        asked = sum(bool(one.comments) for one in rows)
        self._asked.setText(self.tr("上次要求 {n} 类：").format(n=asked) if asked else "")
        clear_layout(self._counts)
        counts = tallies(rows)
        for verdict in _SHOWN:
            if counts[verdict]:
                spec = verdict_badge(verdict)
                text = f"{spec.text} {counts[verdict]}"
                self._counts.addWidget(Badge(BadgeSpec(text, spec.tone, "bare", spec.icon)))
        said = [answer_to(case.draft, one) for row in rows for one in row.comments]
        done = sum(one == RESOLVED for one in said)
        again = sum(bool(one) for one in said) - done
        words = self.tr("已解决 {done}，再次提出 {again}，待处理 {rest}")
        rest = len(said) - done - again
        self._work.setText(words.format(done=done, again=again, rest=rest) if said else "")
        self._work.setVisible(not compact)

    def show_files(self, words: str) -> None:
        """Two chosen files: only their names."""
        for widget in (self._old, self._new):
            widget.setVisible(False)
        self._asked.setText(words)
        clear_layout(self._counts)
        self._work.setText("")

    def show_versions(self, shown: bool) -> None:
        """Whether two versions are compared, and not two chosen files."""
        for widget in (self._old, self._new, self.only):
            widget.setVisible(shown)
