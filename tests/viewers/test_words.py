"""The words on an error card."""

from __future__ import annotations

from app.media.problems import MediaProblem, ProblemCode
from app.viewers.words import problem_words


def test_too_large_says_how_large() -> None:
    problem = MediaProblem(ProblemCode.TOO_LARGE, {"width": 595, "height": 2147483648})
    assert problem_words(problem, "a.pdf").reason.endswith("文件写的尺寸是 595 × 2147483648。")


def test_without_a_size_nothing_is_made_up() -> None:
    reason = problem_words(MediaProblem(ProblemCode.TOO_LARGE), "a.pdf").reason
    assert reason == "文件声称的尺寸超出可以显示的范围。"


def test_a_damaged_page_is_named_by_its_number() -> None:
    words = problem_words(MediaProblem(ProblemCode.PAGE_DAMAGED, page=2), "a.pdf")
    assert "第 3 页" in words.reason
