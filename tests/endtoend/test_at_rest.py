"""Nothing readable at rest: the whole data folder is searched for what passed through it.

In the middle of a download, after a SIGKILL in the middle of a download and of writing the
journal, and after signing out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.operations.signin import sign_out
from server_stub.demo_data import CREDENTIALS
from server_stub.import_folder.read import read_manifest
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.desk import Desk
from tests.endtoend.front import Front
from tests.endtoend.needles import Needles, text_of
from tests.endtoend.town import CASE, OTHER, Town
from tests.endtoend.work import COMMENT, HALF, half_here, half_way, whole_here, work

MARKS = (b"%PDF-1.", b"JFIF\0", b"Exif\0\0", b"SQLite format 3", b"-----BEGIN")
STEP = 61


@pytest.fixture(scope="session")
def needles(demo: Path) -> Needles:
    """Everything personal in the demo set, what is typed here, and windows of every file."""
    manifest = read_manifest(demo).model_dump(mode="json")
    found = Needles()
    for mark in MARKS:
        found.add(mark)
    for text in (COMMENT, HALF, *_personal(manifest["applications"])):
        found.add_text(text)
    for user in manifest["users"]:
        found.add_text(user["name"])
        found.add_text(user["login"])
    found.add_text(CREDENTIALS["password"])
    for path in demo.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            found.add_windows(path.read_bytes(), STEP)
            found.add_text(path.name)
    assert len(found) > 100_000
    return found


def _personal(applications: list[dict[str, object]]) -> set[str]:
    """Texts long enough not to stand in random bytes; names of two characters are."""
    personal = set()
    for application in applications:
        version = application["version"]
        assert isinstance(version, dict)
        personal |= text_of([version["person"], version["modules"], version["declaration"]])
        personal |= text_of([application["app_id"]])
    return {text for text in personal if len(text.encode()) >= 6}


@contextmanager
def downloading(desk: Desk, front: Front) -> Iterator[None]:
    """In the middle of a download: some files are whole, some stand still half-way."""
    front.change = half_way
    assert desk.ws.sync is not None
    desk.ws.sync.download([CASE, OTHER])
    blobs = desk.ws.home.blobs_path
    desk.wait_for(lambda: half_here(blobs) and whole_here(blobs) >= 5)
    yield
    front.change = None


def test_in_the_middle_of_a_download_and_after_signing_out(
    front: Front, open_desk: OpenDesk, tmp_path: Path, needles: Needles
) -> None:
    desk = open_desk()
    work(desk)
    with downloading(desk, front):
        assert desk.ws.home.journal_path.with_name("journal.db-wal").stat().st_size > 0
        assert needles.below(tmp_path / "homes") == []
    sign_out(desk.ws)
    homes = tmp_path / "homes"
    assert sum(path.stat().st_size for path in homes.rglob("*") if path.is_file()) > 1_000_000
    assert needles.below(homes) == []


KILLED = """
import itertools, sys
from pathlib import Path
from tests.endtoend.desk import Desk
from tests.endtoend.town import CASE, OTHER
from tests.endtoend.work import half_here, whole_here, work
from app.operations import drafts

root, url = sys.argv[1:]
desk = Desk(Path(root), url)
work(desk)
desk.ws.sync.download([CASE, OTHER])
blobs = desk.ws.home.blobs_path
desk.wait_for(lambda: half_here(blobs) and whole_here(blobs) >= 5)
draft = desk.ws.queries.case(OTHER).draft
print("typing", flush=True)
for _ in itertools.count():
    drafts.save_draft(desk.ws, app_id=OTHER, draft=draft)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_after_a_kill_in_the_middle_of_a_download_and_of_a_write(
    town: Town, front: Front, open_desk: OpenDesk, tmp_path: Path, needles: Needles
) -> None:
    front.change = half_way
    homes = tmp_path / "homes"
    client = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(homes), front.url],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with client:
        assert client.stdout is not None
        assert client.stderr is not None
        started = client.stdout.readline()
        os.kill(client.pid, signal.SIGKILL)
        assert started == "typing\n", client.stderr.read()
    assert client.returncode == -signal.SIGKILL
    assert list(homes.rglob("*-wal"))
    assert list(homes.rglob("*.part"))
    assert needles.below(homes) == []

    front.change = None
    desk = open_desk()
    desk.unlock()
    assert desk.ws.queries.case(OTHER).draft.composers["papers"].text == HALF
    desk.go_online()
    desk.sync()
    desk.fetch(CASE, OTHER)
    for app_id in (CASE, OTHER):
        here, wanted = desk.files(app_id)
        assert here == wanted, "what was half here is fetched to its end"
    assert town.get(CASE)["proposal"]["decision"]["verb"] == "RETURN"
    desk.close()
    assert needles.below(homes) == []


def test_the_search_finds_what_is_planted(needles: Needles, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "clean.bin").write_bytes(os.urandom(1 << 20))
    assert needles.below(tmp_path) == []
    scan = max(demo.rglob("*.pdf"), key=lambda path: path.stat().st_size).read_bytes()
    noise = os.urandom((1 << 22) - 5)  # the find then stands astride two parts of the search
    (tmp_path / "page.bin").write_bytes(noise + scan[100_003 : 100_003 + 100] + noise)
    (tmp_path / "notes.txt").write_text(f"已问 {HALF} 等", "utf-8")
    (tmp_path / "wide.txt").write_text(COMMENT, "utf-16-le")
    (tmp_path / "photo.bin").write_bytes(b"\0" * 777 + b"JFIF\0")
    (tmp_path / "郑维禾").mkdir()
    places = {line.partition(":")[0] for line in needles.below(tmp_path)}
    assert places == {"page.bin", "notes.txt", "wide.txt", "photo.bin", "郑维禾"}
