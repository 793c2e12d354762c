"""How alike two pictures of a page are: SSIM (Wang et al., 2004), 1.0 for the same.

Windows of 8 by 8 pixels with equal weights, every pixel a window, on brightness.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_SIDE: Final = 8
_C1: Final = (0.01 * 255) ** 2
_C2: Final = (0.03 * 255) ** 2


def ssim(one: Any, other: Any) -> float:
    """The mean over two Pillow pictures of the same size."""
    if one.size != other.size:
        raise ValueError(f"{one.size} and {other.size}")
    x, y = _grey(one), _grey(other)
    mean_x, mean_y = _means(x), _means(y)
    spread_x = _means(x * x) - mean_x**2
    spread_y = _means(y * y) - mean_y**2
    shared = _means(x * y) - mean_x * mean_y
    alike = (2 * mean_x * mean_y + _C1) * (2 * shared + _C2)
    alike /= (mean_x**2 + mean_y**2 + _C1) * (spread_x + spread_y + _C2)
    return float(alike.mean())


def _grey(picture: Any) -> NDArray[np.float64]:
    return np.asarray(picture.convert("L"), np.float64)


def _means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of all windows, from sums over rectangles."""
    sums = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    sums[1:, 1:] = values.cumsum(0).cumsum(1)
    n = _SIDE
    windows: NDArray[np.float64] = sums[n:, n:] - sums[:-n, n:] - sums[n:, :-n] + sums[:-n, :-n]
    return windows / (n * n)
