"""Finding words in the text layers of a document, page after page in the background."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from app.media.requests import Priority
from app.viewers.letters import Letter, Rect, folded, joined
from app.viewers.text_feed import TextFeed

MAX_HITS = 5_000


class Hit(NamedTuple):
    """One place: page, number on the page, its boxes, one for each line, and its letters from
    the first to before the last.
    """

    page: int
    number: int
    parts: tuple[Rect, ...]
    first: int
    last: int


def find(letters: Sequence[Letter], page: int, wanted: str) -> list[Hit]:
    """The places of `wanted` on a page. Spaces, line ends, width and case do not matter."""
    key = folded(wanted)
    if not key:
        return []
    signs: list[str] = []
    owners: list[int] = []
    for index, letter in enumerate(letters):
        for sign in folded(letter.sign):
            signs.append(sign)
            owners.append(index)
    whole = "".join(signs)
    hits: list[Hit] = []
    start = whole.find(key)
    while start >= 0:
        first, last = owners[start], owners[start + len(key) - 1] + 1
        parts = joined(letter.rect for letter in letters[first:last])
        hits.append(Hit(page, len(hits), parts, first, last))
        start = whole.find(key, start + len(key))
    return hits


class TextSearch(QObject):
    """The hits of one word in one document. Pages are read one by one from the one on display.

    Attributes:
        changed: hits came, the current one moved, or the reading went on.
        currentMoved: the current hit is another one; the viewer should go there.
    """

    changed = Signal()
    currentMoved = Signal()

    def __init__(self, feed: TextFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._waiting: list[int] = []
        self.wanted = ""
        self.hits: list[Hit] = []
        self.current = -1
        self.pages = self.read = 0
        self.has_text = False
        feed.came.connect(self._came)

    @property
    def is_done(self) -> bool:
        """Whether every page has been read."""
        return not self._waiting

    def start(self, wanted: str, pages: int, here: int) -> None:
        """Look for a word, first on page `here` and the pages after it."""
        self.clear()
        self.wanted, self.pages = wanted, pages
        if folded(wanted):
            self._waiting = [*range(here, pages), *range(min(here, pages))]
            self._go_on()
        self.changed.emit()

    def clear(self) -> None:
        """No word, no hits."""
        self._waiting = []
        self.wanted, self.hits, self.current = "", [], -1
        self.pages = self.read = 0
        self.has_text = False

    def step(self, by: int) -> None:
        """The next hit (1) or the one before (-1), around the end."""
        if self.hits:
            self.current = (self.current + by) % len(self.hits)
            self.currentMoved.emit()
            self.changed.emit()

    def hit(self) -> Hit | None:
        """The current hit."""
        return self.hits[self.current] if 0 <= self.current < len(self.hits) else None

    def _came(self, page: int) -> None:
        if self._waiting and page == self._waiting[0]:
            self._go_on()
            self.changed.emit()

    def _go_on(self) -> None:
        """Take the pages that are here and ask for the first that is not."""
        while self._waiting:
            page = self._waiting[0]
            plain, letters = self._feed.plain(page), self._feed.of(page)
            may_hold = plain is None or folded(self.wanted) in plain
            if may_hold and letters is None:
                self._feed.ask(page, Priority.BACKGROUND)
                return
            del self._waiting[0]
            self.has_text = self.has_text or bool(plain)
            self._take(page, letters or ())

    def _take(self, page: int, letters: Sequence[Letter]) -> None:
        self.read += 1
        now = self.hit()
        for hit in find(letters, page, self.wanted)[: MAX_HITS - len(self.hits)]:
            insort(self.hits, hit)
        if now is not None:
            self.current = self.hits.index(now)
        elif self.hits:
            self.current = 0
            self.currentMoved.emit()
