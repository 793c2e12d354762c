"""Times by file, by who took them and by what was done, and the table of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bench.timing import percentile

FIRST: Final = "first"
FLIP: Final = "flip"
THUMBS: Final = "thumbs"
HIT: Final = "hit"
MISS: Final = "miss"
FLOOR: Final = "floor"
OURS: Final = "ours"
DECODER: Final = "our decoder"
PDFIUM: Final = "pypdfium2"
PLAIN_WINDOW: Final = "main thread"
PEERS: Final = ("PyMuPDF", "QtPdf", "pdftoppm", "mutool")
ENGINES: Final = (FLOOR, OURS, DECODER, PDFIUM, *PEERS, PLAIN_WINDOW)
_TITLES: Final = {
    FIRST: "open and first page, ms (ours: the page in the window's hands)",
    FLIP: "next page, ms (ours: in the window's hands, not drawn ahead)",
    HIT: "key to painted, page drawn ahead, ms",
    MISS: "key to painted, page not drawn ahead, ms",
    THUMBS: "small pictures of all pages, ms",
}


class Results:
    """Every single time in milliseconds."""

    def __init__(self) -> None:
        self._times: defaultdict[tuple[str, str, str], list[float]] = defaultdict(list)

    def add(self, file: str, engine: str, what: str, times: Iterable[float]) -> None:
        """Note times."""
        self._times[file, engine, what].extend(times)

    def take(self, file: str, engine: str, measured: Mapping[str, Sequence[float]]) -> None:
        """Note what an engine measured in one go."""
        for what, times in measured.items():
            self.add(file, engine, what, times)

    def all(self, file: str, engine: str, what: str) -> list[float]:
        """The times in the order measured."""
        return self._times.get((file, engine, what), [])

    def median(self, file: str, engine: str, what: str) -> float | None:
        """The median, or None where nothing was measured."""
        times = self.all(file, engine, what)
        return percentile(times, 0.5) if times else None

    def best_peer(self, file: str, what: str) -> tuple[str, list[float]] | None:
        """The quickest of the other programs."""
        found = [(self.median(file, one, what), one) for one in (PDFIUM, *PEERS)]
        known = [(median, one) for median, one in found if median is not None]
        if not known:
            return None
        name = min(known)[1]
        return name, self.all(file, name, what)

    def table(self, files: Sequence[str]) -> str:
        """Medians of all engines, one table for each thing that was done."""
        parts = []
        for what, title in _TITLES.items():
            engines = [one for one in ENGINES if any(self.all(f, one, what) for f in files)]
            rows = [
                [file, *(self._cell(file, one, what) for one in engines)]
                for file in files
                if any(self.all(file, one, what) for one in engines)
            ]
            if rows:
                parts.append(_laid_out(title, ["", *engines], rows))
        return "\n\n".join(parts)

    def _cell(self, file: str, engine: str, what: str) -> str:
        median = self.median(file, engine, what)
        if median is None:
            return "·"
        return f"{median:,.1f}" if median < 100 else f"{median:,.0f}"


def _laid_out(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    body = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    return "\n".join([title, "", *body])
