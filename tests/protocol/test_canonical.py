from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protocol.canonical import canonical, content_sha256

PAGE = Path(__file__).parents[2] / "docs" / "canonical.md"
VECTORS: list[dict[str, Any]] = json.loads(
    PAGE.read_text("utf-8").split("```json\n")[1].split("```")[0]
)

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("vector", VECTORS, ids=[v["case"] for v in VECTORS])
def test_vector(vector: dict[str, Any]) -> None:
    written = vector["canonical"].encode()
    assert content_sha256(vector["document"]) == vector["content_sha256"]
    assert hashlib.sha256(written).hexdigest() == vector["content_sha256"]
    assert canonical(json.loads(written)) == written


def test_what_is_about_the_version_does_not_count() -> None:
    assert VECTORS[0]["content_sha256"] == VECTORS[1]["content_sha256"]


@given(st.dictionaries(st.text(), values, max_size=5))
def test_the_order_of_members_does_not_count(document: dict[str, Any]) -> None:
    backwards = dict(reversed(document.items()))
    assert canonical(document) == canonical(backwards)
    assert json.loads(canonical(document)) == document


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53])
def test_what_has_no_canonical_form_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical({"value": value})
