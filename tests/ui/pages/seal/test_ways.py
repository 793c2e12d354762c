"""From the seal desk to where what is in the way is put right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.workspace import Workspace
from app.ui.furnishing import LATER, Furnishing, Wishes, loaded_later
from app.ui.pages.dossier import DossierPage
from app.ui.pages.seal import SealPage
from app.ui.pages.sync import SyncLog
from tests.ui.desk import Desk, desk_of, wait_for


def nothing(*_args: object) -> None:
    """What the program would do."""


def furnished(place: Desk, root: Path) -> Furnishing:
    wishes = Wishes(nothing, nothing, nothing, nothing, nothing, nothing, nothing)
    log = SyncLog(place.session.now, place.session)
    made = Furnishing(place.window, place.session, log, root, wishes)
    place.window.resize(1920, 1000)
    place.window.show()
    return made


@pytest.fixture
def seal_holder(qapp: QApplication, ws: Workspace) -> Iterator[Desk]:
    made = desk_of(qapp, ws)
    yield made
    made.close()


@pytest.fixture
def page(seal_holder: Desk, tmp_path: Path) -> SealPage:
    """The seal desk, shown in the furnished window."""
    furnished(seal_holder, tmp_path)
    seal_holder.window.show_page("seal")
    shown = seal_holder.window.page("seal")
    assert isinstance(shown, SealPage)
    return shown


def test_a_seal_holder_has_the_desk_and_others_have_not(seal_holder: Desk, tmp_path: Path) -> None:
    assert "app.ui.pages.seal.page" in loaded_later(seal_holder.ws.account)
    furnished(seal_holder, tmp_path)
    assert "seal" in seal_holder.window.page_ids()
    seal_holder.window.page("seal")
    assert seal_holder.window.commands.clashes() == []


def test_without_the_role_there_is_no_desk(seal_holder: Desk, tmp_path: Path) -> None:
    ws = seal_holder.ws
    ws.account = ws.account.model_copy(update={"roles": ["HANDLER"]})
    assert loaded_later(ws.account) == LATER
    furnished(seal_holder, tmp_path)
    assert "seal" not in seal_holder.window.page_ids()


def test_a_remedy_opens_the_part_of_the_dossier_and_esc_leads_back(
    seal_holder: Desk, page: SealPage
) -> None:
    window = seal_holder.window
    wait_for(lambda: page.work.included())
    page.remedyRequested.emit("dossier", "case-3", "deliberation")
    dossier = window.page("dossier")
    assert isinstance(dossier, DossierPage)
    wait_for(lambda: dossier.app_id == "case-3" and dossier.current_part == "deliberation")
    dossier.closed.emit()
    assert window.current == "seal"


def test_without_the_approvers_page_the_case_opens_to_be_read(
    seal_holder: Desk, page: SealPage
) -> None:
    window = seal_holder.window
    page.remedyRequested.emit("approve", "case-3", "")
    assert window.current == "review"
