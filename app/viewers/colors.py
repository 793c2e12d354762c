"""The colours a viewer needs, by the token names of the style guide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class ViewerColors:
    """`#RRGGBB` by token. The host replaces it when its theme changes."""

    canvas: str = "#CFD5DD"
    panel: str = "#FFFFFF"
    subtle: str = "#F7F8FA"
    hover: str = "#EDF1F6"
    selected: str = "#E0EAF7"
    line: str = "#E2E6EB"
    line2: str = "#C8CED7"
    text: str = "#1A1F27"
    text2: str = "#454F5E"
    text3: str = "#5C6675"
    disabled: str = "#9BA4B0"
    accent_text: str = "#1F5DAA"
    red: str = "#B3261E"
    amber: str = "#855000"
    amber_soft: str = "#FDF2D9"
    amber_mark: str = "#B97F10"

    @classmethod
    def of(cls, tokens: Mapping[str, str]) -> ViewerColors:
        """Take the tokens a viewer needs out of a theme's. Raises KeyError for a missing one."""
        return cls(**{field.name: tokens[field.name] for field in fields(cls)})

    def color(self, token: str) -> QColor:
        """The colour of one token."""
        return QColor(str(getattr(self, token)))


LIGHT = ViewerColors()
DARK = ViewerColors(
    canvas="#0E1013",
    panel="#1C1F24",
    subtle="#21252B",
    hover="#282D35",
    selected="#1F344F",
    line="#2C3138",
    line2="#414953",
    text="#E4E7EB",
    text2="#B4BCC7",
    text3="#98A2B0",
    disabled="#5E6773",
    accent_text="#82B6F4",
    red="#F28B82",
    amber="#E3B55B",
    amber_soft="#362E1B",
    amber_mark="#D39B2E",
)

#: Inks of marks on paper: the light theme's in both themes, for a scan is never inverted.
PAPER_INKS: Mapping[str, str] = {
    "red": "#B3261E",
    "amber": "#855000",
    "green": "#1A7040",
    "violet": "#6546A0",
    "accent": "#1F5DAA",
    "grey": "#5C6675",
}
