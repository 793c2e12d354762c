"""The difference of two pictures of a page: what only the old shows, what only the new shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.viewers.compare.align import Fit, fit_pages
from app.viewers.compare.ink import Grey, grey_of, ink_of, near_sum, shrunk, spread

_WORK = 620
"""Pixels across at which pictures are laid over each other; the result is finer than one."""
_SLACK = 700
"""One pixel of so many across: a stroke may lie that far off and still be the same stroke."""
_GONE = 48
"""Ink that the other page must lack within the slack, to count."""
_LACKS = 72
"""The same for what hangs together with a change, within a slack that is one pixel less."""
_GRAINS = 6
"""So many changed pixels within 4 around make a change; fewer are dust."""
_CELL = 10
_OLD, _NEW = (0x1E, 0x26, 0xB3, 255), (0xAA, 0x5D, 0x1F, 255)
"""BGRA of what only the old page shows and only the new: red and blue tell apart to every eye."""
_JOIN = 4
"""Cells apart along a line that still make one change: a gap between two words."""
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
    if not fit.alike:
        none = np.zeros((0, 0, 4), np.uint8)
        return Difference(fit, False, none, none)
    over = _moved(_image(new), fit, (old.width, old.height))
    moved: Grey = _moved(Image.fromarray(after), fit, (old.width, old.height))
    inside = _moved(Image.fromarray(np.full_like(after, 255)), fit, (old.width, old.height)) > 250
    before[~inside] = 0  # beyond the edge of the other scan there is nothing to compare
    gone, gone_at = _only(before, moved)
    come, come_at = _only(moved, before)
    return Difference(
        fit,
        True,
        over,
        _mix(before, moved, gone, come),
        gone_at,
        tuple(_back(box, fit, old, new) for box in come_at),
        come_at,
    )


def lay_over(before: Grey, after: Grey) -> Fit:
    """Where the ink `after` lies over the ink `before`; two empty pages lie as they are."""
    if max(float(before.mean()), float(after.mean())) < 0.05:
        return Fit(likeness=1.0, agreement=1.0)
    factor = max(1, round(max(before.shape[1], after.shape[1]) / _WORK))
    return fit_pages(shrunk(before, factor), shrunk(after, factor)).enlarged(factor)


def _only(ink: Grey, other: Grey) -> tuple[Flags, tuple[Box, ...]]:
    """Where one page has ink and the other has none, and boxes around it, the largest first.

    A change is sure where nothing is near; strokes of other words happen to cover each other, so
    what lacks its like at the very place counts too where it hangs together with a sure change.
    """
    slack = max(1, round(ink.shape[1] / _SLACK))
    near = spread(other, slack)
    sure: Flags = ((ink - np.minimum(ink, near)) > _GONE) & (near < ink // 2)
    sure &= near_sum(sure, 4) >= _GRAINS
    rest: Flags = (ink - np.minimum(ink, spread(other, slack - 1))) > _LACKS
    rest &= near_sum(rest, 4) >= _GRAINS
    rest |= sure
    return _grown(rest, sure)


def _mix(before: Grey, after: Grey, gone: Flags, come: Flags) -> Pixels:
    """Common ink in grey; around a change all that only one page has there, in its colour."""
    both = np.maximum(before, after)
    mix = np.empty((*before.shape, 4), np.uint8)
    mix[..., :3] = (255 - both // 5 * 3)[..., None]
    mix[..., 3] = 255
    mix[gone] = _OLD
    mix[come] = _NEW
    return mix


def _grown(flags: Flags, sure: Flags) -> tuple[Flags, tuple[Box, ...]]:
    """The flags that hang together with a sure one, and boxes around each group."""
    height, width = flags.shape
    all_cells, sure_cells = _cells(flags), _cells(sure)
    left = set(map(tuple, np.argwhere(all_cells).tolist()))
    kept = np.zeros_like(all_cells)
    found: list[tuple[int, int, int, int]] = []
    for seed in map(tuple, np.argwhere(sure_cells).tolist()):
        if seed not in left:
            continue
        rows, columns = _island(left, seed)
        kept[rows, columns] = True
        top, first = min(rows) * _CELL, min(columns) * _CELL
        inside = flags[top : (max(rows) + 1) * _CELL, first : (max(columns) + 1) * _CELL]
        down, across = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
        size = int(across[-1] - across[0]) + 1, int(down[-1] - down[0]) + 1
        found.append((first + int(across[0]), top + int(down[0]), *size))
    found.sort(key=lambda one: one[2] * one[3], reverse=True)
    wide = np.repeat(np.repeat(kept, _CELL, 0), _CELL, 1)[:height, :width]
    boxes = tuple((x / width, y / height, w / width, h / height) for x, y, w, h in found)
    return flags & wide, boxes[:_MAX_SPOTS]


def _cells(flags: Flags) -> Flags:
    rows, columns = -(-flags.shape[0] // _CELL), -(-flags.shape[1] // _CELL)
    full = np.zeros((rows * _CELL, columns * _CELL), bool)
    full[: flags.shape[0], : flags.shape[1]] = flags
    found: Flags = np.logical_or.reduce(full.reshape(rows, _CELL, columns, _CELL), axis=(1, 3))
    return found


def _island(left: set[tuple[int, ...]], start: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """Take the group of cells around `start` out of `left`; their rows and columns."""
    left.remove(start)
    waiting, seen = [start], [start]
    while waiting:
        row, column = waiting.pop()
        for down in (-1, 0, 1):
            for across in range(-_JOIN, _JOIN + 1):
                near = (row + down, column + across)
                if near in left:
                    left.remove(near)
                    waiting.append(near)
                    seen.append(near)
    return [one[0] for one in seen], [one[1] for one in seen]


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
        "RGBX", (shot.width, shot.height), bytes(shot.pixels), "raw", "RGBX", shot.stride, 1
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
