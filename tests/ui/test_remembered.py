from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from app.store import vault
from app.ui.remembered import remember_login, remembered_login


class Drawer(KeyringBackend):
    """A keyring of this test alone."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    made = Drawer()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    monkeypatch.setattr(vault, "_FIT", frozenset({Drawer.__module__}))
    return made


def test_a_login_is_kept_and_forgotten(drawer: Drawer) -> None:
    assert remembered_login() == ""
    assert remember_login("chenyao")
    assert remembered_login() == "chenyao"
    assert remember_login("")
    assert remembered_login() == ""
    assert remember_login("")  # nothing to forget is no trouble


def test_without_a_fit_keyring_nothing_is_remembered() -> None:
    assert not remember_login("chenyao")
    assert remembered_login() == ""
