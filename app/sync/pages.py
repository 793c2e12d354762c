"""Taking a page of the changes feed apart without touching the documents in it.

The cache keeps a document as the bytes that came (design §4), so the text of each ``doc`` is cut
out of the page instead of being decoded and written again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.protocol.feed import ChangesPage

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class RawChange:
    """One change of the feed; ``body`` is the document's own UTF-8 text, None for a tombstone."""

    kind: str
    id: str
    rev: int
    body: bytes | None


@dataclass(frozen=True)
class RawPage:
    """A page of the feed; ``head`` is the page without its changes."""

    head: ChangesPage
    changes: tuple[RawChange, ...]


def parse_page(body: bytes) -> RawPage:
    """Cut a page into changes.

    :raises ValueError: where it is not a page of the feed (pydantic's errors are ValueErrors).
    """
    head: dict[str, Any] = {}
    changes: list[RawChange] = []
    cursor = _Cursor(body.decode())
    try:
        for key in cursor.members():
            if key == "changes":
                changes = [_change(cursor) for _ in cursor.elements()]
            else:
                head[key] = cursor.value()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return RawPage(ChangesPage.model_validate({**head, "changes": []}), tuple(changes))


def _change(cursor: _Cursor) -> RawChange:
    fields: dict[str, Any] = {}
    body: bytes | None = None
    for key in cursor.members():
        start = cursor.at
        value = cursor.value()
        if key != "doc":
            fields[key] = value
        elif isinstance(value, dict):
            body = cursor.text[start : cursor.at].encode()
        elif value is not None:
            raise ValueError("a document that is not an object")
    kind, name, rev = fields.get("kind"), fields.get("id"), fields.get("rev")
    if not (isinstance(kind, str) and isinstance(name, str) and isinstance(rev, int)):
        raise ValueError("a change without kind, id or rev")
    if (body is None) != bool(fields.get("tombstone")):
        raise ValueError("neither a document nor a tombstone")
    name.encode()  # a lone surrogate is an id that no database takes
    return RawChange(kind, name, rev, body)


class _Cursor:
    """A place in a JSON text. Who iterates must consume each value before the next step.

    Attributes:
        text: the whole document.
        at: the index of the next character to read, never at white space.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._skip()

    def value(self) -> Any:
        """The value here, decoded; the cursor goes behind it."""
        value, self.at = _DECODER.raw_decode(self.text, self.at)
        return value

    def members(self) -> Iterator[str]:
        """The keys of the object here; the cursor stands at the value of each."""
        for _ in self._items("{", "}"):
            key = self.value()
            self._skip()
            self._expect(":")
            yield str(key)

    def elements(self) -> Iterator[None]:
        """Step through the array here; the cursor stands at each element."""
        yield from self._items("[", "]")

    def _items(self, opening: str, closing: str) -> Iterator[None]:
        self._expect(opening)
        if self._take(closing):
            return
        while True:
            yield
            self._skip()
            if self._take(closing):
                return
            self._expect(",")

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise ValueError(f"expected {mark} at {self.at}")
        self._skip()

    def _take(self, mark: str) -> bool:
        taken = self.text.startswith(mark, self.at)
        self.at += taken
        return taken

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
