"""Entering and leaving: online sign-in, unlocking without a server, signing out, locking.

Whichever way one leaves, what was not sent stays in the home and leaves with its author's next
sign-in (design §3).
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.operations.device import device_id, new_device_id
from app.operations.errors import OperationRefused
from app.store import keys as keyrings
from app.store.errors import StoreFull
from app.store.home import Home, HomeMissing
from app.store.keys import KeyRing, KeysMissing, WrongPassword
from app.store.vault import KeyringRefused
from app.sync.address import normalised
from app.sync.clock import ServerClock
from app.sync.errors import SyncError

if TYPE_CHECKING:  # loaded where it is used: keys are unlocked first, a server may not be asked
    import ssl

    from keyring.backend import KeyringBackend

    from app.operations.workspace import Workspace
    from app.protocol.feed import Me, TokenPair
    from app.sync.http import Timeouts

SIGN_OUT_SECONDS = 10.0
"""How long a sign-out waits for the server to hear of it."""


@dataclass(frozen=True)
class SignIn:
    """Where and as whom.

    Attributes:
        root: the folder that holds the homes.
        backend: the keyring to use instead of the system's.
    """

    root: Path
    server_url: str
    login: str
    backend: KeyringBackend | None = None
    ssl_context: ssl.SSLContext | None = None
    timeouts: Timeouts | None = None


def sign_in_online(wanted: SignIn, password: str) -> Workspace:
    """Sign in at the server, and set the home and its keys up where this is the first time.

    The password is the one of the server; it also unlocks the home. Where it was changed at the
    server, the keyring opens the home and the new password is taken over. A home whose keys are
    damaged beyond both is set up anew; what it held is set aside, not deleted, and told.

    :raises SyncError: the server cannot be reached or refuses (``BAD_CREDENTIALS``, …).
    :raises HomeLocked: another program works on this home.
    :raises OperationRefused: ``SIGNIN_OLD_PASSWORD`` where the home opens neither by this password
        nor by the keyring: only the former password does.
    :raises StoreError: the home cannot be made or opened.
    """
    address = normalised(wanted.server_url)
    home = _existing(wanted.root, address, wanted.login)
    lock = home.lock() if home else None
    try:
        device = device_id(home) if home else new_device_id()
        clock = ServerClock()
        pair, me = _ask(_enter(wanted, address, password, device, clock))
        if home is None or lock is None:
            home = Home.open(wanted.root, address, wanted.login)
            lock = home.lock()
        device_id(home, fresh=device)
        from app.operations.workspace import Workspace

        workspace = Workspace(
            home=home, keys=_keys(home, password, wanted), lock=lock, me=me, clock=clock
        )
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    with _closed_on_failure(workspace):
        _settle(workspace, pair)
    return workspace


def unlock_offline(wanted: SignIn, password: str | None = None) -> Workspace:
    """Open a home without the server, by its password or, with None, by the system's keyring.

    The engine goes on with the session of before when the server is back.

    :raises OperationRefused: ``SIGNIN_NO_HOME``: this account was never used here.
    :raises WrongPassword: the password does not open it.
    :raises HomeLocked: another program works on this home.
    :raises KeyringRefused: there is no keyring that may hold a key.
    :raises StoreFull: the disk is full; the home stays closed.
    """
    home = _existing(wanted.root, normalised(wanted.server_url), wanted.login)
    if home is None or not keyrings.has_keys(home):
        raise OperationRefused("SIGNIN_NO_HOME")
    lock = home.lock()
    try:
        keys = _unlock(home, password, wanted.backend)
        from app.operations.workspace import Workspace

        workspace = Workspace(home=home, keys=keys, lock=lock)
    except BaseException:
        lock.release()
        raise
    with _closed_on_failure(workspace), workspace.transaction() as writer:
        writer.audit("unlock", workspace.account.user_id)
    return workspace


def sign_in_again(workspace: Workspace, password: str) -> None:
    """Give the running engine a new session of the same officer, after the old one ended.

    :raises SyncError: the server cannot be reached or refuses.
    :raises OperationRefused: ``SIGNIN_OTHER_USER``.
    """
    wanted = SignIn(workspace.home.path.parent, workspace.home.server_url, workspace.account.login)
    pair, me = _ask(
        _enter(wanted, wanted.server_url, password, workspace.device_id, workspace.clock)
    )
    if me.account.user_id != workspace.account.user_id:
        raise OperationRefused("SIGNIN_OTHER_USER")
    workspace.remember(me)
    _settle(workspace, pair)
    if workspace.sync is not None:
        workspace.sync.signed_in(pair)


def sign_out(workspace: Workspace) -> int:
    """End the session here and at the server, and close the home.

    :return: how many operations are not sent; they stay in the home.
    """
    unsent = workspace.unsent()
    with workspace.transaction() as writer:
        writer.audit("sign_out", workspace.account.user_id, {"unsent": unsent})
    if workspace.sync is not None:
        with suppress(TimeoutError, SyncError):  # the token is forgotten below in any case
            workspace.sync.sign_out().result(SIGN_OUT_SECONDS)
    from app.sync.state import JournalTokens

    JournalTokens(workspace.journal).save(None)
    workspace.close()
    return unsent


def lock(workspace: Workspace) -> None:
    """Close the home; the session stays and goes on after unlocking."""
    # A full disk must not keep it open.
    with suppress(StoreFull), workspace.transaction() as writer:
        writer.audit("lock", workspace.account.user_id)
    workspace.close()


def _ask(answer: Coroutine[Any, Any, tuple[TokenPair, Me]]) -> tuple[TokenPair, Me]:
    """Wait for the server, in a thread that has no loop."""
    import asyncio

    return asyncio.run(answer)


async def _enter(
    wanted: SignIn, address: str, password: str, device: str, clock: ServerClock
) -> tuple[TokenPair, Me]:
    from app.sync.client import ApiClient

    client = ApiClient(
        address,
        device_id=device,
        clock=clock,
        timeouts=wanted.timeouts,
        ssl_context=wanted.ssl_context,
    )
    try:
        pair = await client.sign_in(wanted.login, password)
        return pair, await client.me(pair.access_token)
    finally:
        await client.aclose()


@contextmanager
def _closed_on_failure(workspace: Workspace) -> Iterator[None]:
    """Nobody may enter where the entering cannot be noted; the home must not stay locked then."""
    try:
        yield
    except BaseException:
        workspace.close()
        raise


def _settle(workspace: Workspace, pair: TokenPair) -> None:
    from app.sync.state import JournalTokens, save_clock

    JournalTokens(workspace.journal).save(pair.refresh_token)
    save_clock(workspace.journal, workspace.clock)
    with workspace.transaction() as writer:
        writer.audit("sign_in", workspace.account.user_id)


def _existing(root: Path, address: str, login: str) -> Home | None:
    try:
        return Home.open(root, address, login, create=False)
    except HomeMissing:
        return None


def _keys(home: Home, password: str, wanted: SignIn) -> KeyRing:
    """The keys of a home for a password that the server has just accepted."""
    if not keyrings.has_keys(home):
        return keyrings.create(home, password, backend=wanted.backend)
    try:
        return keyrings.unlock_with_password(home, password, backend=wanted.backend)
    except (WrongPassword, KeysMissing) as problem:
        try:
            opened = keyrings.unlock_with_keyring(home, backend=wanted.backend)
        except (KeysMissing, KeyringRefused):
            if isinstance(problem, WrongPassword):
                raise OperationRefused("SIGNIN_OLD_PASSWORD") from problem
            keyrings.set_aside(home)  # the databases follow it: without it they do not open
            return keyrings.create(home, password, backend=wanted.backend)
        keyrings.change_password(home, opened, password)
        return opened


def _unlock(home: Home, password: str | None, backend: KeyringBackend | None) -> KeyRing:
    if password is None:
        return keyrings.unlock_with_keyring(home, backend=backend)
    return keyrings.unlock_with_password(home, password, backend=backend)
