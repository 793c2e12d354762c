from __future__ import annotations

from pathlib import Path

import pytest

from app.ui.preferences import Preferences, load_preferences, save_preferences


def test_choices_come_back(tmp_path: Path) -> None:
    chosen = Preferences("dark", 130, "en", "https://zc.example.cn")
    save_preferences(tmp_path / "new", chosen)
    assert load_preferences(tmp_path / "new") == chosen


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", '{"theme": "pink", "percent": 99, "language": "fr", "server": 5}', '{"x": 1}'],
)
def test_what_makes_no_sense_counts_as_not_chosen(tmp_path: Path, text: str) -> None:
    (tmp_path / "preferences.json").write_text(text, "utf-8")
    assert load_preferences(tmp_path) == Preferences()


def test_one_bad_value_does_not_take_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_text('{"theme": "dark", "percent": "big"}', "utf-8")
    assert load_preferences(tmp_path) == Preferences(theme="dark")
