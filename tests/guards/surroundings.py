"""The process environment of the tests: the same on every machine, and nobody's real files."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

HOMES = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_RUNTIME_DIR": "run",
    "XDG_STATE_HOME": "state",
}
FIXED = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",
    "QT_QPA_PLATFORM": "offscreen",
    "TZ": "UTC",  # offices work in Beijing time: what takes the machine's zone shows
}
REMOVED = (
    "DBUS_SESSION_BUS_ADDRESS",  # the developer's own keyring stays out of reach
    "DISPLAY",
    "LANGUAGE",
    "QT_SCALE_FACTOR",
    "QT_STYLE_OVERRIDE",
    "WAYLAND_DISPLAY",
)


def enter() -> Path:
    """Change the environment of this process and its children; return the scratch folder.

    Must run before Qt, keyring or platformdirs are imported: they look once.
    """
    scratch = Path(tempfile.mkdtemp(prefix="titledesk-tests-"))
    for name, folder in HOMES.items():
        (scratch / folder).mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(scratch / folder)
    for name in REMOVED:
        os.environ.pop(name, None)
    os.environ.update(FIXED)
    if sys.platform != "linux":
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    if sys.platform != "win32":
        time.tzset()
    return scratch


def leave(scratch: Path) -> None:
    """Remove the scratch folder; a file that a dying process still holds is left behind."""
    shutil.rmtree(scratch, ignore_errors=True)
