"""Pages drawn in this process, to look at where marks have landed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.media.documents import OpenDocument
from app.media.drawing import Drawing, RedrawError
from app.media.geometry import Clip
from app.media.kept import Kept
from app.media.look import PLAIN, Look
from app.media.problems import MediaProblem
from app.media.source import DocumentSource
from app.media.wire import Op, Request

MARKS = {"red": (220, 30, 30), "green": (30, 190, 40), "blue": (30, 50, 220)}


class Drawn:
    """A painted page: `pixels` are rows × columns × RGB."""

    def __init__(self, drawing: Drawing, pixels: NDArray[np.uint8], notice: Any) -> None:
        self.drawing = drawing
        self.route = drawing.route
        self.pixels = pixels
        self.notice: MediaProblem | None = notice

    def centre(self, colour: str) -> tuple[float, float] | None:
        """The middle of a mark in fractions of the page; None where it does not show."""
        near = np.ones(self.pixels.shape[:2], bool)
        for channel, level in enumerate(MARKS[colour]):
            seen = self.pixels[..., channel]
            near &= (seen > max(level - 70, -1)) & (seen < level + 70)
        if not near.any():
            return None
        rows, columns = np.nonzero(near)
        rect, raster = self.drawing.source_rect, self.drawing.raster
        part = raster.part
        across = (columns.mean() + 0.5 - rect.x) / rect.width * part.width + part.x
        down = (rows.mean() + 0.5 - rect.y) / rect.height * part.height + part.y
        return across / raster.full_width, down / raster.full_height


class Easel:
    """One open document."""

    def __init__(self, path: Path) -> None:
        self.document = OpenDocument(DocumentSource.of_file(path), Kept())

    def draw(
        self,
        width: int,
        rotation: int = 0,
        *,
        page: int = 0,
        fine: bool = False,
        clip: Clip | None = None,
        look: Look = PLAIN,
    ) -> Drawn:
        """Draw as the worker does."""
        source = DocumentSource("k", Path("-"), "-")
        request = Request(Op.RENDER, source, page, width, rotation, clip, fine, look)
        while True:
            drawing = self.document.prepare(request)
            memory = np.full(drawing.size, 7, np.uint8)
            try:
                notice = drawing.paint(memoryview(memory))
            except RedrawError:
                continue
            pixels = memory.reshape(drawing.height, drawing.width, 4)[..., 2::-1]
            return Drawn(drawing, pixels, notice)

    def close(self) -> None:
        """Close the document."""
        self.document.close()


def turned(spot: tuple[float, float], degrees: int) -> tuple[float, float]:
    """A spot of a sheet after turning the sheet clockwise."""
    x, y = spot
    for _ in range(degrees // 90 % 4):
        x, y = 1 - y, x
    return x, y
