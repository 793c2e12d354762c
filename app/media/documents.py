"""Open documents of the worker."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from app.media.colour_check import agrees
from app.media.drawing import Drawing, RedrawError
from app.media.facts import DocumentInfo, DocumentKind
from app.media.geometry import Raster, plan
from app.media.image import ImageFileReader
from app.media.jpeg import JpegError
from app.media.jpeg_page import JpegPage
from app.media.kept import Kept
from app.media.magic import HEAD_BYTES, FileType, extension_matches, sniff
from app.media.pagehash import page_hash
from app.media.pdf import PdfFile
from app.media.prints import Prints
from app.media.probes import mismatch
from app.media.problems import MediaError, MediaProblem, ProblemCode
from app.media.reader import open_stream
from app.media.route import Route
from app.media.source import DocumentSource
from app.media.text import PageText
from app.media.wire import Request

Paint = Callable[[memoryview], MediaProblem | None]
PRINTS_SECONDS = 0.5
"""How long one request for hashes keeps others waiting."""


class OpenDocument:
    """One document with its pages, whatever its type.

    Raises `MediaError` when it cannot be opened.
    """

    def __init__(self, source: DocumentSource, kept: Kept) -> None:
        self._kept = kept
        self._trusted: dict[bytes, bool] = {}
        self._faults: dict[int, MediaProblem] = {}
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
        """What answers a RENDER request. Raises `MediaError` where the page cannot be shown.

        Painting raises `RedrawError` where the quick way turned out not to go.
        """
        page, rotation = request.page, request.rotation
        raster = plan(self._file.size(page), request.width_px, rotation, request.clip)
        jpeg = self._jpeg(page, check=request.fine)
        if jpeg is None:
            return self._drawn_by_file(page, raster, rotation)
        if request.fine or request.clip is not None:
            drawing = jpeg.exact(raster, rotation, self._kept)
        else:
            drawing = jpeg.quick(raster, rotation)
        return replace(drawing, paint=self._watched(page, drawing.paint))

    def _jpeg(self, page: int, *, check: bool) -> JpegPage | None:
        """The JPEG that a page is to be drawn from. `check`: be sure of its colours."""
        if page in self._faults:
            return None
        jpeg = self._file.jpeg(page)
        if jpeg is None or not isinstance(self._file, PdfFile):
            return jpeg
        if check and jpeg.colours not in self._trusted:
            try:
                self._trusted[jpeg.colours] = agrees(self._file, page, jpeg, self._kept)
            except JpegError as error:
                self._note(page, error)
                return None
        return jpeg if self._trusted.get(jpeg.colours, True) else None

    def _watched(self, page: int, paint: Paint) -> Paint:
        def watched(buffer: memoryview) -> MediaProblem | None:
            try:
                return paint(buffer)
            except JpegError as error:
                self._note(page, error)
            raise RedrawError

        return watched

    def _note(self, page: int, error: JpegError) -> None:
        code = ProblemCode.IMAGE_TRUNCATED if error.breaks_off else ProblemCode.IMAGE_FAULTY
        self._faults[page] = MediaProblem(code, page=page)

    def _drawn_by_file(self, page: int, raster: Raster, rotation: int) -> Drawing:
        file, notice = self._file, self._faults.get(page)
        self._kept.pass_by()
        if isinstance(file, PdfFile):

            def paint(buffer: memoryview) -> MediaProblem | None:
                file.draw(page, raster, rotation, buffer)
                return notice

            return Drawing.exact(raster, Route.PDFIUM, paint)

        def paint_image(buffer: memoryview) -> MediaProblem | None:
            whole = file.draw(page, raster, rotation, buffer)
            return notice if whole else MediaProblem(ProblemCode.IMAGE_TRUNCATED, page=page)

        return Drawing.exact(raster, Route.IMAGE, paint_image)

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
