"""The seals that one sees in a document: the masks of its pictures (:mod:`app.seal.appearance`).

Objects that draw each other in a circle, or each other many times over, are looked at once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any, Final

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.misc import PdfError

_DEPTH: Final = 4
"""Forms within forms that are looked into; a seal stands in the first."""
_TREE: Final = 32
"""Levels of the tree of pages that are gone down."""
_MOST_BYTES: Final = 64 * 1024 * 1024
"""Of masks in one document, unpacked; one of ours has 0.2 to 1.3 MB."""


def masks_of_field(sig_field: DictionaryObject) -> set[str]:
    """SHA-256 of the masks that the appearance of a signature field draws."""
    return set(_Look().field(sig_field))


def masks_of_pages(root: DictionaryObject) -> set[str]:
    """SHA-256 of all masks drawn on the pages or by their annotations."""
    look, found = _Look(), set[str]()
    for page in look.pages(_at(root, "/Pages"), _TREE):
        found |= set(look.resources(_at(page, "/Resources"), _DEPTH))
        notes = _at(page, "/Annots")
        for note in notes if isinstance(notes, ArrayObject) else ():
            told = look.first(note)
            if isinstance(told, DictionaryObject):
                found |= set(look.field(told))
    return found


class _Look:
    """One way through a document; no object is looked at twice."""

    def __init__(self) -> None:
        self._seen: dict[int, DictionaryObject] = {}  # kept, so that no other gets its id
        self._left = _MOST_BYTES

    def first(self, value: Any) -> Any:
        """The object, None where it was here before."""
        told = _whole(value)
        if isinstance(told, DictionaryObject):
            if id(told) in self._seen:
                return None
            self._seen[id(told)] = told
        return told

    def pages(self, node: Any, depth: int) -> Iterator[DictionaryObject]:
        """The pages below a node."""
        told = self.first(node)
        if not isinstance(told, DictionaryObject) or depth == 0:
            return
        kids = _at(told, "/Kids")
        if kids is None:
            yield told
        for kid in kids if isinstance(kids, ArrayObject) else ():
            yield from self.pages(kid, depth - 1)

    def field(self, field: DictionaryObject) -> Iterator[str]:
        """The masks that a field's appearance draws."""
        appearance = _at(field, "/AP")
        normal = _at(appearance, "/N")
        if isinstance(normal, StreamObject):
            yield from self.resources(_at(normal, "/Resources"), _DEPTH)

    def resources(self, resources: Any, depth: int) -> Iterator[str]:
        """The masks of the pictures among them."""
        drawn = _at(resources, "/XObject")
        if not isinstance(drawn, DictionaryObject) or depth == 0:
            return
        for name in drawn:
            one = self.first(drawn.raw_get(name))
            if not isinstance(one, StreamObject):
                continue
            if _at(one, "/Subtype") == "/Form":
                yield from self.resources(_at(one, "/Resources"), depth - 1)
            mask = self.first(_at(one, "/SMask"))
            if isinstance(mask, StreamObject):
                yield from self._mask(mask)

    def _mask(self, mask: StreamObject) -> Iterator[str]:
        if self._left < 0:
            return
        try:
            data = mask.data
        except (PdfError, ValueError, NotImplementedError, zlib.error):
            return
        self._left -= len(data)
        yield hashlib.sha256(data).hexdigest()


def _at(told: Any, key: str) -> Any:
    return _whole(told.get(key, None)) if isinstance(told, DictionaryObject) else None


def _whole(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
