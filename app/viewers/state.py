"""What a viewer remembers of a document, as plain JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.viewers.page_area import Spot
from app.viewers.zoom import Zoom, ZoomMode, clamp


@dataclass(frozen=True, slots=True)
class ViewState:
    """Page, place on it, zoom, and the pages that were turned (page to degrees)."""

    page: int = 0
    spot: Spot = field(default_factory=Spot)
    zoom: Zoom = field(default_factory=Zoom)
    turns: Mapping[int, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """A JSON object."""
        return {
            "page": self.page,
            "spot": [round(self.spot.x, 4), round(self.spot.y, 4)],
            "mode": self.zoom.mode.value,
            "scale": round(self.zoom.scale, 4),
            "turns": {str(page): turn for page, turn in self.turns.items() if turn},
        }

    @classmethod
    def from_json(cls, said: object) -> ViewState:
        """Read what `to_json` wrote; anything else gives the state of a new document."""
        try:
            assert isinstance(said, dict)
            x, y = (float(one) for one in said["spot"])
            scale = float(said["scale"])
            if not all(math.isfinite(one) for one in (x, y, scale)):
                return cls()
            turns = {int(page): int(turn) % 360 for page, turn in said["turns"].items()}
            return cls(
                max(0, int(said["page"])),
                Spot(x, y),
                Zoom(ZoomMode(said["mode"]), clamp(scale)),
                {page: turn for page, turn in turns.items() if turn in (90, 180, 270)},
            )
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError):
            return cls()
