"""Every problem has its words in both languages."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest

from app.media.problems import ProblemCode

FOLDER = Path(__file__).parents[2] / "resources" / "i18n"
PARTS = ("title", "reason", "safe", "remedy")
PARAMS = {"errno", "name", "page", "seconds", "type"}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_code_has_title_reason_safe_and_remedy(language: str) -> None:
    text = (FOLDER / f"messages.media.{language}.json").read_text("utf-8")
    words: dict[str, str] = json.loads(text)
    assert set(words) == {f"{code}.{part}" for code in ProblemCode for part in PARTS}
    for entry in words.values():
        assert entry.strip()
        assert "!" not in entry
        assert "！" not in entry
        used = {field for _, field, _, _ in string.Formatter().parse(entry) if field}
        assert used <= PARAMS
