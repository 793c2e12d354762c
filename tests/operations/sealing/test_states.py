"""What lists tell of seals: waiting, on its way, there, not taken by the server."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain.sealing import SealStatus
from app.operations.workspace import Workspace
from app.ui.pages.queue.words import status_badge
from tests.operations.office import Office, submitted, sync
from tests.operations.sealing import desk
from tests.ui.forms.sealed import seal_all


def told(ws: Workspace, app_id: str) -> tuple[str, str]:
    (row,) = ws.queries.rows([app_id], ws.clock.now())
    return row.seal, status_badge(row).text


def test_a_case_waits_for_its_seal_and_has_it(office: Office, tmp_path: Path) -> None:
    sealed, waits = desk.approved(office, 2)
    ws = desk.holder(office, tmp_path)
    assert told(ws, sealed) == ("waiting", "待用章")
    seal_all(ws, sealed)
    assert told(ws, sealed) == ("sealed", "已用章")
    sync(ws)
    assert told(ws, sealed) == ("sealed", "已用章")
    assert told(ws, waits) == ("waiting", "待用章")


def test_a_seal_that_the_server_did_not_take_is_said(office: Office, tmp_path: Path) -> None:
    (app_id,) = desk.approved(office, 1)
    ws = desk.holder(office, tmp_path)
    seal_all(ws, app_id)
    since = office.world.server.clock.now() - timedelta(days=1)
    desk.register(office, status=SealStatus.FROZEN, status_since=since)
    sync(ws)
    assert told(ws, app_id) == ("invalid", "印章无效")


def test_a_case_that_nobody_decided_says_nothing_of_seals(office: Office, tmp_path: Path) -> None:
    office.submit(submitted("open", 1))
    ws = office.handler_with("open")
    assert told(ws, "open")[0] == ""
