"""What a viewer remembers of documents it has shown."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from app.media.facts import DocumentInfo
from app.media.look import Look
from app.media.source import DocumentSource
from app.viewers.state import ViewState

_KEPT = 400
"""Documents whose place is remembered."""

_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """Values by the key of a document; the least recently kept go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Value] = OrderedDict()

    def get(self, key: str) -> _Value | None:
        """The value kept for a document."""
        return self._kept.get(key)

    def put(self, key: str, value: _Value) -> None:
        """Keep a value."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def forget(self, key: str) -> None:
        """Keep nothing of a document."""
        self._kept.pop(key, None)


class Memory:
    """Pages, places and looks of documents."""

    def __init__(self) -> None:
        self.infos: Kept[DocumentInfo] = Kept()
        self.states: Kept[ViewState] = Kept()
        self.looks: Kept[Look] = Kept()

    def look(self, source: DocumentSource) -> Look:
        """How a document is looked at."""
        return self.looks.get(source.key) or Look()
