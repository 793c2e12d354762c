from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain.profile import Place, positions

TEXT = """{
  "a": {"b": [1,
    {"c": "x, } \\" :", "d": []}
  ]},
  "e": null,
  "e": {}
}"""


def test_each_value_has_its_line() -> None:
    found = positions(TEXT)
    assert found.lines == {
        (): 1, ("a",): 2, ("a", "b"): 2, ("a", "b", 0): 2, ("a", "b", 1): 3,
        ("a", "b", 1, "c"): 3, ("a", "b", 1, "d"): 3, ("e",): 6,
    }  # fmt: skip
    assert found.doubles == [("e",)]


def test_a_missing_thing_is_told_at_the_line_around_it() -> None:
    found = positions(TEXT)
    assert found.line(("a", "b", 1, "z", 5)) == 3
    assert found.line(("z",)) == 1


def places(value: Any, at: Place = ()) -> set[Place]:
    """All places of a JSON value."""
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {at}.union(*(places(member, (*at, key)) for key, member in inner))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 0, 2]))
def test_every_place_of_any_json_is_found(value: Any, indent: int | None) -> None:
    found = positions(json.dumps(value, indent=indent, ensure_ascii=False))
    assert found.lines.keys() == places(value)
    assert found.doubles == []
