from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend

from app.store import keys, vault
from app.store.home import Home
from app.store.vault import KeyringRefused, fit_backend


class MemoryKeyring(KeyringBackend):
    """A keyring of this process; the tests that use it declare its module fit."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    monkeypatch.setattr(vault, "_FIT", vault._FIT | {__name__})
    return MemoryKeyring()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(tmp_path, "https://title.example.invalid", "songqh")


def test_either_copy_recovers_the_key(home: Home, backend: MemoryKeyring) -> None:
    made = keys.create(home, "demo-2026", backend=backend)
    assert made.keyring_problem is None
    by_password = keys.unlock_with_password(home, "demo-2026", backend=backend)
    by_keyring = keys.unlock_with_keyring(home, backend=backend)
    assert made.derive("journal") == by_password.derive("journal") == by_keyring.derive("journal")
    assert made.derive("journal") != made.derive("cache")
    assert len(made.derive("blobs")) == 32


def test_the_key_itself_is_nowhere(home: Home, backend: MemoryKeyring) -> None:
    made = keys.create(home, "demo-2026", backend=backend)
    text = home.keys_path.read_text()
    kept = "".join(backend.kept.values())
    for secret in (made._master, made.derive("journal")):
        assert vault.base64.b64encode(secret).decode() not in text + kept
        assert secret.hex() not in text + kept
    assert "demo-2026" not in text
    assert made._master.hex() not in repr(made)


def test_another_password_does_not_open(home: Home, backend: MemoryKeyring) -> None:
    keys.create(home, "demo-2026", backend=backend)
    with pytest.raises(keys.WrongPassword):
        keys.unlock_with_password(home, "demo-2027", backend=backend)


def test_keys_are_never_made_twice(home: Home, backend: MemoryKeyring) -> None:
    keys.create(home, "demo-2026", backend=backend)
    with pytest.raises(FileExistsError):
        keys.create(home, "other", backend=backend)


def test_a_new_password_replaces_the_old(home: Home, backend: MemoryKeyring) -> None:
    made = keys.create(home, "old", backend=backend)
    keys.change_password(home, made, "new")
    again = keys.unlock_with_password(home, "new", backend=backend)
    assert again.derive("cache") == made.derive("cache")
    with pytest.raises(keys.WrongPassword):
        keys.unlock_with_password(home, "old", backend=backend)
    assert keys.unlock_with_keyring(home, backend=backend).derive("cache") == made.derive("cache")


def test_a_lost_keyring_copy_is_restored_by_the_password(
    home: Home, backend: MemoryKeyring
) -> None:
    made = keys.create(home, "demo-2026", backend=backend)
    backend.kept.clear()
    with pytest.raises(keys.KeysMissing):
        keys.unlock_with_keyring(home, backend=backend)
    keys.unlock_with_password(home, "demo-2026", backend=backend)
    assert keys.unlock_with_keyring(home, backend=backend).derive("x") == made.derive("x")


def test_forgetting_leaves_the_password_alone(home: Home, backend: MemoryKeyring) -> None:
    keys.create(home, "demo-2026", backend=backend)
    keys.forget_keyring(home, backend=backend)
    assert backend.kept == {}
    with pytest.raises(keys.KeysMissing):
        keys.unlock_with_keyring(home, backend=backend)


@pytest.mark.parametrize(
    "unfit",
    [keyring.backends.null.Keyring(), keyring.backends.fail.Keyring(), MemoryKeyring()],
    ids=["null", "fail", "unknown"],
)
def test_unfit_keyrings_are_refused_and_the_password_stands_alone(
    home: Home, unfit: KeyringBackend
) -> None:
    with pytest.raises(KeyringRefused) as caught:
        fit_backend(unfit)
    assert caught.value.code == "KEYRING_UNFIT"
    made = keys.create(home, "demo-2026", backend=unfit)
    assert made.keyring_problem == "KEYRING_UNFIT"
    again = keys.unlock_with_password(home, "demo-2026", backend=unfit)
    assert again.derive("x") == made.derive("x")


@pytest.mark.parametrize("damage", ["{", "[]", '{"version": 1}', '{"version": 99}'])
def test_damaged_keys_are_told_from_a_wrong_password(
    home: Home, backend: MemoryKeyring, damage: str
) -> None:
    home.keys_path.write_text(damage)
    with pytest.raises(keys.KeysMissing):
        keys.unlock_with_password(home, "demo-2026", backend=backend)


def test_absurd_costs_are_not_tried(home: Home, backend: MemoryKeyring) -> None:
    keys.create(home, "demo-2026", backend=backend)
    copies: dict[str, Any] = json.loads(home.keys_path.read_text())
    copies["password"]["memory_kib"] = 1 << 30
    home.keys_path.write_text(json.dumps(copies))
    with pytest.raises(keys.KeysMissing):
        keys.unlock_with_password(home, "demo-2026", backend=backend)


REAL = """
import sys
from pathlib import Path
import keyring
from app.store import keys
from app.store.home import Home
home = Home.at(Path(sys.argv[1]))
print(type(keyring.get_keyring()).__module__)
made = keys.create(home, "demo-2026")
print(made.keyring_problem)
print(keys.unlock_with_keyring(home).derive("x") == made.derive("x"))
keys.forget_keyring(home)
"""

SECRET_SERVICE = """
mkfifo "$HOME/unlock"
gnome-keyring-daemon --foreground --unlock --components=secrets <"$HOME/unlock" >/dev/null 2>&1 &
daemon=$!
printf test >"$HOME/unlock"
tries=0
until dbus-send --session --dest=org.freedesktop.DBus --print-reply / \\
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true
do
  tries=$((tries + 1)); [ $tries -lt 200 ] || break
  sleep 0.05
done
"$0" -c "$1" "$2"
kill $daemon
wait $daemon
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a Secret Service is a Linux thing")
def test_a_real_secret_service(home: Home, tmp_path: Path) -> None:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    private = {
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "HOME": str(tmp_path),
    }
    (tmp_path / "run").mkdir(mode=0o700)
    (tmp_path / "data").mkdir()
    done = subprocess.run(
        [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            SECRET_SERVICE,
            sys.executable,
            REAL,
            str(home.path),
        ],
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON_KEYRING")} | private,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == ["keyring.backends.SecretService", "None", "True"], (
        done.stdout + done.stderr
    )
