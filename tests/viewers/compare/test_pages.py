"""Which pages belong together, by what they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.viewers.compare.pages import (
    PageFate,
    PagePair,
    next_change,
    pair_at,
    pair_pages,
    unpaired,
)

SAME, CHANGED, INSERTED, REMOVED = PageFate


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abc", "abc", [(SAME, 0, 0), (SAME, 1, 1), (SAME, 2, 2)]),
        ("abc", "axc", [(SAME, 0, 0), (CHANGED, 1, 1), (SAME, 2, 2)]),
        ("abc", "abxc", [(SAME, 0, 0), (SAME, 1, 1), (INSERTED, None, 2), (SAME, 2, 3)]),
        ("abc", "ac", [(SAME, 0, 0), (REMOVED, 1, None), (SAME, 2, 1)]),
        ("abc", "axyc", [(SAME, 0, 0), (CHANGED, 1, 1), (INSERTED, None, 2), (SAME, 2, 3)]),
        ("ab", "x", [(CHANGED, 0, 0), (REMOVED, 1, None)]),
        ("", "a", [(INSERTED, None, 0)]),
        ("", "", []),
    ],
)
def test_what_became_of_each_page(
    old: str, new: str, expected: list[tuple[PageFate, int | None, int | None]]
) -> None:
    assert pair_pages(old, new) == tuple(PagePair(*one) for one in expected)


@given(
    st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12)
)
def test_every_page_stands_in_one_pair_in_order_and_same_means_same(
    old: list[str], new: list[str]
) -> None:
    pairs = pair_pages(old, new)
    assert [one.old for one in pairs if one.old is not None] == list(range(len(old)))
    assert [one.new for one in pairs if one.new is not None] == list(range(len(new)))
    for one in pairs:
        if one.fate is SAME:
            assert one.old is not None
            assert one.new is not None
            assert old[one.old] == new[one.new]


def test_the_next_change_goes_round() -> None:
    pairs = pair_pages("abcde", "axcdy")
    assert next_change(pairs, 0, 1) == 1
    assert next_change(pairs, 1, 1) == 4
    assert next_change(pairs, 4, 1) == 1
    assert next_change(pairs, 1, -1) == 4
    assert next_change(pair_pages("ab", "ab"), 0, 1) is None


def test_pages_are_found_in_their_pairs() -> None:
    pairs = pair_pages("abc", "abxc")
    assert pair_at(pairs, 2, new=True) == 2
    assert pair_at(pairs, 2, new=False) == 3
    assert pair_at(pairs, 9, new=False) is None


def test_without_hashes_pages_pair_by_number() -> None:
    assert [(one.old, one.new) for one in unpaired(3, 2)] == [(0, 0), (1, 1), (2, None)]
