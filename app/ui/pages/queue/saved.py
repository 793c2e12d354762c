"""Views of the officer's own, kept with the rest of the window's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.store.readmodels import LocalState, QueueFilter

_KEY = "queue.saved_views"


class Keeper(Protocol):
    """Where the window keeps its state."""

    def get(self, key: str, default: Any) -> Any:
        """The kept value."""

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""


@dataclass(frozen=True)
class SavedView:
    """A filter with a name."""

    name: str
    filter: QueueFilter


def load(state: Keeper) -> list[SavedView]:
    """The saved views; one that cannot be read is left out."""
    views = []
    for item in state.get(_KEY, []):
        if isinstance(item, Mapping) and isinstance(item.get("name"), str):
            try:
                views.append(SavedView(item["name"], _filter(item)))
            except (TypeError, ValueError):
                continue
    return views


def save(state: Keeper, views: list[SavedView]) -> None:
    """Keep the saved views."""
    state.put(_KEY, [{"name": view.name, **_document(view.filter)} for view in views])


def _document(filter_: QueueFilter) -> dict[str, Any]:
    return {
        "view": filter_.view,
        "text": filter_.text,
        "levels": sorted(filter_.levels),
        "locals": sorted(filter_.locals),
        "statuses": sorted(filter_.statuses),
        "severities": sorted(filter_.severities),
        "sort": filter_.sort,
        "descending": filter_.descending,
    }


def _filter(item: Mapping[str, Any]) -> QueueFilter:
    return QueueFilter(
        view=item.get("view", "todo"),
        text=str(item.get("text", "")),
        levels=frozenset(item.get("levels", ())),
        locals=frozenset(LocalState(value) for value in item.get("locals", ())),
        statuses=frozenset(item.get("statuses", ())),
        severities=frozenset(item.get("severities", ())),
        sort=item.get("sort", "deadline"),
        descending=bool(item.get("descending", False)),
    )
