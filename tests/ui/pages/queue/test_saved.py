"""Saved views survive a restart, and a broken one does no harm."""

from __future__ import annotations

from typing import Any

from app.store.readmodels import LocalState, QueueFilter
from app.ui.pages.queue import saved


class Kept:
    """State in memory."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def get(self, key: str, default: Any) -> Any:
        return self.values.get(key, default)

    def put(self, key: str, value: Any) -> None:
        self.values[key] = value


def test_a_view_comes_back_as_it_was_saved() -> None:
    state = Kept()
    view = saved.SavedView(
        "中级须改",
        QueueFilter(
            view="mine",
            text="云知",
            levels=frozenset({"MIDDLE"}),
            locals=frozenset({LocalState.DRAFT}),
            severities=frozenset({"ERROR"}),
            sort="name",
            descending=True,
        ),
    )
    saved.save(state, [view])
    assert saved.load(state) == [view]


def test_what_cannot_be_read_is_left_out() -> None:
    good = {"name": "好的", "view": "done"}
    broken = [{"view": "todo"}, "words", {"name": "坏的", "locals": ["nonsense"]}, good]
    state = Kept(**{"queue.saved_views": broken})
    assert [view.name for view in saved.load(state)] == ["好的"]
    assert saved.load(state)[0].filter.view == "done"
