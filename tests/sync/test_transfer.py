"""Downloads through the engine: order, resume, pauses, room, lies."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.checks import FileFacts
from app.media.source import DocumentSource
from app.sync.engine import SyncEngine
from app.sync.events import CasesChanged, Notice, TransferProgress
from app.sync.http import Timeouts
from app.sync.probing import Found
from tests.kill.proxy import LossyProxy
from tests.server_stub.world import World, sha
from tests.sync.hostile import Heard, Hostile, Reply, as_json
from tests.sync.machine import Machine
from tests.sync.papers import submit_with_files

KB = 1024


@pytest.fixture
def machine(world: World, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(world.url, tmp_path / "home", "gxchen")
    machine.sign_in()
    yield machine
    machine.close()


def begin(machine: Machine) -> None:
    machine.engine.start(auto=False)
    machine.sync()


def states(machine: Machine, app_id: str) -> list[int]:
    return [file.state for file in machine.cache.files_of(app_id)]


def whole(machine: Machine, contents: list[bytes]) -> bool:
    return all(machine.blobs.has(sha(data)) for data in contents)


def test_files_arrive_whole_and_are_told(machine: Machine, world: World) -> None:
    contents = submit_with_files(world, "app-1", [10, 300 * KB, 0, 70 * KB])
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    for data in contents:
        with machine.blobs.open(sha(data)) as reader:
            assert reader.readall() == data
    assert states(machine, "app-1") == [2, 2, 2, 2]
    last = machine.told(TransferProgress)[-1].status
    assert (last.files_done, last.files_total) == (4, 4)
    assert last.bytes_done == last.bytes_total == sum(map(len, contents))
    assert any("app-1" in event.app_ids for event in machine.told(CasesChanged))
    assert not list(machine.root.rglob("*.part"))


def test_cases_come_in_the_order_asked_for(
    machine: Machine, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.sync.transfer.PARALLEL", 1)
    for number, app_id in enumerate(["b", "a", "c"], 1):
        submit_with_files(world, app_id, [1000 + number, 2000 + number], number)
    begin(machine)
    machine.engine.pause_downloads()
    machine.engine.download(["c"])
    machine.engine.download(["a", "b"])
    machine.engine.resume_downloads()
    machine.engine.downloads_done().result(60)
    seen = [next(iter(e.app_ids)) for e in machine.told(TransferProgress) if e.app_ids]
    assert seen == sorted(seen, key="cab".index)


def test_a_broken_line_is_resumed_and_survives_a_restart(world: World, tmp_path: Path) -> None:
    contents = submit_with_files(world, "app-1", [3000 * KB])
    port = int(world.url.rpartition(":")[2])
    with LossyProxy(port) as proxy:
        machine = Machine(proxy.url, tmp_path / "home", "gxchen")
        machine.sign_in()
        begin(machine)
        proxy.cut_after = 1000 * KB
        machine.engine.download(["app-1"])
        machine.wait_for(lambda: machine.cache.files_of("app-1")[0].have > 0)
        machine.close()
        kept = list((tmp_path / "home").rglob("*.part"))
        assert len(kept) == 1
        assert kept[0].stat().st_size > 900 * KB
        proxy.cut_after = None
        again = Machine(proxy.url, tmp_path / "home", "gxchen")
        again.engine.start(auto=False)
        again.engine.downloads_done().result(60)
        assert whole(again, contents)
        assert b"range: bytes=" in b"".join(proxy.heads).lower()
        again.close()


def test_a_pause_stops_at_once_and_outlives_a_restart(
    machine: Machine, world: World, tmp_path: Path
) -> None:
    contents = submit_with_files(world, "app-1", [200 * KB] * 3)
    begin(machine)
    machine.engine.pause_downloads()
    machine.engine.download(["app-1"])
    machine.sync()
    machine.engine.downloads_done().result(60)
    assert not whole(machine, contents[:1])
    assert machine.status.transfers.paused
    machine.close()
    again = Machine(world.url, tmp_path / "home", "gxchen")
    again.engine.start()
    again.wait_for(lambda: again.status.last_sync is not None)
    assert not whole(again, contents[:1])
    again.engine.resume_downloads()
    again.engine.downloads_done().result(60)
    assert whole(again, contents)
    again.close()


def test_one_case_can_wait_and_another_be_cancelled(machine: Machine, world: World) -> None:
    first = submit_with_files(world, "app-1", [1000])
    second = submit_with_files(world, "app-2", [1001])
    third = submit_with_files(world, "app-3", [1002])
    begin(machine)
    machine.engine.pause_downloads()
    machine.engine.download(["app-1", "app-2", "app-3"])
    machine.engine.pause_downloads(["app-1"])
    machine.engine.cancel_download("app-2")
    machine.engine.resume_downloads()
    machine.engine.downloads_done().result(60)
    assert (whole(machine, first), whole(machine, second), whole(machine, third)) == (
        False, False, True,
    )  # fmt: skip
    machine.engine.resume_downloads(["app-1"])
    machine.engine.downloads_done().result(60)
    assert (whole(machine, first), whole(machine, second)) == (True, False)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda data: data[:-1] + b"?", "BLOB_HASH_MISMATCH"),
        (lambda data: data[:-1], "BLOB_LENGTH_MISMATCH"),
        (lambda data: data + b"?", "BLOB_LENGTH_MISMATCH"),
    ],
)
def test_a_lie_is_told_and_the_others_arrive(
    machine: Machine, world: World, spoil: object, code: str
) -> None:
    lie, *others = submit_with_files(world, "app-1", [90 * KB, 91 * KB, 92 * KB])
    world.server.blobs.path(sha(lie)).unlink()
    world.server.blobs.path(sha(lie)).write_bytes(spoil(lie))  # type: ignore[operator]
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    assert whole(machine, others)
    assert not whole(machine, [lie])
    (notice,) = machine.told(Notice)
    assert notice.code == code
    assert machine.cache.files_of("app-1")[0].problem == code
    assert machine.status.transfers.files_failed == 1
    assert not list(machine.root.rglob("*.part"))
    world.server.blobs.path(sha(lie)).write_bytes(lie)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    assert whole(machine, [lie])


def test_the_quota_holds_and_is_told_once(world: World, tmp_path: Path) -> None:
    submit_with_files(world, "app-1", [100 * KB] * 5)
    quota = 350 * KB
    machine = Machine(world.url, tmp_path / "home", "gxchen", quota=lambda: quota)
    machine.sign_in()
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    assert machine.blobs.usage().used <= quota
    assert states(machine, "app-1").count(2) == 3
    assert [notice.code for notice in machine.told(Notice)] == ["QUOTA_REACHED"]
    trouble = machine.status.transfers.trouble
    assert trouble is not None
    assert trouble.code == "QUOTA_REACHED"
    quota = 10_000 * KB
    machine.engine.resume_downloads()
    machine.engine.downloads_done().result(60)
    assert states(machine, "app-1") == [2] * 5
    machine.close()


def test_what_nobody_asked_to_keep_makes_room(world: World, tmp_path: Path) -> None:
    old = submit_with_files(world, "app-1", [100 * KB] * 2)
    new = submit_with_files(world, "app-2", [100 * KB] * 3)
    machine = Machine(world.url, tmp_path / "home", "gxchen", quota=lambda: 420 * KB)
    machine.sign_in()
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    machine.cache.unwant(["app-1"])
    machine.engine.download(["app-2"])
    machine.engine.downloads_done().result(60)
    assert whole(machine, new)
    assert not whole(machine, old)
    assert sorted(states(machine, "app-1")) == [0, 2]
    machine.close()


def test_a_full_disk_pauses_and_goes_on_when_there_is_room(
    machine: Machine, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = submit_with_files(world, "app-1", [10 * KB] * 2)
    real = shutil.disk_usage
    full = real(machine.root)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    assert [notice.code for notice in machine.told(Notice)] == ["DISK_FULL"]
    assert not whole(machine, contents[:1])
    monkeypatch.setattr(shutil, "disk_usage", real)
    machine.engine.resume_downloads()
    machine.engine.downloads_done().result(60)
    assert whole(machine, contents)


def test_a_kill_after_the_rename_is_put_right_at_the_next_start(
    machine: Machine, world: World, tmp_path: Path
) -> None:
    (data,) = submit_with_files(world, "app-1", [1000])
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    machine.engine.stop()
    machine.cache.mark_missing([sha(data)], machine.clock.now())
    machine.close()
    again = Machine(world.url, tmp_path / "home", "gxchen")
    again.engine.start(auto=False)
    again.wait_for(lambda: states(again, "app-1") == [2])
    again.close()


def test_files_of_a_case_that_left_are_removed(machine: Machine, world: World) -> None:
    contents = submit_with_files(world, "app-1", [1000])
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    assert whole(machine, contents)
    with world.client("a0001") as applicant:
        applicant.post("/v1/applicant/applications/app-1/withdraw").raise_for_status()
        applicant.delete("/v1/applicant/applications/app-1").raise_for_status()
    machine.sync()
    assert machine.cache.application("app-1") is None
    assert not whole(machine, contents)


def test_new_files_are_looked_at_and_the_checks_run_again(world: World, tmp_path: Path) -> None:
    seen: list[DocumentSource] = []

    def prober(source: DocumentSource, found: Found) -> None:
        seen.append(source)
        found(FileFacts(magic="pdf", bytes=1009, pages=1, encrypted=False, decodes=True))

    (data,) = submit_with_files(world, "app-1", [1000])
    machine = Machine(world.url, tmp_path / "home", "gxchen", prober=prober)
    machine.sign_in()
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    machine.wait_for(lambda: bool(machine.cache.file_facts([sha(data)])))
    assert machine.cache.file_facts([sha(data)])[sha(data)].magic == "pdf"
    assert seen[0].name == "扫描件0.pdf"
    assert seen[0].sealed_key is not None
    machine.close()


def test_progress_is_told_at_most_ten_times_a_second(machine: Machine, world: World) -> None:
    contents = submit_with_files(world, "app-1", [4000 * KB] * 3)
    begin(machine)
    machine.events.clear()
    began = time.monotonic()
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    took = time.monotonic() - began
    assert whole(machine, contents)
    around = 4 * len(contents)  # told at once: a file begins, a file is here
    assert len(machine.told(TransferProgress)) <= 10 * took + around


@pytest.mark.expect_log("server_stub", "uvicorn")
def test_a_file_the_server_cannot_give_holds_no_other(machine: Machine, world: World) -> None:
    broken, *others = submit_with_files(world, "app-1", [50 * KB + n for n in range(6)])
    world.server.blobs.path(sha(broken)).unlink()
    begin(machine)
    machine.engine.download(["app-1"])
    machine.wait_for(lambda: whole(machine, others))
    assert not whole(machine, [broken])
    world.server.blobs.path(sha(broken)).write_bytes(broken)
    machine.wait_for(lambda: whole(machine, [broken]))


def test_files_are_known_again_after_the_cache_was_thrown_away(
    machine: Machine, world: World, tmp_path: Path
) -> None:
    submit_with_files(world, "app-1", [1000, 2000])
    begin(machine)
    machine.engine.download(["app-1"])
    machine.engine.downloads_done().result(60)
    machine.close()
    (tmp_path / "home" / "cache.db").write_bytes(b"rubbish" * 1000)
    again = Machine(world.url, tmp_path / "home", "gxchen")
    again.engine.start(auto=False)
    again.sync()
    assert states(again, "app-1") == [2, 2]
    again.close()


def test_stopping_does_not_wait_for_a_silent_server(
    world: World, tmp_path: Path, hostile: Hostile
) -> None:
    (data,) = submit_with_files(world, "app-1", [100 * KB])
    machine = Machine(world.url, tmp_path / "home", "gxchen", timeouts=Timeouts(2, 60))
    machine.sign_in()
    begin(machine)
    machine.engine.stop()

    async def silence(_heard: Heard) -> Reply:
        await asyncio.sleep(3600)
        raise AssertionError

    hostile.answer[f"/v1/blobs/{sha(data)}"] = silence
    hostile.answer["/v1/auth/refresh"] = as_json(
        {
            "access_token": "a", "refresh_token": "r", "expires_in": 9, "user_id": "u-gxchen",
            "server_time": "2026-03-02T01:00:00Z",
        }
    )  # fmt: skip
    other = SyncEngine(replace(machine.parts, server_url=hostile.url), lambda _event: None)
    other.start(auto=False)
    other.download(["app-1"])
    machine.wait_for(lambda: any("/v1/blobs/" in path for path in hostile.paths()))
    began = time.monotonic()
    other.stop()
    assert time.monotonic() - began < 20
    machine.close()
