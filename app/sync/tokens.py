"""The session: a short access token, kept fresh by a rotating refresh token (design §4)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from app.protocol.feed import TokenPair
from app.sync.client import ApiClient
from app.sync.errors import ApiProblem, SignedOutError

T = TypeVar("T")
P = ParamSpec("P")

EXPIRED = "TOKEN_EXPIRED"


class TokenStore(Protocol):
    """Where the refresh token outlives the program, encrypted. Writes are durable on return."""

    def load(self) -> str | None:
        """The refresh token of this home, if there is one."""

    def save(self, refresh_token: str | None) -> None:
        """Replace or, with None, forget it."""


class MemoryTokens:
    """A store that forgets with the program: for a sign-in before the home is unlocked."""

    def __init__(self) -> None:
        self._token: str | None = None

    def load(self) -> str | None:
        """The token, if there is one."""
        return self._token

    def save(self, refresh_token: str | None) -> None:
        """Replace or forget it."""
        self._token = refresh_token


class Session:
    """Calls the server as the signed-in user and keeps the tokens fresh.

    A lost answer to a refresh is harmless: the old refresh token stays stored until its successor
    is, and the server gives the same successor again within 60 s.

    Attributes:
        user_id: the token's subject; given beforehand, tokens of nobody else are taken.
    """

    def __init__(self, client: ApiClient, store: TokenStore, user_id: str | None = None) -> None:
        self.client = client
        self.user_id = user_id
        self._store = store
        self._access: str | None = None
        self._refreshing = asyncio.Lock()

    @property
    def can_resume(self) -> bool:
        """Whether a session can go on without a password."""
        return self._access is not None or self._store.load() is not None

    async def sign_in(self, login: str, password: str) -> TokenPair:
        """Start a session.

        :raises ApiProblem: ``BAD_CREDENTIALS``, ``LOCKED_OUT``.
        """
        pair = await self.client.sign_in(login, password)
        self.adopt(pair)
        return pair

    def adopt(self, pair: TokenPair) -> None:
        """Take over tokens; durable before they are used.

        :raises SignedOutError: they are somebody else's than this session's.
        """
        if self.user_id is not None and pair.user_id != self.user_id:
            raise SignedOutError("OTHER_USER")
        self._store.save(pair.refresh_token)
        self._access = pair.access_token
        self.user_id = pair.user_id

    async def sign_out(self) -> None:
        """Forget the tokens here and make them worthless at the server."""
        token = self._store.load()
        self._forget()
        if token is not None:
            await self.client.revoke(token)

    async def call(
        self,
        function: Callable[Concatenate[str, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run ``function(access token, …)``; refresh once where the token has run out.

        :raises SignedOutError: where only a new sign-in helps.
        """
        token = self._access or await self._fresh(None)
        try:
            return await function(token, *args, **kwargs)
        except ApiProblem as problem:
            if problem.status != 401:
                raise
            if problem.code != EXPIRED:
                raise self._over(problem) from problem
        token = await self._fresh(token)
        try:
            return await function(token, *args, **kwargs)
        except ApiProblem as problem:
            if problem.status != 401:
                raise
            raise self._over(problem) from problem

    async def _fresh(self, stale: str | None) -> str:
        """An access token other than ``stale``; several callers share one refresh."""
        async with self._refreshing:
            if self._access is not None and self._access != stale:
                return self._access
            refresh_token = self._store.load()
            if refresh_token is None:
                raise SignedOutError("SIGN_IN_NEEDED")
            try:
                self.adopt(await self.client.refresh(refresh_token))
            except ApiProblem as problem:
                if problem.status != 401:
                    raise
                raise self._over(problem) from problem
            assert self._access is not None
            return self._access

    def _over(self, problem: ApiProblem) -> SignedOutError:
        self._forget()
        return SignedOutError(problem.code, **problem.params)

    def _forget(self) -> None:
        self._access = None
        self._store.save(None)
