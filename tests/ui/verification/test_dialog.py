"""The verdicts on screen: of a case's documents, of files from anywhere, of what was changed."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel

from app.operations.policy import Policy
from app.operations.sealing.case_forms import show_form
from app.seal.verify.verdict import Verdict
from app.ui.verification import VerifyDialog
from tests.operations.office import audited
from tests.operations.sealing import desk as sealing_desk
from tests.ui.desk import Desk, wait_for
from tests.ui.forms.sealed import SealedDesk

pytestmark = pytest.mark.shared_processes


@pytest.fixture
def shown(place: SealedDesk) -> tuple[Desk, str]:
    """A desk of a holder, and the case that is sealed."""
    return place.desk, place.cases.sent


def of_case(desk: Desk, app_id: str) -> VerifyDialog:
    dialog = VerifyDialog.of_case(desk.window, desk.session, app_id)
    dialog.open()
    wait_for(lambda: dialog.files or dialog.note.text() not in ("", "正在验证…"))
    return dialog


def verdicts(dialog: VerifyDialog) -> list[Verdict]:
    return [one.verdict for file in dialog.files if file.found for one in file.found.seals]


def texts(dialog: VerifyDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.text())


def test_what_was_sealed_on_a_case_is_told_in_words(shown: tuple[Desk, str]) -> None:
    desk, app_id = shown
    dialog = of_case(desk, app_id)
    assert verdicts(dialog) in ([Verdict.AWAITING_TIMESTAMP], [Verdict.INTACT])
    assert dialog.line.text().startswith("1 个文件，1 枚印章 · 全部有效")
    said = texts(dialog)
    for words in ("单位公章", f"{app_id} 第 1 版，用章序号 0001", "整个文件", "P-256",
                  "非国密 GB/T 38540 签章", "单位推荐意见"):  # fmt: skip
        assert words in said, words
    wait_for(lambda: dialog.preview.view.page_count > 0)
    dialog.copy_text()
    assert "- 完整" in QGuiApplication.clipboard().text()
    assert "非国密 GB/T 38540 签章" in QGuiApplication.clipboard().text()
    dialog.close()


def test_a_changed_file_is_told_apart(place: SealedDesk) -> None:
    desk, good = place.desk, place.cases.pdf()
    changed = good.replace(b"/Keywords", b"/Keyworts", 1)
    assert changed != good
    dialog = VerifyDialog(
        desk.window, desk.session, {"good.pdf": good, "bad.pdf": changed + b"x", "no.pdf": b"no"}
    )
    dialog.open()
    wait_for(lambda: len(dialog.files) == 3)
    by_name = {file.document.name: file for file in dialog.files}
    assert by_name["good.pdf"].good
    assert not by_name["bad.pdf"].good
    assert by_name["no.pdf"].found is not None
    assert by_name["no.pdf"].found.worst is Verdict.UNREADABLE
    assert "2 个文件有问题" in dialog.line.text()
    dialog.close()


def test_files_are_dropped_and_what_cannot_be_read_says_so(
    place: SealedDesk, tmp_path: Path
) -> None:
    desk = place.desk
    dialog = VerifyDialog(desk.window, desk.session, {})
    dialog.open()
    (tmp_path / "表.pdf").write_bytes(place.cases.pdf())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "表.pdf"))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, mime, left, no_keys)
    dialog.dragEnterEvent(enter)
    assert enter.isAccepted()
    dialog.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, no_keys))
    wait_for(lambda: len(dialog.files) == 1)
    assert dialog.files[0].good
    dialog.take([tmp_path / "gone.pdf"])
    wait_for(lambda: len(dialog.files) == 2)
    assert "文件读不出来" in texts(dialog)
    dialog.close()


def test_a_file_of_another_case_is_told(place: SealedDesk) -> None:
    cases, desk = place.cases, place.desk
    files = {"unsent.pdf": show_form(cases.ws, cases.unsent, sealing_desk.FORM).pdf}
    for app_id, wanted in (
        (cases.waiting, Verdict.OTHER_CASE_OR_VERSION),
        (cases.unsent, Verdict.AWAITING_TIMESTAMP),
    ):
        dialog = VerifyDialog(desk.window, desk.session, files, app_id)
        dialog.open()
        wait_for(partial(getattr, dialog, "files"))
        assert verdicts(dialog) == [wanted]
        dialog.close()


def test_verdicts_are_exported_as_the_command_tells_them(
    shown: tuple[Desk, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, app_id = shown
    dialog = of_case(desk, app_id)
    target = tmp_path / "v.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    dialog.save_json()
    wait_for(lambda: dialog.note.text() == "已导出：v.json")
    told = json.loads(target.read_text("utf-8"))
    assert told["ok"]
    assert told["files"][0]["seals"][0]["case"] == app_id
    assert audited(desk.ws)[-1] == "verify.save"
    desk.ws.policy = Policy(export_allowed=False)
    dialog._show()
    dialog.save_json()
    assert dialog.note.text() == "由管理员设定：不允许导出"
    desk.ws.policy = Policy()
    dialog.close()


def test_a_sealed_file_that_is_not_here_says_where_to_get_it(place: SealedDesk) -> None:
    with place.cases.without_files():
        dialog = of_case(place.desk, place.cases.sent)
    assert "不在本机" in texts(dialog)
    assert "1 个文件有问题" in dialog.line.text()
    dialog.close()


def test_nothing_of_the_files_stays(shown: tuple[Desk, str]) -> None:
    desk, app_id = shown
    dialog = of_case(desk, app_id)
    wait_for(lambda: dialog.preview.view.page_count > 0)
    folder = desk.ws.home.passing_path
    assert len(list(folder.iterdir())) == 1
    dialog.close()
    assert list(folder.iterdir()) == []
