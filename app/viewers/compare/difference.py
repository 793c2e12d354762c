"""The difference of two pictures of a page: what only the old shows, what only the new shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.viewers.compare.align import Fit, fit_pages
from app.viewers.compare.ink import Grey, grey_of, ink_of, near_sum, shrunk, spread

ALIKE = 0.3
"""Below this correlation of their inks two pictures are not of one page."""
MAX_PIXELS = 3_000_000
"""Of each picture that is compared; what is larger is drawn smaller first."""

_WORK = 620
"""Pixels across at which pictures are laid over each other; the result is finer than one."""
_SLACK = 2
"""Pixels by which a stroke may lie elsewhere and still be the same stroke."""
_GONE = 48
"""Ink that the other page must lack within the slack, to count."""
_GRAINS = 6
"""So many changed pixels within 4 around make a change; fewer are dust."""
_CELL = 10
_OLD, _NEW = (0x1E, 0x26, 0xB3, 255), (0xAA, 0x5D, 0x1F, 255)
"""BGRA of what only the old page shows and only the new: red and blue tell apart to every eye."""
_MAX_SPOTS = 80

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, width, height as fractions of the picture."""
Flags: TypeAlias = npt.NDArray[np.bool_]
Pixels: TypeAlias = npt.NDArray[np.uint8]


class Shot(NamedTuple):
    """A drawn page: BGRx pixels, `stride` bytes a row."""

    pixels: memoryview
    width: int
    height: int
    stride: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What two pictures have in common and what not.

    Attributes:
        fit: where the new picture lies over the old one.
        aligned: whether they are pictures of one page; if not, the rest is empty.
        over: the new picture as it lies over the old one, BGRx, of the old one's size.
        mix: both as ink on white paper: grey in both, red only old, blue only new.
        gone, come: places only the old, only the new shows, as fractions of their own picture.
        come_over: `come` where it lies over the old picture.
    """

    fit: Fit
    aligned: bool
    over: Pixels
    mix: Pixels
    gone: tuple[Box, ...] = ()
    come: tuple[Box, ...] = ()
    come_over: tuple[Box, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs that an eye would see."""
        return self.aligned and not self.gone and not self.come


def compare(old: Shot, new: Shot) -> Difference:
    """Lay `new` over `old` and find what differs."""
    before = ink_of(grey_of(*old))
    after = ink_of(grey_of(*new))
    fit = lay_over(before, after)
    if fit.likeness < ALIKE:
        none = np.zeros((0, 0, 4), np.uint8)
        return Difference(fit, False, none, none)
    over = _moved(_image(new), fit, (old.width, old.height))
    moved: Grey = _moved(Image.fromarray(after), fit, (old.width, old.height))
    inside = _moved(Image.fromarray(np.full_like(after, 255)), fit, (old.width, old.height)) > 250
    before[~inside] = 0  # beyond the edge of the other scan there is nothing to compare
    gone, come = _only(before, moved), _only(moved, before)
    places = _spots(come)
    return Difference(
        fit,
        True,
        over,
        _mix(before, moved, gone, come),
        _spots(gone),
        tuple(_back(box, fit, old, new) for box in places),
        places,
    )


def lay_over(before: Grey, after: Grey) -> Fit:
    """Where the ink `after` lies over the ink `before`; two empty pages lie as they are."""
    if max(float(before.mean()), float(after.mean())) < 0.05:
        return Fit(likeness=1.0)
    factor = max(1, round(max(before.shape[1], after.shape[1]) / _WORK))
    return fit_pages(shrunk(before, factor), shrunk(after, factor)).enlarged(factor)


def _only(ink: Grey, other: Grey) -> Flags:
    """Where one page has ink and the other has none near, with the faint rest of such strokes."""
    near = spread(other, _SLACK)
    sure: Flags = (ink - np.minimum(ink, near)) > _GONE
    sure &= near < ink // 2
    sure &= near_sum(sure, 4) >= _GRAINS
    rest: Flags = (ink - np.minimum(ink, spread(other, 1))) > _GONE // 2
    rest &= spread(sure.view(np.uint8), _CELL).view(bool)
    return sure | rest


