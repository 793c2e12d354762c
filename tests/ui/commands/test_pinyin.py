"""Commands and people are found by characters, pinyin, initials and mixtures of them."""

from __future__ import annotations

import pytest

from app.ui.commands.pinyin import score


@pytest.mark.parametrize(
    "query",
    ["退回", "退回修改", "tuihui", "thxg", "th", "tuih", "tuihxg", "TUIHUI", "修改", "xg", "退h"],
)
def test_found(query: str) -> None:
    assert score(query, "退回修改") is not None


@pytest.mark.parametrize("query", ["tg", "hth", "tuihuix1", "uihui", "改退", "x退"])
def test_not_found(query: str) -> None:
    assert score(query, "退回修改") is None


def test_readings_of_one_character() -> None:
    assert score("chongxintijiao", "重新提交") is not None
    assert score("zhong", "重新提交") is not None
    assert score("zhj", "重新计算") is None
    assert score("sl", "说了") is not None
    assert score("shl", "说了") is not None


def test_literal_beats_spelling_and_early_beats_late() -> None:
    literal, spelled = score("退回", "退回修改"), score("tuihui", "退回修改")
    late = score("tuihui", "提请退回")
    assert literal is not None
    assert spelled is not None
    assert late is not None
    assert literal > spelled > late


def test_every_word_must_be_found() -> None:
    assert score("云 gcs", "云知秋 高级工程师") is not None
    assert score("云 xyz", "云知秋 高级工程师") is None
    assert score("", "云知秋") == 0


def test_rare_characters_and_dots_do_not_break() -> None:
    assert score("abl", "阿卜力·买买提") is not None
    assert score("𬀩", "李𬀩") is not None
