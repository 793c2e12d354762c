"""Opens the comparison over the review, answers its keys, and keeps what the officer says there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.operations.former_comments import answer_to, raised_again, reopened, resolved
from app.operations.vanished import vanished_rules
from app.store.draft import ReadingMark
from app.ui.commands import Command
from app.ui.pages.resubmit.files import FilePair
from app.ui.pages.resubmit.threads import Thread
from app.ui.pages.resubmit.words import why_no_comparison
from app.ui.pages.review.banners import why_barred
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow
from app.ui.widgets.keycap import Hint

if TYPE_CHECKING:
    from app.ui.pages.resubmit.pane import ResubmitPane
    from app.ui.pages.resubmit.scans import ScanPair
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
        self._stand_in(None)
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
            self._stand_in(self._commands())
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
                lambda _ws: vanished_rules(case), self._vanished_known,
                token=self._generation.next(),
            )  # fmt: skip
        barred = self._barred()
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
        thread = self._waiting()
        if thread is None:
            return
        self._page.work.update_with_undo(
            self.tr("再次提出"), lambda draft: raised_again(draft, thread.comments)
        )
        self._page.acts.say_undo(self.tr("已再次提出：{name}").format(name=thread.name))

    def resolve(self) -> None:
        """已解决: the officer looked, and it is as was asked."""
        thread = self._waiting()
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

    def _waiting(self) -> Thread | None:
        """The thread on screen, if something of it waits for an answer."""
        case, pane = self._page.case, self._pane
        thread = pane.current if pane is not None and self._files is None else None
        if case is None or thread is None:
            return None
        open_ = [one for one in thread.comments if not answer_to(case.draft, one)]
        return thread if open_ else None

    def _barred(self) -> str:
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

    def _commands(self) -> Mapping[str, Command]:
        assert self._pane is not None
        view = self._pane.scans.view
        tr = QCoreApplication.translate

        def no_thread() -> str:
            return "" if self._waiting() else tr("resubmit", "这一类没有待回复的意见")

        def barred() -> str:
            return no_thread() or self._barred()

        def free() -> str:
            return ""

        def not_here() -> str:
            return tr("resubmit", "对比时不能用，先按 Esc 回到审阅")

        def nothing() -> None:
            return None

        words: dict[str, tuple[str, Callable[[], object], Callable[[], str]]] = {
            "compare": (tr("resubmit", "并排、叠加、差异"), self._pane.cycle_mode, free),
            "back": (tr("resubmit", "回到审阅"), self.close, free),
            "to_comment": (tr("resubmit", "再次提出"), self.raise_again, barred),
            "verify": (tr("resubmit", "已解决"), self.resolve, barred),
            "next_finding": (tr("resubmit", "下一处变化"), lambda: self.next_change(1), free),
            "previous_finding": (tr("resubmit", "上一处变化"), lambda: self.next_change(-1), free),
            "next_module": (tr("resubmit", "看完，下一类"), lambda: self.next_thread(1), free),
            "previous_module": (tr("resubmit", "上一类"), lambda: self.next_thread(-1), free),
            "next_attachment": (
                tr("resubmit", "下一附件"), lambda: self._scans().step_tab(1), free),
            "previous_attachment": (
                tr("resubmit", "上一附件"), lambda: self._scans().step_tab(-1), free),
            "next_page": (tr("resubmit", "下一页"), view.next_page, free),
            "previous_page": (tr("resubmit", "上一页"), view.previous_page, free),
            "fit_width": (tr("resubmit", "适宽"), view.fit_width, free),
            "fit_page": (tr("resubmit", "适页"), view.fit_page, free),
            "zoom_in": (tr("resubmit", "放大"), view.zoom_in, free),
            "zoom_out": (tr("resubmit", "缩小"), view.zoom_out, free),
            "rotate": (tr("resubmit", "右转"), view.rotate_right, free),
        }  # fmt: skip
        for name in ("library", "edit_comment", "add_comment", "anchor", "flow", "magnifier",
                     "enhance", "find", "find_next", "find_previous", "go_to_page", "fit_region",
                     "full_screen"):  # fmt: skip
            identifier = f"{_PLACE}.{name}"
            if self._window.commands.has(identifier):
                words[name] = (self._window.commands.label(identifier), nothing, not_here)
        return {
            f"{_PLACE}.{name}": Command(
                id=f"{_PLACE}.{name}", label=label, run=run, place=_PLACE, blocked=blocked,
                icon=self._window.commands.get(f"{_PLACE}.{name}").icon,
            )
            for name, (label, run, blocked) in words.items()
            if self._window.commands.has(f"{_PLACE}.{name}")
        }  # fmt: skip

    def _scans(self) -> ScanPair:
        assert self._pane is not None
        return self._pane.scans

    def _stand_in(self, commands: Mapping[str, Command] | None) -> None:
        registry = self._window.commands
        names = commands if commands is not None else self._commands()
        for identifier in names:
            registry.stand_in(identifier, names[identifier] if commands is not None else None)
