"""The seals that one sees in a document: the masks of its pictures (:mod:`app.seal.appearance`)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.misc import PdfError

_DEPTH = 4
"""Forms within forms that are looked into; a seal stands in the first."""


def masks_of_field(sig_field: DictionaryObject) -> set[str]:
    """SHA-256 of the masks that the appearance of a signature field draws."""
    found: set[str] = set()
    appearance = _object(sig_field.get("/AP", None))
    if isinstance(appearance, DictionaryObject):
        normal = _object(appearance.get("/N", None))
        if isinstance(normal, StreamObject):
            found |= set(_masks(normal.get("/Resources", None), _DEPTH))
    return found


def masks_of_pages(root: DictionaryObject) -> set[str]:
    """SHA-256 of all masks drawn on the pages or by their annotations."""
    found: set[str] = set()
    for page in _pages(_object(root.get("/Pages", None)), 0):
        found |= set(_masks(page.get("/Resources", None), _DEPTH))
        for note in _object(page.get("/Annots", None)) or ():
            told = _object(note)
            if isinstance(told, DictionaryObject):
                found |= masks_of_field(told)
    return found


def _pages(node: Any, depth: int) -> Iterator[DictionaryObject]:
    if not isinstance(node, DictionaryObject) or depth > 32:
        return
    kids = _object(node.get("/Kids", None))
    if kids is None:
        yield node
        return
    for kid in kids:
        yield from _pages(_object(kid), depth + 1)


def _masks(resources: Any, depth: int) -> Iterator[str]:
    told = _object(resources)
    drawn = _object(told.get("/XObject", None)) if isinstance(told, DictionaryObject) else None
    if not isinstance(drawn, DictionaryObject) or depth == 0:
        return
    for name in drawn:
        one = _object(drawn.raw_get(name))
        if not isinstance(one, StreamObject):
            continue
        if one.get("/Subtype", "") == "/Form":
            yield from _masks(one.get("/Resources", None), depth - 1)
        mask = _object(one.get("/SMask", None))
        if isinstance(mask, StreamObject):
            try:
                yield hashlib.sha256(mask.data).hexdigest()
            except (PdfError, ValueError, NotImplementedError, zlib.error):
                continue


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
