"""Commands that lead to forms and to verdicts, from wherever a case is on screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.media.client import MediaClient
from app.store.readmodels import CaseView
from app.ui.forms import FormDialog
from app.ui.pages.queue import QueuePage
from app.ui.seal_ways import verify_command, way_to_roster, ways_from_case
from app.ui.verification import VerifyDialog
from tests.operations.office import Office
from tests.operations.sealing import desk as sealing_desk
from tests.ui.desk import Desk, wait_for
from tests.ui.forms.sealed import seal_all
from tests.ui.pages.conftest import filled, listener, office, world
from tests.ui.pages.review.scans import real_desk
from tests.viewers.conftest import client

__all__ = ["client", "filled", "listener", "office", "world"]


@pytest.fixture
def place(office: Office, client: MediaClient, tmp_path: Path) -> Iterator[tuple[Desk, QueuePage]]:
    """The queue of a seal holder: the first case is sealed, the second is not."""
    app_ids = sealing_desk.approved(office, 2)
    ws = sealing_desk.holder(office, tmp_path)
    seal_all(ws, app_ids[0])
    with real_desk(ws, client) as desk:
        page: QueuePage = desk.show("queue", lambda w: QueuePage(w, desk.session), (1366, 900))
        desk.window.commands.register(verify_command(desk.window, desk.session))
        way_to_roster(desk.window, desk.session, page)
        page.show_view("all")
        wait_for(lambda: page.model.rowCount() >= 2)
        yield desk, page


def test_any_file_can_be_verified(place: tuple[Desk, QueuePage]) -> None:
    desk, _page = place
    assert desk.window.commands.trigger("app.verify_seals")
    dialog = desk.window.findChild(VerifyDialog)
    assert dialog is not None
    assert dialog.line.text() == "验证印章"
    dialog.close()


def test_the_forms_and_seals_of_the_case_on_screen(place: tuple[Desk, QueuePage]) -> None:
    desk, _page = place
    case: list[CaseView] = []
    ways_from_case(desk.window, desk.session, "queue", lambda: case[0] if case else None)
    commands = desk.window.commands
    assert commands.reason("queue.forms") == "先选一件"
    case.append(desk.ws.queries.case("case-4"))
    assert commands.reason("queue.forms") == ""
    assert commands.reason("queue.verify_seals") == "本件还没有电子印章"
    assert commands.trigger("queue.forms")
    dialog = desk.window.findChild(FormDialog)
    assert dialog is not None
    wait_for(lambda: dialog.shown is not None)
    dialog.close()


def test_a_roster_of_the_ticked_cases(place: tuple[Desk, QueuePage]) -> None:
    desk, page = place
    wait_for(lambda: page.model.row_at(1) is not None)  # the first line is a group's head
    page.table.setCurrentIndex(page.model.index(1, 0))
    assert page.chosen()
    assert desk.window.commands.trigger("queue.roster")
    dialog = desk.window.findChild(FormDialog)
    assert dialog is not None
    wait_for(lambda: dialog.shown is not None)
    assert dialog.shown is not None
    assert dialog.shown.code == "roster"
    assert dialog.windowTitle() == "花名册"
    dialog.close()
