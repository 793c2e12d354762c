"""The small program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.viewers.__main__ import main
from app.viewers.program import Program
from tests.media import samples

ROOT = Path(__file__).parents[2]


def test_it_opens_a_file_and_leaves_no_process(tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf")
    program = subprocess.Popen(
        [sys.executable, "-m", "app.viewers", str(file)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )
    try:
        workers: list[psutil.Process] = []
        end = time.monotonic() + 60
        while not workers and time.monotonic() < end:
            assert program.poll() is None
            workers = [
                child
                for child in psutil.Process(program.pid).children()
                if "spawn_main" in " ".join(child.cmdline())
            ]
            time.sleep(0.05)
        assert workers
        maps = ""
        while "pdfium" not in maps and time.monotonic() < end:
            maps = " ".join(one.path for one in workers[0].memory_maps())
            time.sleep(0.05)
        assert "pdfium" in maps
        assert "Qt6" not in maps, "the worker loads no Qt"
    finally:
        program.terminate()
        program.wait()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive


def test_a_file_that_is_not_there_is_named_with_an_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = samples.text_pdf(tmp_path / "a.pdf")
    assert main([str(here), str(tmp_path / "没有.pdf"), str(tmp_path)]) == 66
    said = capsys.readouterr().err
    assert "没有.pdf：文件不存在" in said
    assert f"{tmp_path}：不是文件" in said
    assert "a.pdf" not in said
    assert main(["--compare", str(here), str(tmp_path / "没有.pdf")]) == 66


@pytest.mark.parametrize("arguments", [[], ["a.pdf", "--page", "0"], ["a.pdf", "--page", "x"]])
def test_bad_arguments_are_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    made = Program()
    qtbot.addWidget(made.window)
    yield made
    made.close()


def test_several_files_by_key_and_the_title(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    files = [samples.text_pdf(tmp_path / f"{name}.pdf", pages=3) for name in "ab"]
    program.open(files, page=1)
    window, view = program.window, program.view
    window.activateWindow()
    qtbot.waitUntil(lambda: view.page_count == 3, timeout=30_000)
    assert window.windowTitle() == "a.pdf · 第 2 页，共 3 页 · 第 1 个文件，共 2 个"
    QTest.keyClick(view.canvas, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "b.pdf · 第 1 页" in window.windowTitle(), timeout=30_000)
    QTest.keyClick(view.canvas, Qt.Key.Key_PageDown)
    assert "第 2 页" in window.windowTitle()
    QTest.keyClick(view.canvas, Qt.Key.Key_F1)
    assert "F11" in program._line.text()
    assert program._line.isVisible()
    QTest.keyClick(view.canvas, Qt.Key.Key_F1)
    assert not program._line.isVisible()


def test_every_key_is_listed(program: Program) -> None:
    said = program.keys_text()
    for key in ("F11", "Ctrl+F", "Alt+M", "Ctrl+E", "Ctrl+PgDown", "F1"):
        assert f"{key} " in said
