"""Chooses the way a page is drawn: as the JPEG that it is, or by the library for its file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from PIL import Image

from app.media.colour_check import agrees
from app.media.drawing import Drawing, RedrawError
from app.media.enhance import enhance, source_of
from app.media.geometry import Clip, Raster, plan
from app.media.image import ImageFileReader, paint
from app.media.jpeg import JpegError
from app.media.jpeg_page import JpegPage
from app.media.kept import Kept
from app.media.look import Look
from app.media.page_study import LONGEST, Study, study
from app.media.pdf import PdfFile
from app.media.pixels import bgrx
from app.media.problems import MediaProblem, ProblemCode
from app.media.route import Route
from app.media.wire import Request

Paint = Callable[[memoryview], MediaProblem | None]
_MOST_STUDIES: Final = 16


class Painter:
    """Draws the pages of one open file."""

    def __init__(self, file: PdfFile | ImageFileReader, kept: Kept) -> None:
        self._file = file
        self._kept = kept
        self._trusted: dict[bytes, bool] = {}
        self._faults: dict[int, MediaProblem] = {}
        self._studies: OrderedDict[int, Study] = OrderedDict()

    def prepare(self, request: Request) -> Drawing:
        """What answers a RENDER request. Raises `MediaError` where the page cannot be shown.

        Painting raises `RedrawError` where the quick way turned out not to go: ask once more.
        """
        page, rotation = request.page, request.rotation
        raster = plan(self._file.size(page), request.width_px, rotation, request.clip)
        if request.look:
            return self._enhanced(page, raster, rotation, request.look)
        if request.fine or request.clip is not None:
            return self._exact(page, raster, rotation, check=request.fine)
        self._kept.pass_by()
        jpeg = self._jpeg(page, check=False)
        if jpeg is None:
            return self._drawn_by_file(page, raster, rotation)
        return self._watched(page, jpeg.quick(raster, rotation))

    def _exact(self, page: int, raster: Raster, rotation: int, *, check: bool) -> Drawing:
        jpeg = self._jpeg(page, check=check)
        if jpeg is None:
            return self._drawn_by_file(page, raster, rotation)
        return self._watched(page, jpeg.exact(raster, rotation, self._kept))

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

    def _watched(self, page: int, drawing: Drawing) -> Drawing:
        """`drawing`, after whose failure the page is drawn by the library for its file."""

        def paint(buffer: memoryview) -> MediaProblem | None:
            try:
                return drawing.paint(buffer)
            except JpegError as error:
                self._note(page, error)
            raise RedrawError

        return replace(drawing, paint=paint)

    def _note(self, page: int, error: JpegError) -> None:
        code = ProblemCode.IMAGE_TRUNCATED if error.breaks_off else ProblemCode.IMAGE_FAULTY
        self._faults[page] = MediaProblem(code, page=page)

    def _drawn_by_file(self, page: int, raster: Raster, rotation: int) -> Drawing:
        file, notice = self._file, self._faults.get(page)
        if isinstance(file, PdfFile):

            def paint_pdf(buffer: memoryview) -> MediaProblem | None:
                file.draw(page, raster, rotation, buffer)
                return notice

            return Drawing.exact(raster, Route.PDFIUM, paint_pdf)

        def paint_image(buffer: memoryview) -> MediaProblem | None:
            image = self._decoded(file, page, raster, rotation)
            paint(image, raster, buffer)
            return self._faults.get(page)

        return Drawing.exact(raster, Route.IMAGE, paint_image)

    def _decoded(
        self, file: ImageFileReader, page: int, raster: Raster, rotation: int
    ) -> Image.Image:
        """The picture that is drawn from; for tiles it is kept."""

        def decode() -> Image.Image:
            image, whole = file.decode(page, raster, rotation)
            if not whole:
                self._faults[page] = MediaProblem(ProblemCode.IMAGE_TRUNCATED, page=page)
            return image

        key = (id(self), page, rotation, raster.full_width, raster.full_height)
        return self._kept.take(key, decode, keep=not raster.is_whole)

    def _enhanced(self, page: int, raster: Raster, rotation: int, look: Look) -> Drawing:
        found = self._study(page)
        source = source_of(raster, look, found)
        plain = self._exact(page, source, rotation, check=True)

        def paint(buffer: memoryview) -> MediaProblem | None:
            sides = plain.width, plain.height
            drawn = np.empty(plain.size, np.uint8)
            notice = plain.paint(drawn.data)
            changed = enhance(bgrx(drawn.data, *sides), source, raster, rotation, look, found)
            bgrx(buffer, raster.part.width, raster.part.height)[...] = changed
            return notice

        return replace(Drawing.exact(raster, plain.route, paint), stored=plain.stored)

    def _study(self, page: int) -> Study:
        found = self._studies.get(page)
        if found is None:
            while len(self._studies) >= _MOST_STUDIES:
                self._studies.popitem(last=False)
            found = self._studies[page] = study(self._small(page))
        self._studies.move_to_end(page)
        return found

    def _small(self, page: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """The whole upright page in grey."""
        width, height = self._file.size(page)
        scale = LONGEST / max(width, height)
        across, down = max(1, round(width * scale)), max(1, round(height * scale))
        raster = Raster(across, down, Clip(0, 0, across, down))
        while True:
            drawing = self._exact(page, raster, 0, check=True)
            pixels = np.empty((down, across, 4), np.uint8)
            try:
                drawing.paint(pixels.reshape(-1).data)
            except RedrawError:
                continue
            return np.asarray(Image.fromarray(pixels[..., 2::-1]).convert("L"))
