"""What is broken or made to hurt is shown, or said in words where the page would be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.media.client import MediaClient
from app.viewers.viewer import DocumentView
from tests.media import samples
from tests.media.robust import hostile
from tests.media.robust.mutations import mutated
from tests.viewers.conftest import Bench

HANG_LIMIT_S = 2.0
MUTATIONS = 40
FEW = (
    "empty.pdf", "locked.pdf", "bomb.png", "tall.pdf", "pdf named picture.jpg", "cut scan.pdf",
    "cut early.jpg", "claiming.jpg", "form in itself.pdf", "endless.tif",
)  # fmt: skip
"""Those shown in the default suite; the media room sees all of them there, too."""


@pytest.fixture
def viewer(qtbot: QtBot) -> Iterator[Bench]:
    """A viewer over a worker that is quick to lose patience."""
    client = MediaClient(hang_limit=HANG_LIMIT_S)
    client.start()
    view = DocumentView(client)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    yield Bench(view, qtbot)
    view.set_document(None)
    client.close()


def test_hostile_files_are_shown_or_told(viewer: Bench, tmp_path: Path, full: bool) -> None:
    told = set()
    for name in hostile.MAKERS if full else FEW:
        path = tmp_path / name
        hostile.MAKERS[name](path)
        viewer.open(path)
        if viewer.problems:
            told.add(name)
    assert {"empty.pdf", "locked.pdf", "bomb.png", "tall.pdf", "form in itself.pdf"} <= told
    good = samples.text_pdf(tmp_path / "good.pdf")
    viewer.open(good)
    assert viewer.painted
    assert not viewer.problems


def test_mutations_are_shown_or_told(viewer: Bench, tmp_path: Path) -> None:
    originals = [
        samples.text_pdf(tmp_path / "text.pdf").read_bytes(),
        samples.scan_pdf(tmp_path / "scan.pdf", pages=2).read_bytes(),
        samples.photo(tmp_path / "photo.jpg").read_bytes(),
    ]
    painted = 0
    for number in range(MUTATIONS):
        file = tmp_path / f"{number}.bin"
        file.write_bytes(mutated(number, originals))
        viewer.open(file)
        painted += bool(viewer.painted)
    assert 0 < painted < MUTATIONS
