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


# --- spellings made at random

WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
BRACKETS = ("()", "（）", "〔〕", "[]", "［］", "【】")
SPACES = st.text(" \t\u3000\u00a0", max_size=3)
NAMES = st.text("示例市政公司第一二ABCxyz019", min_size=1, max_size=8)


@st.composite
def spelt(draw: st.DrawFn, text: str) -> str:
    """The same text otherwise: letters wide or narrow, large or small, spaces anywhere."""
    made = [draw(SPACES)]
    for sign in text:
        other = draw(st.sampled_from([sign, sign.upper(), sign.lower()]))
        made += [WIDE.get(other, other) if draw(st.booleans()) else other, draw(SPACES)]
    return "".join(made)


@given(st.data(), NAMES, NAMES)
def test_however_an_organisation_is_spelt_it_has_one_key(
    data: st.DataObject, name: str, place: str
) -> None:
    one, other = (data.draw(st.sampled_from(BRACKETS)) for _ in range(2))
    plain = f"{name}{one[0]}{place}{one[1]}"
    again = data.draw(spelt(f"{name}{other[0]}{place}{other[1]}"))
    assert org_key(again) == org_key(plain)
    assert org_key(plain) == f"{name}({place})".lower()


@given(st.data(), NAMES, NAMES)
def test_however_a_title_is_spelt_and_marked_it_has_one_key(
    data: st.DataObject, title: str, more: str
) -> None:
    signs = st.text("·・•‧．，：——《》“”'-_ （）", max_size=3)
    again = data.draw(spelt(title)) + data.draw(signs) + data.draw(spelt(more))
    assert title_key(data.draw(signs) + again + data.draw(signs)) == title_key(title + more)
    assert title_key(title + more) == (title + more).lower()


@given(st.text())
def test_a_key_has_no_spaces_and_no_wide_letters(text: str) -> None:
    for key in (org_key(text), title_key(text)):
        assert "".join(key.split()) == key
        assert not set(key) & set(WIDE.values())
