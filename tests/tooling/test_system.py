from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from tools.devenv import system
from tools.devenv.places import DevError
from tools.devenv.system import For

LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="other systems bring these parts")

ABSENT_QT = replace(system.PARTS[1], name="libNoSuch.so.9", present=lambda: False)
ABSENT_FONT = replace(ABSENT_QT, name="CJK font", debian="fonts-noto-cjk", fedora="noto-cjk")


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "PARTS", (ABSENT_QT, ABSENT_FONT))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "_is_root", lambda: False)


def _only(*programs: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in programs else None


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "sudo apt-get install -y --no-install-recommends libegl1 fonts-noto-cjk"),
        ("dnf", "sudo dnf install -y libglvnd-egl noto-cjk"),
        ("pacman", "libNoSuch.so.9, CJK font"),
    ],
)
@pytest.mark.usefixtures("lacking")
def test_the_one_line_is_named(monkeypatch: pytest.MonkeyPatch, manager: str, line: str) -> None:
    monkeypatch.setattr(shutil, "which", _only(manager))
    with pytest.raises(DevError) as caught:
        system.ensure(For.QT)
    chinese, english = str(caught.value).splitlines()
    assert chinese.endswith(line)
    assert english.endswith(line)


@pytest.mark.usefixtures("lacking")
def test_an_optional_part_is_only_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", _only("apt-get"))
    system.ensure(For.QT, optional=True)
    assert "sudo apt-get install" in capsys.readouterr().out


@pytest.mark.usefixtures("lacking")
def test_what_nobody_asks_for_is_not_missing() -> None:
    assert system.missing([For.KEYRING]) == []
    assert system.missing([For.QT]) == [ABSENT_QT, ABSENT_FONT]


@LINUX_ONLY
def test_a_library_is_seen_or_not() -> None:
    assert system._library("libc.so.6")()
    assert not system._library("libtitledesk-no-such.so.1")()


def test_parts_have_names_of_their_own() -> None:
    names = [part.name for part in system.PARTS]
    assert len(names) == len(set(names))
