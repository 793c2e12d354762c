"""The server killed while officers work, and brought back from an older copy of its data."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.operations.workspace import Workspace
from app.store.readmodels import OpState
from app.sync.errors import SyncError
from app.sync.http import Timeouts
from tests.kill import day, verdict
from tests.kill.proxy import LossyProxy
from tests.kill.town import HANDLER, Town


@pytest.fixture
def town(town_data: Path, tmp_path: Path) -> Iterator[Town]:
    with LossyProxy(9) as proxy:
        town = Town(tmp_path, town_data, proxy, seed=2)
        town.start_server()
        yield town
        town.kill_server()


@contextmanager
def at_work(town: Town, login: str) -> Iterator[Callable[[int], None]]:
    """An officer in this process; the yielded function has them act so many times."""
    shift = town.shift(login, HANDLER, seed=3)
    with day.open_home(shift) as workspace:
        workspace.start_sync(lambda _event: None, auto=False, timeouts=Timeouts(5, 15))
        officer = day.Officer(shift, workspace)

        def act(times: int) -> None:
            for _ in range(times):
                officer.step()

        yield act


@pytest.mark.timeout(1800)
def test_a_server_killed_at_any_moment_loses_and_doubles_nothing(town: Town, full: bool) -> None:
    town.hire("chenyao", claim=True)
    working = threading.Event()
    with at_work(town, "chenyao") as act:

        def kill_now_and_then() -> None:
            for _ in range(40 if full else 5):
                time.sleep(town.chance.random() * 0.8)
                town.kill_server()
                town.start_server()
            working.set()

        killer = threading.Thread(target=kill_now_and_then)
        killer.start()
        while not working.is_set():
            act(3)
        killer.join()
    home, diary = town.finish("chenyao"), town.diary("chenyao")
    verdict.no_draft_lost(home, diary)
    assert verdict.no_decision_lost(home, diary) > 0
    assert verdict.each_once_in_order_by_its_author([home], town.documents()) > 0


def settled(workspace: Workspace) -> None:
    """Sync until nothing is under way."""
    assert workspace.sync is not None
    for _ in range(10):
        try:
            workspace.sync.sync_once().result(60)
        except SyncError:
            time.sleep(0.1)
        else:
            if not workspace.queries.outbox().under_way:
                return
    raise AssertionError("the outbox does not empty")


@pytest.mark.parametrize("with_marks", [True, False])
@pytest.mark.timeout(1800)
def test_a_restored_server_gets_again_what_it_has_lost(town: Town, with_marks: bool) -> None:
    """``with_marks``: the copy holds the server's own note of its epoch, or that stayed behind."""
    town.hire("chenyao", claim=True)
    copy = town.root / "older"
    town.kill_server()
    shutil.copytree(town.data, copy)
    if not with_marks:
        (copy / "epoch.json").unlink()
    town.start_server()
    with at_work(town, "chenyao") as act:
        act(60)
    before = town.finish("chenyao")
    assert any(op.state is OpState.ACKED for op in before["ops"])
    town.kill_server()
    if not with_marks:
        shutil.copy(town.data / "epoch.json", copy / "epoch.json")
    town.restore_server(copy)
    assert not any(document["applied_ops"] for document in town.documents().values())
    home, diary = town.finish("chenyao"), town.diary("chenyao")
    verdict.no_draft_lost(home, diary)
    assert verdict.no_decision_lost(home, diary) > 0
    assert verdict.each_once_in_order_by_its_author([home], town.documents()) > 0
