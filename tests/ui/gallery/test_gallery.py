"""Every component, at every size, scale and language: nothing is cut off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.gallery.__main__ import SHEET, components
from app.ui.gallery.cockpit import main_window
from app.ui.i18n import Lang, set_language
from app.ui.theme import theme
from tests.ui.clipping import clipped


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Lang]:
    set_language(qapp, request.param)
    yield request.param
    set_language(qapp, "zh_CN")


@pytest.mark.parametrize("percent", [90, 100, 115, 130])
def test_nothing_is_cut_on_the_components_sheet(language: Lang, percent: int, qtbot: QtBot) -> None:
    theme.set_percent(percent)
    sheet = components()
    qtbot.addWidget(sheet)
    sheet.show()
    QApplication.processEvents()
    assert clipped(sheet) == []


@pytest.mark.parametrize("size", [(1280, 640), (1366, 688), (1920, 1000)])
def test_nothing_is_cut_in_the_window(
    language: Lang, size: tuple[int, int], qapp: QApplication, qtbot: QtBot
) -> None:
    window, shell = main_window(qapp, *size)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    assert clipped(window) == []
    assert window.commands.clashes() == []
    shell.open_sheet()
    QApplication.processEvents()
    assert clipped(shell.sheet) == []
    window.tasks.shutdown()


@pytest.mark.parametrize(
    ("scale", "scheme"),
    [
        pytest.param("1.25", "light", marks=pytest.mark.full),
        ("1.5", "dark"),
        pytest.param("2", "light", marks=pytest.mark.full),
    ],
)
def test_pictures_at_other_scales(scale: str, scheme: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.ui.gallery", "--out", str(tmp_path)]
    run = subprocess.run(
        [*command, "--scale", scale, "--theme", scheme], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    percent = round(float(scale) * 100)
    picture = QImage(str(tmp_path / f"components-{scheme}-{percent}.png"))
    assert picture.width() == round(SHEET[0] * float(scale))
    corner = picture.pixelColor(2, 2).name().upper()
    theme.set_mode("dark" if scheme == "dark" else "light")
    assert corner == theme.color("panel").name().upper()
