"""What the operating system must bring, and the one line that installs what is missing."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from tools.devenv.places import DevError, say


class For(Enum):
    """What a system part is needed for; each command asks for some of them."""

    VENV = "venv"
    QT = "qt"
    XCB = "xcb"
    KEYRING = "keyring"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing the system brings: how to see it, and the Debian and Fedora packages."""

    name: str
    purpose: For
    present: Callable[[], bool]
    debian: str
    fedora: str


def _library(soname: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return present


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _has_cjk_font() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    found = subprocess.run(
        [lister, ":lang=zh-cn", "family"], capture_output=True, check=False, timeout=60
    )
    return bool(found.stdout.strip())


_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"


def _lib(soname: str, purpose: For, debian: str, fedora: str) -> Part:
    return Part(soname, purpose, _library(soname), debian, fedora)


PARTS: tuple[Part, ...] = (
    Part("ensurepip", For.VENV, _has_ensurepip, f"{_PYTHON}-venv", "python3"),
    _lib("libEGL.so.1", For.QT, "libegl1", "libglvnd-egl"),
    _lib("libGL.so.1", For.QT, "libgl1", "libglvnd-glx"),
    _lib("libX11.so.6", For.QT, "libx11-6", "libX11"),
    _lib("libxkbcommon.so.0", For.QT, "libxkbcommon0", "libxkbcommon"),
    _lib("libfontconfig.so.1", For.QT, "libfontconfig1", "fontconfig"),
    _lib("libfreetype.so.6", For.QT, "libfreetype6", "freetype"),
    _lib("libglib-2.0.so.0", For.QT, "libglib2.0-0", "glib2"),
    _lib("libdbus-1.so.3", For.QT, "libdbus-1-3", "dbus-libs"),
    Part("fc-list", For.QT, _program("fc-list"), "fontconfig", "fontconfig"),
    Part("CJK font", For.QT, _has_cjk_font, "fonts-noto-cjk", "google-noto-sans-cjk-fonts"),
    _lib("libX11-xcb.so.1", For.XCB, "libx11-xcb1", "libX11-xcb"),
    _lib("libxkbcommon-x11.so.0", For.XCB, "libxkbcommon-x11-0", "libxkbcommon-x11"),
    _lib("libxcb-cursor.so.0", For.XCB, "libxcb-cursor0", "xcb-util-cursor"),
    _lib("libxcb-icccm.so.4", For.XCB, "libxcb-icccm4", "xcb-util-wm"),
    _lib("libxcb-image.so.0", For.XCB, "libxcb-image0", "xcb-util-image"),
    _lib("libxcb-keysyms.so.1", For.XCB, "libxcb-keysyms1", "xcb-util-keysyms"),
    _lib("libxcb-render-util.so.0", For.XCB, "libxcb-render-util0", "xcb-util-renderutil"),
    Part("dbus-daemon", For.KEYRING, _program("dbus-daemon"), "dbus-daemon", "dbus-daemon"),
    Part("gnome-keyring-daemon", For.KEYRING, _program("gnome-keyring-daemon"), "gnome-keyring",
         "gnome-keyring"),
    Part("softhsm2-util", For.SEAL, _program("softhsm2-util"), "softhsm2", "softhsm"),
    Part("pdfsig", For.SEAL, _program("pdfsig"), "poppler-utils", "poppler-utils"),
    Part("openssl", For.SEAL, _program("openssl"), "openssl", "openssl"),
)  # fmt: skip


def missing(purposes: Iterable[For]) -> list[Part]:
    """Return the parts this Linux lacks for `purposes`; empty on any other system."""
    if sys.platform != "linux":
        return []
    wanted = set(purposes)
    return [part for part in PARTS if part.purpose in wanted and not part.present()]


def remedy(parts: Iterable[Part]) -> str:
    """Return the one line that installs `parts` here, or their names where we know no line."""
    parts = list(parts)
    sudo = "" if _is_root() else "sudo "
    if shutil.which("apt-get"):
        names = " ".join(dict.fromkeys(part.debian for part in parts))
        return f"{sudo}apt-get install -y --no-install-recommends {names}"
    if shutil.which("dnf"):
        names = " ".join(dict.fromkeys(part.fedora for part in parts))
        return f"{sudo}dnf install -y {names}"
    return ", ".join(part.name for part in parts)


def ensure(*purposes: For, may_ask_root: bool = False, optional: bool = False) -> None:
    """Install what is missing where that is allowed, else name the line that does.

    Allowed is: Debian's apt-get as root, or through sudo with `may_ask_root` (`--yes`).

    Raises:
        DevError: something is still missing; with `optional` it is only said.
    """
    lacking = missing(purposes)
    if not lacking:
        return
    names = ", ".join(part.name for part in lacking)
    line = remedy(lacking)
    if shutil.which("apt-get") and (_is_root() or may_ask_root):
        say(f"正在安装系统组件：{names}", f"installing system parts: {line}")
        _apt(dict.fromkeys(part.debian for part in lacking))
        lacking = missing(purposes)
    if not lacking:
        return
    names = ", ".join(part.name for part in lacking)
    chinese, english = f"缺少系统组件：{names}。安装：{line}", f"missing: {names}. Install: {line}"
    if optional:
        say(chinese, english)
        return
    raise DevError(chinese, english)


def _apt(packages: Iterable[str]) -> None:
    prefix = [] if _is_root() else ["sudo"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            [*prefix, "apt-get", "-qq", *arguments],
            env=quiet,
            stdin=subprocess.DEVNULL if _is_root() else None,
            stdout=subprocess.DEVNULL,
            check=False,
        )  # what is still missing afterwards is told by the caller


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
