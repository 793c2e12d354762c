"""The tokens of ``resources/theme/tokens.json`` and the contrast of two colours. No Qt here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.locate import resource

Mode = Literal["light", "dark", "system"]
PERCENTS = (90, 100, 115, 130)

#: Grounds on which text stands (style guide §2).
GROUNDS = ("panel", "subtle", "window", "hover", "selected")
#: Inks that must be readable on every ground.
INKS = ("text", "text2", "text3", "accent_text", "red", "amber", "green", "violet")
#: Further pairs of ink and ground that occur in badges, buttons and difference rows.
PAIRS = (
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_press"),
    ("on_accent", "red_fill"),
    ("red", "red_soft"),
    ("amber", "amber_soft"),
    ("green", "green_soft"),
    ("violet", "violet_soft"),
    ("accent_text", "accent_soft"),
    ("text", "red_soft"),
    ("text", "amber_soft"),
    ("text", "accent_soft"),
    ("text", "del_bg"),
    ("text", "add_bg"),
)


@dataclass(frozen=True)
class Tokens:
    """What the token file holds: colours per scheme and sizes in logical pixels."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    row: Mapping[str, int]
    control: Mapping[str, int]
    radius: Mapping[str, int]
    shell: Mapping[str, int]

    def scheme(self, dark: bool) -> Mapping[str, str]:
        """The colours of one scheme."""
        return self.dark if dark else self.light


@cache
def tokens() -> Tokens:
    """Read the token file once."""
    raw = json.loads(resource("theme", "tokens.json").read_text("utf-8"))
    return Tokens(
        light=raw["light"],
        dark=raw["dark"],
        row=raw["row"],
        control=raw["control"],
        radius=raw["radius"],
        shell=raw["shell"],
    )


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.1), 0 to 1."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    """Contrast ratio of two colours (WCAG 2.1), 1 to 21."""
    low, high = sorted((luminance(ink), luminance(ground)))
    return (high + 0.05) / (low + 0.05)
