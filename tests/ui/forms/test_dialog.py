"""A case's forms: which there are, printed, saved, forbidden, and why one cannot be made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog

from app.media.client import MediaClient
from app.operations.policy import Policy
from app.operations.workspace import Workspace
from app.ui.forms import FormDialog
from app.ui.widgets import ConfirmDialog
from tests.operations.office import Office, audited, sync
from tests.operations.sealing import desk as sealing_desk
from tests.ui.desk import Desk, wait_for
from tests.ui.forms.sealed import sealed_case
from tests.ui.pages.review.scans import real_desk

FORM = "unit_opinion"


@pytest.fixture
def desks(client: MediaClient) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def opened(stack: ExitStack, ws: Workspace, client: MediaClient, app_id: str) -> FormDialog:
    """The dialog with its form made, over a window."""
    desk: Desk = stack.enter_context(real_desk(ws, client))
    desk.window.resize(1366, 900)
    desk.window.show()
    dialog = FormDialog(desk.window, desk.session, app_id, FORM)
    stack.callback(dialog.close)
    dialog.open()
    wait_for(lambda: dialog.shown is not None or dialog.preview._stack.currentIndex() == 1)
    return dialog


def confirm_next() -> None:
    """Press the doing button of the next question."""
    box = QApplication.activeModalWidget()
    if isinstance(box, ConfirmDialog) and box.isVisible():
        box.do.click()
    else:
        QTimer.singleShot(10, confirm_next)


def lead(office: Office) -> Workspace:
    ws = office.officer("lujs", "second")
    sync(ws)
    return ws


def test_the_forms_of_a_case_are_tabs_and_their_seals_are_marked(
    office: Office, desks: ExitStack, client: MediaClient
) -> None:
    (app_id,) = sealing_desk.approved(office, 1)
    dialog = opened(desks, lead(office), client, app_id)
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
    office: Office, desks: ExitStack, client: MediaClient, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (app_id,) = sealing_desk.approved(office, 1)
    ws = lead(office)
    dialog = opened(desks, ws, client, app_id)
    assert dialog.shown is not None
    assert dialog.shown.file_name.startswith(f"{app_id} ")
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


def test_the_administrator_can_forbid_copies(
    office: Office, desks: ExitStack, client: MediaClient
) -> None:
    (app_id,) = sealing_desk.approved(office, 1)
    ws = lead(office)
    ws.policy = Policy(export_allowed=False)
    dialog = opened(desks, ws, client, app_id)
    dialog.save.click()
    assert dialog.note.text() == "由管理员设定：不允许导出"
    assert dialog.print.reason == ""


def test_every_page_goes_to_the_printer_and_the_log(
    office: Office, desks: ExitStack, client: MediaClient, tmp_path: Path
) -> None:
    from pypdfium2 import PdfDocument

    (app_id,) = sealing_desk.approved(office, 1)
    ws = lead(office)
    dialog = opened(desks, ws, client, app_id)
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
    office: Office, desks: ExitStack, client: MediaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.forms.paper.QPrinterInfo.availablePrinterNames", list)
    (app_id,) = sealing_desk.approved(office, 1)
    dialog = opened(desks, lead(office), client, app_id)
    wait_for(lambda: dialog.preview.sizes != ())
    dialog.print.click()
    assert dialog.note.text().startswith("这台电脑没有装打印机")


def test_a_sealed_form_is_shown_as_it_was_sealed(
    office: Office, desks: ExitStack, client: MediaClient, tmp_path: Path
) -> None:
    ws, app_id = sealed_case(office, tmp_path)
    dialog = opened(desks, ws, client, app_id)
    assert dialog.shown is not None
    assert b"/ByteRange" in dialog.shown.pdf
    assert dialog.note.text().startswith("已用章：")
    assert dialog.verify.isVisible()


def test_a_sealed_form_that_is_elsewhere_is_not_passed_off_as_it(
    office: Office, desks: ExitStack, client: MediaClient, tmp_path: Path
) -> None:
    ws, app_id = sealed_case(office, tmp_path)
    for stamp in ws.queries.case(app_id).application.stamps:
        ws.blobs.remove(stamp.stamped_sha256)
        ws.blobs.remove(stamp.time_stamped_sha256)
    dialog = opened(desks, ws, client, app_id)
    assert "不在本机" in dialog.note.text()
    assert not dialog.verify.isVisible()


def test_a_form_that_cannot_be_made_names_the_character(
    office: Office, desks: ExitStack, client: MediaClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.forms.problems import FormCodeProblem, FormError

    def lacking(*_: object) -> None:
        raise FormError(
            FormCodeProblem.GLYPH_MISSING, char="\U00030edd", point="U+30EDD", where="姓名"
        )

    (app_id,) = sealing_desk.approved(office, 1)
    monkeypatch.setattr("app.operations.sealing.case_forms.typeset", lacking)
    dialog = opened(desks, lead(office), client, app_id)
    empty = dialog.preview._stack.currentWidget()
    assert empty is not None
    assert "U+30EDD" in empty.accessibleName()
    assert "姓名" in empty.accessibleName()
    dialog.print.click()
    assert dialog.note.text() == "表单还没有生成"
