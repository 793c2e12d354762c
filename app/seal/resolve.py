"""From the places that are wanted to what will be written, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.seal.cross_page import Strip, strips
from app.seal.document import Document
from app.seal.geometry import Box, Rect
from app.seal.place import CrossPage, FieldPlace, KeywordPlace, Place, RectPlace, Search, around
from app.seal.problems import SealCode, SealError, SealProblem

NEW_FIELD: Final = "Seal{number}"
_SLACK: Final = 0.5
"""Millimetres a rectangle may stand over the edge, for rounding."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the signature's own appearance goes: a field that is there, or a new one."""

    field: str
    is_new: bool
    page: int
    box: Box
    rect_mm: Rect


@dataclass(frozen=True, slots=True)
class Layout:
    """What one signature will show; ``spot`` is invisible where only strips are wanted."""

    spot: Spot
    strips: tuple[Strip, ...]


def layout(
    document: Document, places: Sequence[Place], size_mm: tuple[float, float], search: Search
) -> Layout:
    """Resolve the places of one signature: at most one of them no cross-page seal.

    :raises SealError: with the first problem.
    :raises ValueError: no place, or more than one that would need a signature of its own.
    """
    single = [one for one in places if not isinstance(one, CrossPage)]
    if not places or len(single) > 1:
        raise ValueError("one signature has one field; further places are cross-page seals")
    cut = [
        strip
        for place in places
        if isinstance(place, CrossPage)
        for strip in _strips(document, place, size_mm)
    ]
    spot = _spot(document, single[0], size_mm, search) if single else _unseen(document)
    return Layout(spot, tuple(cut))


def problems(
    document: Document, places: Sequence[Place], size_mm: tuple[float, float], search: Search
) -> list[SealProblem]:
    """Everything that stands in the way of these places, each looked at by itself."""
    found = document.problems()
    for place in places:
        try:
            layout(document, [place], size_mm, search)
        except SealError as error:
            if error.problem not in found:
                found.append(error.problem)
    return found


def _strips(
    document: Document, place: CrossPage, size_mm: tuple[float, float]
) -> tuple[Strip, ...]:
    if document.seals:
        raise SealError(SealCode.BREAKS_CROSS_PAGE, field=document.seals[0].name)
    return strips(place, document.spaces, size_mm)


def _spot(
    document: Document,
    place: FieldPlace | RectPlace | KeywordPlace,
    size_mm: tuple[float, float],
    search: Search,
) -> Spot:
    if isinstance(place, FieldPlace):
        return _at_field(document, place)
    if isinstance(place, KeywordPlace):
        place = _at_keyword(document, place, size_mm, search)
    return _at_rect(document, place)


def _at_field(document: Document, place: FieldPlace) -> Spot:
    field = document.fields.get(place.name)
    if field is None:
        raise SealError(SealCode.NO_FIELD, field=place.name)
    if field.sealed:
        raise SealError(SealCode.FIELD_TAKEN, field=place.name)
    for earlier in document.seals:
        if earlier.lock is not None and earlier.lock.is_locked(place.name):
            raise SealError(SealCode.BREAKS_LOCKED, field=earlier.name)
    if field.page is None or not field.box.width or not field.box.height:
        raise SealError(SealCode.FIELD_WITHOUT_PLACE, field=place.name)
    seen = document.spaces[field.page].to_seen(field.box)
    return Spot(place.name, False, field.page, field.box, seen)


def _at_keyword(
    document: Document, place: KeywordPlace, size_mm: tuple[float, float], search: Search
) -> RectPlace:
    found = search(document.data, place.text)
    if not -len(found) <= place.nth < len(found):
        raise SealError(SealCode.KEYWORD_NOT_FOUND, keyword=place.text)
    return around(found[place.nth], place, size_mm)


def _at_rect(document: Document, place: RectPlace) -> Spot:
    if not 0 <= place.page < len(document.spaces):
        raise SealError(SealCode.PAGE_MISSING, page=place.page + 1, pages=len(document.spaces))
    rect, space = Rect(*place.rect_mm), document.spaces[place.page]
    width, height = space.size_mm
    inside = (
        rect.width > 0
        and rect.height > 0
        and rect.x >= -_SLACK
        and rect.y >= -_SLACK
        and rect.x + rect.width <= width + _SLACK
        and rect.y + rect.height <= height + _SLACK
    )
    if not inside:
        raise SealError(SealCode.OUTSIDE_PAGE, page=place.page + 1)
    return Spot(_new_name(document), True, place.page, space.to_own(rect), rect)


def _unseen(document: Document) -> Spot:
    return Spot(_new_name(document), True, 0, Box(0, 0, 0, 0), Rect(0, 0, 0, 0))


def _new_name(document: Document) -> str:
    """A name for a new field; a certified document takes none (trap of ISO 32000-1 §12.8.2.2)."""
    numbers = range(1, len(document.fields) + 2)
    names = (NEW_FIELD.format(number=number) for number in numbers)
    name = next(one for one in names if one not in document.fields)
    if document.certified is not None:
        raise SealError(SealCode.BREAKS_NEW_FIELD, field=name)
    return name
