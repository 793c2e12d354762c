"""The world of the kill tests: a server process, a line that may break, officers' processes."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import httpx

from app.operations.workspace import Workspace
from app.protocol.feed import Me
from app.store.home import Home
from app.sync.state import JournalTokens
from server_stub.app import create_app
from server_stub.serve import listen, serve
from tests.kill import day
from tests.kill.proxy import LossyProxy
from tests.operations.office import submitted
from tests.server_stub import few_rules
from tests.server_stub.unit_work import done_before
from tests.server_stub.world import CHEAP, LZ, PASSWORD, UNIT, Time, fill

# A template process with everything imported is forked for each life: a start costs some
# milliseconds, and the test's own threads are not copied.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.kill.town"])

CASES = 10
_QUICK = 0.5
"""Seconds of a first sync; where a machine needs longer, lives are longer too."""

HANDLER = (
    "type", "type", "type", "look", "propose", "propose", "recall", "undo", "sync_now", "sync_now",
)  # fmt: skip
APPROVER = ("approve", "send_back", "send_back", "sync_now")


def make_data(folder: Path) -> None:
    """A server's data with the officers of the town and their cases."""
    from server_stub.bulk import insert_applications

    app = create_app(folder, clock=Time(), settings=CHEAP)
    server = app.state.server
    few_rules.give(server)
    fill(server, folder.parent)
    versions = [submitted(f"case-{n}", 1 + n % 5) for n in range(CASES)]
    done = done_before(server.clock.now(), server.packs.profile(LZ))
    insert_applications(server, versions, profile=LZ, unit_org_id=UNIT, dossier_of=done)
    server.close()


def run_server(data: Path, port: int) -> None:
    """The server's process."""
    app = create_app(data, clock=Time(), settings=CHEAP)
    few_rules.give(app.state.server)
    serve(app, listen("127.0.0.1", port), None, lambda: None)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


class Town:
    """A server that can be killed and restored, behind a proxy whose address never changes."""

    def __init__(self, root: Path, data: Path, proxy: LossyProxy, seed: int) -> None:
        self.root = root
        self.data = root / "server"
        self.homes = root / "homes"
        self.proxy = proxy
        self.chance = random.Random(seed)
        self._server: BaseProcess | None = None
        self.kills = 0
        self.pace = 1.0
        shutil.copytree(data, self.data)

    # --- the server

    def start_server(self) -> None:
        port = free_port()
        self.proxy.target = port
        self._server = _processes.Process(target=run_server, args=(self.data, port))
        self._server.start()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                httpx.get(f"http://127.0.0.1:{port}/v1/health", timeout=60).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("the server did not start")

    def kill_server(self) -> None:
        if self._server is not None:
            _kill(self._server)
        self._server = None

    def restore_server(self, copy: Path) -> None:
        """Put an older copy of the data in place of the present one, and start on it."""
        self.kill_server()
        shutil.rmtree(self.data)
        shutil.copytree(copy, self.data)
        self.start_server()

    @contextmanager
    def client(self, login: str) -> Iterator[httpx.Client]:
        url = f"http://127.0.0.1:{self.proxy.target}"
        with httpx.Client(base_url=url, timeout=30) as client:
            pair = _sign_in(client, login, "verifier")
            client.headers["Authorization"] = f"Bearer {pair['access_token']}"
            yield client

    def documents(self) -> dict[str, dict[str, Any]]:
        """Every case as the server has it."""
        with self.client("chenyao") as client:
            return {
                f"case-{n}": client.get(f"/v1/applications/case-{n}").raise_for_status().json()
                for n in range(CASES)
            }

    # --- the officers

    def hire(self, login: str, *, claim: bool) -> None:
        """Set a home up: signed in, and with ``claim`` with every case in hand."""
        home = Home.open(self.homes, self.proxy.url, login)
        with httpx.Client(base_url=self.proxy.url, timeout=30) as client:
            from app.operations.device import device_id

            pair = _sign_in(client, login, device_id(home))
            client.headers["Authorization"] = f"Bearer {pair['access_token']}"
            me = Me.model_validate_json(client.get("/v1/me").content)
        with Workspace(home=home, keys=day.key_of(login), lock=home.lock(), me=me) as workspace:
            JournalTokens(workspace.journal).save(pair["refresh_token"])
            engine = workspace.start_sync(lambda _event: None, auto=False)
            begun = time.monotonic()
            engine.sync_once().result(60)
            self.pace = max(1.0, (time.monotonic() - begun) / _QUICK)
            if claim:
                engine.claim([f"case-{n}" for n in range(CASES)]).result(60)

    def shift(self, login: str, acts: tuple[str, ...], seed: int) -> day.Shift:
        diary = self.root / f"{login}.diary"
        return day.Shift(self.homes, self.proxy.url, login, diary, seed, acts)

    def diary(self, login: str) -> list[dict[str, Any]]:
        return day.read(self.root / f"{login}.diary")

    def one_life(
        self,
        login: str,
        acts: tuple[str, ...],
        longest: float,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """An officer works, and is killed at a moment nobody knows.

        :param longest: seconds of a life on a machine that has nothing else to do.
        """
        process = _processes.Process(
            target=day.live, args=(self.shift(login, acts, self.chance.getrandbits(32)),)
        )
        before = len(self.diary(login))
        process.start()
        # One life in five may be killed while it is still opening its home.
        if self.chance.random() < 0.8:
            deadline = time.monotonic() + 60
            while len(self.diary(login)) == before:
                assert process.is_alive(), "the program ended by itself"
                assert time.monotonic() < deadline, "the program does not start"
                time.sleep(0.005)
        if meanwhile is not None:
            meanwhile()
        time.sleep(self.chance.random() * longest * self.pace)
        assert process.is_alive(), "the program ended by itself"
        _kill(process)
        self.kills += 1

    def finish(self, login: str) -> dict[str, Any]:
        """A last start that is not killed: sync until nothing is under way."""
        shift = self.shift(login, (), 0)
        with day.open_home(shift) as workspace:
            engine = workspace.start_sync(lambda _event: None, auto=False)
            for _ in range(5):
                engine.sync_once().result(60)
                if not workspace.queries.outbox().under_way:
                    break
            assert workspace.notices == [] or all(
                "KEYRING" in notice.code for notice in workspace.notices
            ), workspace.notices
            assert workspace.journal.verify_audit().intact
            return {
                "user": workspace.account.user_id,
                "ops": workspace.journal.ops_in(set(day.OpState)),
                "drafts": {
                    f"case-{n}": workspace.journal.review(f"case-{n}") for n in range(CASES)
                },
            }


def _sign_in(client: httpx.Client, login: str, device: str) -> dict[str, Any]:
    body = {"login": login, "password": PASSWORD, "device_id": device}
    pair: dict[str, Any] = client.post("/v1/auth/token", json=body).raise_for_status().json()
    return pair


def _kill(process: BaseProcess) -> None:
    process.kill()
    process.join(30)
    assert not process.is_alive()
    process.close()
