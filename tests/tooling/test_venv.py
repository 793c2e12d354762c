from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.devenv import places, venv


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock that needs nothing from anywhere."""
    path = tmp_path / "lock.txt"
    path.write_text("# nothing\n", "utf-8")
    return path


@pytest.mark.full
def test_made_once_and_again_when_the_lock_changes(tmp_path: Path, lock: Path) -> None:
    made = tmp_path / "env"
    venv.ensure(made, lock)
    assert venv.is_current(made, lock)
    python = places.script(made, "python")
    born = python.lstat().st_mtime_ns

    lock.write_text("# nothing, said anew\n", "utf-8")
    assert not venv.is_current(made, lock)
    venv.ensure(made, lock)
    assert venv.is_current(made, lock)
    assert python.lstat().st_mtime_ns == born, "a working environment is kept"

    python.unlink()
    assert not venv.is_current(made, lock)
    venv.ensure(made, lock)
    assert venv.is_current(made, lock)


def test_line_endings_do_not_make_it_stale(tmp_path: Path) -> None:
    unix, windows = tmp_path / "a", tmp_path / "b"
    unix.write_bytes(b"a==1 \\\n    --hash=x\n")
    windows.write_bytes(b"a==1 \\\r\n    --hash=x\r\n")
    assert venv.lock_digest(unix) == venv.lock_digest(windows)


@pytest.mark.full
def test_a_pin_without_its_hash_is_refused(tmp_path: Path, lock: Path) -> None:
    lock.write_text("titledesk-no-such-package==1.0\n", "utf-8")
    with pytest.raises(places.DevError, match=r"(?i)hash"):
        venv.ensure(tmp_path / "env", lock)
    assert not venv.is_current(tmp_path / "env", lock)


@pytest.mark.parametrize(
    ("platform", "expected"), [("win32", "Scripts/python.exe"), ("linux", "bin/python")]
)
def test_where_the_interpreter_is(
    monkeypatch: pytest.MonkeyPatch, platform: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert places.script(Path("env"), "python") == Path("env") / expected
