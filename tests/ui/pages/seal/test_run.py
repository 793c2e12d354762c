"""A batch that is paused, stopped, killed, locked out: nothing twice, nothing half."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.operations.workspace import Workspace
from app.protocol.seal_use import UseResult
from app.store.seal_pages import BatchState, ItemState
from app.ui.pages.seal.run import RunState
from app.ui.pages.seal.words import remedy
from tests.ui.desk import pause, wait_for
from tests.ui.pages.seal.conftest import IDS, SealDesk, seal_some

Make = Callable[..., SealDesk]


def sealed_cases(ws: Workspace) -> list[str]:
    with ws.journal.seals() as pages:
        return [line.app_id for line in pages.lines() if line.result is UseResult.SEALED]


def test_a_batch_that_was_killed_goes_on_with_the_pin_again(ws: Workspace, seal_desk: Make) -> None:
    seal_some(ws, 1)
    at = seal_desk()
    page = at.page
    wait_for(lambda: page.banner.current() == "batch")
    assert page.pane.do.reason == "先继续或结束没有做完的一批"
    page.control.go_on()
    assert page.pane.do.text() == "继续用章 2 份"
    at.seal()
    at.until(RunState.DONE)
    assert sealed_cases(ws) == list(IDS)
    assert [proof.good for proof in page.run.proofs] == [True, True, True]
    assert page.banner.current() == ""


def test_a_batch_that_was_killed_can_be_ended(ws: Workspace, seal_desk: Make) -> None:
    seal_some(ws, 1)
    at = seal_desk()
    page = at.page
    wait_for(lambda: page.banner.current() == "batch")
    page.control.end()
    at.until(RunState.DONE)
    assert page.run.batch is not None
    assert page.run.batch.state is BatchState.CANCELLED
    assert [proof.good for proof in page.run.proofs] == [True, False, False]
    page.control.again()
    at.ready()
    assert [one.app_id for one in page.work.included()] == ["case-4", "case-5"]


def test_a_pause_rests_between_two_and_a_stop_leaves_the_rest(seal_desk: Make) -> None:
    at = seal_desk()
    run, pane = at.page.run, at.page.run_pane
    press = {0: pane.pause, 1: pane.stop}
    run.itemChanged.connect(lambda place: press[place].click())
    at.seal()
    at.until(RunState.PAUSED)
    assert run.count(ItemState.SEALED) == 1
    pause(0.1)
    assert run.count(ItemState.SEALED) == 1
    pane.pause.click()  # it says 继续 now, and needs no PIN
    at.until(RunState.DONE)
    assert run.batch is not None
    states = [item.state for item in run.batch.items]
    assert states == [ItemState.SEALED, ItemState.SEALED, ItemState.CANCELLED]
    at.page.control.again()
    at.ready()
    assert [one.app_id for one in at.page.work.included()] == ["case-5"]


def test_leaving_the_page_closes_the_key_and_the_rest_waits_for_the_pin(seal_desk: Make) -> None:
    at = seal_desk()
    page, run = at.page, at.page.run
    run.itemChanged.connect(lambda place: page.left() if place == 0 else None)
    at.seal()
    at.until(RunState.STOPPED)
    wait_for(lambda: page.banner.current() == "batch")
    done = run.count(ItemState.SEALED)
    assert done < 3
    page.control.go_on()
    at.seal()
    at.until(RunState.DONE)
    assert sorted(sealed_cases(at.ws)) == list(IDS)


def test_a_token_that_is_pulled_says_so_and_the_rest_goes_on_with_the_pin(seal_desk: Make) -> None:
    at = seal_desk()
    page, run = at.page, at.page.run

    def pull(place: int) -> None:
        opened = run._opened
        if place == 0 and opened is not None:
            at.place.session.tasks.mutation(opened.close)  # as when the token is gone

    run.itemChanged.connect(pull)
    at.seal()
    at.until(RunState.STOPPED)
    wait_for(lambda: page.banner.current() == "batch")
    assert run.why == "密钥已关闭，请重新输入口令。"
    assert run.count(ItemState.SEALED) == 1
    page.ask_for_pin()  # leads to the batch
    assert page.control.resuming
    at.seal()
    at.until(RunState.DONE)
    assert sorted(sealed_cases(at.ws)) == list(IDS)


def test_a_lock_forgets_the_pin_that_was_typed_and_keeps_the_form(seal_desk: Make) -> None:
    at = seal_desk()
    wait_for(lambda: at.page.preview.form.key)
    at.give()
    at.page.left()  # the cover comes over the page; no other page comes to the front
    at.place.session.locked.emit()
    assert at.page.preview.form.key
    assert at.page.pane.pin.text() == ""
    assert not at.page.pane.seen.isChecked()


def test_ten_idle_minutes_end_a_pause_and_forget_the_pin(seal_desk: Make) -> None:
    at = seal_desk()
    run = at.page.run
    run.itemChanged.connect(lambda place: run.pause() if place == 0 else None)
    at.seal()
    at.until(RunState.PAUSED)
    states = []
    for minutes in (9, 1):
        at.page.idle.skip(minutes * 60_000)
        states.append(run.state)
    assert states == [RunState.PAUSED, RunState.STOPPED]
    assert "10" in run.why


def test_one_that_fails_does_not_stop_the_rest(seal_desk: Make) -> None:
    at = seal_desk()
    page = at.page

    def withdraw(place: int) -> None:
        if place == 0:  # the second case changes while the first is sealed
            at.ws.cache.forget("application", "case-4")

    page.run.itemChanged.connect(withdraw)
    at.seal()
    at.until(RunState.DONE)
    assert page.run.batch is not None
    states = [item.state for item in page.run.batch.items]
    assert states == [ItemState.SEALED, ItemState.FAILED, ItemState.SEALED]
    assert page.run.batch.items[1].code == "OP_CASE_GONE"
    assert "没有盖成 1 份" in page.run_pane.words()


def test_a_key_file_that_is_gone_says_so_and_costs_no_try(seal_desk: Make, tmp_path: Path) -> None:
    at = seal_desk()
    (tmp_path / "sealer.p12").unlink()
    at.seal()
    wait_for(at.page.pane.problem)
    assert "密钥文件" in at.page.pane.problem()
    assert at.page.run.state is RunState.IDLE


def test_what_is_left_out_leads_to_where_it_is_put_right() -> None:
    from app.store.seal_pages import LeftOut

    def way(code: str, *rules: str) -> tuple[str, str]:
        found = remedy(LeftOut("case-3", "测试1", "unit_opinion", code, {}, rules))
        return found.way, found.part

    assert way("finding.R121.short", "R121") == ("dossier", "publicity")
    assert way("finding.R124.short", "R124") == ("dossier", "publicity")
    assert way("sealing.not_approved", "R135") == ("approve", "")
    assert way("SEAL_INVALID") == ("own", "")
    assert way("sealing.status.REVOKED") == ("own", "")
    assert way("finding.R071.short", "R071") == ("review", "")
    assert way("NO_SCOPE") == ("", "")
