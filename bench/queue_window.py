"""Typing into the search field of the real window, over a hundred thousand cases."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QObject

from bench import documents
from bench.big_home import PASSWORD, SERVER, BigHome
from bench.timing import Line, Report
from bench.watching import Painted, Stalls, rest, wait_for
from bench.window import Cockpit, press, press_keys, unlocked

TYPED: Final = ("欧阳砚秋", "wei", documents.RARE, "示例柳北", "0042")
PAINTED_MS: Final = 50.0
STALL_MS: Final = 32.0
_KEYS_APART: Final = 0.09
"""Seconds between keys of somebody who types fast."""


def measure(big: BigHome, rounds: int, report: Report) -> None:
    """Add the lines of the window to ``report``."""
    with unlocked(big.home.path.parent, SERVER, documents.OFFICER, PASSWORD) as cockpit:
        rest(1.0)
        times = [one for _ in range(rounds) for one in _key_by_key(cockpit)]
        report.compare("window: key press → rows painted", times, p95_at_most=PAINTED_MS)
        with Stalls() as stalls:
            for _ in range(rounds):
                _in_a_row(cockpit)
        reached = stalls.longest <= STALL_MS
        target = f"longest ≤ {STALL_MS:g} ms"
        line = Line("window: longest stall, typing", stalls.longest, target=target, reached=reached)
        report.add(line)
        report.notes.append(
            f"{len(stalls.gaps)} stalls above 8 ms in {rounds} rounds of fast typing"
        )


def _key_by_key(cockpit: Cockpit) -> Iterator[float]:
    """Milliseconds from each key to its answer on screen; the next key waits for it."""
    search = cockpit.queue.top.search
    painted = Painted(cockpit.queue.table.viewport())
    loaded: list[float] = []
    connection = cockpit.queue.model.loaded.connect(lambda _: loaded.append(time.perf_counter()))
    for text in TYPED:
        for character in text:
            loaded.clear()
            begin = time.perf_counter()
            press(search, character)
            wait_for("rows", lambda: loaded and painted.at > loaded[-1])
            yield (painted.at - begin) * 1000
        press_keys(search, "Escape")
        rest(0.3)
    QObject.disconnect(connection)


def _in_a_row(cockpit: Cockpit) -> None:
    """Type without waiting, and take it back key by key."""
    search = cockpit.queue.top.search
    for text in TYPED:
        for character in text:
            press(search, character)
            rest(_KEYS_APART)
        for _ in text:
            press_keys(search, "Backspace")
            rest(_KEYS_APART)
