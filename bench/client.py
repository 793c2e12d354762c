"""A client's machine: a home below a folder, entered as an officer enters it."""

from __future__ import annotations

from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.backends.null import Keyring

from app.operations.signin import SignIn, sign_in_online
from app.operations.workspace import Workspace
from app.store import keys
from app.store.home import Home

NO_KEYRING: KeyringBackend = Keyring()  # type: ignore[no-untyped-call]
"""A benchmark leaves the keyring of whoever runs it alone."""


def enter(root: Path, url: str, login: str, password: str) -> Workspace:
    """Sign in online; the first time this makes the home."""
    return sign_in_online(SignIn(root, url, login, backend=NO_KEYRING), password)


def check_password(root: Path, url: str, login: str, password: str) -> keys.KeyRing:
    """Only the first step of unlocking, which is slow so that guessing is."""
    home = Home.open(root, url, login, create=False)
    return keys.unlock_with_password(home, password, backend=NO_KEYRING)
