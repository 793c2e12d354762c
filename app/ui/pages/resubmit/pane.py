"""重新提交 as a whole: bar, list of changes, threads, scans of both versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.answered import last_return
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.resubmit.bar import ResubmitBar
from app.ui.pages.resubmit.change_list import ChangeNav
from app.ui.pages.resubmit.files import FilePair, file_pairs
from app.ui.pages.resubmit.scans import ScanPair
from app.ui.pages.resubmit.thread_card import ThreadCard
from app.ui.pages.resubmit.threads import Thread, Verdict, threads
from app.ui.pages.resubmit.words import version_words
from app.ui.pages.scrolling import scrolling
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.widgets.layout import clear_layout
from app.viewers.compare.modes import CompareMode

_WIDE, _COMPACT = 748, 560


class ResubmitPane(QFrame):
    """Everything under the header of a case that came back.

    Attributes:
        closeRequested: back to the review.
        moduleChosen: the code of the module to look at.
        acted: (code of a module, ``raise``, ``resolve`` or ``reopen``).
        downloadRequested: files of one of the versions are not on this machine.
    """

    closeRequested = Signal()
    moduleChosen = Signal(str)
    acted = Signal(str, str)
    downloadRequested = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._case: CaseView | None = None
        self._rows: list[Thread] = []
        self._module = ""
        self._files: FilePair | None = None
        self._cards: dict[str, ThreadCard] = {}
        self._key: tuple[object, ...] = ()
        self._vanished: Mapping[str, Sequence[str]] = {}
        self._compact = False
        self.bar = ResubmitBar()
        self.list = ChangeNav()
        self.scans = ScanPair(session)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.threads = scrolling(self._column)
        self._build()
        self.bar.onlyChangesToggled.connect(lambda _on: self._show_list())
        self.bar.closeRequested.connect(self.closeRequested)
        self.list.chosen.connect(self.moduleChosen)
        self.scans.downloadRequested.connect(self.downloadRequested)
        theme.changed.connect(self._resize)

    def _build(self) -> None:
        self._middle = QFrame()
        self._middle.setProperty("edge", "r")
        inner = QVBoxLayout(self._middle)
        inner.setContentsMargins(0, 0, 1, 0)
        inner.addWidget(self.threads)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._middle)
        row.addWidget(self.scans, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(row, 1)
        self._resize()

    # --- showing -------------------------------------------------------------------------------

    @property
    def module(self) -> str:
        """The module on screen."""
        return self._module

    @property
    def rows(self) -> Sequence[Thread]:
        """All threads of the case."""
        return self._rows

    @property
    def current(self) -> Thread | None:
        """The thread on screen."""
        return next((one for one in self._rows if one.module == self._module), None)

    def show_case(
        self,
        case: CaseView,
        module: str,
        *,
        barred: str,
        attachment: str = "",
        vanished: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Show what became of the last return, beginning at a module and a file."""
        self._case, self._files = case, None
        self._rows = threads(case)
        if vanished is not None:
            self._vanished = vanished
        codes = [one.module for one in self._rows]
        moved = module != self._module
        self._module = module if module in codes else (codes[0] if codes else "")
        self.bar.show_versions(True)
        self.bar.show_case(case, self._rows, compact=self._compact)
        self._arrange()
        self._show_list()
        self._show_cards(case, barred)
        badges = self._badges(case)
        self.scans.show_pairs(file_pairs(case, self._module), badges, attachment)
        if not moved:
            self.scans.look_again()
        card = self._cards.get(self._module)
        if card is not None:
            self._reveal(card)

    def show_files(self, pair: FilePair, badges: tuple[str, str]) -> None:
        """Two files that an officer put beside each other."""
        self._files = pair
        self._arrange()
        self.bar.show_versions(False)
        self.bar.show_files(pair.label)
        self.scans.show_pairs([pair], badges)

    def forget(self) -> None:
        """Show nothing and keep no picture."""
        self._case, self._rows, self._files, self._key = None, [], None, ()
        self._vanished = {}
        self.scans.close_documents()
        clear_layout(self._column)
        self._cards = {}

    def set_compact(self, compact: bool) -> None:
        """The list as a strip, one scan at a time."""
        if compact != self._compact or not self._key:
            self._compact = compact
            self.scans.set_compact(compact)
            self.list.set_compact(compact)
            self._resize()

    def step_thread(self, step: int) -> str:
        """The module of the next thread (1) or the previous one (-1) that is not the same."""
        codes = [one.module for one in self._rows
                 if one.comments or one.verdict is not Verdict.SAME]  # fmt: skip
        if not codes:
            return ""
        if self._module not in codes:
            return codes[0]
        return codes[(codes.index(self._module) + step) % len(codes)]

    def cycle_mode(self) -> None:
        """Alt+B: side by side, over each other, difference; flip in place where room is short."""
        view = self.scans.view
        if self._compact and view.mode in (CompareMode.SIDE, CompareMode.FLIP):
            view.flip()
            return
        order = (CompareMode.SIDE, CompareMode.OVERLAY, CompareMode.DIFFERENCE)
        at = order.index(view.mode) if view.mode in order else -1
        view.set_mode(order[(at + 1) % len(order)])

    # --- parts ---------------------------------------------------------------------------------

    def _arrange(self) -> None:
        chosen = self._files is not None
        self.list.setVisible(not chosen)
        self._middle.setVisible(not chosen)

    def _resize(self) -> None:
        self._middle.setFixedWidth(theme.px(_COMPACT if self._compact else _WIDE))

    def _show_list(self) -> None:
        self.list.show_threads(self._rows, only_changes=self.bar.only.isChecked())
        self.list.set_current(self._module)

    def _show_cards(self, case: CaseView, barred: str) -> None:
        key = (case.app_id, case.application.current_version, case.diff is None, barred,
               tuple(sorted(case.draft.answered.items())), len(case.draft.comments), language(),
               tuple(sorted((code, *rules) for code, rules in self._vanished.items())))  # fmt: skip
        if key != self._key:
            self._key = key
            clear_layout(self._column)
            self._cards = {}
            last = last_return(case.application)
            for thread in self._rows:
                if not thread.comments and thread.verdict is Verdict.SAME:
                    continue
                card = ThreadCard(case, thread, last, self._session, barred=barred,
                                  vanished=self._vanished.get(thread.module, ()))  # fmt: skip
                card.chosen.connect(lambda code=thread.module: self.moduleChosen.emit(code))
                card.acted.connect(lambda act, code=thread.module: self.acted.emit(code, act))
                self._cards[thread.module] = card
                self._column.addWidget(card)
            self._column.addStretch(1)
        for code, card in self._cards.items():
            card.set_current(code == self._module)

    def _reveal(self, card: QWidget) -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.threads.ensureWidgetVisible(card, 0, 12)

    @staticmethod
    def _badges(case: CaseView) -> tuple[str, str]:
        old = case.previous.version_no if case.previous else 1
        return version_words(old), version_words(case.application.current_version)
