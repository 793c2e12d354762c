"""What a drawing gets to work with: paper, chance, and the same soft pen for all its pages."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from PIL import Image

from server_stub.demo import ink
from server_stub.demo.sheet import A4, PEN_BLUE, SEAL_RED, Colour, Sheet

Mode = Literal["auto", "colour", "grey"]

LANDSCAPE = (A4[1], A4[0])


@dataclass(slots=True)
class Kit:
    """Makes the sheets of one document; every page lies a little differently on the glass.

    `skew` is the largest angle in degrees, `softness` the blur of the lens in pixels at 150 dpi.
    `mode` overrides what the drawing asks for: a grey machine makes a red seal grey.
    """

    random: Random
    dpi: int = 150
    skew: float = 0.6
    softness: float = 0.45
    mode: Mode = "auto"

    def sheet(
        self,
        *,
        size: tuple[float, float] = A4,
        colour: bool = True,
        ground: Colour = (253, 252, 249),
        skew: float | None = None,
    ) -> Sheet:
        """A fresh sheet. `skew` fixes the angle, otherwise it is drawn."""
        return Sheet(
            self.dpi,
            size=size,
            colour=colour if self.mode == "auto" else self.mode == "colour",
            skew=self.random.uniform(-self.skew, self.skew) if skew is None else skew,
            softness=round(self.softness * self.dpi / 150, 2),
            ground=ground,
        )

    def seal(
        self, sheet: Sheet, owner: str, x: float, y: float, *, diameter: float = 40, label: str = ""
    ) -> None:
        """A round red seal of `owner` with its middle at (x, y), not quite straight."""
        mask = ink.round_seal(owner, sheet.pixels(diameter), label)
        sheet.stamp(self._turned(mask, 14), x, y, SEAL_RED)

    def name_seal(self, sheet: Sheet, name: str, x: float, y: float) -> None:
        """A small square red seal with a person's name."""
        mask = ink.name_seal(name, sheet.pixels(16))
        sheet.stamp(self._turned(mask, 4), x, y, SEAL_RED)

    def sign(self, sheet: Sheet, name: str, x: float, y: float, *, height: float = 9) -> None:
        """A signature in blue-black ink with its middle at (x, y)."""
        mask = ink.signature(name, sheet.pixels(height), self.random.randint(0, 3))
        sheet.stamp(self._turned(mask, 3), x, y, PEN_BLUE)

    def _turned(self, mask: Image.Image, most: float) -> Image.Image:
        angle = self.random.uniform(-most, most)
        return mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)
