"""How one scan of a page lies over another: turn, scale and shift.

Phase correlation (Kuglin and Hines, 1975) finds the shift; of the log-polar spectra it finds turn
and scale (Reddy and Chatterji, 1996); the shifts of tiles then refine all four by least squares.
Everything is numpy: its FFT and its ufuncs let go of the GIL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from app.viewers.compare.ink import Wave

_COARSE = 256
_ANGLES, _RADII = 360, 192
_TILE = 128
_MIN_INK = 1.5
"""Mean ink below which a tile says nothing of where it belongs."""
ALIKE, AGREED = 0.3, 0.25
"""Below this likeness, or this agreement, two pictures are not of one page. Pages of text with the
same distance of lines reach a likeness of 0.36 and an agreement of 0.07; two scans of one page
stay above 0.9 and 0.8."""
_FEW = 4
_SURE = 7.0
"""Height of a peak over the noise, in standard deviations, that is not chance."""
_AGREE = 2.0
"""Tiles within so many pixels of the fit agree with it."""
_TURN, _GROW = 8.0, 1.12
"""Degrees and factor: two scans of one sheet differ by no more."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a point of the new picture lies in the old one: ``old = scale·R(turn)·new + shift``.

    `turn` is in radians, counter-clockwise with y downwards negative; `likeness` is the
    correlation of the inks once laid over each other, from -1 to 1; `agreement` the share of the
    tiles with ink on them that find themselves where the fit puts them.
    """

    scale: float = 1.0
    turn: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    likeness: float = 0.0
    agreement: float = 0.0

    @property
    def alike(self) -> bool:
        """Whether the two are pictures of one page."""
        return self.likeness >= ALIKE and self.agreement >= AGREED

    @property
    def matrix(self) -> tuple[float, float, float, float]:
        """``a, b``: x' = a·x − b·y + dx and y' = b·x + a·y + dy, with the shifts behind."""
        a, b = self.scale * math.cos(self.turn), self.scale * math.sin(self.turn)
        return a, b, self.dx, self.dy

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point of the new picture in the old one."""
        a, b, dx, dy = self.matrix
        return a * x - b * y + dx, b * x + a * y + dy

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the old picture in the new one."""
        a, b, dx, dy = self.matrix
        size = a * a + b * b
        x, y = x - dx, y - dy
        return (a * x + b * y) / size, (a * y - b * x) / size

    def enlarged(self, factor: float) -> Fit:
        """The same for pictures `factor` times as large."""
        a, b, dx, dy = self.matrix
        half = (factor - 1) / 2  # a pixel's middle is half a pixel from its corner, at any size
        x, y = factor * dx + half * (1 - a + b), factor * dy + half * (1 - a - b)
        return Fit(self.scale, self.turn, x, y, self.likeness, self.agreement)


def shift_between(old: Wave, new: Wave) -> tuple[float, float, float]:
    """By how much `new` must be moved (right, down) to lie over `old`, both of one shape.

    The third value is the height of the peak over the noise, in standard deviations.
    """
    ((x, y, height),) = _shifts(old[None], new[None])
    return x, y, height


def _shifts(old: Wave, new: Wave) -> list[tuple[float, float, float]]:
    """`shift_between` for a stack of pictures; one call of the FFT for all is a third quicker."""
    shape, both = old.shape[1:], (1, 2)
    window = _window(shape)
    a = np.fft.rfft2((old - old.mean(axis=both, keepdims=True)) * window)
    cross = a * np.conj(np.fft.rfft2((new - new.mean(axis=both, keepdims=True)) * window))
    cross /= np.maximum(np.abs(cross), 1e-6)
    cross *= _soft(shape)
    surfaces = np.fft.irfft2(cross, s=shape)
    found = []
    for surface in surfaces:
        row, column = divmod(int(surface.argmax()), shape[1])
        height = float((surface[row, column] - surface.mean()) / (surface.std() + 1e-12))
        found.append((_peak(surface[row], column), _peak(surface[:, column], row), height))
    return found


def fit_pages(old: Wave, new: Wave) -> Fit:
    """Lay the ink of `new` over that of `old`; look at `likeness` before believing it."""
    best: Fit = _coarse(old, new)
    for _ in range(2):
        best = _agreed(_tiles(old, warped(new, best, old.shape), best)[0], best)
    over = warped(new, best, old.shape)
    found, inked = _tiles(old, over, best)
    off = np.hypot(found[:, 4], found[:, 5])
    likeness = _likeness(old, over, best, new.shape)
    agreement = float((off < _AGREE).sum()) / max(1, inked)
    if inked < _FEW:  # a small picture has hardly a tile to ask
        agreement = max(agreement, float(likeness > 2 * ALIKE))
    return replace(best, likeness=likeness, agreement=agreement)


def warped(picture: Wave, fit: Fit, shape: tuple[int, int]) -> Wave:
    """`picture` as it lies over another of `shape`, by bilinear sampling; no ink outside."""
    a, b, dx, dy = fit.matrix
    size = a * a + b * b
    rows = np.arange(shape[0], dtype=np.float32)[:, None] - np.float32(dy)
    columns = np.arange(shape[1], dtype=np.float32)[None, :] - np.float32(dx)
    x = (np.float32(a / size) * columns + np.float32(b / size) * rows).astype(np.float32)
    y = (np.float32(a / size) * rows - np.float32(b / size) * columns).astype(np.float32)
    return _sampled(picture, x, y)


def _sampled(picture: Wave, x: Wave, y: Wave) -> Wave:
    height, width = picture.shape
    edged = np.zeros((height + 2, width + 2), np.float32)
    edged[1:-1, 1:-1] = picture
    x = np.clip(x + 1, 0, width + 0.999).astype(np.float32)
    y = np.clip(y + 1, 0, height + 0.999).astype(np.float32)
    left, top = x.astype(np.int32), y.astype(np.int32)
    x -= left
    y -= top
    flat = edged.ravel()
    corner = top * np.int32(width + 2) + left
    one = np.float32(1)
    upper: Wave = flat.take(corner) * (one - x) + flat.take(corner + 1) * x
    corner += np.int32(width + 2)
    lower: Wave = flat.take(corner) * (one - x) + flat.take(corner + 1) * x
    found: Wave = upper * (one - y) + lower * y
    return found


def _coarse(old: Wave, new: Wave) -> Fit:
    """Turn and scale of the spectra, then the shift; both ways that have a chance are tried."""
    side = max(*old.shape, *new.shape)
    factor = max(1.0, side / _COARSE)
    a, b = _boxed(old, factor), _boxed(new, factor)
    turn, scale = _turn_and_scale(a, b)
    found = []
    for guess in (Fit(), Fit(scale, turn)):
        middle = (_COARSE - 1) / 2
        x, y = guess.at(middle, middle)
        centred = Fit(guess.scale, guess.turn, middle - x, middle - y)
        dx, dy, _height = shift_between(a, warped(b, centred, a.shape))
        moved = Fit(guess.scale, guess.turn, centred.dx + dx, centred.dy + dy)
        found.append((_likeness(a, warped(b, moved, a.shape), moved, b.shape), moved))
    best = max(found, key=lambda one: one[0])[1]
    return best.enlarged(factor)


def _turn_and_scale(old: Wave, new: Wave) -> tuple[float, float]:
    """Of two squares; nothing (0, 1) where what is found is more than two scans can differ by."""
    step = math.log(_COARSE / 2 / 4) / _RADII
    one, other = _polar(old, step), _polar(new, step)
    by_radius, by_angle, _height = shift_between(one, other)
    turn = by_angle * math.pi / _ANGLES
    turn = (turn + math.pi / 2) % math.pi - math.pi / 2
    scale = math.exp(-by_radius * step)
    if abs(math.degrees(turn)) > _TURN or not 1 / _GROW < scale < _GROW:
        return 0.0, 1.0
    return turn, scale


def _polar(square: Wave, step: float) -> Wave:
    """The spectrum's magnitude by angle (rows, half a turn) and logarithm of the radius."""
    spectrum = np.abs(
        np.fft.fftshift(np.fft.fft2((square - square.mean()) * _window(square.shape)))
    )
    middle = _COARSE / 2
    axis = (np.arange(_COARSE, dtype=np.float32) - middle) / middle
    wide = np.cos(axis * math.pi / 2)
    passed = wide[:, None] * wide[None, :]
    weighed = np.log1p(spectrum) * (1 - passed) * (2 - passed)
    angle = np.arange(_ANGLES, dtype=np.float32)[:, None] * np.float32(math.pi / _ANGLES)
    radius = 4 * np.exp(np.arange(_RADII, dtype=np.float32) * np.float32(step))[None, :]
    x = (middle + radius * np.cos(angle)).astype(np.float32)
    y = (middle + radius * np.sin(angle)).astype(np.float32)
    return _sampled(weighed.astype(np.float32), x, y)


