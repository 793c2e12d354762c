"""The desk at every size, in both languages; the PIN in a dialog; the sheet; the papers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.operations.sealing.list_export import as_csv
from app.ui.i18n import set_language
from app.ui.pages.seal.list_paper import as_pdf, list_html
from app.ui.pages.seal.pin_field import PinField
from app.ui.pages.seal.run import RunState
from app.ui.theme import theme
from app.ui.verification import VerifyDialog
from tests.operations.office import audited
from tests.operations.sealing import desk as sealed
from tests.ui.clipping import still_clipped
from tests.ui.desk import SIZES, wait_for
from tests.ui.pages.seal.conftest import SealDesk

Make = Callable[..., SealDesk]


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    set_language(qapp, "en")
    yield
    set_language(qapp, "zh_CN")


def test_no_word_is_cut_at_any_size(seal_desk: Make) -> None:
    at = seal_desk()
    for size in SIZES:
        at.place.window.resize(*size)
        assert still_clipped(at.page) == []
    at.seal()
    at.until(RunState.DONE)
    for size in SIZES:
        at.place.window.resize(*size)
        assert still_clipped(at.page) == []


@pytest.mark.full
def test_no_english_word_is_cut_in_large_type(english: None, seal_desk: Make) -> None:
    theme.set_percent(130)
    at = seal_desk()
    for size in SIZES:
        at.place.window.resize(*size)
        assert still_clipped(at.page) == []
    inner = at.page.pane.card.parentWidget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= 400


def test_narrow_windows_ask_for_the_pin_in_a_dialog(seal_desk: Make) -> None:
    at = seal_desk((1280, 640))
    page, pane = at.page, at.page.pane
    assert not pane.isVisible()
    page.lists.table.setFocus()
    QTest.keyClick(page.lists.table, Qt.Key.Key_Return)
    wait_for(pane.isVisible)
    dialog = pane.window()
    assert dialog is not page.window()
    at.give()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert pane.pin.text() == ""
    assert page.run.state is RunState.IDLE
    page.ask_for_pin()
    at.seal()
    at.until(RunState.DONE)
    assert pane.window() is page.window()
    page.run_pane.again.click()
    at.ready()
    page.ask_for_pin()  # the pane was not taken away with the dialog
    assert pane.isVisible()


def test_the_sheet_draws_every_form_in_sight(seal_desk: Make) -> None:
    at = seal_desk()
    media = at.place.session.media
    media.start()
    try:
        at.page.toggle_sheet()
        wait_for(lambda: at.page.sheet.pictures() == 3, 30)
        at.page.lists.toggle_all()
        assert at.page.sheet.view.model().rowCount() == 0
        at.page.lists.toggle_all()
        at.page.sheet.view.setCurrentIndex(at.page.sheet.view.model().index(1, 0))
        assert at.page.lists.current() == at.page.work.included()[1]
        QTest.keyClick(at.page.sheet.view, Qt.Key.Key_Escape)
        assert not at.page.preview.shows_sheet
    finally:
        at.page.preview.clear()
        media.close()
    assert list(at.ws.home.passing_path.iterdir()) == []


def test_the_list_goes_to_a_file_and_the_audit_says_so(seal_desk: Make, tmp_path: Path) -> None:
    at = seal_desk()
    target = tmp_path / "list.csv"
    at.page.papers.ask_target = lambda _title, _name, _kinds: str(target)
    at.seal()
    at.until(RunState.DONE)
    at.page.run_pane.export.click()
    wait_for(target.exists)
    wait_for(lambda: "seal.list_export" in audited(at.ws))
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["测试1", "测试2", "测试3"]
    assert [row[4] for row in rows[1:]] == ["0001", "0002", "0003"]
    assert {len(row[8]) for row in rows[1:]} == {64}
    assert "等待时间戳" in rows[1][6]


def test_a_cell_of_a_list_is_never_a_formula() -> None:
    text = as_csv([["=1+1", "@x", "张三"]]).decode("utf-8-sig")
    assert text.strip() == "'=1+1,'@x,张三"


def test_the_list_on_paper_is_a_pdf_and_holds_no_markup() -> None:
    content = list_html("清单", ["<b>单位</b>"], [["姓名"], ["<script>"]])
    assert "<script>" not in content
    assert as_pdf(content, theme.font(13).family()).startswith(b"%PDF")


def test_the_record_names_every_use_and_says_that_it_is_whole(used_desk: Make) -> None:
    at = used_desk()
    at.page.show_tab("record")
    record = at.page.record
    wait_for(lambda: len(record.uses()) == 3)
    assert [use.name for use in record.uses()] == ["测试3", "测试2", "测试1"]
    record.search.setText("0001")
    wait_for(lambda: len(record.uses()) == 1)
    assert record.cases() == ["case-3"]
    record.results.choose("FAILED")
    assert record.uses() == []
    assert record.chain_text().startswith("6 条记录首尾相接")


def test_enter_on_a_use_verifies_the_seals_of_its_case(used_desk: Make) -> None:
    at = used_desk()
    at.page.show_tab("record")
    table = at.page.record.table
    wait_for(lambda: table.model().rowCount() == 3)
    table.setFocus()
    table.set_current_row(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    dialog = wait_for(QApplication.activeModalWidget)
    assert isinstance(dialog, VerifyDialog)
    wait_for(lambda: dialog.files)
    dialog.reject()


def test_a_record_that_was_meddled_with_says_so(used_desk: Make) -> None:
    at = used_desk()
    with at.ws.journal._states() as connection:  # as somebody with the key could
        connection.exec_driver_sql("UPDATE seal_use SET body = replace(body, 'case-3', 'case-9')")
    at.page.show_tab("record")
    wait_for(lambda: "对不上" in at.page.record.chain_text())


def test_the_pin_stays_nowhere_in_the_window(qtbot: QtBot) -> None:
    field = PinField("口令")
    qtbot.addWidget(field)
    QTest.keyClicks(field, sealed.PIN)
    secret = field.take()
    assert sealed.PIN not in repr(secret)
    assert secret.take() == sealed.PIN
    assert secret.take() == ""
    field.undo()
    assert field.text() == ""
