"""The fonts: found with fontconfig or without, or named with the package that brings them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from server_stub.demo import fonts


def test_the_faces_have_the_rare_characters_of_names() -> None:
    for face in get_args(fonts.Face):
        font = fonts.load(face, 40)
        absent = bytes(font.getmask("\U000e0fff"))
        for char in "䶮㛃𬭎·":
            assert bytes(font.getmask(char)) != absent


def test_without_fontconfig_the_folders_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    path, index = fonts.locate("serif")
    monkeypatch.setattr(fonts, "_FOLDERS", (str(path.parent),))
    monkeypatch.setenv("PATH", "")
    fonts.locate.cache_clear()
    assert fonts.locate("serif") == (path, index)
    fonts.locate.cache_clear()


def test_a_missing_font_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", (str(tmp_path),))
    monkeypatch.setenv("PATH", "")
    fonts.locate.cache_clear()
    with pytest.raises(fonts.FontMissingError, match="fonts-noto-cjk") as caught:
        fonts.locate("sans")
    assert caught.value.family == "Noto Sans CJK SC"
    fonts.locate.cache_clear()
