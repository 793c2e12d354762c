"""Selecting text on a page with the mouse, and copying it with its provenance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from app.media.requests import Priority
from app.media.source import DocumentSource
from app.viewers.canvas import PageCanvas
from app.viewers.cursors import rest_cursor
from app.viewers.letters import Letter, joined, line_away, plain_text
from app.viewers.text_feed import TextFeed
from app.viewers.text_marks import places, wash_selected

Place = tuple[int, int]
"""Page, and the number of a letter on it; the gap before that letter is meant."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_REST_MS = 300
_NEAR = 0.004
"""How far above or below a letter, as a fraction of the page, the pointer still means it."""


class TextSelection(QObject):
    """An overlay: over letters the hand becomes a text cursor and selects instead of dragging.

    Attributes:
        changed: something else is selected, or nothing.
    """

    changed = Signal()

    def __init__(self, canvas: PageCanvas, feed: TextFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas, self._feed = canvas, feed
        self._from: Place | None = None
        self._to: Place | None = None
        self._over = self._held = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._read)
        canvas.viewMoved.connect(self.look_ahead)

    def look_ahead(self) -> None:
        """Have the words of the pages on display at hand before the mouse comes, but never
        before a picture: they are read when nothing has moved for a while.
        """
        self._rest.start()

    def _read(self) -> None:
        for page in self._canvas.pages_visible():
            self._feed.ask(page, Priority.BACKGROUND)

    def clear(self) -> None:
        """Select nothing."""
        if self._from is not None:
            self._from = self._to = None
            self._canvas.viewport().update()
            self.changed.emit()

    def select_page(self, page: int) -> bool:
        """Select all words of a page; False where it has none."""
        count = len(self._of(page))
        if count:
            self.select(page, 0, count)
        else:
            self.clear()
        return bool(count)

    def select(self, page: int, first: int, last: int) -> None:
        """Select the letters from `first` to before `last` of a page."""
        self._from, self._to = (page, first), (page, last)
        self._canvas.viewport().update()
        self.changed.emit()

    def extend(self, key: Qt.Key) -> bool:
        """Move the end of the selection: a letter to the side, or a line up or down."""
        if self._from is None or self._to is None:
            return False
        page, index = self._to
        letters = self._of(page)
        match key:
            case Qt.Key.Key_Left:
                index -= 1
            case Qt.Key.Key_Right:
                index += 1
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                index = line_away(letters, index, -1 if key == Qt.Key.Key_Up else 1)
            case _:
                return False
        self._to = (page, min(max(index, 0), len(letters)))
        self._canvas.viewport().update()
        self.changed.emit()
        return True

    @property
    def pages(self) -> range:
        """The pages of which something is selected."""
        span = self._span()
        return range(span[0][0], span[1][0] + 1) if span else range(0)

    def text(self) -> str:
        """What is selected, in one line."""
        parts = [plain_text(self._selected(page)) for page in self.pages]
        return " ".join(part for part in parts if part)

    # --- the overlay -------------------------------------------------------------------------

    def paint(self, painter: QPainter, canvas: PageCanvas) -> None:
        """Draw what is selected."""
        seen = canvas.pages_visible()
        for page in self.pages:
            if page in seen:
                rects = joined(letter.rect for letter in self._selected(page))
                wash_selected(painter, places(canvas, page, rects))

    def press(self, event: QMouseEvent) -> bool:
        """Over a letter a selection begins; a double click takes the word."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        at = self._letter_under(event.position())
        if at is None:
            self.clear()
            return False
        page, index = at
        self._held = True
        if event.type() == QEvent.Type.MouseButtonDblClick:
            letters = self._of(page)
            words = [letter.word for letter in letters]
            word = words[index]
            self._from = (page, bisect_left(words, word))
            self._to = (page, bisect_right(words, word))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._from is not None:
            self._to = self._place_near(event.position()) or self._to
        else:
            self._from = self._to = self._place_near(event.position())
        self._canvas.viewport().update()
        self.changed.emit()
        return True

    def move(self, event: QMouseEvent) -> bool:
        """With the button down the selection grows; without, the cursor tells."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            place = self._place_near(event.position())
            if self._from is None or place is None:
                return False
            if place != self._to:
                self._to = place
                self._canvas.viewport().update()
                self.changed.emit()
            return True
        self._show_cursor(self._letter_under(event.position()) is not None)
        return False

    def release(self, event: QMouseEvent) -> bool:
        """A click without a move selects nothing: it is for what lies on the page."""
        was_held, self._held = self._held, False
        if was_held and self._from == self._to:
            self.clear()
            self._canvas.clicked.emit(event.position())
        return was_held

    # --- where -------------------------------------------------------------------------------

    def _show_cursor(self, over: bool) -> None:
        if over == self._over:
            return
        self._over = over
        if over:
            self._canvas.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        else:
            rest_cursor(self._canvas)

    def _of(self, page: int) -> tuple[Letter, ...]:
        return self._feed.of(page) or ()

    def _span(self) -> tuple[Place, Place] | None:
        if self._from is None or self._to is None or self._from == self._to:
            return None
        return min(self._from, self._to), max(self._from, self._to)

    def _selected(self, page: int) -> tuple[Letter, ...]:
        span = self._span()
        if span is None:
            return ()
        (first, start), (last, end) = span
        letters = self._of(page)
        return letters[start if page == first else 0 : end if page == last else len(letters)]

    def _letter_under(self, point: QPointF) -> Place | None:
        at = self._canvas.place_at(point)
        if at is None:
            return None
        page, x, y = at
        for index, letter in enumerate(self._of(page)):
            left, top, width, height = letter.rect
            beside = max(_NEAR, height / 2)  # the gap between two words is theirs too
            across = left - beside <= x <= left + width + beside
            if across and top - _NEAR <= y <= top + height + _NEAR:
                return page, index
        return None

    def _place_near(self, point: QPointF) -> Place | None:
        """The gap between two letters nearest to a point: first the line, then along it."""
        at = self._canvas.place_at(point)
        if at is None:
            return None
        page, x, y = at
        letters = self._of(page)
        if not letters:
            return None

        def distance(index: int) -> tuple[float, float]:
            left, top, width, height = letters[index].rect
            off = max(top - y, 0.0, y - top - height)
            return round(off, 3), abs(left + width / 2 - x)

        nearest = min(range(len(letters)), key=distance)
        left, _, width, _ = letters[nearest].rect
        return page, nearest + (1 if x > left + width / 2 else 0)


def provenance(source: DocumentSource, pages: range, words: str) -> str:
    """`words` is 第 {n} 页 in the language of now. The hash stands there where it is known."""
    first = str(pages.start + 1)
    numbers = first if len(pages) == 1 else f"{first}–{pages.stop}"
    known = _SHA256.fullmatch(source.key)
    mark = f"，sha256 {source.key[:8]}" if known else ""
    return f"——{source.name} {words.format(n=numbers)}{mark}"