def _mix(before: Grey, after: Grey, gone: Flags, come: Flags) -> Pixels:
    """Common ink in grey; around a change all that only one page has there, in its colour."""
    both = np.maximum(before, after)
    mix = np.empty((*before.shape, 4), np.uint8)
    mix[..., :3] = (255 - both // 5 * 3)[..., None]
    mix[..., 3] = 255
    mix[gone] = _OLD
    mix[come] = _NEW
    return mix


def _spots(flags: Flags) -> tuple[Box, ...]:
    """Boxes around changes; those closer than a word's gap are one. The largest come first."""
    height, width = flags.shape
    rows, columns = -(-height // _CELL), -(-width // _CELL)
    full = np.zeros((rows * _CELL, columns * _CELL), bool)
    full[:height, :width] = flags
    cells = full.reshape(rows, _CELL, columns, _CELL).any(axis=(1, 3))
    left = set(map(tuple, np.argwhere(cells).tolist()))
    found: list[tuple[int, int, int, int]] = []
    while left:
        top, low, first, last = _island(left)
        inside = full[top * _CELL : (low + 1) * _CELL, first * _CELL : (last + 1) * _CELL]
        down, across = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        x, y = first * _CELL + int(across[0]), top * _CELL + int(down[0])
        found.append((x, y, int(across[-1] - across[0]) + 1, int(down[-1] - down[0]) + 1))
    found.sort(key=lambda one: one[2] * one[3], reverse=True)
    return tuple(
        (x / width, y / height, wide / width, high / height)
        for x, y, wide, high in found[:_MAX_SPOTS]
    )


def _island(left: set[tuple[int, ...]]) -> tuple[int, int, int, int]:
    """Take one group of cells out of `left`; its first and last row, first and last column."""
    start = left.pop()
    waiting, seen = [start], [start]
    while waiting:
        row, column = waiting.pop()
        for down in (-1, 0, 1):
            for across in range(-3, 4):
                near = (row + down, column + across)
                if near in left:
                    left.remove(near)
                    waiting.append(near)
                    seen.append(near)
    rows, columns = [one[0] for one in seen], [one[1] for one in seen]
    return min(rows), max(rows), min(columns), max(columns)


def _back(box: Box, fit: Fit, old: Shot, new: Shot) -> Box:
    """A box of the old picture in the new one."""
    x, y, wide, high = box
    corners = [
        fit.back((x + wide * a) * old.width, (y + high * b) * old.height)
        for a in (0, 1)
        for b in (0, 1)
    ]
    left, right = min(c[0] for c in corners), max(c[0] for c in corners)
    top, low = min(c[1] for c in corners), max(c[1] for c in corners)
    return left / new.width, top / new.height, (right - left) / new.width, (low - top) / new.height


def _image(shot: Shot) -> Image.Image:
    return Image.frombuffer(
        "RGBX", (shot.width, shot.height), shot.pixels, "raw", "RGBX", shot.stride, 1
    )


def _moved(picture: Image.Image, fit: Fit, size: tuple[int, int]) -> Pixels:
    """A picture as it lies over another of `size`; no ink, or white, outside."""
    a, b, dx, dy = fit.matrix
    whole = a * a + b * b
    x, y = -0.5 - dx, -0.5 - dy  # Pillow counts from a pixel's corner, a Fit from its middle
    back = (
        a / whole, b / whole, (a * x + b * y) / whole + 0.5,
        -b / whole, a / whole, (a * y - b * x) / whole + 0.5,
    )  # fmt: skip
    fill = 0 if picture.mode == "L" else (255, 255, 255, 255)
    moved = picture.transform(
        size, Image.Transform.AFFINE, back, Image.Resampling.BILINEAR, fillcolor=fill
    )
    return np.asarray(moved)
