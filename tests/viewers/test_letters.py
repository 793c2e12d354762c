"""Letters, how they are compared, and their boxes."""

from __future__ import annotations

import pytest

from app.media.text import PageText, Word
from app.viewers.letters import folded, joined, letters_of, plain_text


def page(*words: tuple[str, str]) -> PageText:
    rows = (Word(text, (0.1, 0.1 * row, 0.4, 0.04), gap) for row, (text, gap) in enumerate(words))
    return PageText(tuple(rows))


def test_a_word_is_shared_out_among_its_letters() -> None:
    letters = letters_of(page(("钢结构施", "\n")))
    assert [letter.sign for letter in letters] == list("钢结构施")
    assert [letter.rect[0] for letter in letters] == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert [letter.gap for letter in letters] == ["", "", "", "\n"]


def test_a_word_from_top_to_bottom_is_shared_out_downwards() -> None:
    (first, second) = letters_of(PageText((Word("竖排", (0.5, 0.2, 0.02, 0.2)),)))
    assert first.rect == pytest.approx((0.5, 0.2, 0.02, 0.1))
    assert second.rect == pytest.approx((0.5, 0.3, 0.02, 0.1))


def test_width_case_and_spaces_do_not_matter() -> None:
    assert [folded(sign) for sign in "Ａa　５ ①"] == ["a", "a", "", "5", "", "1"]


def test_lines_of_chinese_are_joined_and_those_of_english_parted() -> None:
    assert plain_text(letters_of(page(("钢结", "\n"), ("构施工", "\n")))) == "钢结构施工"
    assert plain_text(letters_of(page(("steel", " "), ("truss", "\n")))) == "steel truss"
    assert plain_text(letters_of(page(("第", " "), ("3", " "), ("页", "\n")))) == "第 3 页"


def test_boxes_on_one_line_become_one() -> None:
    line = [(0.1, 0.1, 0.1, 0.04), (0.2, 0.1, 0.1, 0.04), (0.1, 0.2, 0.1, 0.04)]
    first, second = joined(line)
    assert first == pytest.approx((0.1, 0.1, 0.2, 0.04))
    assert second == line[2]
