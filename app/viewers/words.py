"""The words of a problem, from the catalogue beside the program."""

from __future__ import annotations

import json
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from app.locate import resource
from app.media.problems import MediaProblem


class ProblemWords(NamedTuple):
    """What happened, what is safe, what to do (style guide §7 error card)."""

    title: str
    reason: str
    safe: str
    remedy: str


@cache
def _catalogue(language: str) -> dict[str, str]:
    texts = json.loads(resource("i18n", f"messages.media.{language}.json").read_text("utf-8"))
    return {str(key): str(text) for key, text in texts.items()}


def problem_words(problem: MediaProblem, name: str) -> ProblemWords:
    """The words for a problem with the file called `name`, in the default locale's language."""
    english = QLocale().language() == QLocale.Language.English
    texts = _catalogue("en" if english else "zh_CN")
    page = problem.page + 1 if problem.page is not None else 1
    params = {"name": name, "type": "?", "seconds": 0, "errno": 0} | dict(problem.params)
    params["page"] = page
    if params["type"] == "?":
        params["type"] = QCoreApplication.translate("DocumentView", "未知格式")
    parts = ("title", "reason", "safe", "remedy")
    words = ProblemWords(*(texts[f"{problem.code}.{part}"].format(**params) for part in parts))
    if {"width", "height"} <= problem.params.keys():
        size = QCoreApplication.translate("DocumentView", "文件写的尺寸是 {width} × {height}。")
        words = words._replace(reason=f"{words.reason}{size.format(**params)}")
    return words
