"""What the dossier screen and the history tell of seals, and the ways from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from app.store.readmodels import QueueFilter
from app.ui.forms import FormDialog
from app.ui.pages.dossier import DossierPage
from app.ui.pages.review.timeline import history_of, timeline_items
from app.ui.verification import VerifyDialog
from app.ui.widgets import Button
from tests.operations.office import Office, sync
from tests.operations.sealing import desk as sealing_desk
from tests.ui.desk import Desk, wait_for
from tests.ui.forms.sealed import seal_all
from tests.ui.pages.review.scans import real_desk
from tests.viewers.conftest import client

__all__ = ["client"]
Open = Callable[[Workspace, str], tuple[DossierPage, Desk]]


@pytest.fixture
def opened(client: MediaClient) -> Iterator[Open]:
    """Shows a case on the dossier screen of a desk that draws."""
    with ExitStack() as stack:

        def show(ws: Workspace, app_id: str) -> tuple[DossierPage, Desk]:
            desk = stack.enter_context(real_desk(ws, client))
            page: DossierPage = desk.show(
                "dossier", lambda w: DossierPage(w, desk.session), (1366, 900)
            )
            page.open_case(app_id, QueueFilter(view="all"))
            wait_for(lambda: page.app_id == app_id and page.view is not None)
            return page, desk

        yield show


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def press(widget: QWidget, words: str) -> None:
    button = next(one for one in widget.findChildren(Button) if one.text() == words)
    button.click()


def test_a_form_that_waits_is_previewed(office: Office, opened: Open, tmp_path: Path) -> None:
    (app_id,) = sealing_desk.approved(office, 1)
    page, _desk = opened(sealing_desk.holder(office, tmp_path), app_id)
    assert "单位推荐意见：还没有用章" in texts(page.seal)
    press(page.seal, "预览")
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    wait_for(lambda: dialog.shown is not None)
    assert dialog.shown is not None
    assert dialog.shown.code == sealing_desk.FORM
    dialog.close()


def test_a_seal_is_told_before_and_after_it_was_sent_and_verified_from_there(
    office: Office, opened: Open, tmp_path: Path
) -> None:
    (app_id,) = sealing_desk.approved(office, 1)
    ws = sealing_desk.holder(office, tmp_path)
    seal_all(ws, app_id)
    page, desk = opened(ws, app_id)
    assert "等待发送" in texts(page.seal)
    assert "还没有用章" not in texts(page.seal)
    assert page.view is not None
    assert not [gate for gate in page.view.open_gates() if gate.section == "seal"]
    sync(ws)
    desk.session.casesChanged.emit(frozenset({app_id}))
    wait_for(lambda: "等待发送" not in texts(page.seal) and "电子签章" in texts(page.seal))
    press(page.seal, "验证")
    dialog = page.findChild(VerifyDialog)
    assert dialog is not None
    wait_for(lambda: dialog.files)
    assert dialog.files[0].good
    dialog.close()


def test_the_history_tells_what_became_of_a_seal(
    office: Office, opened: Open, tmp_path: Path
) -> None:
    (app_id,) = sealing_desk.approved(office, 1)
    ws = sealing_desk.holder(office, tmp_path)
    seal_all(ws, app_id)
    sync(ws)
    _page, desk = opened(ws, app_id)
    case = ws.queries.case(app_id)
    now = desk.session.now()
    (line,) = [one for one in timeline_items(case.timeline, now, case.application.stamps)
               if "用章" in one.what]  # fmt: skip
    assert "单位推荐意见" in line.what
    assert line.detail.startswith("电子签章，第 1 版")
    voided = [one.model_copy(update={"voided": True, "void_reason": "盖错"})
              for one in case.application.stamps]  # fmt: skip
    (bad,) = [one for one in timeline_items(case.timeline, now, voided) if "用章" in one.what]
    assert (bad.state, bad.detail.endswith("已作废：盖错")) == ("bad", True)
    dialog = history_of(desk.window, case, desk.session)
    dialog.open()
    press(dialog, "验证印章")
    verify = dialog.findChild(VerifyDialog)
    assert verify is not None
    wait_for(lambda: verify.files)
    verify.close()
    dialog.close()
