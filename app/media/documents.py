"""Open documents of the worker."""

from __future__ import annotations

import time
from collections import OrderedDict

from app.media.drawing import Drawing
from app.media.facts import DocumentInfo, DocumentKind
from app.media.image import ImageFileReader
from app.media.kept import Kept
from app.media.magic import HEAD_BYTES, FileType, extension_matches, sniff
from app.media.pagehash import page_hash
from app.media.painter import Painter
from app.media.pdf import PdfFile
from app.media.prints import Prints
from app.media.probes import mismatch
from app.media.problems import MediaError, ProblemCode
from app.media.reader import open_stream
from app.media.source import DocumentSource
from app.media.text import PageText
from app.media.wire import Request

PRINTS_SECONDS = 0.5
"""How long one request for hashes keeps others waiting."""


class OpenDocument:
    """One document with its pages, whatever its type.

    Raises `MediaError` when it cannot be opened.
    """

    def __init__(self, source: DocumentSource, kept: Kept) -> None:
        self._kept = kept
        stream = open_stream(source)
        try:
            head = stream.read(HEAD_BYTES)
            stream.raise_fault()
            stream.seek(0)
            self._type = _shown_type(sniff(head))
            self._bytes = stream.size
            self._matches = extension_matches(source.name, self._type, source.declared_mime)
            self._file: PdfFile | ImageFileReader = (
                PdfFile(stream)
                if self._type.kind is DocumentKind.PDF
                else ImageFileReader(stream, self._type)
            )
        except BaseException:
            stream.close()
            raise
        self._painter = Painter(self._file, kept)

    def info(self) -> DocumentInfo:
        """Kind, pages and sizes."""
        return DocumentInfo(
            kind=self._type.kind or DocumentKind.IMAGE,
            mime=self._type.mime,
            bytes=self._bytes,
            pages=self._file.pages,
            sizes=self._file.sizes(),
            notices=() if self._matches else (mismatch(self._type),),
        )

    def prepare(self, request: Request) -> Drawing:
        """What answers a RENDER request, see `Painter.prepare`."""
        return self._painter.prepare(request)

    def text(self, page: int) -> PageText:
        """The words of a page; pictures have none. Raises `MediaError`."""
        return self._file.text(page) if isinstance(self._file, PdfFile) else PageText()

    def prints(self, first: int) -> Prints:
        """Hashes of the pages from `first` on, as many as `PRINTS_SECONDS` allow."""
        until = time.monotonic() + PRINTS_SECONDS
        found: list[str] = []
        for page in range(first, self._file.pages):
            found.append(page_hash(self._file, page))
            if time.monotonic() > until:
                break
        return Prints(self._file.pages, tuple(found))

    def close(self) -> None:
        """Close the file."""
        self._kept.clear()
        self._file.close()


def _shown_type(found: FileType | None) -> FileType:
    if found is None or found.kind is None:
        raise MediaError(ProblemCode.UNSUPPORTED, type=found.label if found else "?")
    return found


class Shelf:
    """The few documents kept open, least recently used closed first."""

    def __init__(self, places: int = 4) -> None:
        self._places = places
        self._kept = Kept()
        self._open: OrderedDict[tuple[str, str], OpenDocument] = OrderedDict()

    def take(self, source: DocumentSource) -> OpenDocument:
        """The open document of `source`, opening it if need be."""
        mark = (source.key, str(source.path))
        found = self._open.get(mark)
        if found is None:
            while len(self._open) >= self._places:
                self._open.popitem(last=False)[1].close()
            found = self._open[mark] = OpenDocument(source, self._kept)
        self._open.move_to_end(mark)
        return found

    def forget(self, key: str | None = None) -> None:
        """Close the documents of `key`, or all."""
        for mark in [mark for mark in self._open if key in (None, mark[0])]:
            self._open.pop(mark).close()
