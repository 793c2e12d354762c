"""A batch of seals, its program killed at random moments: 5 times, with ``--full`` 50.

No document is sealed twice, none stands in the record without its file, none on the disk without
its line (domain §4.10).
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app.operations.sealing.apply import open_batch
from app.operations.sealing.own_seals import office_seals, seal_image
from app.operations.sealing.plan import plan_batch
from app.operations.sealing.settle import take_up
from app.operations.workspace import Workspace
from app.protocol.canonical import sha256_hex
from app.protocol.operations import OperationKind
from app.protocol.seal_use import UseResult, walk
from app.store.home import Home
from app.store.seal_pages import Batch, BatchState, ItemState
from tests.kill.day import key_of
from tests.operations import road
from tests.operations.conftest import filled, listener, office, world
from tests.operations.office import Office, ops, sync
from tests.operations.sealing import desk

__all__ = ["filled", "listener", "office", "world"]


class Desk:
    """The machine of the seal holder, between lives of the program on it."""

    def __init__(self, office: Office, root: Path, batch: Batch) -> None:
        self.office, self.root, self.batch = office, root, batch
        self.chance = random.Random(20240)
        self.lives = self.killed = 0

    def live(self, longest: float | None) -> bool:
        """One life; killed after a while unless ``longest`` is None. Whether it came to its end."""
        command = [
            sys.executable, "-m", "tests.kill.sealing_life",
            str(self.root), self.office.world.url, road.SEALER, desk.SEAL,
        ]  # fmt: skip
        life = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert life.stdin is not None
        assert life.stdout is not None
        life.stdin.write(f"{desk.PIN}\n")
        life.stdin.close()
        assert life.stdout.readline() in ("ready\n", "")  # nothing where nothing is left to do
        self.lives += 1
        if longest is not None:
            time.sleep(self.chance.uniform(0, longest))
            life.kill()
            self.killed += life.wait() != 0
        else:
            life.wait(120)
        error = life.stderr.read() if life.stderr else ""
        life.stdout.close()
        if life.stderr:
            life.stderr.close()
        if longest is None:
            assert life.returncode == 0, error
        return life.returncode == 0

    def open(self) -> Workspace:
        """The home, to look into."""
        home = Home.open(self.root, self.office.world.url, road.SEALER)
        return Workspace(home=home, keys=key_of(road.SEALER), lock=home.lock())


@pytest.fixture
def batch_of(office: Office, tmp_path: Path, full: bool) -> Desk:
    app_ids = desk.approved(office, 24 if full else 4)
    sealer = desk.holder(office, tmp_path)
    cases = [sealer.queries.case(app_id) for app_id in app_ids]
    (seal,) = office_seals(sealer, cases)
    size = seal_image(sealer, desk.SEAL).size_mm
    plan = plan_batch(sealer, app_ids, seal, size_mm=size)
    assert len(plan.included) == len(app_ids), plan.left_out
    batch = open_batch(sealer, plan)
    sealer.close()
    return Desk(office, tmp_path / "machines" / "sealer", batch)


@pytest.mark.timeout(900)
def test_no_kill_seals_twice_or_loses_a_line(batch_of: Desk, full: bool) -> None:
    place = batch_of
    for _ in range(50 if full else 5):
        if place.live(longest=0.5):
            break
    place.live(longest=None)
    assert place.killed > 0

    ws = place.open()
    try:
        assert take_up(ws) == []
        with ws.journal.seals() as pages:
            lines, documents = list(pages.lines()), pages.documents()
            batch = pages.batch(place.batch.batch_id)
        assert batch is not None
        assert batch.state is BatchState.DONE
        assert batch.count(ItemState.SEALED) == len(place.batch.items)
        assert walk(lines).intact
        assert documents == []

        begun = Counter(line.use_id for line in lines if line.result is UseResult.BEGUN)
        ended = Counter(line.use_id for line in lines if line.result is not UseResult.BEGUN)
        assert begun == ended
        assert set(begun.values()) == {1}
        sealed = [line for line in lines if line.result is UseResult.SEALED]
        assert Counter(line.app_id for line in sealed) == Counter(
            item.app_id for item in place.batch.items
        )
        for line in sealed:
            with ws.blobs.open(line.stamped_sha256) as file:
                assert sha256_hex(file.readall()) == line.stamped_sha256
            stamps = [op for op in ops(ws, line.app_id) if op.kind == OperationKind.STAMP.value]
            assert len(stamps) == 1
        known = {line.stamped_sha256 for line in sealed}
        assert len(ws.blobs) == len(known)
        assert ws.journal.verify_audit().intact

        place.office.go_online(ws)
        sync(ws)
        for item in batch.items:
            document = place.office.world.get(item.app_id)
            assert document["status"] == "SEALED"
            assert len(document["stamps"]) == 1
    finally:
        ws.close()
