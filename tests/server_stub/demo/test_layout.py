"""No text runs out of its page or over another text, not even with the longest values."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import combinations
from random import Random
from typing import Any

import pytest

from server_stub.demo import papers
from server_stub.demo.facts import PaperFacts
from server_stub.demo.layout import wrap
from server_stub.demo.recipes import DRAWINGS, Kind, Recipe, sheets
from server_stub.demo.samples import sample_facts
from server_stub.demo.scans import QUICK
from server_stub.demo.sheet import Mark, Sheet

_KINDS = list(DRAWINGS)
_LONG = "古丽巴哈尔·测试买买提"
_WORDS = "示例省市政基础设施综合整治提升改造及配套附属工程勘察设计施工总承包"


def _stretched(facts: Any) -> Any:
    """The same facts with every free text as long as a form lets it be."""
    changes: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if field.name in {"name", "contact", "signer", "president", "legal_representative"}:
            changes[field.name] = _LONG
        elif field.name == "authors":
            changes[field.name] = (_LONG,) * 4
        elif field.name == "paragraphs":
            changes[field.name] = (_WORDS * 8,) * 7
        elif isinstance(value, str) and field.name not in {"sex", "kind", "variety", "trade"}:
            changes[field.name] = value + _WORDS * (3 if len(value) > 6 else 1)
    return replace(facts, **changes)


def _outside(sheet: Sheet) -> list[Mark]:
    width, height = sheet.size
    return [
        mark
        for mark in sheet.marks
        if mark.x < 4
        or mark.y < 4
        or mark.x + mark.width > width - 4
        or mark.y + mark.height > height - 4
    ]


def _overlapping(sheet: Sheet) -> list[tuple[str, str]]:
    slack = 0.35  # millimetres; the em box is higher than the ink
    return [
        (one.text, two.text)
        for one, two in combinations(sheet.marks, 2)
        if one.x + slack < two.x + two.width
        and two.x + slack < one.x + one.width
        and one.y + slack < two.y + two.height
        and two.y + slack < one.y + one.height
    ]


@pytest.mark.parametrize("stretch", [False, True], ids=["usual", "longest"])
@pytest.mark.parametrize("kind", _KINDS)
def test_texts_stay_on_the_page_and_apart(kind: Kind, stretch: bool) -> None:
    facts = sample_facts(7, 41)[kind]
    for sheet in sheets(Recipe(kind, _stretched(facts) if stretch else facts, 3, look=QUICK)):
        assert not _outside(sheet)
        assert not _overlapping(sheet)


def test_a_book_has_its_own_cover_and_imprint() -> None:
    paper = sample_facts(7, 3)["journal_cover"]
    assert isinstance(paper, PaperFacts)
    book = replace(paper, kind="著作", isbn="978-7-9999-0000-0")
    for draw in (papers.cover, papers.copyright_page):
        (sheet,) = draw(book, QUICK.kit(Random(1)))
        printed = [mark.text for mark in sheet.marks]
        assert any(book.title in text for text in printed)
        assert not any("ISSN" in text for text in printed)
        assert not _overlapping(sheet)


def test_the_layout_check_itself_sees_an_overlap() -> None:
    sheet = QUICK.kit(Random(1)).sheet()
    sheet.text(20, 20, "第一行文字")
    sheet.text(22, 21, "压在上面的文字")
    sheet.text(205, 40, "出界")
    assert len(_overlapping(sheet)) == 1
    assert [mark.text for mark in _outside(sheet)] == ["出界"]


def test_wrapping_keeps_every_character_and_the_width() -> None:
    text = "经审核，证书编号99999920180001（原件）符合要求。第二句：ABC defg，完。"
    lines = wrap(text, 12, lambda part: float(len(part)))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, lines)) <= 14  # a word may be longer than a line of closing marks
    assert not any(line[0] in "，。）：" for line in lines)
    assert not any(line.endswith("（") for line in lines)
