"""Attachments from a server that lies, stalls and cuts the line."""

from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.store.sealed_file import CHUNK, SealedReader, SealedWriter
from app.sync.blob import BlobMismatch, BlobPipe, Cancelled, Stop
from app.sync.errors import ApiProblem, Garbage, SyncError, Unreachable
from app.sync.http import Timeouts
from tests.sync.hostile import Heard, Hostile, Reply, problem

KEY = bytes(range(32))
DATA = random.Random(7).randbytes(20 * CHUNK + 123)
SHA = hashlib.sha256(DATA).hexdigest()
PATH = f"/v1/blobs/{SHA}"


def honest(heard: Heard) -> Reply:
    """A server that keeps its word on Range and If-Range."""
    asked = heard.headers.get("range")
    if asked is None or heard.headers.get("if-range") != f'"{SHA}"':
        return Reply(body=DATA, kind="application/pdf")
    start = int(asked.removeprefix("bytes=").rstrip("-"))
    told = {"Content-Range": f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"}
    return Reply(206, DATA[start:], headers=told)


class Download:
    """One `.part` and tries to fill it."""

    def __init__(self, hostile: Hostile, folder: Path) -> None:
        self.hostile = hostile
        self.part = folder / "x.part"
        self.moved = 0
        self.stall = 20.0
        self.progress: Callable[[int], None] = self._moved

    def go(self, data: bytes = DATA, stop: Stop | None = None) -> None:
        pipe = BlobPipe(self.hostile.url, timeouts=Timeouts(20, self.stall))
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            with SealedWriter(self.part, KEY, sha256, len(data)) as out:
                pipe.fetch("t", out, stop=stop or Stop(), progress=self.progress)
        finally:
            pipe.close()

    def _moved(self, count: int) -> None:
        self.moved += count

    def content(self) -> bytes:
        with SealedReader(self.part, KEY) as reader:
            return reader.readall()


@pytest.fixture
def download(hostile: Hostile, tmp_path: Path) -> Download:
    hostile.answer[PATH] = honest
    return Download(hostile, tmp_path)


def test_a_file_arrives_sealed(download: Download) -> None:
    download.go()
    assert download.content() == DATA
    assert download.moved == len(DATA)
    assert DATA[100:132] not in download.part.read_bytes()


def test_an_empty_file_arrives(download: Download, hostile: Hostile) -> None:
    empty = hashlib.sha256(b"").hexdigest()
    hostile.answer[f"/v1/blobs/{empty}"] = Reply()
    download.go(b"")
    assert download.content() == b""


@pytest.mark.parametrize("trick", ["cut_after", "stall_after"])
def test_a_broken_line_is_resumed_where_it_broke(
    download: Download, hostile: Hostile, trick: str
) -> None:
    hostile.answer[PATH] = Reply(body=DATA, **{trick: 7 * CHUNK + 5})  # type: ignore[arg-type]
    download.stall = 1.0 if trick == "stall_after" else 20.0
    with pytest.raises(Unreachable):
        download.go()
    download.stall = 20.0
    hostile.answer[PATH] = honest
    download.go()
    assert hostile.heard[-1].headers["range"] == f"bytes={7 * CHUNK}-"
    assert download.content() == DATA


def test_a_server_without_ranges_starts_over(download: Download, hostile: Hostile) -> None:
    hostile.answer[PATH] = Reply(body=DATA, cut_after=3 * CHUNK)
    with pytest.raises(Unreachable):
        download.go()
    hostile.answer[PATH] = Reply(body=DATA)
    download.go()
    assert download.content() == DATA


def wrong_range(_heard: Heard) -> Reply:
    told = {"Content-Range": f"bytes 0-{len(DATA) - CHUNK - 1}/{len(DATA)}"}
    return Reply(206, DATA[CHUNK:], headers=told)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(body=DATA[:-1] + b"?"), "BLOB_HASH_MISMATCH"),
        (Reply(body=DATA[:-1]), "BLOB_LENGTH_MISMATCH"),
        (Reply(body=DATA + b"?"), "BLOB_LENGTH_MISMATCH"),
        (Reply(206, DATA[5:], headers={"Content-Range": "bytes 5-6/7"}), "BLOB_LENGTH_MISMATCH"),
        (Reply(416), "GARBAGE"),
        (problem(416, "RANGE"), "BLOB_LENGTH_MISMATCH"),
    ],
)
def test_lies_about_length_and_hash_are_found(
    download: Download, hostile: Hostile, reply: Reply, code: str
) -> None:
    hostile.answer[PATH] = reply
    with pytest.raises(SyncError) as caught:
        download.go()
    assert caught.value.code == code
    assert caught.value.words("en") != code


def test_a_range_that_is_not_the_one_asked_for_is_refused(
    download: Download, hostile: Hostile
) -> None:
    hostile.answer[PATH] = Reply(body=DATA, cut_after=2 * CHUNK + 9)
    with pytest.raises(Unreachable):
        download.go()
    hostile.answer[PATH] = wrong_range
    with pytest.raises(BlobMismatch):
        download.go()


def test_an_encoded_file_is_refused(download: Download, hostile: Hostile) -> None:
    hostile.answer[PATH] = Reply(body=DATA, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Garbage):
        download.go()


def test_a_refusal_is_passed_on(download: Download, hostile: Hostile) -> None:
    hostile.answer[PATH] = problem(404, "NOT_FOUND")
    with pytest.raises(ApiProblem):
        download.go()


def test_a_download_stops_at_once_though_the_server_is_silent(
    download: Download, hostile: Hostile
) -> None:
    hostile.answer[PATH] = Reply(body=DATA, stall_after=5 * CHUNK)
    download.stall = 60
    stop = Stop()
    waiting = threading.Timer(0.2, stop.set)  # the line is silent then

    def moved(count: int) -> None:
        download.moved += count
        if download.moved >= 3 * CHUNK and not waiting.ident:
            waiting.start()

    download.progress = moved
    with pytest.raises(Cancelled):
        download.go(stop=stop)
    waiting.join()
    hostile.answer[PATH] = honest
    download.go()
    assert hostile.heard[-1].headers["range"].startswith("bytes=")
    assert download.content() == DATA
