"""What the dossier screen and the history tell of seals, and the ways to forms and verdicts."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.store.readmodels import CaseView, QueueFilter
from app.ui.forms import FormDialog
from app.ui.pages.dossier import DossierPage
from app.ui.pages.queue import QueuePage
from app.ui.pages.review.timeline import history_of, timeline_items
from app.ui.seal_ways import verify_command, ways_from_case, ways_from_queue
from app.ui.verification import VerifyDialog
from app.ui.widgets import Button
from tests.ui.desk import wait_for
from tests.ui.forms.sealed import SealedDesk, sealed_place
from tests.viewers.conftest import client

__all__ = ["client"]
pytestmark = pytest.mark.shared_processes


place = pytest.fixture(scope="module")(sealed_place)


def opened(place: SealedDesk, app_id: str) -> DossierPage:
    """The dossier screen with a case on it."""
    window, session = place.desk.window, place.desk.session
    if "dossier" not in window.page_ids():
        place.desk.show("dossier", lambda w: DossierPage(w, session), (1366, 900))
    page = window.page("dossier")
    assert isinstance(page, DossierPage)
    page.open_case(app_id, QueueFilter(view="all"))
    wait_for(lambda: page.view is not None and page.view.case.app_id == app_id)
    return page


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def press(widget: QWidget, words: str) -> None:
    button = next(one for one in widget.findChildren(Button) if one.text() == words)
    button.click()


def test_a_form_that_waits_is_previewed(place: SealedDesk) -> None:
    page = opened(place, place.cases.waiting)
    assert "单位推荐意见：还没有用章" in texts(page.seal)
    press(page.seal, "预览")
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    wait_for(lambda: dialog.shown is not None)
    assert dialog.shown is not None
    assert dialog.shown.code == "unit_opinion"
    dialog.close()


def test_what_is_on_its_way_is_not_asked_for_again(place: SealedDesk) -> None:
    page = opened(place, place.cases.unsent)
    assert "等待发送" in texts(page.seal)
    assert "还没有用章" not in texts(page.seal)
    assert page.view is not None
    assert not [gate for gate in page.view.open_gates() if gate.section == "seal"]


def test_a_seal_is_verified_from_where_it_is_told(place: SealedDesk) -> None:
    page = opened(place, place.cases.sent)
    assert "电子签章，第 1 版，等待时间戳" in texts(page.seal)
    press(page.seal, "验证")
    dialog = page.findChild(VerifyDialog)
    assert dialog is not None
    wait_for(lambda: dialog.files)
    assert dialog.files[0].good
    dialog.close()


def test_the_history_tells_what_became_of_a_seal(place: SealedDesk) -> None:
    session = place.desk.session
    case, now = place.cases.ws.queries.case(place.cases.sent), session.now()
    stamps = case.application.stamps
    (line,) = [one for one in timeline_items(case.timeline, now, stamps) if "用章" in one.what]
    assert "单位推荐意见" in line.what
    assert line.detail.startswith("电子签章，第 1 版")
    voided = [one.model_copy(update={"voided": True, "void_reason": "盖错"}) for one in stamps]
    (bad,) = [one for one in timeline_items(case.timeline, now, voided) if "用章" in one.what]
    assert (bad.state, bad.detail.endswith("已作废：盖错")) == ("bad", True)
    dialog = history_of(place.desk.window, case, session)
    dialog.open()
    press(dialog, "验证印章")
    verify = dialog.findChild(VerifyDialog)
    assert verify is not None
    wait_for(lambda: verify.files)
    verify.close()
    dialog.close()


# --- from the palette ---------------------------------------------------------------------------


def test_any_file_can_be_verified(place: SealedDesk) -> None:
    window = place.desk.window
    window.commands.register(verify_command(window, place.desk.session))
    assert window.commands.trigger("app.verify_seals")
    dialog = window.findChild(VerifyDialog)
    assert dialog is not None
    assert dialog.line.text() == "验证印章"
    dialog.close()


def test_forms_and_seals_of_the_case_on_screen_and_a_roster(place: SealedDesk) -> None:
    desk, case = place.desk, list[CaseView]()
    page: QueuePage = desk.show("queue", lambda w: QueuePage(w, desk.session), (1366, 900))
    page.show_view("all")
    ways_from_queue(desk.window, desk.session, page)
    ways_from_case(desk.window, desk.session, "queue", lambda: case[0] if case else None)
    commands = desk.window.commands
    assert commands.reason("queue.forms") == "先选一件"
    case.append(desk.ws.queries.case(place.cases.waiting))
    assert commands.reason("queue.verify_seals") == "本件还没有电子印章"
    wait_for(lambda: page.model.row_at(1) is not None)  # the first line is a group's head
    page.table.setCurrentIndex(page.model.index(1, 0))
    for command, title in (
        ("queue.forms", "单位推荐意见"),
        ("queue.roster", "花名册"),
        ("queue.workload", "工作量表"),
    ):
        assert commands.trigger(command)
        dialog = desk.window.findChild(FormDialog)
        assert dialog is not None
        wait_for(partial(getattr, dialog, "shown"))
        assert dialog.windowTitle().endswith(title)
        dialog.close()
        dialog.setParent(None)
