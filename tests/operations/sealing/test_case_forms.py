"""Which forms a case has, what is shown of one before and after its seal, and in the queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.sealing import SealStatus
from app.forms.form import FormCode
from app.forms.problems import FormError
from app.operations.errors import OperationRefused
from app.operations.sealing.case_forms import save_form, show_form, show_roster
from app.operations.sealing.form_list import forms_of
from app.operations.workspace import Workspace
from app.store.errors import StoreFull
from app.ui.pages.queue.words import status_badge
from server_stub.serve import ServerThread
from tests.endtoend.disk import Disk, disk
from tests.operations.office import Office, sync
from tests.operations.sealing import desk
from tests.operations.sealing.ready import IDS
from tests.ui.forms.sealed import Sealed, sealed_cases

__all__ = ["disk"]
pytestmark = pytest.mark.shared_processes


@pytest.fixture(scope="module")
def cases(
    tmp_path_factory: pytest.TempPathFactory, filled: Path, listener: ServerThread
) -> Iterator[Sealed]:
    with sealed_cases(tmp_path_factory.mktemp("sealed"), filled, listener) as made:
        yield made


def test_a_form_before_its_seal(cases: Sealed) -> None:
    ws, app_id = cases.ws, cases.waiting
    case = ws.queries.case(app_id)
    assert desk.FORM in forms_of(case)
    assert FormCode.RETURN_NOTICE not in forms_of(case)
    before = show_form(ws, app_id, desk.FORM)
    assert before.stamp is None
    assert before.places
    assert before.file_name == f"{app_id} {case.version.person.name} {before.title}.pdf"
    with pytest.raises(FormError):
        show_form(ws, app_id, "no_such_form")
    with pytest.raises(OperationRefused):
        show_form(ws, "no-such-case", desk.FORM)


def test_what_is_sealed_is_shown_sent_or_not(cases: Sealed) -> None:
    for app_id, sent in ((cases.sent, True), (cases.unsent, False)):
        shown = show_form(cases.ws, app_id, desk.FORM)
        assert shown.stamp is not None
        assert bool(shown.stamp.stamp_id) is sent
        assert b"/ByteRange" in shown.pdf


def test_a_roster_names_its_cases(cases: Sealed) -> None:
    shown = show_roster(cases.ws, [cases.sent, cases.waiting])
    assert (shown.app_id, shown.person, shown.code) == ("", "", "roster")
    assert shown.file_name == "职称申报人员花名册.pdf"
    with pytest.raises(FormError):
        show_roster(cases.ws, [])


def test_a_full_disk_leaves_no_half_copy(cases: Sealed, disk: Disk) -> None:
    shown = show_roster(cases.ws, [cases.waiting])
    disk.eat()
    with pytest.raises(StoreFull):
        save_form(cases.ws, shown, disk.root / "out.pdf")
    assert not (disk.root / "out.pdf").exists()


def test_the_queue_tells_what_waits_and_what_is_sealed(cases: Sealed) -> None:
    assert told(cases.ws, cases.waiting) == ("waiting", "待用章")
    assert told(cases.ws, cases.unsent) == ("sealed", "已用章")
    assert told(cases.ws, cases.sent) == ("sealed", "已用章")


def test_the_queue_tells_a_seal_that_the_server_did_not_take(
    unit: Office, sealer: Workspace
) -> None:
    desk.seal_all(sealer, IDS[0])
    since = unit.world.server.clock.now() - timedelta(days=1)
    desk.register(unit, status=SealStatus.FROZEN, status_since=since)
    sync(sealer)
    assert told(sealer, IDS[0]) == ("invalid", "印章无效")


def told(ws: Workspace, app_id: str) -> tuple[str, str]:
    (row,) = ws.queries.rows([app_id], ws.clock.now())
    return row.seal, status_badge(row).text