def _tiles(old: Wave, over: Wave, fit: Fit) -> tuple[npt.NDArray[np.float64], int]:
    """Where the tiles of `old` find themselves: x, y in the new, x, y in the old, the shift from
    where the fit puts them; and how many tiles have ink in either.

    :param over: the new page as `fit` lays it over the old one.
    """
    half = _TILE // 2
    high, wide = min(_TILE, old.shape[0]), min(_TILE, old.shape[1])
    inked = 0
    points: list[tuple[float, ...]] = []
    lefts = np.array(_starts(old.shape[1]))
    for top in _starts(old.shape[0]) if min(high, wide) >= half else ():
        a, b = (
            np.stack([page[top : top + high, left : left + wide] for left in lefts])
            for page in (old, over)
        )
        ink = np.stack([a.mean(axis=(1, 2)), b.mean(axis=(1, 2))])
        inked += int((ink.max(axis=0) >= _MIN_INK).sum())
        asked = ink.min(axis=0) >= _MIN_INK
        if not asked.any():
            continue
        for left, (dx, dy, height) in zip(lefts[asked], _shifts(a[asked], b[asked]), strict=True):
            if height > _SURE and max(abs(dx), abs(dy)) < half / 2:
                x, y = float(left) + wide / 2, top + high / 2
                points.append((*fit.back(x - dx, y - dy), x, y, dx, dy))
    return np.array(points, np.float64).reshape(-1, 6), inked


