"""Which pages there are, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tools import route_table
from tools.docgen import profile_schema, rules, workflow

ROOT = Path(__file__).resolve().parents[2]


def _protocol() -> str:
    text = route_table.PAGE.read_text("utf-8")
    return route_table.page(text, route_table.table(route_table.openapi()))


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/rules.md": rules.page,
    "docs/workflow.md": workflow.page,
    "docs/protocol.md": _protocol,
    "resources/profiles/schema/profile.schema.json": profile_schema.text,
}
"""Path in the repository to what should stand there."""


def stale(path: str) -> bool:
    """Whether a page says something else than the code."""
    file = ROOT / path
    return not file.is_file() or file.read_text("utf-8") != PAGES[path]()


def write() -> list[str]:
    """Write every page; the paths of those that changed."""
    changed = []
    for path, make in PAGES.items():
        text, file = make(), ROOT / path
        if not file.is_file() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
            changed.append(path)
    return changed
