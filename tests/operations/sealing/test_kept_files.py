"""What was sealed here is never removed to make room: the record names it (domain §4.10)."""

from __future__ import annotations

from app.operations.make_room import make_room
from app.operations.workspace import Workspace
from app.protocol.canonical import sha256_hex
from app.sync.room import Room
from tests.operations.office import sync
from tests.operations.sealing import desk
from tests.operations.sealing.ready import IDS


def test_neither_a_sweep_nor_want_of_room_takes_a_sealed_form(sealer: Workspace) -> None:
    ws, app_id = sealer, IDS[0]
    (item,) = desk.seal_all(ws, app_id).items
    sync(ws)
    ws.cache.mark_cached([item.stamped_sha256], ws.clock.now())
    assert [file.sha256 for file in ws.cache.files_of(app_id) if file.state == 2]
    assert ws.cache.evictable(frozenset()) == [], "its case is here: it goes with no other file"
    with ws.cache.write() as connection:  # the case has left this machine, its files are unknown
        connection.exec_driver_sql("DELETE FROM attachment_ref")
    room = Room(ws.blobs, ws.cache, ws.journal, ws.clock, lambda _event: None, lambda: 0)
    stray = sha256_hex(b"old.")
    writer = ws.blobs.writer(stray, 4)
    writer.write(b"old.")
    writer.finish()
    ws.blobs.commit([writer])
    room.sweep()
    assert not ws.blobs.has(stray), "what nobody names goes"
    assert ws.blobs.has(item.stamped_sha256)
    ws.cache.mark_cached([item.stamped_sha256], ws.clock.now())
    room.take(1 << 20)
    make_room(ws)
    assert ws.blobs.has(item.stamped_sha256)