def _agreed(points: npt.NDArray[np.float64], fit: Fit) -> Fit:
    """The similarity most tiles agree on; `fit` where fewer than three do."""
    keep: npt.NDArray[np.bool_] = np.ones(len(points), bool)
    for bound in (3 * _AGREE, _AGREE, _AGREE):
        if keep.sum() < 3:
            return fit
        a, b, dx, dy = _similarity(points[keep])
        x, y = points[:, 0], points[:, 1]
        off = np.hypot(a * x - b * y + dx - points[:, 2], b * x + a * y + dy - points[:, 3])
        keep = off <= max(bound, float(np.median(off)))
        fit = Fit(math.hypot(a, b), math.atan2(b, a), dx, dy)
    return fit


def _similarity(points: npt.NDArray[np.float64]) -> tuple[float, float, float, float]:
    x, y, to_x, to_y = points.T[:4]
    one, none = np.ones_like(x), np.zeros_like(x)
    left = np.concatenate([np.stack([x, -y, one, none], 1), np.stack([y, x, none, one], 1)])
    a, b, dx, dy = np.linalg.lstsq(left, np.concatenate([to_x, to_y]), rcond=None)[0]
    return float(a), float(b), float(dx), float(dy)


def _likeness(old: Wave, over: Wave, fit: Fit, shape: tuple[int, ...]) -> float:
    """Correlation of the two inks, a little blurred, where both pages are.

    :param over: the new page as `fit` lays it over the old one; it is of `shape` itself.
    """
    here = warped(np.ones(shape, np.float32), fit, old.shape) > 0.5
    if here.mean() < 0.4:
        return -1.0
    a, b = _blurred(old)[here], _blurred(over)[here]
    a, b = a - a.mean(), b - b.mean()
    spread = math.sqrt(float((a * a).sum()) * float((b * b).sum()))
    return float((a * b).sum()) / spread if spread > 0 else 0.0


def _blurred(ink: Wave) -> Wave:
    edged = np.pad(ink, 1)
    rows = edged[:-2] + 2 * edged[1:-1] + edged[2:]
    found: Wave = rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]
    return found


def _boxed(ink: Wave, factor: float) -> Wave:
    """Scaled down by `factor` (averaging first where it is large) into the coarse square."""
    whole = int(factor)
    if whole > 1:
        height, width = ink.shape[0] // whole, ink.shape[1] // whole
        cut = ink[: height * whole, : width * whole].reshape(height, whole, width, whole)
        ink = cut.mean(axis=(1, 3), dtype=np.float32)
    rest = whole / factor
    shift = (rest - 1) / 2
    return warped(ink, Fit(rest, 0.0, shift, shift), (_COARSE, _COARSE))


def _starts(length: int) -> list[int]:
    count = max(1, round(length / (_TILE * 0.75)))
    room = max(0, length - _TILE)
    return sorted({round(room * n / max(1, count - 1)) for n in range(count)})


@lru_cache(maxsize=8)
def _window(shape: tuple[int, ...]) -> Wave:
    rows, columns = np.hanning(shape[0] + 2)[1:-1], np.hanning(shape[1] + 2)[1:-1]
    return (rows[:, None] * columns[None, :]).astype(np.float32)


@lru_cache(maxsize=8)
def _soft(shape: tuple[int, ...]) -> Wave:
    """Weight of the frequencies: the finest are grain of the scan."""
    down = np.fft.fftfreq(shape[0])[:, None]
    across = np.fft.rfftfreq(shape[1])[None, :]
    return np.exp(-(down * down + across * across) / (2 * 0.16**2)).astype(np.float32)


def _peak(line: npt.NDArray[np.floating], at: int) -> float:
    """The place of a peak between samples, by a parabola of its neighbours; signed."""
    length = len(line)
    before, here, after = (float(line[(at + by) % length]) for by in (-1, 0, 1))
    bend = before - 2 * here + after
    place = at + ((before - after) / (2 * bend) if bend < 0 else 0.0)
    return place - length if place > length / 2 else place
