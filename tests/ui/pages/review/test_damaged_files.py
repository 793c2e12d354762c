"""A copy that is damaged on this machine is fetched again; it is no matter for the applicant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from app.media.problems import MediaProblem, ProblemCode
from app.operations.export_name import safe_name
from app.operations.policy import Policy
from app.operations.workspace import Workspace
from app.store.readmodels import AttachmentView, QueueFilter
from app.ui.pages.review import ReviewPage
from app.ui.widgets import ConfirmDialog, EmptyState
from tests.domain import make
from tests.operations.office import Office, submitted
from tests.server_stub.world import PDF, sha
from tests.ui.desk import SIZES, Desk, wait_for
from tests.ui.prepared import Prepared

MINE = QueueFilter(view="mine")


def one_file(office: Office) -> Workspace:
    """A handler has one file of a case on the machine."""
    file = make.attachment("photo", "personal", "e-personal")
    file |= {"sha256": sha(PDF), "bytes": len(PDF), "mime": "application/pdf"}
    office.submit(submitted("A1", attachments=[file]))
    workspace = office.handler_with("A1")
    assert workspace.sync is not None
    workspace.sync.download(["A1"])
    workspace.sync.downloads_done().result(30)
    return workspace


def shown(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> tuple[ReviewPage, AttachmentView]:
    """The review page with one file of a case that is here."""
    place = desk(prepared(one_file))
    page: ReviewPage = place.show(
        "review", lambda window: ReviewPage(window, place.session), SIZES[0]
    )
    page.open_case("A1", MINE)
    wait_for(lambda: page.case is not None)
    assert page.case is not None
    (view,) = page.case.attachments.values()
    assert view.state == "CACHED"
    page.go_module("personal")
    return page, view


def content(path: Path) -> bytes:
    """The bytes of a file; nothing while it is thrown away and not here again."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def test_a_tampered_copy_offers_to_fetch_it_again(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page, view = shown(prepared, desk)
    sha256 = view.attachment.sha256
    blobs = page.acts._session.workspace.blobs
    path = blobs.path_of(sha256)
    before = path.read_bytes()
    page.scan.view.show_problem(MediaProblem(ProblemCode.FILE_TAMPERED))
    page.scan.view._card._ask_button.click()
    wait_for(lambda: content(path) not in (before, b""))
    blobs.verify(sha256)


def test_an_unreadable_file_is_still_a_matter_for_the_applicant(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page, _ = shown(prepared, desk)
    page.scan.view.show_problem(MediaProblem(ProblemCode.FILE_TAMPERED))
    page.scan.view.show_problem(MediaProblem(ProblemCode.PDF_DAMAGED))
    page.scan.view._card._ask_button.click()
    wait_for(lambda: "无法打开" in page.sheet.composer.text())
    page.left()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (ProblemCode.PDF_ENCRYPTED, "加了打开密码"),
        (ProblemCode.PAGE_DAMAGED, "第 3 页内容不完整"),
        (ProblemCode.TOO_LARGE, "页面尺寸过大"),
    ],
)
def test_the_comment_says_what_is_wrong_with_the_file(
    prepared: Prepared, desk: Callable[[Workspace], Desk], code: ProblemCode, says: str
) -> None:
    page, view = shown(prepared, desk)
    page.scan.view.show_problem(MediaProblem(code, page=2))
    page.scan.view._card._ask_button.click()
    wait_for(lambda: says in page.sheet.composer.text())
    assert view.attachment.filename in page.sheet.composer.text()
    page.left()


def test_trouble_of_this_machine_is_no_matter_for_the_applicant(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page, _ = shown(prepared, desk)
    page.scan.view.show_problem(MediaProblem(ProblemCode.MEDIA_MEMORY))
    assert page.scan.view._card._ask_button.text() == "再试一次"
    page.scan.view._card._ask_button.click()
    assert page.sheet.composer.text() == ""


def test_a_forbidden_copy_says_why(prepared: Prepared, desk: Callable[[Workspace], Desk]) -> None:
    page, _ = shown(prepared, desk)
    card = page.scan.view._card
    page.scan.view.show_problem(MediaProblem(ProblemCode.PDF_DAMAGED))
    assert card._export_button.isEnabled()
    page.acts._session.workspace.policy = Policy(export_allowed=False)
    page.scan.view.show_problem(MediaProblem(ProblemCode.PDF_DAMAGED))
    assert not card._export_button.isEnabled()
    assert "管理员" in card._why.text()


def test_a_copy_is_confirmed_named_safely_and_written(
    prepared: Prepared, desk: Callable[[Workspace], Desk], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page, view = shown(prepared, desk)
    home = tmp_path / "copies"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    name = safe_name(view.attachment.filename, "application/pdf")
    (home / name).write_bytes(b"mine")
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ConfirmDialog):
            seen.append("confirm")
            QTimer.singleShot(50, answer)
            dialog.do.click()
        elif isinstance(dialog, QFileDialog):
            seen.append(Path(dialog.selectedFiles()[0]).name)
            dialog.accept()
        else:
            QTimer.singleShot(50, answer)

    QTimer.singleShot(50, answer)
    page.scan.view.show_problem(MediaProblem(ProblemCode.PDF_DAMAGED))
    page.scan.view._card._export_button.click()
    wait_for(lambda: len(list(home.iterdir())) == 2)
    assert seen == ["confirm", f"{Path(name).stem} (2).pdf"]
    wait_for(lambda: (home / seen[1]).read_bytes() == PDF)
    assert (home / name).read_bytes() == b"mine"


def test_a_copy_that_does_not_open_at_all_is_told_and_fetched_again(
    prepared: Prepared, desk: Callable[[Workspace], Desk]
) -> None:
    page, view = shown(prepared, desk)
    sha256 = view.attachment.sha256
    blobs = page.acts._session.workspace.blobs
    blobs.path_of(sha256).write_bytes(b"rubbish")
    page.go_module("papers")
    page.go_module("personal")
    state = wait_for(lambda: page.scan.findChild(EmptyState))
    state.action.emit("fetch")
    wait_for(lambda: len(content(blobs.path_of(sha256))) > len(PDF))
    blobs.verify(sha256)
