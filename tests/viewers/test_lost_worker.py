"""The worker is lost while an officer turns pages."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.media.client import MediaClient
from app.media.source import DocumentSource
from app.viewers.flow import REST_MS
from app.viewers.viewer import DocumentView
from tests.media import samples
from tests.viewers.conftest import Bench, make_bench

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals")


@pytest.fixture
def lone(qtbot: QtBot) -> Iterator[tuple[Bench, MediaClient]]:
    """A viewer with a worker of its own, which may be killed."""
    client = MediaClient()
    client.start()
    view = DocumentView(client)
    yield make_bench(view, qtbot), client
    view.set_document(None)
    client.close()


def slow_pdf(path: Path, strokes: int) -> Path:
    """A page that takes a worker a second or more: long transparent curves over each other."""
    curve = b"0 0 m 900 100 -300 700 595 842 c S\n"
    body = b"/G gs 40 w\n" + curve * strokes
    path.write_bytes(
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</ExtGState<</G<</CA .01>>>>>>>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n%b\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF\n" % (len(body), body)
    )
    return path


def worker(bench: Bench, client: MediaClient, after: int | None = None) -> int:
    bench.until(lambda: client.worker_pid not in (None, after))
    pid = client.worker_pid
    assert pid is not None
    return pid


def test_the_successor_paints_what_the_killed_worker_was_at(
    lone: tuple[Bench, MediaClient], tmp_path: Path
) -> None:
    bench, client = lone
    bench.open(samples.text_pdf(tmp_path / "a.pdf", pages=30))
    pid = worker(bench, client)
    os.kill(pid, signal.SIGSTOP)
    for _ in range(12):
        bench.bot.keyClick(bench.view.canvas, Qt.Key.Key_PageDown)
    assert bench.view.page == 12
    os.kill(pid, signal.SIGKILL)
    bench.until(lambda: bench.painted[-1:] == [12])
    assert bench.problems == []
    assert worker(bench, client, after=pid) != pid
    bench.bot.keyClick(bench.view.canvas, Qt.Key.Key_PageDown)
    bench.until(lambda: bench.painted[-1:] == [13])
    assert bench.is_red(0.05, 0.05)


def test_a_page_that_kills_twice_has_a_card_and_is_tried_again_on_demand(
    lone: tuple[Bench, MediaClient], tmp_path: Path
) -> None:
    bench, client = lone
    bench.open(samples.text_pdf(tmp_path / "a.pdf"))
    bench.bot.wait(2 * REST_MS)
    view = bench.view
    view.strip.hide()
    bench.painted.clear()
    view.set_document(DocumentSource.of_file(slow_pdf(tmp_path / "slow.pdf", 1_500)))
    first = worker(bench, client)
    bench.until(lambda: bool(view.canvas._busy_text))
    os.kill(first, signal.SIGKILL)
    second = worker(bench, client, after=first)
    bench.bot.wait(REST_MS)
    os.kill(second, signal.SIGKILL)
    bench.until(lambda: bench.problems == ["MEDIA_CRASHED"])
    asked: list[bool] = []
    view.askAgainRequested.connect(lambda: asked.append(True))
    bench.bot.mouseClick(view._card._ask_button, Qt.MouseButton.LeftButton)
    bench.until(lambda: bench.painted[:1] == [0])
    assert asked == [True]
