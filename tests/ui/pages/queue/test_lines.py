"""Lines of the queue: heads between cases, closed groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.store.readmodels import GroupHead, QueuePage
from app.ui.pages.queue.lines import Lines

KEYS = ("overdue", "today", "tomorrow", "week", "later", "none")


def page(*counts: int) -> QueuePage:
    groups = []
    first = 0
    for key, count in zip(KEYS, counts, strict=False):
        groups.append(GroupHead(key, f"queue.group.{key}", None, count, 0, 0, first))  # type: ignore[arg-type]
        first += count
    return QueuePage(rows=(), total=first, groups=tuple(groups))


def test_without_groups_a_line_is_a_case() -> None:
    lines = Lines(QueuePage(rows=(), total=5))
    assert lines.count == 5
    assert [lines.case_at(line) for line in range(6)] == [0, 1, 2, 3, 4, None]
    assert lines.line_of(3) == 3
    assert lines.head_lines() == []


def test_heads_stand_before_their_cases() -> None:
    lines = Lines(page(2, 3))
    assert lines.count == 7
    assert [lines.case_at(line) for line in range(7)] == [None, 0, 1, None, 2, 3, 4]
    assert lines.head_lines() == [0, 3]
    head = lines.head_at(3)
    assert head is not None
    assert head.key == "today"


def test_a_closed_group_shows_its_head_alone() -> None:
    lines = Lines(page(2, 3), closed={"overdue"})
    assert [lines.case_at(line) for line in range(5)] == [None, None, 2, 3, 4]
    assert lines.line_of(1) is None
    assert lines.line_of(2) == 2


def test_nothing_is_shown_of_nothing() -> None:
    lines = Lines()
    assert lines.count == 0
    assert lines.case_at(0) is None
    assert lines.head_at(0) is None


@given(
    st.lists(st.integers(1, 40), max_size=6),
    st.sets(st.sampled_from(KEYS)),
)
def test_every_shown_case_has_one_line_and_back(counts: list[int], closed: set[str]) -> None:
    lines = Lines(page(*counts), closed)
    shown = [lines.case_at(line) for line in range(lines.count)]
    cases = [case for case in shown if case is not None]
    assert cases == sorted(set(cases))
    for line, case in enumerate(shown):
        if case is None:
            assert lines.head_at(line) is not None
        else:
            assert lines.line_of(case) == line
    hidden = set(range(lines.total)) - set(cases)
    assert all(lines.line_of(case) is None for case in hidden)
