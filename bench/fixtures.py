"""What the benchmarks measure on, made once and kept in the system's temporary folder.

A fixture is named by what it is made of: other code of the store, or other numbers, give another
one. It is built aside and renamed when whole, so a stopped build leaves nothing that is used.
"""

from __future__ import annotations

import getpass
import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock

ROOT: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Recipe:
    """What a fixture is made of.

    Attributes:
        name: what it is and how large; begins its folder's name.
        sources: files and folders below the repository whose content decides about it.
    """

    name: str
    sources: Iterable[str]

    def key(self) -> str:
        """The folder's name."""
        digest = hashlib.sha256()
        for source in sorted(self.sources):
            path = ROOT / source
            for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                digest.update(file.read_bytes())
        return f"{self.name}-{digest.hexdigest()[:12]}"


def folder() -> Path:
    """Where fixtures are kept, below the system's temporary folder."""
    return Path(tempfile.gettempdir()) / f"titledesk-bench-{getpass.getuser()}"


def kept(recipe: Recipe, build: Callable[[Path], None], base: Path | None = None) -> Path:
    """The folder of a fixture, built now if it is not there; older ones of its name are removed.

    :param base: where fixtures are kept; by default in the system's temporary folder.
    """
    base = base or folder()
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = base / recipe.key()
    with FileLock(base / f"{recipe.name}.lock"):
        if target.is_dir():
            return target
        for old in base.glob(f"{recipe.name}-*"):
            shutil.rmtree(old)
        print(f"building {target.name}, once …", file=sys.stderr, flush=True)
        fresh = base / f"{recipe.name}-building"
        fresh.mkdir()
        build(fresh)
        fresh.rename(target)
    return target
