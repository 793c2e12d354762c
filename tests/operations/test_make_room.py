from __future__ import annotations

from app.domain.enums import Verb
from app.operations import decide, downloads
from app.operations.make_room import make_room
from server_stub.bulk import insert_applications
from tests.operations.office import Office, audited, sync
from tests.server_stub.world import LZ, PDF, UNIT, sha, version


def test_what_can_be_fetched_again_goes_and_pinned_files_stay(office: Office) -> None:
    made = [version(f"A{n}", n) for n in (1, 2)]
    insert_applications(office.world.server, made, profile=LZ, unit_org_id=UNIT)
    ws = office.officer("chenyao")
    assert ws.sync is not None
    downloads.start(ws, app_ids=["A1"])
    ws.sync.downloads_done().result(60)
    assert ws.blobs.has(sha(PDF))
    downloads.start(ws, app_ids=["A2"], pinned=True)
    assert make_room(ws).app_ids == frozenset()
    assert ws.blobs.has(sha(PDF))
    ws.cache.unwant(["A1", "A2"])
    changed = make_room(ws)
    assert changed.app_ids == {"A1", "A2"}
    assert not ws.blobs.has(sha(PDF))
    assert ws.queries.storage().evictable == 0
    assert audited(ws)[-1] == "storage.make_room"


def test_files_of_unsent_work_stay(office: Office) -> None:
    insert_applications(office.world.server, [version("A1", 1)], profile=LZ, unit_org_id=UNIT)
    ws = office.handler_with("A1")
    assert ws.sync is not None
    downloads.start(ws, app_ids=["A1"])
    ws.sync.downloads_done().result(60)
    ws.cache.unwant(["A1"])
    from app.operations import comments

    comments.add(ws, app_id="A1", module="papers", text="请更换论文并补充检索证明。")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    assert make_room(ws).app_ids == frozenset()
    assert ws.blobs.has(sha(PDF))
    sync(ws)
