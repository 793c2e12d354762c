"""Cases with a real seal on their form, at a desk that draws."""

from __future__ import annotations

from pathlib import Path

from app.operations.sealing.apply import close_batch, open_batch, seal_item
from app.operations.sealing.own_seals import office_seals, provider, seal_image
from app.operations.sealing.plan import plan_batch
from app.operations.workspace import Workspace
from app.store.seal_pages import BatchState
from tests.operations.office import Office, sync
from tests.operations.sealing import desk


def seal_all(ws: Workspace, *app_ids: str) -> None:
    """Seal what these cases need, without sending it."""
    (seal,) = office_seals(ws, [ws.queries.case(app_id) for app_id in app_ids])
    image = seal_image(ws, desk.SEAL)
    plan = plan_batch(ws, app_ids, seal, size_mm=image.size_mm)
    batch = open_batch(ws, plan)
    with provider(ws, desk.SEAL).open(desk.PIN) as key:
        for item in batch.items:
            seal_item(ws, batch, item, plan.seal, key, image)
    close_batch(ws, batch.batch_id, BatchState.DONE)


def sealed_case(office: Office, folder: Path) -> tuple[Workspace, str]:
    """A holder whose one case is sealed, sent and taken by the server."""
    (app_id,) = desk.approved(office, 1)
    ws = desk.holder(office, folder)
    seal_all(ws, app_id)
    sync(ws)
    return ws, app_id
