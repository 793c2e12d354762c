from __future__ import annotations

import keyring
import pytest
from keyring.backends import fail, null
from keyring.backends.SecretService import Keyring as SecretService
from keyring.errors import KeyringLocked

from app.operations.doctor import machine
from app.protocol.messages import message


def test_versions_name_what_the_program_stands_on() -> None:
    check = machine.check_versions()
    assert check.ok, check
    assert "4." in check.params["sqlcipher"]
    assert check.params["sqlcipher"] in check.document("en")["detail"]


def test_no_display_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert machine.check_display().document("zh_CN")["remedy"]
    monkeypatch.setenv("DISPLAY", ":7")
    assert machine.check_display().ok


def test_a_machine_without_chinese_fonts_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_chinese_fonts", list)
    assert not machine.check_fonts().ok


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(machine, "_loads", lambda file: file != "libEGL.so.1")
    check = machine.check_libraries()
    assert check.params["missing"] == "EGL"
    assert "libegl1" in check.document("en")["remedy"]


@pytest.mark.parametrize("backend", [null.Keyring(), fail.Keyring()])
def test_a_keyring_that_keeps_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, backend: object
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    check = machine.check_keyring()
    assert check.code == "doctor.keyring.refused"
    assert check.document("en")["remedy"] == message("doctor.keyring.refused.remedy", "en")


class Locked(SecretService):
    """A Secret Service that does not open."""

    __module__ = "keyring.backends.SecretService"

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("no prompt")


class Open(Locked):
    """A Secret Service that holds nothing for us yet."""

    __module__ = "keyring.backends.SecretService"

    def get_password(self, service: str, username: str) -> str | None:
        return None


def test_a_locked_keyring_is_told_from_a_good_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", Locked)
    assert machine.check_keyring().code == "doctor.keyring.locked"
    monkeypatch.setattr(keyring, "get_keyring", Open)
    assert machine.check_keyring().ok
