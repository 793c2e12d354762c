"""The program killed at random moments of a scripted day: 20 times, with ``--full`` 200.

On a good line, on one that loses replies after the commit, and with two officers taking turns on
one machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kill import verdict
from tests.kill.proxy import LossyProxy
from tests.kill.town import APPROVER, HANDLER, Town

LONGEST = 0.8
"""Seconds of a life behind its opening, at most: enough for dozens of actions and some syncs."""


@pytest.fixture
def town(town_data: Path, tmp_path: Path) -> Iterator[Town]:
    with LossyProxy(9) as proxy:
        town = Town(tmp_path, town_data, proxy, seed=1)
        town.start_server()
        yield town
        town.kill_server()


@pytest.mark.timeout(1800)
def test_nothing_is_lost_or_doubled(town: Town, full: bool) -> None:
    town.hire("chenyao", claim=True)
    for _ in range(140 if full else 12):
        town.one_life("chenyao", HANDLER, longest=LONGEST)
    home, diary = town.finish("chenyao"), town.diary("chenyao")
    assert verdict.no_draft_lost(home, diary) > 0
    assert verdict.no_look_lost(home, diary) > 0
    assert verdict.no_decision_lost(home, diary) > 0
    assert verdict.each_once_in_order_by_its_author([home], town.documents()) > 0


@pytest.mark.timeout(1800)
def test_the_same_when_replies_are_lost_after_the_commit(town: Town, full: bool) -> None:
    town.hire("chenyao", claim=True)
    town.proxy.lose = lambda head: b"POST /v1/ops" in head and town.chance.random() < 0.5
    lives, most = 0, 20
    while lives < (30 if full else 4) or (town.proxy.lost == 0 and lives < most):
        town.one_life("chenyao", HANDLER, longest=LONGEST)
        lives += 1
    town.proxy.lose = lambda _head: False
    home, diary = town.finish("chenyao"), town.diary("chenyao")
    verdict.no_draft_lost(home, diary)
    assert verdict.no_decision_lost(home, diary) > 0
    assert verdict.each_once_in_order_by_its_author([home], town.documents()) > 0
    assert town.proxy.lost > 0


@pytest.mark.timeout(1800)
def test_two_officers_take_turns_on_one_machine(town: Town, full: bool) -> None:
    town.hire("chenyao", claim=True)
    town.hire("lujs", claim=False)
    turns, most = 0, 20
    while turns < (15 if full else 2) or (turns < most and not _both_decided(town)):
        for login, acts in (("chenyao", HANDLER), ("lujs", APPROVER)):
            town.finish(login)  # sees what the other has done: what follows is no conflict
            town.one_life(login, acts, longest=LONGEST)
            town.finish(login)
        turns += 1
    homes = [town.finish(login) for login in ("chenyao", "lujs")]
    for home, login in zip(homes, ("chenyao", "lujs"), strict=True):
        verdict.no_draft_lost(home, town.diary(login))
        assert verdict.no_decision_lost(home, town.diary(login)) > 0
    assert verdict.each_once_in_order_by_its_author(homes, town.documents()) > 0


def _both_decided(town: Town) -> bool:
    """Whether neither officer was killed each time before they could decide anything."""
    return all(
        any(line["what"] == "decided" for line in town.diary(login))
        for login in ("chenyao", "lujs")
    )
