"""How a drawn page may be made easier to read. The file itself is never touched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Changes to the picture of a page, made in the worker after drawing.

    Attributes:
        contrast: paper to white and ink to black.
        black_white: two tones, told apart by their surroundings.
        straighten: turn a sheet that was scanned askew by up to 5°.
    """

    contrast: bool = False
    black_white: bool = False
    straighten: bool = False

    def __bool__(self) -> bool:
        """Whether anything is changed."""
        return self.contrast or self.black_white or self.straighten


PLAIN = Look()
"""As it was drawn."""
