"""One round over one file: everybody draws the same pages within the same seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from bench import viewer_decoders as decoders
from bench import viewer_tools as tools
from bench.partner import Partner, PartnerError
from bench.peers_venv import peers_python
from bench.viewer_decoders import JpegPlace
from bench.viewer_results import (
    DECODER,
    FIRST,
    FLIP,
    FLOOR,
    HIT,
    MISS,
    OURS,
    PDFIUM,
    PLAIN_WINDOW,
    THUMBS,
    Results,
)

WIDTH: Final = 1200
THUMB_WIDTH: Final = 160
_AHEAD: Final = (-1, 0, 1, 2)
"""Pages that are there once one is looked at."""


@dataclass(frozen=True)
class Subject:
    """A file that is measured.

    Attributes:
        pages: how many of its pages are drawn in turn.
        thumbs: how many of them as small pictures; 0 where that is not measured.
        plain_window: whether the window that draws on its main thread is measured too.
    """

    path: Path
    count: int
    pages: int
    thumbs: int = 0
    plain_window: bool = False
    places: list[JpegPlace] = field(default_factory=list, repr=False)

    @property
    def name(self) -> str:
        """Its file name."""
        return self.path.name

    @property
    def is_photo(self) -> bool:
        """Whether it is a picture file."""
        return self.path.suffix == ".jpg"

    def unforeseen(self) -> list[int]:
        """Pages to jump to, none of which is drawn ahead when its turn comes."""
        known = {1, 2, 0}
        found: list[int] = []
        for step in range(self.count):
            page = (step * 7 + 12) % self.count
            if page not in known and len(found) < self.pages - 1:
                found.append(page)
                known |= {page + near for near in _AHEAD}
        return found


@dataclass
class Company:
    """Everybody who takes part, and who could not."""

    window: Partner
    plain: Partner
    peers: Partner | None
    peer_names: list[str]
    results: Results = field(default_factory=Results)
    stalls: dict[str, float] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)


@contextmanager
def company() -> Iterator[Company]:
    """Start the processes."""
    with ExitStack() as stack:
        window = stack.enter_context(Partner("bench.viewer_window"))
        plain = stack.enter_context(Partner("bench.viewer_plain_window"))
        python = peers_python()
        peers, names = None, []
        if python is not None:
            peers = stack.enter_context(Partner("bench.viewer_peers", python))
            names = peers.ask("present")
        made = Company(window, plain, peers, names)
        made.absent = {"PyMuPDF", "QtPdf"} - set(names) | {"pdftoppm", "mutool"} - {
            *tools.present()
        }
        yield made


def run(us: Company, subject: Subject) -> None:
    """One round; who comes first does not matter, for nobody's work serves another's."""
    if subject.places:
        _take(us, subject, FLOOR, partial(decoders.floor, subject.path, subject.places))
    _ours(us, subject)
    _take(us, subject, DECODER, partial(decoders.our_decoder, subject.path))
    if not subject.is_photo:
        _take(us, subject, PDFIUM, partial(decoders.plain_pdfium, subject.path))
    _others(us, subject)
    if subject.plain_window:
        times = us.plain.ask("flips", path=str(subject.path), width=WIDTH, pages=subject.pages)
        us.results.add(subject.name, PLAIN_WINDOW, MISS, times)


def _take(us: Company, subject: Subject, engine: str, opened: Any) -> None:
    measured = decoders.measure(opened, WIDTH, subject.pages, subject.thumbs, THUMB_WIDTH)
    us.results.take(subject.name, engine, measured)


def _ours(us: Company, subject: Subject) -> None:
    path, add = str(subject.path), partial(us.results.add, subject.name, OURS)
    add("idle", [us.window.ask("idle", seconds=1.5)])
    handed = us.window.ask("handed", path=path, pages=subject.pages, width=WIDTH)
    add(FIRST, handed["first"])
    add(FLIP, handed["flip"])
    add("read", [handed["read"]])
    opened = us.window.ask("open", path=path)
    add("painted", [opened["painted"]])
    missed = us.window.ask("misses", pages=subject.unforeseen())
    us.window.ask("close")
    us.window.ask("open", path=path)
    hit = us.window.ask("hits", pages=subject.pages - 1)
    us.window.ask("close")
    add(MISS, missed["times"])
    add(HIT, hit["times"])
    add("worked", hit["worked"])
    stall = max(opened["stall"], missed["stall"], hit["stall"])
    if subject.thumbs:
        small = us.window.ask("thumbs", path=path, count=subject.thumbs, width=THUMB_WIDTH)
        add(THUMBS, [small["taken"]])
        stall = max(stall, small["stall"])
    add("stall", [stall])


def _others(us: Company, subject: Subject) -> None:
    what = {
        "path": str(subject.path),
        "width": WIDTH,
        "pages": subject.pages,
        "thumbs": subject.thumbs,
        "thumb_width": THUMB_WIDTH,
    }
    for name in us.peer_names:
        assert us.peers is not None
        if (refused := f"{name} {subject.name}") not in us.refused:
            try:
                us.results.take(subject.name, name, us.peers.ask("measure", peer=name, **what))
            except PartnerError:
                us.refused.add(refused)
    if subject.is_photo:
        return
    for name in tools.present():
        measured = tools.measure(
            name, subject.path, WIDTH, subject.pages, subject.thumbs, THUMB_WIDTH
        )
        us.results.take(subject.name, name, measured)
