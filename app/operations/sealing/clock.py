"""Whether this machine knows what time it is, before a seal says when it was put on.

A clock that is off is no trouble while its distance to the server's is known: the seal and its
record tell the server's time, the record this machine's beside it. It is one where the distance
cannot be the true one any more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app.operations.errors import OperationRefused
from app.store.moments import local_day
from app.sync.state import load_heard

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

OFF: Final = timedelta(minutes=5)
"""So far a clock may be from the server's without a word."""
SILENT: Final = timedelta(days=30)
"""After so long without the server nobody can say what the clock did in the meantime."""


def clock_trouble(ws: Workspace) -> OperationRefused | None:
    """Why no seal may be put on by this clock: it went back since the server was last heard
    (``sealing.clock_back``), or it shows more than a month since then (``sealing.clock_off``)."""
    heard = load_heard(ws.journal)
    if heard is None:
        return None
    now = ws.clock.now()
    days = {"heard": f"{local_day(heard):%Y-%m-%d}", "now": f"{local_day(now):%Y-%m-%d}"}
    if now < heard - OFF:
        return OperationRefused("sealing.clock_back", **days)
    return OperationRefused("sealing.clock_off", **days) if now > heard + SILENT else None


def clock_note(ws: Workspace) -> OperationRefused | None:
    """A word for the officer whose clock is more than five minutes from the server's and is
    corrected (``sealing.clock_corrected``); to be shown, it refuses nothing."""
    offset = ws.clock.offset
    if abs(offset) <= OFF:
        return None
    local, server = ws.clock.local().astimezone(), ws.clock.now().astimezone()
    shown = {"local": f"{local:%Y-%m-%d %H:%M}", "server": f"{server:%Y-%m-%d %H:%M}"}
    return OperationRefused("sealing.clock_corrected", **shown)
