"""This machine's record of seal uses held against the server's, line by line, and the server's log
walked at the server: what ``audit verify`` tells of the other side."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.protocol.seal_heads import LogVerdict, SealUsesHeld
from app.sync.client import ApiClient
from app.sync.errors import ApiProblem, SignedOutError
from app.sync.state import JournalTokens
from app.sync.tokens import Session

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_NO_SEALER = 403


@dataclass(frozen=True, slots=True)
class Held:
    """The device's lines as the server has them.

    ``broken_at`` is the first that does not follow there. ``differs_at`` is the first number that
    is another line here, or none; ``lacking_at`` the first that the server lacks though it has
    later ones. ``unsent`` lines are newer than all it has.
    """

    lines: int
    head: str
    broken_at: int | None
    differs_at: int | None
    lacking_at: int | None
    unsent: int

    @property
    def whole(self) -> bool:
        """Both sides tell the same as far as the server has heard."""
        return self.broken_at is None and self.differs_at is None and self.lacking_at is None


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What the server says. ``uses`` is None for an account that puts no seals on anything."""

    uses: Held | None
    log: LogVerdict

    @property
    def whole(self) -> bool:
        """Nothing is broken there, and nothing differs."""
        return self.log.broken_at is None and (self.uses is None or self.uses.whole)


def compare(ws: Workspace, password: str = "") -> OtherSide:
    """Ask the server; blocks, and belongs in a thread without a loop.

    :param password: to sign in with where the session of before is over.
    :raises SyncError: the server cannot be reached, or nobody is signed in.
    """
    return asyncio.run(_asked(ws, password))


async def _asked(ws: Workspace, password: str) -> OtherSide:
    client = ApiClient(ws.home.server_url, device_id=ws.device_id, clock=ws.clock)
    session = Session(client, JournalTokens(ws.journal), ws.account.user_id)
    try:
        try:
            log = await session.call(client.verify_log)
        except SignedOutError:
            if not password:
                raise
            await session.sign_in(ws.account.login, password)
            log = await session.call(client.verify_log)
        try:
            told = await _held(session)
        except ApiProblem as problem:
            if problem.status != _NO_SEALER:
                raise
            return OtherSide(None, log)
        return OtherSide(_against(ws, *told), log)
    finally:
        await client.aclose()


async def _held(session: Session) -> tuple[SealUsesHeld, dict[int, str]]:
    """All that the server has of this device, page by page."""
    page = first = await session.call(session.client.seal_uses_held, 0)
    there: dict[int, str] = {}
    while page.lines:
        there |= {one.seq: one.hash for one in page.lines}
        if max(there) >= first.newest:
            break
        page = await session.call(session.client.seal_uses_held, max(there))
    return first, there


def _against(ws: Workspace, first: SealUsesHeld, there: dict[int, str]) -> Held:
    with ws.journal.seals() as pages:
        here = {line.seq: line.hash for line in pages.lines()}
    newest = max(there, default=0)
    differ = (seq for seq in sorted(there) if here.get(seq) != there[seq])
    lack = (seq for seq in range(1, newest) if seq not in there)
    return Held(
        lines=len(there),
        head=there.get(newest, ""),
        broken_at=first.broken_at,
        differs_at=next(differ, None),
        lacking_at=next(lack, None),
        unsent=sum(seq > newest for seq in here),
    )
