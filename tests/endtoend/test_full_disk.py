"""A disk that is really full: a small file system in memory, filled to its last byte."""

from __future__ import annotations

import pytest

from app.domain.enums import Verb
from app.operations import comments, drafts
from app.operations.signin import lock, sign_out
from app.protocol.messages import message
from app.store.draft import ComposerDraft
from app.store.errors import StoreFull
from app.store.readmodels import LocalState
from app.sync.events import Phase
from app.sync.room import RESERVE
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.desk import Desk
from tests.endtoend.disk import MIB, Disk, disk
from tests.endtoend.front import Front
from tests.endtoend.town import CASE, OTHER, Town
from tests.proposing import propose
from tests.sync.hostile import Heard, Reply

__all__ = ["disk"]


@pytest.fixture
def desk(disk: Disk, open_desk: OpenDesk) -> Desk:
    """An officer whose home is on that disk."""
    desk = open_desk(root=disk.root / "homes")
    desk.sign_in()
    desk.claim(CASE, OTHER)
    return desk


def typed(desk: Desk, text: str) -> None:
    """Save what stands in the comment box."""
    draft = desk.ws.queries.case(CASE).draft
    composers = {"papers": ComposerDraft(text=text)}
    drafts.save_draft(desk.ws, app_id=CASE, draft=draft.model_copy(update={"composers": composers}))


def in_box(desk: Desk) -> str:
    return desk.ws.queries.case(CASE).draft.composers["papers"].text


def test_downloads_pause_before_the_last_room_is_taken(desk: Desk, disk: Disk) -> None:
    disk.eat(leave=RESERVE + MIB)
    desk.fetch(CASE, OTHER)
    here, wanted = desk.files(CASE)
    assert here < wanted
    assert desk.notices == ["DISK_FULL"], "told once"
    trouble = desk.status.transfers.trouble
    assert trouble is not None
    assert trouble.code == "DISK_FULL"
    assert disk.free >= RESERVE - MIB
    assert "已暂停" in message(trouble.code, **trouble.params)
    assert "paused" in message(trouble.code, "en", **trouble.params)
    typed(desk, "还能写。")
    disk.clear()
    desk.sync()
    desk.fetch(CASE, OTHER)
    assert desk.status.transfers.trouble is None
    assert all(here == wanted for here, wanted in map(desk.files, (CASE, OTHER)))
    assert in_box(desk) == "还能写。"


def test_a_disk_that_fills_up_under_a_download(desk: Desk, disk: Disk, front: Front) -> None:
    def fill(heard: Heard, reply: Reply) -> Reply:
        if heard.path.startswith("/v1/blobs/"):
            disk.eat()
        return reply

    front.change = fill
    desk.fetch(CASE)
    here, wanted = desk.files(CASE)
    assert here < wanted
    assert set(desk.notices) <= {"STORE_FULL", "DISK_FULL"}
    assert desk.notices
    front.change = None
    disk.clear()
    desk.sync()
    desk.fetch(CASE)
    here, wanted = desk.files(CASE)
    assert here == wanted
    for view in desk.ws.queries.case(CASE).attachments.values():
        desk.ws.blobs.verify(view.attachment.sha256)


def test_what_was_saved_stays_and_all_goes_on_when_there_is_room(
    desk: Desk, disk: Disk, town: Town
) -> None:
    typed(desk, "满之前写的。")
    comments.add(desk.ws, app_id=OTHER, module="papers", text="请补传论文封面扫描件。")
    disk.eat()
    with pytest.raises(StoreFull) as full:
        typed(desk, "满之后写的。" * 2000)
    words = {language: message(full.value.code, language) for language in ("zh_CN", "en")}
    assert "此前保存的都在" in words["zh_CN"]
    assert "saved" in words["en"]
    with pytest.raises(StoreFull):
        comments.add(desk.ws, app_id=OTHER, module="papers", text="再加一条" * 5000)
    assert in_box(desk) == "满之前写的。"
    with pytest.raises(StoreFull):
        desk.sync()
    assert "STORE_FULL" in desk.notices
    assert desk.status.phase is Phase.WAITING

    disk.clear()
    typed(desk, "腾出空间后写的。")
    propose(desk.ws, app_id=OTHER, verb=Verb.RETURN)
    assert desk.ws.queries.case(OTHER).local is LocalState.QUEUED
    desk.sync()
    (op,) = desk.ws.journal.ops_of(OTHER)
    assert town.get(OTHER)["applied_ops"] == [op.op_id]
    assert in_box(desk) == "腾出空间后写的。"
    assert desk.ws.journal.verify_audit().intact


def test_coming_and_going_on_a_full_disk(desk: Desk, disk: Disk) -> None:
    typed(desk, "满之前写的。")
    disk.eat()
    lock(desk.ws)
    for _ in range(2):  # refused in words, and not left locked
        disk.eat()
        with pytest.raises(StoreFull):
            desk.unlock()
    disk.clear()
    desk.unlock()
    assert in_box(desk) == "满之前写的。"
    disk.eat()
    with pytest.raises(StoreFull):
        sign_out(desk.ws)
    assert in_box(desk) == "满之前写的。", "still open: the officer can make room and go on"
    disk.clear()
    sign_out(desk.ws)


def test_a_first_sign_in_on_a_full_disk_leaves_nothing_half_made(
    disk: Disk, open_desk: OpenDesk
) -> None:
    refused = 0
    for kib in (0, 48, 160):
        desk = open_desk(root=disk.root / f"homes-{kib}")
        disk.eat(leave=kib * 1024)
        try:
            desk.sign_in()
        except StoreFull:
            refused += 1
        desk.close()
        disk.clear()
        desk.sign_in()
        assert {notice.code for notice in desk.ws.notices} == {"KEYRING_UNFIT"}, kib
        desk.close()
    assert refused >= 2
