"""Opens the comparison over the review, answers its keys, and keeps what the officer says there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.operations.former_comments import answer_to, raised_again, reopened, resolved
from app.operations.vanished import vanished_rules
from app.store.draft import ReadingMark
from app.ui.commands import Command
from app.ui.pages.resubmit.files import FilePair
from app.ui.pages.resubmit.keys import stand_ins
from app.ui.pages.resubmit.threads import Thread
from app.ui.pages.resubmit.words import why_no_comparison
from app.ui.pages.review.banners import why_barred
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow
from app.ui.widgets.keycap import Hint

if TYPE_CHECKING:
    from app.ui.pages.resubmit.pane import ResubmitPane
    from app.ui.pages.review.page import ReviewPage

_PLACE = "review"
OPEN = "review.compare"


class Comparing(QObject):
    """The comparison of a review page. The pane is made when it is first wanted."""

    def __init__(self, page: ReviewPage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session
        self._pane: ResubmitPane | None = None
        self._hidden: list[QWidget] = []
        self._compact = False
        self._is_open = False
        self._files: tuple[FilePair, tuple[str, str]] | None = None
        self._vanished: Mapping[str, Sequence[str]] = {}
        self._of: tuple[object, ...] = ()
        self._generation = Generation()
        window.commands.register(
            Command(
                id=OPEN, label=self.tr("对照上一版"), keys=("Alt+B",), run=self.open_here,
                place=_PLACE, icon="compare", blocked=lambda: why_no_comparison(page.case),
            )
        )  # fmt: skip

        page.banner.action.connect(self._on_banner)

    @property
    def is_open(self) -> bool:
        """Whether the comparison is on screen."""
        return self._is_open

    @property
    def pane(self) -> ResubmitPane | None:
        """The pane, once it was made."""
        return self._pane

    # --- opening -------------------------------------------------------------------------------

    def open_here(self) -> None:
        """Alt+B: the module and the file on screen against the version before."""
        self._files = None
        self._open()
        self._show(attachment=self._page.place.attachment)

    def open_files(self, pair: FilePair, badges: tuple[str, str]) -> None:
        """Any two attachments."""
        self._files = (pair, badges)
        self._open()
        self._show()

    def close(self) -> None:
        """Back to the review, where it was left."""
        if not self._is_open or self._pane is None:
            return
        self._is_open = False
        self._pane.hide()
        self._give_room(1)
        self._pane.forget()
        for widget in self._hidden:
            widget.show()
        self._stand_in(self._pane, on=False)
        self._page.hintsChanged.emit()
        self._page.sheet.fields.setFocus(Qt.FocusReason.OtherFocusReason)

    def case_changed(self) -> None:
        """The case on screen, its draft or its files are others now."""
        if not self._is_open:
            return
        case = self._page.case
        if case is None or (self._files is None and why_no_comparison(case)):
            self.close()
        else:
            self._show()

    def set_compact(self, compact: bool) -> None:
        """Narrow windows: one scan at a time."""
        self._compact = compact
        if self._pane is not None:
            self._pane.set_compact(compact)

    def shut_down(self) -> None:
        """Before the window goes away: nothing of it may still be drawing."""
        if self._pane is not None:
            self.close()
            self._pane.scans.view.shut_down()

    def _open(self) -> None:
        pane = self._pane
        if pane is None:
            # Two viewers and the mathematics of comparing are loaded when they are first wanted.
            from app.ui.pages.resubmit.pane import ResubmitPane

            pane = self._pane = ResubmitPane(self._session)
            pane.closeRequested.connect(self.close)
            pane.moduleChosen.connect(self.go_module)
            pane.acted.connect(self._on_acted)
            pane.downloadRequested.connect(self._page.acts.download)
            self._place(pane)
        pane.set_compact(self._compact)
        if not self._is_open:
            self._is_open = True
            for widget in self._hidden:
                widget.hide()
            self._give_room(0)
            pane.show()
            self._stand_in(pane, on=True)
            self._page.hintsChanged.emit()
        pane.scans.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self, pane: ResubmitPane) -> None:
        """Into the room of modules, scan and sheet, which step aside."""
        page = self._page
        self._hidden = [page.modules, page.scan, page.sheet]
        column = self._column()
        column.insertWidget(column.indexOf(page.bar), pane, 1)

    def _column(self) -> QBoxLayout:
        body = self._page.bar.parentWidget()
        column = body.layout() if body is not None else None
        assert isinstance(column, QBoxLayout)
        return column

    def _give_room(self, stretch: int) -> None:
        """To the row of modules, scan and sheet: all (1), or none (0) while it is empty."""
        column = self._column()
        for index in range(column.count()):
            item = column.itemAt(index)
            if item is not None and item.layout() is not None:
                column.setStretch(index, stretch)

    def _show(self, attachment: str = "") -> None:
        case, pane = self._page.case, self._pane
        if case is None or pane is None:
            return
        if self._files is not None:
            pane.show_files(*self._files)
            return
        found = frozenset((one.module_code, one.rule_id) for one in case.findings)
        of = (case.app_id, case.application.current_version, found)
        if of != self._of:
            if of[:2] != self._of[:2]:
                self._vanished = {}
            self._of = of
            self._session.query(
                lambda ws: vanished_rules(ws, case), self._vanished_known,
                token=self._generation.next(),
            )  # fmt: skip
        barred = self.barred()
        pane.show_case(case, self._page.place.module, barred=barred, attachment=attachment,
                       vanished=self._vanished)  # fmt: skip

    def _vanished_known(self, found: Mapping[str, Sequence[str]]) -> None:
        self._vanished = found
        self.case_changed()

    # --- moving --------------------------------------------------------------------------------

    def go_module(self, code: str) -> None:
        """Show another thread."""
        if code and code != self._page.place.module:
            self._page.go_module(code)
        if self._pane is not None:
            self._pane.scans.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_change(self, step: int) -> None:
        """F8: the next changed page, then the next changed file, then the next thread."""
        pane = self._pane
        if pane is None or pane.scans.step_change(step):
            return
        if self._files is None and not pane.scans.step_tab(step, changed=True):
            self.go_module(pane.step_thread(step))

    def next_thread(self, step: int) -> None:
        """F7: this module is read; the next thread."""
        if self._pane is None or self._files is not None:
            return
        if step > 0:
            self._page.work.mark_read(self._pane.module, ReadingMark.DONE)
        self.go_module(self._pane.step_thread(step))

    # --- answering -----------------------------------------------------------------------------

    def _on_banner(self, _key: str, action: str) -> None:
        if action == "compare" and not self._is_open:
            self.open_here()

    def _on_acted(self, code: str, act: str) -> None:
        there = self._pane is not None and self._pane.module == code
        self.go_module(code)
        if act == "compare" and there and self._pane is not None:
            self._pane.cycle_mode()
        elif act == "raise":
            self.raise_again()
        elif act == "resolve":
            self.resolve()
        elif act == "reopen":
            self.reopen()

    def raise_again(self) -> None:
        """再次提出: the former comments stand among those of this round."""
        thread = self.waiting()
        if thread is None:
            return
        self._page.work.update_with_undo(
            self.tr("再次提出"), lambda draft: raised_again(draft, thread.comments)
        )
        self._page.acts.say_undo(self.tr("已再次提出：{name}").format(name=thread.name))

    def resolve(self) -> None:
        """已解决: the officer looked, and it is as was asked."""
        thread = self.waiting()
        if thread is None:
            return
        self._page.work.update_with_undo(
            self.tr("已解决"), lambda draft: resolved(draft, thread.comments)
        )
        self._page.acts.say_undo(self.tr("已解决：{name}").format(name=thread.name))

    def reopen(self) -> None:
        """Take back what was said of a thread, with the comments that came of it."""
        thread = self._pane.current if self._pane is not None else None
        if thread is None:
            return
        self._page.work.update_with_undo(
            self.tr("撤回"), lambda draft: reopened(draft, thread.comments)
        )

    def waiting(self) -> Thread | None:
        """The thread on screen, if something of it waits for an answer."""
        case, pane = self._page.case, self._pane
        thread = pane.current if pane is not None and self._files is None else None
        if case is None or thread is None:
            return None
        open_ = [one for one in thread.comments if not answer_to(case.draft, one)]
        return thread if open_ else None

    def barred(self) -> str:
        """Why this officer cannot answer now; empty when they can."""
        case = self._page.case
        return why_barred(case, self._session) if case is not None else ""

    # --- keys ----------------------------------------------------------------------------------

    def hints(self) -> Sequence[Hint]:
        """The keys of the comparison, most used first."""
        return [
            ("F8", self.tr("下一处变化")),
            ("F9", self.tr("再次提出")),
            ("Shift+F9", self.tr("已解决")),
            ("Alt+B", self.tr("原地翻看") if self._compact else self.tr("并排、叠加、差异")),
            ("F7", self.tr("下一类")),
            ("PgDn", self.tr("翻页")),
            ("Esc", self.tr("回到审阅")),
        ]

    def panes(self) -> list[QWidget]:
        """What F6 goes through while the comparison is open."""
        pane = self._pane
        if pane is None or not self._is_open:
            return []
        return [pane.list, pane.scans.view, self._page.bar]

    def _stand_in(self, pane: ResubmitPane, *, on: bool) -> None:
        registry = self._window.commands
        for identifier, command in stand_ins(self, pane, registry).items():
            registry.stand_in(identifier, command if on else None)
