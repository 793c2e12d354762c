"""Where the files of `resources/` are, whichever way the program was installed."""

from __future__ import annotations

import sys
from pathlib import Path


class ResourceMissingError(FileNotFoundError):
    """A file that belongs to the program is not there: the installation is damaged."""


def resource_root() -> Path:
    """Return the folder that holds the resources.

    It is `<bundle>/resources` in a frozen program, `app/_resources` in an installed wheel and
    `resources/` beside `app/` in a source checkout, looked for in this order.

    Raises:
        ResourceMissingError: none of them exists.
    """
    package = Path(__file__).resolve().parent
    candidates = [package / "_resources", package.parent / "resources"]
    bundle: str | None = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's boot loader
    if bundle is not None:
        candidates.insert(0, Path(bundle, "resources"))
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise ResourceMissingError(f"no resources folder among {[str(c) for c in candidates]}")


def resource(*parts: str) -> Path:
    """Return the path of one resource, for instance `resource("profiles", "GXRC.json")`.

    Raises:
        ResourceMissingError: the file or folder does not exist.
    """
    path = resource_root().joinpath(*parts)
    if not path.exists():
        raise ResourceMissingError(str(path))
    return path
