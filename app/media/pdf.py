"""PDF pages through PDFium.

PDFium is not thread safe: three threads without a lock crashed it in every run, so every call
in this process stands behind `LOCK`. The worker has one decoding thread anyway; the server
probes several uploads at a time.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.internal as pdfium_i
import pypdfium2.raw as pdfium_c
from PIL import Image

from app.media.facts import PageSize
from app.media.geometry import Clip, Raster, check_page_size
from app.media.jpeg_page import JpegPage
from app.media.limits import MAX_LISTED_PAGES
from app.media.pdf_jpeg import NotSeenError, find_jpeg
from app.media.pdf_look import PageLook, fill_of, letters_of
from app.media.pdf_text import MOST_LETTERS, read_words
from app.media.problems import MediaError, ProblemCode
from app.media.reader import GuardedStream
from app.media.text import PageText

LOCK = threading.RLock()

_PASSWORD_ERRORS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
_TURNS = {0: 0, 90: 1, 180: 2, 270: 3}
_MOST_HELD = 32 << 20
"""Bytes that are read of a file before PDFium has to forget them."""


class PdfFile:
    """An open PDF. Pages are closed right after use: 25 open scans hold 700 MB, closed 105.

    Raises `MediaError` PDF_ENCRYPTED, PDF_DAMAGED or PDF_EMPTY, or what the stream met.
    """

    def __init__(self, stream: GuardedStream) -> None:
        self._stream = stream
        self._jpegs: dict[int, JpegPage | None] = {}
        self._parsed: tuple[int, Any] | None = None
        self._sees = True
        with LOCK:
            self._load()
            self.pages: int = len(self._document)

    def _load(self) -> None:
        self._document = self._open()
        self._has_forms = self._document.get_formtype() != pdfium_c.FORMTYPE_NONE
        if self._has_forms:
            self._document.init_forms()
        self._held_from = GuardedStream.read_in_all

    def _let_go(self) -> None:
        """Open the file anew when much of it was read: PDFium keeps every stream it has read."""
        if GuardedStream.read_in_all - self._held_from > _MOST_HELD:
            self._load_anew()

    def _load_anew(self) -> None:
        self._shut_page()
        self._document.close()
        self._load()

    def _open(self) -> Any:
        """Load by range. Not by `PdfDocument(stream)`: for a document without pages that
        reads PDFium's last error, which is then one of an earlier document.
        """
        self._access, self._held = pdfium_i.get_bufreader(self._stream)
        raw = pdfium_c.FPDF_LoadCustomDocument(self._access, None)
        if not raw:
            error = pdfium_c.FPDF_GetLastError()
            self._stream.raise_fault()
            locked = error in _PASSWORD_ERRORS
            raise MediaError(ProblemCode.PDF_ENCRYPTED if locked else ProblemCode.PDF_DAMAGED)
        document = pdfium.PdfDocument(raw)
        if len(document) < 1:
            document.close()
            self._stream.raise_fault()
            raise MediaError(ProblemCode.PDF_EMPTY)
        return document

    def sizes(self) -> tuple[PageSize, ...]:
        """Sizes in points of the first `MAX_LISTED_PAGES` pages; (0, 0) where unreadable."""
        with LOCK:
            found = tuple(self._size(n) for n in range(min(self.pages, MAX_LISTED_PAGES)))
        self._stream.raise_fault()
        return found

    def size(self, page: int) -> PageSize:
        """Size in points of one page. Raises `MediaError` where it cannot be shown."""
        if not 0 <= page < self.pages:
            raise MediaError(ProblemCode.PAGE_DAMAGED, page)
        with LOCK:
            size = self._size(page)
        self._stream.raise_fault()
        check_page_size(size, page)
        return size

    def _size(self, page: int) -> PageSize:
        try:
            return PageSize(*self._document.get_page_size(page))
        except pdfium.PdfiumError:
            return PageSize(0.0, 0.0)

    def _shut_page(self) -> None:
        parsed, self._parsed = self._parsed, None
        if parsed is not None:
            parsed[1].close()

    def _open_page(self, page: int) -> Any:
        parsed, self._parsed = self._parsed, None
        if parsed is not None:
            if parsed[0] == page:
                return parsed[1]
            parsed[1].close()
        try:
            return self._document.get_page(page)
        except pdfium.PdfiumError as error:
            self._stream.raise_fault()
            raise MediaError(ProblemCode.PAGE_DAMAGED, page) from error

    @contextlib.contextmanager
    def _page(self, page: int) -> Iterator[Any]:
        with LOCK:
            opened = self._open_page(page)
            try:
                yield opened
            finally:
                opened.close()
                self._let_go()

    def jpeg(self, page: int) -> JpegPage | None:
        """The one JPEG that a page is, else None.

        To be asked before a page is drawn: it is found while the page is opened first.
        Raises `MediaError` where the page cannot be opened.
        """
        if page not in self._jpegs:
            with LOCK:
                self._jpegs[page] = self._find_jpeg(page)
            self._stream.raise_fault()
        return self._jpegs[page]

    def _find_jpeg(self, page: int) -> JpegPage | None:
        with self._stream.watch() as watched:
            opened = self._open_page(page)
        try:
            found = find_jpeg(opened, self._stream, watched)
        except NotSeenError:
            opened.close()
            return self._find_anew(page)
        if found is None:
            self._parsed = page, opened  # it is going to be drawn
        else:
            opened.close()
            self._let_go()
        return found

    def _find_anew(self, page: int) -> JpegPage | None:
        """Look for a picture that PDFium had already, in a document it has not read yet."""
        if not self._sees:
            return None
        self._load_anew()
        with self._stream.watch() as watched:
            opened = self._open_page(page)
        try:
            return find_jpeg(opened, self._stream, watched)
        except NotSeenError:
            self._sees = False  # an encrypted one
            return None
        finally:
            opened.close()

    def draw(self, page: int, raster: Raster, rotation: int, buffer: memoryview) -> None:
        """Draw the part of `raster` into `buffer`, BGRx, rows packed, on white."""
        with self._page(page) as opened:
            self._draw(opened, raster, rotation, buffer)
        self._stream.raise_fault()

    def _draw(self, opened: Any, raster: Raster, rotation: int, buffer: memoryview) -> None:
        part = raster.part
        pixels = (ctypes.c_ubyte * len(buffer)).from_buffer(buffer)
        bitmap = pdfium.PdfBitmap.new_native(
            part.width, part.height, pdfium_c.FPDFBitmap_BGRx, buffer=pixels
        )
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, part.width, part.height)
            where = (
                -part.x, -part.y, raster.full_width, raster.full_height, _TURNS[rotation],
                pdfium_c.FPDF_ANNOT,
            )  # fmt: skip
            pdfium_c.FPDF_RenderPageBitmap(bitmap, opened, *where)
            if self._has_forms and self._document.formenv:
                pdfium_c.FPDF_FFLDraw(self._document.formenv, bitmap, opened, *where)
        finally:
            bitmap.close()

    def text(self, page: int) -> PageText:
        """The words of a page with their places. Raises `MediaError` where it is damaged."""
        self.size(page)
        self.jpeg(page)  # which has to see the page opened first
        with self._page(page) as opened:
            try:
                words = read_words(opened)
            except pdfium.PdfiumError as error:
                raise MediaError(ProblemCode.PAGE_DAMAGED, page) from error
        self._stream.raise_fault()
        return words

    def letters(self, page: int) -> str:
        """The text layer of a page without places. Raises `MediaError` where it is damaged."""
        with self._page(page) as opened:
            try:
                found = letters_of(opened, MOST_LETTERS)
            except pdfium.PdfiumError as error:
                raise MediaError(ProblemCode.PAGE_DAMAGED, page) from error
        self._stream.raise_fault()
        return found

    def parses(self, page: int) -> bool:
        """Whether the content of a page can be read."""
        with self._page(page):
            return True

    def look(self, page: int, longest: int, most_words: int) -> PageLook:
        """Draw a page once, `longest` pixels long, and read at most `most_words` characters of it.

        Raises `MediaError` where it cannot be shown.
        """
        size = self.size(page)
        scale = longest / max(size)
        width, height = (max(1, round(side * scale)) for side in size)
        buffer = bytearray(width * height * 4)
        raster = Raster(width, height, Clip(0, 0, width, height))
        with self._page(page) as opened:
            self._draw(opened, raster, 0, memoryview(buffer))
            picture = fill_of(opened, size)
            words = letters_of(opened, most_words)
        self._stream.raise_fault()
        image = Image.frombuffer("RGB", (width, height), bytes(buffer), "raw", "BGRX", 0, 1)
        return PageLook(size, image, picture, words)

    def close(self) -> None:
        """Close the document and its stream."""
        with LOCK:
            self._shut_page()
            self._document.close()
        self._stream.close()
