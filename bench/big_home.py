"""A home with a hundred thousand cached cases, and the same tables in a plain SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from app.domain.model import Account, Organisation
from app.operations.workspace import Workspace
from app.protocol.feed import ChangesPage, Me
from app.protocol.operations import WIRE_VERSION
from app.store import keys
from app.store.draft import ReviewDraft
from app.store.home import Home
from bench import documents
from bench.client import NO_KEYRING
from bench.fixtures import Recipe, kept

CASES: Final = 100_000
PASSWORD: Final = "bench-2026"
SERVER: Final = "http://127.0.0.1:9"
"""Nobody listens there: what is measured here is offline."""
NOW: Final = datetime(2026, 10, 9, 2, 24, tzinfo=UTC)
_PAGE: Final = 2_000
_DRAFTS: Final = 200
_MADE_OF: Final = (
    "app/store/cache_schema.py", "app/store/case_row.py",
    "app/store/journal_schema.py", "app/store/keys.py", "app/store/migrations",
    "app/store/projection.py", "app/store/tokens.py", "bench/big_home.py", "bench/documents.py",
)  # fmt: skip


@dataclass(frozen=True)
class BigHome:
    """The home, and where its tables are once more without encryption."""

    home: Home
    plain: Path

    def keys(self) -> keys.KeyRing:
        """The keys of the home."""
        return keys.unlock_with_password(self.home, PASSWORD, backend=NO_KEYRING)


@dataclass(frozen=True)
class _Page:
    head: ChangesPage
    changes: tuple[documents.Change, ...]


def big_home(cases: int = CASES, base: Path | None = None) -> BigHome:
    """The home with ``cases`` cases, built where it is not there yet."""
    recipe = Recipe(f"queue-{cases}", _MADE_OF)
    folder = kept(recipe, lambda fresh: _build(fresh, cases), base)
    home = Home.open(folder / "homes", SERVER, documents.OFFICER, create=False)
    return BigHome(home, folder / "plain.db")


def _build(folder: Path, cases: int) -> None:
    home = Home.open(folder / "homes", SERVER, documents.OFFICER)
    ring = keys.create(home, PASSWORD, backend=NO_KEYRING)
    with Workspace(home=home, keys=ring, lock=home.lock(), me=_me()) as workspace:
        numbers = iter(range(cases))
        while page := list(islice(numbers, _PAGE)):
            more = page[-1] + 1 < cases
            workspace.cache.apply_page(_page(page, more=more), documents.findings)
        _write_drafts(workspace, cases)
    _decrypt(home.cache_path, ring.derive("cache"), folder / "plain.db")


def _me() -> Me:
    unit = Organisation(org_id=documents.UNIT, name="示例市政工程集团有限公司")
    account = Account(
        user_id=documents.OFFICER,
        login=documents.OFFICER,
        name="测量员",
        org=unit,
        roles=["HANDLER"],
    )
    return Me(account=account, profiles={}, server_time=NOW, epoch="bench", wire=WIRE_VERSION)


def _page(page: list[int], *, more: bool) -> _Page:
    head = ChangesPage(changes=[], cursor=str(page[-1]), more=more, epoch="bench", server_time=NOW)
    return _Page(head, tuple(documents.change(number, NOW) for number in page))


def _write_drafts(workspace: Workspace, cases: int) -> None:
    """Some cases carry unsent work, as in the middle of a day."""
    body = ReviewDraft(version_no=1, overall_text="请补充第一篇论文的全文")
    with workspace.transaction(NOW - timedelta(hours=1)) as writer:
        for number in range(0, cases, max(1, cases // _DRAFTS)):
            writer.save_review(documents.app_id_of(number), body)


def _decrypt(path: Path, key: bytes, target: Path) -> None:
    """Copy the tables that lists read into a plain file."""
    connection: Any = dbapi2.connect(str(path), isolation_level=None)
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    cursor.execute("ATTACH DATABASE ? AS plain KEY ''", (str(target),))
    cursor.execute("SELECT sqlcipher_export('plain')")
    cursor.execute("DELETE FROM plain.document")
    cursor.execute("DETACH DATABASE plain")
    connection.close()
    connection = dbapi2.connect(str(target), isolation_level=None)
    connection.execute("VACUUM")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
