"""What the machine brings along: versions, libraries, a display, Chinese fonts, a keyring."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import sys
from pathlib import Path

from app import __version__
from app.operations.doctor.check import Check

_LIBRARIES = {
    "EGL": "libEGL.so.1",
    "GL": "libGL.so.1",
    "xkbcommon": "libxkbcommon.so.0",
    "fontconfig": "libfontconfig.so.1",
    "dbus-1": "libdbus-1.so.3",
    "glib-2.0": "libglib-2.0.so.0",
}
_WINDOW_LIBRARIES = {
    "xcb-cursor": "libxcb-cursor.so.0",
    "xkbcommon-x11": "libxkbcommon-x11.so.0",
    "xcb-icccm": "libxcb-icccm.so.4",
    "xcb-keysyms": "libxcb-keysyms.so.1",
}


def check_versions() -> Check:
    """The program and what it stands on."""
    import ssl

    import sqlcipher3

    database = sqlcipher3.connect(":memory:")
    try:
        row = database.execute("PRAGMA cipher_version").fetchone()
    finally:
        database.close()
    params = {
        "app": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "sqlcipher": row[0] if row else "—",
        "sqlite": sqlcipher3.sqlite_version,
        "openssl": ssl.OPENSSL_VERSION,
        "qt": _version("PySide6-Essentials"),
        "httpx": _version("httpx"),
    }
    good = bool(row) and sys.version_info >= (3, 11) and params["qt"] != "—"
    return Check("versions", good, "doctor.versions.ok" if good else "doctor.versions.bad", params)


def _version(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return "—"


def check_libraries() -> Check:
    """The system libraries that a window needs on Linux."""
    if sys.platform != "linux":
        return Check("libraries", True, "doctor.libraries.ok")
    offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen")
    wanted = _LIBRARIES if offscreen else _LIBRARIES | _WINDOW_LIBRARIES
    missing = [name for name, file in wanted.items() if not _loads(file)]
    if missing:
        params = {"missing": ", ".join(missing)}
        return Check("libraries", False, "doctor.libraries.missing", params)
    return Check("libraries", True, "doctor.libraries.ok")


def _loads(file: str) -> bool:
    """Whether the system finds a library; asking it takes no compiler, as `find_library` may."""
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def check_display() -> Check:
    """Somewhere to show a window."""
    if sys.platform in {"win32", "darwin"}:
        return Check("display", True, "doctor.display.ok", {"display": sys.platform})
    names = ("WAYLAND_DISPLAY", "DISPLAY")
    display = next((f"{name}={os.environ[name]}" for name in names if os.environ.get(name)), None)
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        display = "offscreen"
    if display is None:
        return Check("display", False, "doctor.display.none")
    return Check("display", True, "doctor.display.ok", {"display": display})


def check_fonts() -> Check:
    """A font with Chinese characters."""
    fonts = _chinese_fonts()
    if not fonts:
        return Check("cjk_fonts", False, "doctor.fonts.none")
    params = {"fonts": "、".join(fonts[:3]), "count": str(len(fonts))}
    return Check("cjk_fonts", True, "doctor.fonts.ok", params)


def _chinese_fonts() -> list[str]:
    if sys.platform == "win32":
        folder = Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        files = ("msyh.ttc", "Deng.ttf", "simsun.ttc", "simhei.ttf")
        return [name for name in files if (folder / name).exists()]
    if sys.platform == "darwin":
        return [p.stem for p in Path("/System/Library/Fonts").glob("*PingFang*")]
    if shutil.which("fc-list") is None:
        return []
    import subprocess

    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line})


def check_keyring() -> Check:
    """Where the operating system would keep the key of the home."""
    from app.store.vault import KeyringRefused, Vault, fit_backend

    try:
        backend = fit_backend()
        Vault(backend).get("doctor")
    except KeyringRefused as refused:
        if refused.code == "KEYRING_UNFIT":
            return Check("keyring", False, "doctor.keyring.refused", refused.params)
        if refused.code != "KEYRING_EMPTY":
            params = {"backend": type(backend).__module__}
            return Check("keyring", False, "doctor.keyring.locked", params)
    return Check("keyring", True, "doctor.keyring.ok", {"backend": type(backend).__module__})
