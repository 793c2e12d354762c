from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.normal import org_key, title_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例（柳州）有限公司", "示例(柳州)有限公司"),
        ("示例〔柳州〕有限公司", "示例【柳州】有限公司"),
        ("示例[柳州]有限公司", "示例(柳州)有限公司"),
        (" 示例 有限　公司\n", "示例有限公司"),
        ("ＡＢＣ公司", "abc公司"),
    ],
)
def test_spellings_of_the_same_organisation(one: str, other: str) -> None:
    assert org_key(one) == org_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("示例公司", "示例有限公司"), ("示例（柳州）公司", "示例柳州公司"), ("示例一", "示例二")],
)
def test_different_organisations(one: str, other: str) -> None:
    assert org_key(one) != org_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《论道路排水》", "论道路排水"),
        ("论道路排水——以柳州为例", "论道路排水-以柳州为例"),
        ("ＢＩＭ in_Practice", "bim inpractice"),
    ],
)
def test_spellings_of_the_same_title(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)


def test_different_titles() -> None:
    assert title_key("论道路排水（一）") != title_key("论道路排水（二）")
    assert title_key("……") != title_key("？")


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert org_key(org_key(text)) == org_key(text)
    assert title_key(title_key(text)) == title_key(text)
