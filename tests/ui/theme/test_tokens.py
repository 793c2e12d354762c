"""Every ink can be read on every ground it may stand on (style guide §2)."""

from __future__ import annotations

import pytest

from app.ui.theme.tokens import GROUNDS, INKS, PAIRS, contrast, tokens

READABLE = 4.5
VISIBLE = 3.0


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_ink_is_readable(ink: str, ground: str, dark: bool) -> None:
    scheme = tokens().scheme(dark)
    assert contrast(scheme[ink], scheme[ground]) >= READABLE


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_pair_is_readable(ink: str, ground: str, dark: bool) -> None:
    scheme = tokens().scheme(dark)
    assert contrast(scheme[ink], scheme[ground]) >= READABLE


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_marks_are_visible(dark: bool) -> None:
    scheme = tokens().scheme(dark)
    for ground in ("panel", "subtle", "window"):
        assert contrast(scheme["control"], scheme[ground]) >= VISIBLE
        assert contrast(scheme["amber_mark"], scheme[ground]) >= VISIBLE


def test_both_schemes_name_the_same_tokens() -> None:
    assert tokens().light.keys() == tokens().dark.keys()
