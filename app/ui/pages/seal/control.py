"""The course of a batch at the desk: check, PIN, sealing, verification, going on after a stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app.operations.sealing.waiting import seal_choices
from app.store.seal_pages import Batch, ItemState
from app.ui.failures import failure_text
from app.ui.pages.seal import words
from app.ui.pages.seal.left_open import OpenBatch, look_for_open
from app.ui.pages.seal.middle import Middle
from app.ui.pages.seal.pin_pane import SECONDS_EACH, PinAsk
from app.ui.pages.seal.run import RunState, Secret
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import BannerSpec, CardAction

if TYPE_CHECKING:
    from app.ui.pages.seal.page import SealPage

_PACE: Final = "seal.seconds_each"
_BANNER: Final = "batch"


class DeskControl(QObject):
    """Joins what is worked on with what is shown."""

    def __init__(self, page: SealPage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session
        self._middle = Middle(page)
        self.left_open: OpenBatch | None = None
        self.resuming = False
        self._shown_batch = ""

    def wire(self) -> None:
        """Listen to the work, the run and the panes."""
        page = self._page
        page.work.changed.connect(self.follow)
        page.work.ticked.connect(self._ticked)
        page.work.problem.connect(self.say_problem)
        page.run.changed.connect(self._follow_run)
        page.run.itemChanged.connect(self._item_changed)
        page.run.refused.connect(self._refused)
        page.run.stopped.connect(self._stopped)
        page.run.finished.connect(self._finished)
        page.pane.sealRequested.connect(self.seal)
        page.pane.sealChosen.connect(page.work.choose)
        page.pane.cancelled.connect(self.give_up)
        pane = page.run_pane
        pane.pauseRequested.connect(page.run.pause)
        pane.goOnRequested.connect(page.run.go_on)
        pane.cancelRequested.connect(page.run.cancel)
        pane.againRequested.connect(self.again)
        page.banner.action.connect(self._banner_action)
        page.lists.currentChanged.connect(self._middle.show_form)

    # --- coming in -----------------------------------------------------------------------------

    def begin(self) -> None:
        """On coming to the page: batches left open first, then what waits."""
        if not self._page.run.under_way:
            self._look_for_open()
            self._page.work.refresh()
        self._middle.show_form()

    def _look_for_open(self) -> None:
        workspace = self._session.workspace
        self._session.tasks.mutation(
            lambda: look_for_open(workspace), self._taken_up, self.say_problem
        )

    def _taken_up(self, found: OpenBatch | None) -> None:
        if not self._page.run.under_way and not self.resuming:
            self.left_open = found
            self._show_banner("")
            self._follow_ask()

    def _show_banner(self, why: str) -> None:
        slot, left = self._page.banner, self.left_open
        if left is None or self.resuming:
            slot.clear(_BANNER)
            return
        done = left.batch.count(ItemState.SEALED)
        rest = left.batch.count(ItemState.PLANNED)
        title = self.tr("有一批用章没有做完：已用章 {done} 份，还有 {rest} 份").format(
            done=done, rest=rest
        )
        actions = (
            CardAction("go_on", self.tr("继续"), kind="primary"),
            CardAction("end", self.tr("结束这一批")),
        )
        slot.show_banner(_BANNER, BannerSpec("amber", title, why, actions))

    def _banner_action(self, _key: str, action: str) -> None:
        (self.go_on if action == "go_on" else self.end)()

    def go_on(self) -> None:
        """继续: the rest of the batch, with the PIN again."""
        left = self.left_open
        if left is None:
            return
        self.resuming = True
        self._page.show_tab("waiting")
        self._page.lists.show_batch(left.batch, [], report=False)
        self._page.pane.forget()
        self._show_banner("")
        self.follow()
        self._page.ask_for_pin()

    def end(self) -> None:
        """结束这一批: what was not reached stays unsealed, the rest is verified."""
        left, self.left_open, self.resuming = self.left_open, None, False
        if left is None:
            return
        self._show_banner("")
        if self._page.run.state is RunState.STOPPED:
            self._page.run.cancel()
        else:
            self._page.run.end(left.batch)

    def give_up(self) -> None:
        """取消: back to the list; a batch that was to go on waits on."""
        if self.resuming:
            self.resuming = False
            self._show_banner(self._page.run.why)
        self.follow()
        self._page.lists.table.setFocus()

    def again(self) -> None:
        """After the report: what waits now."""
        self._page.run.forget()
        self._middle.forget()
        self._shown_batch = ""
        self._look_for_open()
        self._page.work.refresh()
        self.follow()
        self._page.lists.table.setFocus()

    def show_form(self) -> None:
        """Show the form of the current line."""
        self._middle.show_form()

    # --- what is shown -------------------------------------------------------------------------

    def follow(self) -> None:
        """Show what the check says, unless a batch is in front."""
        page = self._page
        if page.run.batch is None and not self.resuming:
            self._show_plan()
        waiting = len(page.work.included()) + len(page.work.left_out())
        self._window.set_count("seal", waiting)
        page.top.tabs.set_counts({"waiting": waiting or ""})
        page.step_bar.follow(page.work, page.run, resuming=self.resuming)
        self._follow_ask()
        page.fit()

    def _show_plan(self) -> None:
        page, work = self._page, self._page.work
        if work.included() or work.left_out():
            page.lists.show_plan()
            self._middle.fill_sheet()
        elif work.failure is not None:
            again = CardAction("check", self.tr("重新检查"), icon="refresh")
            why = failure_text(work.failure)
            page.lists.say("alert-circle-outline", self.tr("检查没有做完"), why, [again])
        elif work.checking or not work.loaded:
            done, total = work.progress
            title = self.tr("正在检查待用章的表单")
            page.lists.say("stamper", title, f"{done} / {total}" if total else "", [])
        else:
            self._say_empty()

    def _ticked(self) -> None:
        page = self._page
        self._middle.fill_sheet()
        page.step_bar.follow(page.work, page.run, resuming=self.resuming)
        self._follow_ask()

    def _say_empty(self) -> None:
        work = self._page.work
        if work.progress[1] and work.choice is None:
            why = self.tr("本单位没有登记印章。由单位向上级登记后，同步一次即可用章。")
            self._page.lists.say("stamper", self.tr("没有可用的印章"), why, [])
            return
        title, why = self.tr("没有待用章的表单"), self.tr("复核人批准后，会出现在这里。")
        if work.sealed:
            why = self.tr("{n} 份已用章，等待发送。").format(n=work.sealed)
        actions = [CardAction("check", self.tr("重新检查"), icon="refresh")]
        self._page.lists.say("stamper", title, why, actions)

    def _follow_ask(self) -> None:
        """The right pane says what the PIN would do."""
        page = self._page
        clock = page.work.clock
        page.pane.show_clock(words.said(*clock) if clock else "")
        left = self.left_open
        if self.resuming and left is not None:
            page.pane.show_choices(list(left.choices), left.choice)
            page.pane.show_ask(self._ask_again(left))
        else:
            page.pane.show_choices(page.work.choices, page.work.choice)
            page.pane.show_ask(self._ask_first())
        self._window.commands.refresh()

    def _ask_first(self) -> PinAsk:
        work, plan = self._page.work, self._page.work.plan()
        number = work.choice.next_usage_no if work.choice else 1
        if plan is None:
            return PinAsk(0, blocked=self.tr("没有可用章的表单"))
        blocked = ""
        if self.left_open is not None:
            blocked = self.tr("先继续或结束没有做完的一批")
        elif work.checking:
            done, total = work.progress
            blocked = self.tr("正在检查 {done} / {total}").format(done=done, total=total)
        elif work.failure is not None:
            blocked = self.tr("检查没有做完，先重新检查")
        elif not plan.included:
            blocked = self.tr("没有可用章的表单")
        count = len(plan.included)
        return PinAsk(
            count, plan.pages, plan.cross_pages, len(plan.left_out), count * self._pace(), number,
            blocked=blocked,
            contents=hash((*(one.doc_sha256 for one in plan.included), len(plan.left_out))),
        )  # fmt: skip

    def _ask_again(self, left: OpenBatch) -> PinAsk:
        rest = left.batch.count(ItemState.PLANNED)
        number = left.choice.next_usage_no if left.choice else 1
        return PinAsk(
            rest, 0, 0, len(left.batch.left_out), rest * self._pace(), number,
            resumed=left.batch.count(ItemState.SEALED), contents=hash((left.batch.batch_id, rest)),
        )  # fmt: skip

    def _pace(self) -> float:
        kept = self._window.state.get(_PACE, SECONDS_EACH)
        return float(kept) if isinstance(kept, int | float) and kept > 0 else SECONDS_EACH

    # --- sealing -------------------------------------------------------------------------------

    def seal(self, secret: Secret) -> None:
        """The PIN was given: seal, or say why not after all."""
        page, left = self._page, self.left_open
        if self.resuming and left is not None and left.choice is not None:
            page.pane.set_busy(True)
            page.run.resume(left.batch, left.choice.seal, secret)
            return
        plan = page.work.plan()
        if plan is None or not plan.included or page.work.checking or left is not None:
            return
        if page.work.out_of_date():
            page.pane.say_problem(self.tr("日期已变，表单要重新生成。已重新检查，看过后再用章。"))
            page.work.check_again()
            return
        page.pane.set_busy(True)
        page.run.begin(plan, secret)

    def _refused(self, text: str) -> None:
        pane = self._page.pane
        pane.set_busy(False)
        pane.say_problem(text)
        pane.focus_pin()
        if self.resuming and self.left_open is not None:
            left = self.left_open
            self._session.query(
                lambda ws: tuple(seal_choices(ws)),
                lambda choices: self._new_choices(OpenBatch(left.batch, choices)),
            )
        else:
            self._page.work.look_at_seals()

    def _new_choices(self, left: OpenBatch) -> None:
        if self.left_open is not None:
            self.left_open = left
            self._follow_ask()

    def _follow_run(self) -> None:
        page, run = self._page, self._page.run
        if run.state is RunState.RUNNING and self._shown_batch != _id(run.batch):
            self._shown_batch = _id(run.batch)
            self.resuming, self.left_open = False, None
            self._show_banner("")
            page.pane.set_busy(False)
            page.pane.forget()
            page.close_dialog()
            assert run.batch is not None
            page.lists.show_batch(run.batch, [], report=False)
            page.run_pane.pause.setFocus()
        page.work.held = run.busy
        page.lists.batch.set_current(run.current.place if run.current else -1)
        page.run_pane.follow(run)
        page.show_right()
        page.step_bar.follow(page.work, run, resuming=self.resuming)
        page.fit()
        self._window.commands.refresh()

    def _item_changed(self, place: int) -> None:
        if self._page.run.batch is not None:
            self._page.lists.follow_item(self._page.run.batch, place)

    def _stopped(self, why: str) -> None:
        run = self._page.run
        assert run.batch is not None
        batch = run.batch
        self._shown_batch = ""
        self._page.lists.show_batch(batch, [], report=False)
        self._session.query(
            lambda ws: tuple(seal_choices(ws)),
            lambda choices: self._wait_for_pin(OpenBatch(batch, choices), why),
            self.say_problem,
        )

    def _wait_for_pin(self, left: OpenBatch, why: str) -> None:
        self.left_open = left
        self._show_banner(why)
        self._follow_ask()

    def _finished(self) -> None:
        page, run = self._page, self._page.run
        assert run.batch is not None
        self._shown_batch = _id(run.batch)
        page.lists.show_batch(run.batch, run.proofs, report=True)
        if run.seconds_each:
            self._window.state.put(_PACE, round(run.seconds_each, 3))
        page.work.refresh()
        page.run_pane.again.setFocus()

    def say_problem(self, problem: Exception) -> None:
        """Say in words what did not go."""
        self._window.toasts.show_toast(failure_text(problem), "amber")


def _id(batch: Batch | None) -> str:
    return batch.batch_id if batch else ""
