"""The dossier screen over a real office: filled in, counted, kept, saved, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.dossier import Dossier
from app.operations.workspace import Workspace
from app.store.readmodels import QueueFilter
from app.ui.pages.dossier import DossierPage
from server_stub.bulk import insert_applications
from tests.operations.office import Office, ops, submitted, sync
from tests.server_stub.world import LZ, UNIT
from tests.ui.clipping import clipped
from tests.ui.desk import SIZES, Desk, wait_for

MakeDesk = Callable[[Workspace], Desk]
Shown = tuple[DossierPage, Desk]
Show = Callable[..., Shown]
ALL = QueueFilter(view="all")


def bare(office: Office, *app_ids: str) -> None:
    """Cases of which the unit has begun no dossier."""
    versions = [submitted(app_id, number) for number, app_id in enumerate(app_ids, 1)]
    insert_applications(office.world.server, versions, profile=LZ, unit_org_id=UNIT)


def open_page(place: Desk, app_id: str, size: tuple[int, int] = SIZES[0]) -> DossierPage:
    """The page with a case on screen."""
    page: DossierPage = place.show("dossier", lambda w: DossierPage(w, place.session), size)
    page.open_case(app_id, ALL)
    wait_for(lambda: page.app_id == app_id)
    wait_for(lambda: page.neighbours is not None)
    return page


@pytest.fixture
def dossier(office: Office, desk: MakeDesk) -> Show:
    """Shows a case of mine whose dossier nobody has begun."""

    def show(size: tuple[int, int] = SIZES[0]) -> Shown:
        bare(office, "bare")
        place = desk(office.handler_with("bare"))
        return open_page(place, "bare", size), place

    return show


def type_(field: QWidget, text: str) -> None:
    """Type as an input method does."""
    field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def kept(place: Desk) -> Dossier:
    """The dossier that the journal holds."""
    draft = place.ws.journal.dossier("bare")
    return draft.dossier if draft else Dossier()


def press(page: QWidget, keys: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    target = QApplication.focusWidget() or page
    QTest.keyClick(target, keys, modifiers or Qt.KeyboardModifier.NoModifier)


def test_days_are_counted_as_the_dates_are_typed_and_kept_at_once(dossier: Show) -> None:
    page, place = dossier()
    start, end = page.publicity.day_fields
    type_(start, "2026-09-24")
    type_(end, "2026-10-08")
    notes = [(cell.day.isoformat(), cell.look, cell.note) for cell in page.publicity.strip.cells]
    assert ("2026-09-24", "counted", "第 1 天") in notes
    assert ("2026-10-08", "counted", "第 5 天") in notes
    assert ("2026-10-01", "free", "国庆") in notes
    assert page.publicity.verdict.text == "5 个工作日，满足"
    assert [line.total for line in page.publicity.lines] == ["5 天", "5 天", "4 天", "4 天", "11 天"]
    wait_for(lambda: kept(place).publicity is not None)
    shown = wait_for(lambda: kept(place).publicity)
    assert shown is not None
    wait_for(lambda: (p := kept(place).publicity) and p.end_date == date(2026, 10, 8))
