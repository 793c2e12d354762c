"""Rendering many recipes: in several processes, and only those not already on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import PIL
import reportlab

from server_stub.demo import fonts
from server_stub.demo.recipes import Recipe, render

_CHUNK = 12


class RenderCache:
    """Rendered files by recipe, in a folder that may be deleted at any time.

    A key holds the recipe, the source text of this package, the libraries and the font, so that a
    changed drawing is drawn again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, recipe: Recipe) -> bytes | None:
        """The remembered bytes, or None."""
        path = self._path(recipe)
        return path.read_bytes() if path.is_file() else None

    def put(self, recipe: Recipe, data: bytes) -> None:
        """Remember the bytes; a half-written file never gets the final name."""
        path = self._path(recipe)
        path.parent.mkdir(exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(data)
        temporary.replace(path)

    def _path(self, recipe: Recipe) -> Path:
        key = hashlib.sha256(f"{_version()}\n{recipe!r}".encode()).hexdigest()
        return self.folder / key[:2] / key


@lru_cache(maxsize=1)
def _version() -> str:
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    font = fonts.locate("serif")[0]
    digest.update(f"{PIL.__version__} {reportlab.Version} {font} {font.stat().st_size}".encode())
    return digest.hexdigest()


def render_all(
    recipes: Sequence[Recipe], *, workers: int = 1, cache: RenderCache | None = None
) -> Iterator[bytes]:
    """The files of the recipes, in their order, one at a time so that memory stays small.

    With `workers` above 1 in as many processes; the result does not depend on it.
    """
    if workers <= 1:
        for recipe in recipes:
            yield _remembered(recipe, cache)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        tasks = [(recipe, cache.folder if cache else None) for recipe in recipes]
        yield from pool.map(_task, tasks, chunksize=_CHUNK)


def _task(task: tuple[Recipe, Path | None]) -> bytes:
    recipe, folder = task
    return _remembered(recipe, RenderCache(folder) if folder else None)


def _remembered(recipe: Recipe, cache: RenderCache | None) -> bytes:
    if cache is None:
        return render(recipe)
    data = cache.get(recipe)
    if data is None:
        data = render(recipe)
        cache.put(recipe, data)
    return data
