"""The second window on a second screen; offscreen lends two."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.media import samples

ROOT = Path(__file__).parents[2]
_CODE = """
import sys
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from app.viewers.program import Program
from pathlib import Path

def main():
    program = Program()
    program.open([Path(sys.argv[1])])
    loop = QEventLoop()
    program.view.documentReady.connect(lambda _info: loop.quit())
    QTimer.singleShot(30000, loop.quit)
    loop.exec()
    program.tools.run("full_screen")
    window = program.tools.full_screen.window
    here, there = program.view.screen(), window.screen()
    print(len(QGuiApplication.screens()), here is not there,
          there.geometry() == window.geometry(), window.isFullScreen())
    program.close()

if __name__ == "__main__":
    main()
"""


def _screens(path: Path, count: int) -> Path:
    screens = [
        {"name": f"s{n}", "x": 1000 * n, "y": 0, "width": 1000, "height": 700, "dpr": 1}
        for n in range(count)
    ]
    path.write_text(json.dumps({"screens": screens}), "utf-8")
    return path


def _said(tmp_path: Path, screens: int) -> str:
    script = tmp_path / "two.py"
    script.write_text(_CODE, "utf-8")
    config = _screens(tmp_path / "screens.json", screens)
    ran = subprocess.run(
        [sys.executable, str(script), str(samples.text_pdf(tmp_path / "a.pdf"))],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return ran.stdout.strip()


def test_with_two_screens_it_fills_the_other_one(tmp_path: Path) -> None:
    assert _said(tmp_path, 2) == "2 True True True"


def test_with_one_screen_it_fills_that(tmp_path: Path) -> None:
    assert _said(tmp_path, 1) == "1 False True True"
