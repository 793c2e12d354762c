"""A key that wrong PINs locked: who lifts the lock, and how that stands on the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.sealing import SealStatus
from app.operations.sealing.own_seals import provider
from app.operations.sealing.seal_cards import seal_cards
from app.operations.workspace import Workspace
from app.seal.pin_guard import LIMIT
from app.seal.problems import SealError
from server_stub import seal_life
from server_stub.seal_life import Hand
from tests.operations.office import Office, audited, sync
from tests.operations.sealing import desk


def test_only_the_registrar_lifts_the_lock_of_a_key(unit: Office, sealer: Workspace) -> None:
    guard = provider(sealer, desk.SEAL).guard()
    tries = {"wrong": LIMIT, "last": datetime.now(UTC).isoformat()}
    with pytest.raises(SealError), provider(sealer, desk.SEAL).open("wrong"):
        pass
    (key,) = sealer.journal.setting("seals.tries", {})
    sealer.journal.put_settings({"seals.tries": {key: tries}})
    since = guard.locked_since
    assert since is not None

    def step(status: SealStatus, after: timedelta) -> None:
        with unit.world.server.db.write() as session:
            hand = Hand("u-lujs", "已当面核实", since + after)
            seal_life.change(session, desk.SEAL, status, hand)
        sync(sealer)

    step(SealStatus.FROZEN, timedelta(minutes=-2))
    step(SealStatus.ACTIVE, timedelta(minutes=-1))  # before it was locked: it says nothing of it
    with pytest.raises(SealError, match="PIN_LOCKED"), provider(sealer, desk.SEAL).open(desk.PIN):
        pass
    step(SealStatus.FROZEN, timedelta(minutes=1))
    assert guard.left == 0
    step(SealStatus.ACTIVE, timedelta(minutes=2))
    (card,) = seal_cards(sealer, since + timedelta(minutes=3))
    assert (card.tries_left, card.usable) == (None, True)
    with provider(sealer, desk.SEAL).open(desk.PIN):
        assert "seal.pin_unlocked" in audited(sealer)
    assert guard.left == LIMIT
