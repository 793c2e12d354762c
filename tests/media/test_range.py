"""Large files are read where they are looked at, sealed ones too."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.media.documents import OpenDocument
from app.media.kept import Kept
from app.media.reader import GuardedStream
from app.media.source import DocumentSource
from app.media.wire import Op, Request
from app.store import sealed_file
from app.store.sealed_file import CHUNK, SealedReader, SealedWriter, file_key
from tests.media.sheets import Sheet, jpeg, pdf

PAGES = 40
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def scans() -> list[bytes]:
    """Distinct JPEGs of some 300 KB; only their comments differ."""
    grey = np.random.default_rng(1).integers(0, 255, (700, 500), np.uint8)
    one = jpeg(Image.fromarray(grey))
    return [one[:2] + b"\xff\xfe\x00\x06%04d" % n + one[2:] for n in range(PAGES)]


@pytest.fixture
def source(tmp_path: Path, scans: list[bytes], request: pytest.FixtureRequest) -> DocumentSource:
    data = pdf([Sheet(scan) for scan in scans])
    path = tmp_path / "a.pdf"
    if request.param == "plain":
        path.write_bytes(data)
        return DocumentSource.of_file(path)
    writer = SealedWriter(path, KEY, hashlib.sha256(data).hexdigest(), len(data))
    writer.write(data)
    writer.finish()
    writer.close()
    return DocumentSource("k", path, "a.pdf", file_key(path, KEY))


def drawn(document: OpenDocument, source: DocumentSource, page: int) -> None:
    drawing = document.prepare(Request(Op.RENDER, source, page, 300))
    drawing.paint(memoryview(bytearray(drawing.size)))


@pytest.mark.parametrize("source", ["plain", "sealed"], indirect=True)
def test_the_first_page_is_read_and_no_other(source: DocumentSource, scans: list[bytes]) -> None:
    size = source.path.stat().st_size
    before = GuardedStream.read_in_all
    document = OpenDocument(source, Kept())
    assert document.info().pages == PAGES
    drawn(document, source, 0)
    read = GuardedStream.read_in_all - before
    assert len(scans[0]) < read < len(scans[0]) * 1.2
    assert read < 0.05 * size
    before = GuardedStream.read_in_all
    drawn(document, source, 7)
    assert GuardedStream.read_in_all - before < len(scans[0]) * 1.1
    document.close()


@pytest.mark.parametrize("source", ["sealed"], indirect=True)
def test_only_the_chunks_that_are_needed_are_opened(
    source: DocumentSource, scans: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    real = SealedReader._chunk

    def chunk(self: SealedReader, index: int) -> bytes:
        if index not in self._chunks:
            opened.append(index)
        return real(self, index)

    monkeypatch.setattr(sealed_file.SealedReader, "_chunk", chunk)
    document = OpenDocument(source, Kept())
    listed = len(opened)
    drawn(document, source, 0)
    assert len(opened) - listed <= len(scans[0]) // CHUNK + 4
    document.info()
    assert len(opened) <= len(scans[0]) // CHUNK + PAGES + 8  # one a page for its size
    document.close()


@pytest.mark.parametrize("source", ["plain"], indirect=True)
def test_a_long_file_is_not_held_in_memory(
    source: DocumentSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDFium is given the file anew before it holds too much; pages go on being found."""
    from app.media import pdf as module

    monkeypatch.setattr(module, "_MOST_HELD", 1 << 20)
    document = OpenDocument(source, Kept())
    first = document._file._document  # type: ignore[union-attr]
    for page in (*range(8), 0, 3):
        drawn(document, source, page)
    assert document._file._document is not first  # type: ignore[union-attr]
    document.close()
