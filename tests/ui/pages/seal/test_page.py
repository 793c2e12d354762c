"""The desk over a real office: checked, sealed with one PIN, verified, reported."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.operations.workspace import Workspace
from app.protocol.seal_use import UseResult
from app.store.seal_pages import BatchState, ItemState
from app.ui.pages.seal.run import RunState
from tests.operations.sealing import desk as sealed
from tests.ui.desk import wait_for
from tests.ui.pages.seal.conftest import SealDesk

Make = Callable[..., SealDesk]


def results(at: SealDesk) -> list[UseResult]:
    with at.ws.journal.seals() as pages:
        return [line.result for line in pages.lines()]


def test_what_waits_is_checked_and_sealed_with_one_pin_and_verified(seal_desk: Make) -> None:
    at = seal_desk()
    page = at.page
    assert [one.name for one in page.work.included()] == ["测试1", "测试2", "测试3"]
    assert page.pane.do.reason == "还须填写口令"
    at.seal()
    at.until(RunState.DONE)
    assert page.run.batch is not None
    assert page.run.batch.state is BatchState.DONE
    assert [proof.good for proof in page.run.proofs] == [True, True, True]
    assert [proof.usage_no for proof in page.run.proofs] == [1, 2, 3]
    assert results(at) == [UseResult.BEGUN, UseResult.SEALED] * 3
    assert page.pane.pin.text() == ""
    page.run_pane.again.click()
    at.ready()
    assert page.work.included() == []
    assert page.work.sealed == 3


def test_enter_seals_what_is_ticked_with_the_pin_and_both_confirmations(seal_desk: Make) -> None:
    at = seal_desk()
    pane, lists = at.page.pane, at.page.lists
    lists.select(at.page.work.included()[0])
    QTest.keyClick(lists.plan_table, Qt.Key.Key_Space)
    assert pane.do.text() == "用章 2 份"
    pane.focus_pin()
    QTest.keyClicks(pane.pin, sealed.PIN)
    QTest.keyClick(pane.pin, Qt.Key.Key_Return)
    assert at.page.run.state is RunState.IDLE
    assert pane.seen.hasFocus()
    pane.seen.setChecked(True)
    QTest.keyClick(pane.pin, Qt.Key.Key_Return)
    assert at.page.run.state is RunState.IDLE
    assert pane.own.hasFocus()
    pane.own.setChecked(True)
    QTest.keyClick(pane.pin, Qt.Key.Key_Return)
    at.until(RunState.DONE)
    assert at.page.run.batch is not None
    assert [item.app_id for item in at.page.run.batch.items] == ["case-4", "case-5"]


def test_a_wrong_pin_costs_a_try_and_begins_no_batch(seal_desk: Make) -> None:
    at = seal_desk()
    pane = at.page.pane
    at.seal("000000")
    wait_for(pane.problem)
    assert "5" in pane.problem()
    assert pane.pin.text() == ""
    assert at.page.run.batch is None
    wait_for(lambda: at.page.work.choice and at.page.work.choice.left == 5)
    with at.ws.journal.seals() as pages:
        assert pages.batches() == []


def test_a_case_that_cannot_be_read_keeps_no_other_from_its_seal(
    ws: Workspace, seal_desk: Make
) -> None:
    with ws.journal._states() as connection:  # a draft that no version of the program wrote
        connection.exec_driver_sql(
            "INSERT INTO draft (app_id, kind, body, has_work, updated_at)"
            " VALUES ('case-4', 'dossier', 'torn', 0, 0)"
        )
    at = seal_desk()
    assert [one.app_id for one in at.page.work.included()] == ["case-3", "case-5"]
    (left,) = at.page.work.left_out()
    assert (left.app_id, left.code) == ("case-4", "sealing.not_checked")
    at.seal()
    at.until(RunState.DONE)
    assert at.page.run.count(ItemState.SEALED) == 2
