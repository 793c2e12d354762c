"""A case's forms: which there are, printed, saved, forbidden, and why one cannot be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from app.operations.policy import Policy
from app.ui.forms import FormDialog
from app.ui.widgets import ConfirmDialog
from tests.operations.office import audited
from tests.ui.desk import wait_for
from tests.ui.forms.sealed import SealedDesk

pytestmark = pytest.mark.shared_processes
FORM = "unit_opinion"
Open = Callable[[str], FormDialog]


@pytest.fixture
def opened(place: SealedDesk) -> Iterator[Open]:
    """Opens the dialog on a case, its form made."""
    dialogs: list[FormDialog] = []

    def show(app_id: str) -> FormDialog:
        dialog = FormDialog(place.desk.window, place.desk.session, app_id, FORM)
        dialogs.append(dialog)
        dialog.open()
        wait_for(lambda: dialog.shown is not None or dialog.preview._stack.currentIndex() == 1)
        return dialog

    yield show
    for dialog in dialogs:
        dialog.close()


def confirm_next() -> None:
    """Press the doing button of the next question."""
    box = QApplication.activeModalWidget()
    if isinstance(box, ConfirmDialog) and box.isVisible():
        box.do.click()
    else:
        QTimer.singleShot(10, confirm_next)


def test_the_forms_of_a_case_are_tabs_and_their_seals_are_marked(
    place: SealedDesk, opened: Open
) -> None:
    dialog = opened(place.cases.waiting)
    wait_for(lambda: dialog.tabs.count() > 1)
    assert dialog.tabs.current() == FORM
    assert dialog.windowTitle().endswith("单位推荐意见")
    wait_for(lambda: dialog.preview.sizes != ())
    assert dialog.note.text() == "未用章。虚线是用章位置，不会打印。"
    assert not dialog.verify.isVisible()
    dialog.show_form("summary_form")
    wait_for(lambda: dialog.shown is not None and dialog.shown.code == "summary_form")
    wait_for(lambda: dialog.preview.sizes and dialog.preview.sizes[0].width > 800)


def test_a_form_is_saved_under_a_safe_name_and_noted(
    place: SealedDesk, opened: Open, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ws = place.cases.ws
    dialog = opened(place.cases.waiting)
    assert dialog.shown is not None
    assert dialog.shown.file_name.startswith(f"{place.cases.waiting} ")
    assert dialog.shown.file_name.endswith(".pdf")
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))

    def save() -> None:
        confirm_next()
        dialog.save.click()

    save()
    wait_for(lambda: dialog.note.text() == "已保存：out.pdf")
    assert target.read_bytes() == dialog.shown.pdf
    assert audited(ws)[-1] == "form.save"
    save()
    wait_for(lambda: dialog.note.text() == "文件已存在：out.pdf")
    target = tmp_path / "no" / "such.pdf"
    save()
    wait_for(lambda: dialog.note.text().startswith("不能写到这里（such.pdf）"))


def test_the_administrator_can_forbid_copies(place: SealedDesk, opened: Open) -> None:
    ws = place.cases.ws
    ws.policy = Policy(export_allowed=False)
    dialog = opened(place.cases.waiting)
    dialog.save.click()
    assert dialog.note.text() == "由管理员设定：不允许导出"
    assert dialog.print.reason == ""
    ws.policy = Policy()


def test_every_page_goes_to_the_printer_and_the_log(
    place: SealedDesk, opened: Open, tmp_path: Path
) -> None:
    from pypdfium2 import PdfDocument

    ws = place.cases.ws
    dialog = opened(place.cases.waiting)
    wait_for(lambda: dialog.preview.sizes != ())
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert dialog.shown is not None
    assert dialog.preview.source is not None
    dialog.paper.print_on(printer, dialog.shown, dialog.preview.source, dialog.preview.sizes)
    wait_for(lambda: dialog.note.text() == "已送打印机")
    assert audited(ws)[-1] == "form.print"
    with PdfDocument(tmp_path / "paper.pdf") as paper, PdfDocument(dialog.shown.pdf) as form:
        assert len(paper) == len(form)
        assert paper[0].get_size() == pytest.approx(form[0].get_size(), abs=2)
        drawn = paper[0].render(scale=1).to_pil().convert("L")
        wanted = form[0].render(scale=1, may_draw_forms=False).to_pil().convert("L")
        drawn = drawn.resize(wanted.size)
        dark = [sum(1 for value in one.tobytes() if value < 128) for one in (drawn, wanted)]
        assert dark[0] == pytest.approx(dark[1], rel=0.35)


def test_without_a_printer_it_is_said(
    place: SealedDesk, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.forms.paper.QPrinterInfo.availablePrinterNames", list)
    dialog = opened(place.cases.waiting)
    wait_for(lambda: dialog.preview.sizes != ())
    dialog.print.click()
    assert dialog.note.text().startswith("这台电脑没有装打印机")


def test_a_sealed_form_is_shown_as_it_was_sealed_sent_or_not(
    place: SealedDesk, opened: Open
) -> None:
    for app_id in (place.cases.sent, place.cases.unsent):
        dialog = opened(app_id)
        assert dialog.shown is not None
        assert b"/ByteRange" in dialog.shown.pdf
        assert dialog.note.text().startswith("已用章：")
        assert dialog.verify.isVisible()


def test_a_sealed_form_that_is_elsewhere_is_not_passed_off_as_it(
    place: SealedDesk, opened: Open
) -> None:
    with place.cases.without_files():
        dialog = opened(place.cases.sent)
    assert "不在本机" in dialog.note.text()
    assert not dialog.verify.isVisible()


def test_a_form_that_cannot_be_made_names_the_character(
    place: SealedDesk, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.forms.problems import FormCodeProblem, FormError

    def lacking(*_: object) -> None:
        raise FormError(
            FormCodeProblem.GLYPH_MISSING, char="\U00030edd", point="U+30EDD", where="姓名"
        )

    monkeypatch.setattr("app.operations.sealing.case_forms.typeset", lacking)
    dialog = opened(place.cases.waiting)
    empty = dialog.preview._stack.currentWidget()
    assert empty is not None
    assert "U+30EDD" in empty.accessibleName()
    assert "姓名" in empty.accessibleName()
    dialog.print.click()
    assert dialog.note.text() == "表单还没有生成"
