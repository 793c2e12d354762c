"""Damaged files on the officer's machine: what can be fetched is fetched again, what was typed is
kept, and both are told."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from app.domain.enums import Verb
from app.media.client import MediaClient
from app.media.facts import DocumentInfo
from app.media.problems import MediaProblem, ProblemCode
from app.media.source import DocumentSource
from app.operations import comments, downloads
from app.protocol.messages import has_message
from app.store.engine import StoreCorrupt
from app.store.keys import KeysMissing
from app.store.readmodels import OpState
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.desk import Desk
from tests.endtoend.front import Front
from tests.endtoend.town import CASE, OTHER, Town
from tests.endtoend.words import told
from tests.endtoend.work import half_here, half_way
from tests.proposing import propose

TEXT = "请补传论文封面扫描件。"


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def noise_inside(path: Path) -> None:
    """In the last third, so that the file still opens."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size * 2 // 3)
        file.write(os.urandom(size - size * 2 // 3))


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def torn(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 9_999)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def gone(path: Path) -> None:
    path.unlink()


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    """An officer with work that was not sent, and the files of a case."""
    desk = open_desk()
    desk.sign_in()
    desk.claim(CASE, OTHER)
    desk.fetch(CASE)
    comments.add(desk.ws, app_id=CASE, module="papers", text=TEXT)
    propose(desk.ws, app_id=CASE, verb=Verb.RETURN)
    comments.add(desk.ws, app_id=OTHER, module="papers", text="只写了一半的意见")
    return desk


def notices(desk: Desk) -> set[str]:
    """What the officer is told at the opening; each has words in both languages."""
    assert all(told(notice.code, notice.params) for notice in desk.ws.notices)
    return {notice.code for notice in desk.ws.notices} - {"KEYRING_UNFIT"}


def nothing_lost(desk: Desk, town: Town) -> None:
    """What was typed is here, and what was decided arrives once."""
    assert [one.text for one in desk.ws.queries.case(OTHER).draft.comments] == ["只写了一半的意见"]
    (op,) = desk.ws.journal.ops_of(CASE)
    assert op.state is OpState.ACKED
    assert town.get(CASE)["applied_ops"] == [op.op_id]
    assert town.get(CASE)["proposal"]["decision"]["module_comments"][0]["text"] == TEXT
    assert desk.ws.journal.verify_audit().intact


def test_a_cache_that_does_not_open_is_made_anew(desk: Desk, town: Town, front: Front) -> None:
    wanted = desk.files(CASE)
    fetched = front.asked("/v1/blobs/")
    for damage in (noise, halved, torn, emptied, gone):
        desk.close()
        damage(desk.ws.home.cache_path)
        desk.unlock()
        assert notices(desk) == {"CACHE_REBUILT"}, damage
        assert desk.ws.account.login == "chenyao"
        desk.go_online()
        desk.sync()
        assert desk.files(CASE) == wanted, f"{damage}: the files that are here are found again"
        desk.fetch(CASE)
        nothing_lost(desk, town)
    assert front.asked("/v1/blobs/") == fetched, "nothing that was here was fetched again"


@pytest.mark.expect_log("app.sync")
def test_a_cache_that_breaks_while_it_is_read_is_made_anew_at_the_next_start(
    desk: Desk, town: Town
) -> None:
    desk.close()
    noise_inside(desk.ws.home.cache_path)
    desk.unlock()
    assert notices(desk) == set(), "it opened"
    with pytest.raises(StoreCorrupt):
        desk.ws.cache.documents("application")
    desk.ws.journal.put_settings({"typed": "in spite of it"})
    desk.close()
    desk.unlock()
    assert notices(desk) == {"CACHE_REBUILT"}
    desk.go_online()
    desk.sync()
    assert desk.ws.journal.setting("typed") == "in spite of it"
    nothing_lost(desk, town)


def test_a_journal_that_does_not_open_is_set_aside(desk: Desk, town: Town) -> None:
    kept: dict[Path, bytes] = {}
    journal = desk.ws.home.journal_path
    for damage in (noise, noise_inside, halved, torn, emptied):
        desk.close()
        damage(journal)
        before = journal.read_bytes()
        desk.unlock()
        assert notices(desk) == {"JOURNAL_SET_ASIDE"}, damage
        (aside,) = set(journal.parent.glob("journal.set-aside-*.db")) - kept.keys()
        kept[aside] = before
        comments.add(desk.ws, app_id=CASE, module="papers", text=f"接着写：{damage.__name__}")
        (comment,) = desk.ws.queries.case(CASE).draft.comments
        assert comment.text.endswith(damage.__name__), "nothing of before, nothing in the way"
    assert all(aside.read_bytes() == before for aside, before in kept.items())

    desk.close()
    desk.sign_in()  # the session stood in the journal
    assert notices(desk) == set(), "told once"
    propose(desk.ws, app_id=CASE, verb=Verb.RETURN)
    desk.sync()
    assert town.get(CASE)["proposal"]["decision"]["module_comments"][0]["text"] == comment.text


def test_a_journal_that_is_gone_is_told(desk: Desk) -> None:
    desk.close()
    gone(desk.ws.home.journal_path)
    desk.unlock()
    assert notices(desk) == {"JOURNAL_MISSING"}


def test_a_home_without_its_description_opens(desk: Desk, town: Town) -> None:
    for damage in (noise, emptied, gone):
        desk.close()
        damage(desk.ws.home.path / "home.json")
        desk.unlock()
        assert desk.ws.home.server_url == desk.wanted.server_url
    desk.go_online()
    desk.sync()
    nothing_lost(desk, town)


def test_damaged_keys_bar_the_home_and_an_online_sign_in_sets_it_up_anew(
    desk: Desk, town: Town
) -> None:
    desk.close()
    before = {path.name: path.read_bytes() for path in desk.ws.home.path.glob("*.db")}
    halved(desk.ws.home.keys_path)
    with pytest.raises(KeysMissing) as problem:
        desk.unlock()
    assert problem.value.code == "KEYS_MISSING"
    desk.sign_in()
    assert notices(desk) == {"JOURNAL_SET_ASIDE", "CACHE_REBUILT"}
    (aside,) = desk.ws.home.path.glob("journal.set-aside-*.db")
    assert aside.read_bytes() == before["journal.db"]
    assert list(desk.ws.home.path.glob("keys.set-aside-*.json"))
    desk.sync()
    desk.fetch(CASE)
    here, wanted = desk.files(CASE)
    assert here == wanted
    for view in desk.ws.queries.case(CASE).attachments.values():
        desk.ws.blobs.verify(view.attachment.sha256)


def test_files_that_vanished_are_fetched_again(desk: Desk, front: Front) -> None:
    desk.close()
    whole = sorted(path for path in desk.ws.home.blobs_path.rglob("*") if path.is_file())
    for path in whole[::3]:
        path.unlink()
    fetched = front.asked("/v1/blobs/")
    desk.unlock()
    desk.go_online()
    desk.sync()
    assert desk.ws.sync is not None
    desk.ws.sync.downloads_done().result(60)
    assert front.asked("/v1/blobs/") == fetched + len(whole[::3])
    here, wanted = desk.files(CASE)
    assert here == wanted


def test_downloads_cut_short_and_damaged_come_whole(open_desk: OpenDesk, front: Front) -> None:
    desk = open_desk()
    desk.sign_in()
    desk.sync()
    for damages in ((noise, noise_inside, halved), (torn, emptied, gone)):
        front.change = half_way
        desk.ws.sync.download([CASE])  # type: ignore[union-attr]
        blobs = desk.ws.home.blobs_path
        desk.wait_for(lambda: half_here(desk.ws.home.blobs_path))
        desk.close()
        front.change = None
        parts = sorted(path for path in blobs.rglob("*.part") if path.stat().st_size > 60_000)
        for damage, path in zip(damages, parts, strict=False):
            damage(path)
        desk.unlock()
        desk.go_online()
    desk.sync()
    desk.fetch(CASE)
    assert not list(blobs.rglob("*.part"))
    for view in desk.ws.queries.case(CASE).attachments.values():
        desk.ws.blobs.verify(view.attachment.sha256)


def described(source: DocumentSource) -> DocumentInfo | MediaProblem:
    """What the media worker says of a file."""
    got: list[DocumentInfo | MediaProblem] = []
    answered = threading.Event()

    def take(answer: DocumentInfo | MediaProblem) -> None:
        got.append(answer)
        answered.set()

    media = MediaClient()
    media.start()
    try:
        media.describe(source, take)
        assert answered.wait(60)
    finally:
        media.close()
    return got[0]


def test_a_tampered_file_is_told_and_fetched_again(desk: Desk) -> None:
    case = desk.ws.queries.case(CASE)
    att = next(v.attachment for v in case.attachments.values() if v.attachment.bytes > 70_000)
    path = desk.ws.blobs.path_of(att.sha256)
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    found = described(desk.ws.blobs.source(att.sha256, att.filename, att.mime))
    assert isinstance(found, MediaProblem)
    assert found.code is ProblemCode.FILE_TAMPERED
    for part in ("title", "reason", "safe", "remedy"):
        for language in ("zh_CN", "en"):
            assert has_message(f"{found.code.value}.{part}", language)
    changed = downloads.fetch_again(desk.ws, app_id=CASE, sha256=att.sha256)
    assert changed.app_ids == {CASE}
    assert desk.ws.sync is not None
    desk.ws.sync.downloads_done().result(60)
    desk.ws.blobs.verify(att.sha256)
    found = described(desk.ws.blobs.source(att.sha256, att.filename, att.mime))
    assert isinstance(found, DocumentInfo)
