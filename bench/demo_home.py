"""A home that holds the demo cases with all their files, made by a real sync."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.store.readmodels import QueueFilter
from bench import client
from bench.fixtures import Recipe, kept
from bench.server import PASSWORD, serving

LOGIN: Final = "chenyao"
CASES: Final = 64
_PATIENCE: Final = 600.0
_MADE_OF: Final = (
    "app/domain/model.py", "app/store/blobs.py", "app/store/cache_schema.py",
    "app/store/journal_schema.py", "app/store/keys.py", "app/store/migrations",
    "app/store/sealed_file.py", "bench/demo_home.py", "server_stub/demo",
)  # fmt: skip


@dataclass(frozen=True)
class DemoHome:
    """Where the home is, and the address of the server that it was synced with and that is gone."""

    root: Path
    server: str
    login: str = LOGIN
    password: str = PASSWORD


def demo_home(cases: int = CASES, base: Path | None = None) -> DemoHome:
    """The home with the first ``cases`` demo cases, built where it is not there yet."""
    recipe = Recipe(f"demo-{cases}", _MADE_OF)
    folder = kept(recipe, lambda fresh: _build(fresh, cases), base)
    return DemoHome(folder / "homes", (folder / "server.txt").read_text("ascii"))


def _build(folder: Path, cases: int) -> None:
    with serving(folder / "data", "--demo", "--demo-size", str(cases)) as url:
        (folder / "server.txt").write_text(url, "ascii")
        with client.enter(folder / "homes", url, LOGIN, PASSWORD) as workspace:
            engine = workspace.start_sync(lambda _event: None, auto=False)
            engine.sync_once().result(_PATIENCE)
            engine.download(workspace.queries.queue_ids(QueueFilter(view="all")))
            engine.downloads_done().result(_PATIENCE)
