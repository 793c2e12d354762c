"""The quality of a recommendation: text against text, no guessing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.recommendation import (
    ASPECT_NAMES,
    Aspect,
    Likeness,
    Span,
    bare,
    evidence,
    is_trivial,
    likeness,
    likest,
    quality,
    text_length,
    touched,
)
from app.domain.surroundings import OtherRecommendation
from tests.domain.clean_dossier import RECOMMENDATION
from tests.domain.make import liuzhou

WORDS = liuzhou().rule_params("R133") or {}
PHRASES = (liuzhou().rule_params("R132") or {}).get("phrases", [])


def test_the_clean_recommendation_is_good_on_all_sides() -> None:
    found = quality(RECOMMENDATION, WORDS["words"], PHRASES, ["示例大桥架设设备研制", "别的项目"])
    assert found.missing == []
    assert not found.trivial
    assert 150 <= found.length == text_length(RECOMMENDATION) <= 500
    assert found.evidence[0] == "示例大桥架设设备研制"
    assert "2017" in found.evidence
    assert "别的项目" not in found.evidence
    assert found.likest is None


def test_each_aspect_is_found_where_it_stands() -> None:
    text = "品德好，业绩好"
    found = quality(text, WORDS["words"])
    assert found.aspects[Aspect.CONDUCT] == (Span(0, 2),)
    assert [text[s.start : s.end] for s in found.aspects[Aspect.RESULTS]] == ["业绩"]
    assert found.missing == [Aspect.LEVEL, Aspect.ABILITY, Aspect.ATTITUDE]
    assert [ASPECT_NAMES[one].zh_CN for one in Aspect] == [
        "思想品德", "工作成绩", "专业水平", "业务能力", "工作态度",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("能解决复杂问题", [(1, 7)]),
        ("解决问题", [(0, 4)]),
        ("解决" + "一" * 15 + "问题", [(0, 19)]),
        ("解决" + "一" * 16 + "问题", []),
        ("问题解决", []),
    ],
)
def test_an_ellipsis_bridges_a_few_characters(text: str, found: list[tuple[int, int]]) -> None:
    assert [(s.start, s.end) for s in touched(text, ["解决…问题"])] == found


def test_words_are_taken_as_they_stand() -> None:
    assert touched("a.b", ["."]) == (Span(1, 2),)
    assert touched("一二一", ["一", "二", "一", " ", "…"]) == (Span(0, 1), Span(1, 2), Span(2, 3))


@pytest.mark.parametrize(
    ("text", "trivial"),
    [
        ("同意推荐", True),
        ("情况属实，同意推荐！", True),
        ("　同 意\n推 荐", True),
        ("", False),
        ("。", False),
        ("同意推荐，能力强", False),
        ("同", False),
    ],
)
def test_what_is_left_without_the_phrases(text: str, trivial: bool) -> None:
    assert is_trivial(text, ["同意", "推荐", "同意推荐", "情况属实", ""]) is trivial


def test_the_longest_phrase_goes_first() -> None:
    assert is_trivial("甲乙丙", ["乙", "甲乙丙"])


def test_blanks_have_no_length() -> None:
    assert text_length(" 一 二\n三　") == 3


def test_evidence_is_told_once_and_projects_first() -> None:
    assert evidence("完成示例路 3.5 公里，３项，示例路获奖3项", ["示例路", " ", "甲"]) == (
        "示例路", "3.5", "3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("一二三四五", "一二三四五", 1.0),
        ("一二三四五", "一二三四五六", 0.5),
        ("一二三四五六", "二三四五六七", 1 / 3),
        ("一二，三四五", "一二三 四五。", 1.0),
        ("ＡＢＣＤＥ", "abcde", 1.0),
        ("一二三", "一二三", 1.0),
        ("一二三", "一二四", 0.0),
        ("", "", 0.0),
        ("一二三四五", "", 0.0),
    ],
)
def test_likeness_is_the_share_of_common_runs(one: str, other: str, share: float) -> None:
    assert likeness(one, other) == likeness(other, one) == pytest.approx(share)


def test_the_most_similar_other_is_named() -> None:
    others = [
        OtherRecommendation(app_id="A1", text="别的话一二三"),
        OtherRecommendation(app_id="A2", text="一二三四五六"),
        OtherRecommendation(app_id="A3", text="一二三四五六"),
    ]
    assert likest("一二三四五六", others) == Likeness("A2", 1.0)
    assert likest("一二三四五六", []) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_stays_within_its_bounds(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == (1.0 if bare(one) else 0.0)
