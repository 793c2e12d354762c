"""Exchanging the heads of the record of seal uses: in parts, while it grows, and with a server that
does not follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.protocol.seal_heads import ChainHead, SealUseAnswer
from app.protocol.seal_use import GENESIS, SealUse, UseResult
from app.sync.events import Notice
from app.sync.seal_uses import SealUses
from app.sync.tokens import Session
from server_stub import seal_uses
from tests.server_stub.world import START, World
from tests.sync.desk import Desk
from tests.sync.hostile import Hostile, as_json, problem
from tests.sync.test_seals import TOKENS

LOGIN = "lujs"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(world.url, tmp_path / "desk", LOGIN)
    yield desk
    desk.close()


def use(desk: Desk, count: int) -> None:
    """So many lines more in the record of the machine."""
    for number in range(count):
        line = SealUse(
            seq=1, use_id=f"u{number}", usage_no=1, result=UseResult.BEGUN, at=START,
            server_time=START, user_id=desk.user_id, user_name="卢景山", device_id=desk.device,
            seal_id="s", certificate="c", form="unit_opinion", app_id="case-1", version_no=1,
            content_sha256="0" * 64, doc_sha256="0" * 64, prev_hash=GENESIS,
        )  # fmt: skip
        with desk.journal.transaction(actor=desk.user_id, now=START) as writer:
            writer.seals.append(line)


def exchange(desk: Desk, kind: type[SealUses] = SealUses) -> None:
    async def go(session: Session) -> None:
        await kind(session, desk.journal, desk.events.append).run()

    desk.run(go)


def kept(world: World, desk: Desk) -> int:
    with world.server.db.read() as session:
        return seal_uses.whole_of(session, desk.device).seq


def test_many_lines_go_in_parts(world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.seal_uses.MOST_LINES", 3)
    use(desk, 8)
    exchange(desk)
    assert kept(world, desk) == 8
    assert desk.events == []


def test_a_record_that_grows_meanwhile_is_no_trouble(world: World, desk: Desk) -> None:
    class Busy(SealUses):
        """A seal is used between two questions, once."""

        grown = False

        def _after(self, seq: int) -> list[SealUse]:
            if not self.grown:
                self.grown = True
                use(desk, 2)
            return super()._after(seq)

    use(desk, 2)
    exchange(desk, Busy)
    assert kept(world, desk) == 4
    assert desk.events == []


def test_nothing_is_asked_where_no_seal_was_used(hostile: Hostile, tmp_path: Path) -> None:
    desk = Desk(hostile.url, tmp_path / "desk", LOGIN)
    hostile.answer["/v1/auth/token"] = as_json(TOKENS | {"user_id": desk.user_id})
    exchange(desk)
    desk.close()
    assert "/v1/seal-uses" not in hostile.paths()


def test_an_older_server_is_no_trouble(hostile: Hostile, tmp_path: Path) -> None:
    desk = Desk(hostile.url, tmp_path / "desk", LOGIN)
    hostile.answer["/v1/auth/token"] = as_json(TOKENS | {"user_id": desk.user_id})
    hostile.answer["/v1/seal-uses"] = problem(404, "NOT_FOUND")
    use(desk, 1)
    exchange(desk)
    desk.close()
    assert desk.events == []


def test_a_server_that_takes_nothing_is_told_and_left_alone(
    hostile: Hostile, tmp_path: Path
) -> None:
    desk = Desk(hostile.url, tmp_path / "desk", LOGIN)
    hostile.answer["/v1/auth/token"] = as_json(TOKENS | {"user_id": desk.user_id})
    nothing = SealUseAnswer(whole=ChainHead(), newest=0, log=ChainHead(), log_then="")
    hostile.answer["/v1/seal-uses"] = as_json(nothing.model_dump())
    use(desk, 2)
    exchange(desk)
    desk.close()
    assert desk.events == [Notice("SEAL_LOG_GAP", {"seq": "1"})]
    assert hostile.paths().count("/v1/seal-uses") == 2
