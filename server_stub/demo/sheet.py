"""A sheet of paper to draw documents on, in millimetres from the top left corner.

The sheet may lie askew on the glass: every position is turned about the middle of the page while
it is drawn, which costs nothing, where turning the finished picture costs 45 ms. Single
characters stay upright; at 0.6 degrees nobody sees that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PIL import Image, ImageDraw

from server_stub.demo import glyphs
from server_stub.demo.fonts import Face
from server_stub.demo.layout import wrap

Align = Literal["left", "center", "right"]
Colour = tuple[int, int, int]

A4 = (210.0, 297.0)
INK: Colour = (38, 37, 40)
SEAL_RED: Colour = (206, 32, 38)
PEN_BLUE: Colour = (36, 48, 120)
_MM = 25.4
_ASCENT = 0.88  # of the em, Noto CJK
_MIN_POINTS = 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a text stands, in millimetres before skewing; for layout checks."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: points, face, colour and distance between lines in ems."""

    size: float = 10.5
    face: Face = "serif"
    fill: Colour = INK
    leading: float = 1.6


BODY = Style()


class Sheet:
    """One page: `image` is the picture, `marks` the texts on it. Sizes in millimetres."""

    def __init__(
        self,
        dpi: int,
        *,
        size: tuple[float, float] = A4,
        colour: bool = True,
        skew: float = 0.0,
        softness: float = 0.0,
        ground: Colour = (253, 252, 249),
    ) -> None:
        self.dpi = dpi
        self.size = size
        self.colour = colour
        self.softness = softness
        self.marks: list[Mark] = []
        self._scale = dpi / _MM
        self._cos = math.cos(math.radians(skew))
        self._sin = math.sin(math.radians(skew))
        pixels = (round(size[0] * self._scale), round(size[1] * self._scale))
        self.image = Image.new("RGB" if colour else "L", pixels, self._ink(ground))

    def copy(self) -> Sheet:
        """An independent sheet with the same things on it."""
        twin = Sheet.__new__(Sheet)
        twin.__dict__.update(self.__dict__)
        twin.image = self.image.copy()
        twin.marks = list(self.marks)
        return twin

    # --- places ---

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixel position of a point of the page, with the skew in it."""
        middle_x, middle_y = self.size[0] / 2, self.size[1] / 2
        dx, dy = x - middle_x, y - middle_y
        return (
            (middle_x + dx * self._cos - dy * self._sin) * self._scale,
            (middle_y + dx * self._sin + dy * self._cos) * self._scale,
        )

    def measure(self, text: str, style: Style = BODY) -> float:
        """Width of a line of text in millimetres."""
        return glyphs.length(style.face, self._px(style), text) / self._scale

    def _px(self, style: Style) -> float:
        return glyphs.pixels(style.size, self.dpi)

    def _ink(self, fill: Colour) -> int | Colour:
        if self.colour:
            return fill
        return round(fill[0] * 0.299 + fill[1] * 0.587 + fill[2] * 0.114)

    # --- text ---

    def text(
        self,
        x: float,
        y: float,
        text: str,
        style: Style = BODY,
        *,
        align: Align = "left",
        spacing: float = 0.0,
        overlay: bool = False,
    ) -> float:
        """One line whose em box starts at `y`; `x` is its left, middle or right. Returns its width.

        `spacing` widens the gaps between characters. An `overlay` (a stamp's words, a pencil
        mark) may lie over other text and leaves no mark.
        """
        px = self._px(style)
        width = self.measure(text, style) + spacing * max(0, len(text) - 1)
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        em = px / self._scale
        pen_x, pen_y = self.at(left, y + em * _ASCENT)
        ink = self._ink(style.fill)
        gap = spacing * self._scale
        for char in text:
            mask, dx, dy = glyphs.glyph(style.face, px, char, self.softness)
            if mask is not None:
                self.image.paste(ink, (round(pen_x) + dx, round(pen_y) + dy), mask)
            step = glyphs.advance(style.face, px, char) + gap
            pen_x += step * self._cos
            pen_y += step * self._sin
        if text.strip() and not overlay:
            self.marks.append(Mark(left, y, width, em, text))
        return width

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        style: Style = BODY,
        *,
        indent: float = 0.0,
        align: Align = "left",
        bottom: float | None = None,
        ellipsis: bool = True,
    ) -> float:
        """Wrapped text from `y` downwards; `indent` in ems for the first line.

        Lines that would pass `bottom` are left out; the last one kept ends with `…` unless
        `ellipsis` is off. Returns the `y` below the last line.
        """
        em = self._px(style) / self._scale
        step = em * style.leading
        first = indent * em
        lines = wrap(text, width, partial(self.measure, style=style), first_indent=first)
        if bottom is not None and (fitting := max(1, int((bottom - y) / step))) < len(lines):
            last = lines[fitting - 1]
            lines = lines[: fitting - 1]
            lines.append(self._shortened(last, width, style) if ellipsis else last)
        anchor = x + width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        for number, line in enumerate(lines):
            offset = first if number == 0 and align == "left" else 0.0
            self.text(anchor + offset, y, line, style, align=align)
            y += step
        return y

    def fit(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        text: str,
        style: Style = BODY,
        *,
        align: Align = "center",
        padding: float = 1.2,
    ) -> None:
        """Text in the middle of a box: wrapped and made smaller until it fits, cut at 5 points."""
        room, tall = width - 2 * padding, height - 0.6
        size = style.size
        while True:
            tried = Style(size, style.face, style.fill, min(style.leading, 1.3))
            em = self._px(tried) / self._scale
            lines = wrap(text, room, partial(self.measure, style=tried))
            if em * tried.leading * (len(lines) - 1) + em <= tall or size <= _MIN_POINTS:
                break
            size = max(_MIN_POINTS, size - 0.5)
        fitting = max(1, int((tall - em) / (em * tried.leading)) + 1)
        if len(lines) > fitting:
            lines = [*lines[: fitting - 1], self._shortened(lines[fitting - 1], room, tried)]
        block = em * tried.leading * (len(lines) - 1) + em
        top = y + (height - block) / 2
        anchor = x + padding + room * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        for line in lines:
            self.text(anchor, top, line, tried, align=align)
            top += em * tried.leading

    def _shortened(self, line: str, width: float, style: Style) -> str:
        while line and self.measure(line + "…", style) > width:
            line = line[:-1]
        return line + "…"

    # --- lines and areas ---

    def line(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        *,
        width: float = 0.25,
        fill: Colour = INK,
    ) -> None:
        """A straight stroke `width` millimetres thick."""
        start, end = self.at(x0, y0), self.at(x1, y1)
        dx, dy = round(end[0] - start[0]), round(end[1] - start[1])
        thick = round(max(1.0, width * self._scale) * 4) / 4
        mask, left, top = glyphs.stroke(dx, dy, thick, self.softness)
        self.image.paste(self._ink(fill), (round(start[0]) - left, round(start[1]) - top), mask)

    def box(
        self, x: float, y: float, w: float, h: float, *, width: float = 0.25, fill: Colour = INK
    ) -> None:
        """The outline of a rectangle."""
        for x0, y0, x1, y1 in (
            (x, y, x + w, y),
            (x, y + h, x + w, y + h),
            (x, y, x, y + h),
            (x + w, y, x + w, y + h),
        ):
            self.line(x0, y0, x1, y1, width=width, fill=fill)

    def area(self, x: float, y: float, w: float, h: float, fill: Colour) -> None:
        """A filled rectangle."""
        corners = [self.at(x, y), self.at(x + w, y), self.at(x + w, y + h), self.at(x, y + h)]
        ImageDraw.Draw(self.image).polygon(corners, fill=self._ink(fill))

    # --- pictures ---

    def stamp(self, mask: Image.Image, x: float, y: float, fill: Colour = SEAL_RED) -> None:
        """Ink through a mask (mode L, in pixels of this sheet) whose middle lies at (x, y)."""
        middle_x, middle_y = self.at(x, y)
        place = (round(middle_x - mask.width / 2), round(middle_y - mask.height / 2))
        self.image.paste(self._ink(fill), place, mask)

    def picture(self, picture: Image.Image, x: float, y: float, w: float, h: float) -> None:
        """A photograph scaled into a box."""
        size = (round(w * self._scale), round(h * self._scale))
        left, top = self.at(x, y)
        scaled = picture.convert(self.image.mode).resize(size, Image.Resampling.LANCZOS)
        self.image.paste(scaled, (round(left), round(top)))

    def pixels(self, millimetres: float) -> int:
        """A length in pixels of this sheet."""
        return round(millimetres * self._scale)
