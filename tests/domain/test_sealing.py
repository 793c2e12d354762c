"""What a seal was at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.sealing import Seal, SealChange, SealStatus, status_then

BORN = datetime(2026, 1, 1, tzinfo=UTC)
A, F, R, E = SealStatus.ACTIVE, SealStatus.FROZEN, SealStatus.REVOKED, SealStatus.EXPIRED


def day(number: float) -> datetime:
    return BORN + timedelta(days=number)


def step(at: float, status: SealStatus, to: float = 100) -> SealChange:
    return SealChange(at=day(at), status=status, valid_to=day(to))


LIFE = [step(0, A), step(10, F), step(20, A), step(120, A, to=200), step(150, R, to=200)]


@pytest.mark.parametrize(
    ("at", "was"),
    [(-1, A), (0, A), (9, A), (10, F), (19, F), (20, A), (100, A), (101, E), (119, E), (120, A),
     (149, A), (150, R), (999, R)],
)  # fmt: skip
def test_it_was_what_the_last_step_before_made_it(at: float, was: SealStatus) -> None:
    assert status_then(LIFE, R, day(150), day(at)) is was


@pytest.mark.parametrize(
    ("status", "since", "at", "was"),
    [
        (R, 50, 49, A),
        (R, 50, 50, R),
        (R, None, 1, R),
        (F, 50, 49, A),
        (A, None, 1, A),
        (E, 90, 95, A),
    ],
)
def test_without_a_history_its_present_state_and_its_beginning_count(
    status: SealStatus, since: float | None, at: float, was: SealStatus
) -> None:
    assert status_then([], status, None if since is None else day(since), day(at)) is was


def test_a_term_that_is_over_expires_a_seal_that_was_active() -> None:
    seal = Seal(seal_id="s", name="章", owner_org="o", valid_from=BORN, valid_to=day(100))
    assert seal.as_of(day(100)).status is A
    over = seal.as_of(day(101))
    assert (over.status, over.status_since) == (E, day(100))
    frozen = seal.model_copy(update={"status": F})
    assert frozen.as_of(day(101)).status is F
