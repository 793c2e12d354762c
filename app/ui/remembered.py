"""记住账号: the login of the last sign-in, kept by the system's keyring.

A login stands in no file (design §5: nothing readable at rest). Without a fit keyring nothing is
remembered.
"""

from __future__ import annotations

from keyring.errors import KeyringError, PasswordDeleteError

from app.store.vault import SERVICE, KeyringRefused, fit_backend

_NAME = "last-login"
_TROUBLE = (KeyringRefused, KeyringError, OSError, RuntimeError)


def remembered_login() -> str:
    """The login to offer; empty where none is kept or no keyring answers."""
    try:
        return fit_backend().get_password(SERVICE, _NAME) or ""
    except _TROUBLE:
        return ""


def remember_login(login: str) -> bool:
    """Keep a login, or forget it with an empty one; whether the keyring did."""
    try:
        backend = fit_backend()
        if login:
            backend.set_password(SERVICE, _NAME, login)
        else:
            backend.delete_password(SERVICE, _NAME)
    except PasswordDeleteError:
        return True  # there was none
    except _TROUBLE:
        return False
    return True
