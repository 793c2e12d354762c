"""The private key and the PIN are in no log, crash report, journal, cache, temporary file, process
argument or environment: a real home, a real program, every way it can end.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.operations.sealing.settle import take_up
from app.operations.workspace import Workspace
from app.protocol.seal_use import UseResult, walk
from app.store.database import Database
from app.store.home import Home
from tests.endtoend.needles import Needles
from tests.kill.day import key_of
from tests.operations import road
from tests.operations.office import Office
from tests.operations.sealing import desk
from tests.operations.sealing.ready import IDS
from tests.seal.secret_needles import WRONG, needles

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")


def secrets() -> Needles:
    """In every spelling, wide characters too; none may be so short that chance finds it."""
    found = Needles()
    for one in needles(desk.key_of_unit()):
        found.add(one)
        found.add(one[::-1])
    for pin in (desk.PIN, WRONG):
        found.add_text(pin)
        found.add(pin.encode("utf-16-be"))
    return found


def words_of(database: Database) -> Iterator[bytes]:
    """All that stands in a database, decrypted, value by value."""
    with database.read() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in names.all():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()


def decrypted(ws: Workspace) -> bytes:
    """Both databases and every file of the store, as the program reads them."""
    parts = [*words_of(ws.journal), *words_of(ws.cache)]
    with ws.journal.seals() as pages:
        shas = pages.sealed_files()
    for sha256 in shas:
        with ws.blobs.open(sha256) as file:
            parts.append(file.readall())
    return b"\0".join(parts)


def told_of(process: psutil.Process) -> bytes:
    """Arguments and environment of a process and of those it started."""
    found = b""
    for one in (process, *process.children(recursive=True)):
        for part in ("cmdline", "environ"):
            found += Path(f"/proc/{one.pid}/{part}").read_bytes() + b"\0"
    return found


def open_home(root: Path, url: str) -> Workspace:
    home = Home.open(root, url, road.SEALER)
    return Workspace(home=home, keys=key_of(road.SEALER), lock=home.lock())


@pytest.fixture
def planned(unit: Office, sealer: Workspace) -> str:
    """Three forms in an open batch on a machine whose program has ended; the server's address."""
    desk.opened(sealer, *IDS)
    sealer.close()
    return unit.world.url


def test_nothing_of_them_is_left_anywhere(planned: str, tmp_path: Path) -> None:
    scratch, root = tmp_path / "scratch", tmp_path / "machines" / "sealer"
    scratch.mkdir()
    environment = os.environ | {name: str(scratch) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    argv: list[Any] = [
        sys.executable, "-X", "dev", "-m", "tests.operations.sealing.secret_life",
        root, planned, road.SEALER, desk.SEAL, scratch,
    ]  # fmt: skip
    with subprocess.Popen(
        argv, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as life:  # fmt: skip
        assert life.stdin is not None
        assert life.stdout is not None
        life.stdin.write(f"{WRONG}\n{desk.PIN}\n")
        life.stdin.flush()
        heard = life.stdout.readline()
        while heard.endswith("\n") and "sealed\n" not in heard:
            heard += life.stdout.readline() or "(it ended)"
        assert heard.endswith("sealed\n"), heard
        process = psutil.Process(life.pid)
        beside = process.children(recursive=True)
        assert beside, "the media worker runs beside it"
        running = told_of(process)
        life.stdin.write("go on\n")
        life.stdin.flush()
        said = heard + life.stdout.read()
    assert life.returncode < 0, "it crashed, as it was told to"
    assert psutil.wait_procs(beside, 20)[1] == []

    ws = open_home(root, planned)
    try:
        take_up(ws)
        with ws.journal.seals() as pages:
            results = [line.result for line in pages.lines()]
            assert walk(pages.lines()).intact
        assert results == [
            UseResult.BEGUN, UseResult.SEALED, UseResult.BEGUN, UseResult.ABANDONED,
            UseResult.BEGUN, UseResult.ABANDONED,
        ]  # fmt: skip
        plain = decrypted(ws)
    finally:
        ws.close()

    sought = secrets()
    assert b'"wrong": ' in plain, "the wrong PIN was counted"
    for name in ("all.log", "fault.log", "report.txt"):
        assert (scratch / name).stat().st_size > 100, "there was something to be found in it"
    assert sought.within(running) == []
    assert sought.within(said.encode()) == []
    assert sought.within(plain) == []
    assert sought.below(tmp_path) == []


def test_the_search_finds_what_is_planted(planned: str, tmp_path: Path) -> None:
    sought = secrets()
    assert sought.below(tmp_path) == []
    (tmp_path / "core").write_bytes(b"\0" * 999 + desk.PIN.encode("utf-16-le"))
    (raw,) = [one for one in needles(desk.key_of_unit()) if len(one) in (31, 32)][:1]
    (tmp_path / "swap").write_bytes(os.urandom(5000) + raw + os.urandom(5000))
    assert {line.partition(":")[0] for line in sought.below(tmp_path)} == {"core", "swap"}
    with open_home(tmp_path / "machines" / "sealer", planned) as ws:
        assert sought.within(decrypted(ws)) == []
        ws.journal.put_settings({"seals.remembered": {"pin": desk.PIN}})
        assert sought.within(decrypted(ws)) == [desk.PIN.encode()]
    sleeper = [sys.executable, "-c", "input()", f"--pin={desk.PIN}"]
    with subprocess.Popen(sleeper, stdin=subprocess.PIPE, env={"PIN": desk.PIN}) as shown:
        process, given_up = psutil.Process(shown.pid), time.monotonic() + 20
        while len(sought.within(told_of(process))) < 2:  # it shows nothing until it was loaded
            assert time.monotonic() < given_up
            time.sleep(0.01)
        shown.communicate(b"\n")
