"""The gallery command writes one of everything and explains what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.demo import fonts, gallery, glyphs
from server_stub.demo.recipes import DRAWINGS


def test_one_of_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert gallery.main(["--out", str(out), "--heavy-bytes", "3000000"]) == 0
    names = {path.name for path in out.iterdir()}
    assert {f"{kind}.pdf" for kind in DRAWINGS} <= names
    assert {"broken_truncated.jpg", "broken_pdf_named.jpg", "heavy.pdf"} <= names
    assert len(capsys.readouterr().out.splitlines()) == len(names)


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine without fontconfig and without fonts."""
    remembered = (fonts.locate, fonts.load, glyphs.glyph, glyphs.advance)
    monkeypatch.setattr(fonts, "_FOLDERS", (str(tmp_path),))
    monkeypatch.setenv("PATH", "")
    for function in remembered:
        function.cache_clear()
    yield
    for function in remembered:
        function.cache_clear()


@pytest.mark.usefixtures("no_fonts")
def test_a_missing_font_is_said_and_not_thrown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gallery.main(["--out", str(tmp_path / "out")]) == 1
    assert "fonts-noto-cjk" in capsys.readouterr().err
