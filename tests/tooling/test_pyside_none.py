"""PySide6 6.12.0 on Python 3.11 loses a reference to None with every call that returns nothing.

After some 5,000 calls the interpreter aborts (docs/decisions/0002). On Python 3.12 and newer
None is immortal and the count does not move.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

CALLS = 1000


def test_calls_that_return_nothing_keep_their_none() -> None:
    thing = QObject()
    thing.setObjectName("a")  # whatever the first call loads is loaded now
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("b")
    assert before - sys.getrefcount(None) < CALLS // 10
