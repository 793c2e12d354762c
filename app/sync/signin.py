"""Signing in with a password, before there is an engine."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass

from app.protocol.feed import Me, TokenPair
from app.sync.client import ApiClient
from app.sync.clock import ServerClock
from app.sync.http import Timeouts


@dataclass(frozen=True)
class SignedIn:
    """What a sign-in gave: tokens to keep, who one is, and the server's clock."""

    pair: TokenPair
    me: Me
    clock: ServerClock


def sign_in(
    address: str,
    login: str,
    password: str,
    *,
    device_id: str,
    timeouts: Timeouts | None = None,
    ssl_context: ssl.SSLContext | None = None,
) -> SignedIn:
    """Exchange a password for a session; blocks until the server has answered.

    :raises ApiProblem: ``BAD_CREDENTIALS`` (param ``tries_left``), ``LOCKED_OUT`` (``minutes``).
    :raises SyncError: anything else that stands between; see :mod:`app.sync.errors`.
    """

    async def ask() -> SignedIn:
        client = ApiClient(address, device_id=device_id, timeouts=timeouts, ssl_context=ssl_context)
        try:
            await client.health()
            pair = await client.sign_in(login, password)
            me = await client.me(pair.access_token)
            return SignedIn(pair, me, client.clock)
        finally:
            await client.aclose()

    return asyncio.run(ask())
