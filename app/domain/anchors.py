"""Places on scans, and what an officer saw there (domain §4.2 ``Anchor``, §4.8, F9).

A page counts from 1, as it is printed and as §4.8 writes it. A rectangle is left, top, right and
bottom as fractions of the upright page: of the page as it is shown with its own /Rotate and its
crop box, before anybody turns it on screen. It is the same at every zoom and every turn.
"""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator, AwareDatetime, Field

from app.domain.entity import Entity
from app.domain.enums import OpenEnum

MAX_PER_COMMENT: Final = 20
"""Places that one comment can point at."""
MAX_PER_DECISION: Final = 500
"""Anchors that travel with one decision."""
MAX_PER_CASE: Final = 2000
"""Anchors of all offices that a case keeps."""
MAX_PAGE: Final = 100_000
_DIGITS = 6
"""Digits of a fraction: a hundredth of a pixel on a page of ten thousand."""

Fractions = tuple[float, float, float, float]


def _inside(rect: Fractions) -> Fractions:
    left, top, right, bottom = rect
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ValueError("a rectangle lies within the page and is not empty")
    return rect


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Rect = Annotated[Fractions, AfterValidator(_inside)]
_Id = Annotated[str, Field(min_length=1, max_length=64)]
_Name = Annotated[str, Field(max_length=200)]


class AnchorVerdict(OpenEnum):
    """What the officer saw at the place."""

    MATCH = "MATCH"
    MISMATCH = "MISMATCH"
    UNREADABLE = "UNREADABLE"
    UNKNOWN = "UNKNOWN"


class AnchorVisibility(OpenEnum):
    """Who sees an anchor: the office that made it, or all offices the case passes (F9)."""

    ORG = "ORG"
    CHAIN = "CHAIN"
    UNKNOWN = "UNKNOWN"


class FieldPath(NamedTuple):
    """The field, or the slot for files, that an anchor is about; written ``papers/e-77/title``.

    An entry's id may hold anything; modules, fields and slots hold no slash. ``entry_id`` is empty
    where the module has no entry of its own.
    """

    module: str
    entry_id: str
    code: str

    def __str__(self) -> str:
        return f"{self.module}/{self.entry_id}/{self.code}"

    @classmethod
    def parse(cls, text: str) -> FieldPath:
        """The parts of a written path.

        :raises ValueError: it is none.
        """
        module, _, rest = text.partition("/")
        entry_id, slash, code = rest.rpartition("/")
        if not (module and slash and code):
            raise ValueError("a field path is module/entry/field")
        return cls(module, entry_id, code)


def _path(text: str) -> str:
    FieldPath.parse(text)
    return text


class ScanPlace(Entity):
    """A rectangle on a page of a file, as comments point at it (domain §4.8)."""

    att_sha256: Sha256
    page: int = Field(ge=1, le=MAX_PAGE)
    rect: Rect


class Anchor(ScanPlace):
    """That somebody held a field against a place on a scan (domain §4.2).

    ``by``, ``org_id`` and their names are the server's word once it has the anchor. ``value_mark``
    names the value the field had (:func:`value_mark`); empty for a slot. Unlike the names of §4.2,
    they let the next office see who looked, and nobody take an old look for a new value.
    """

    anchor_id: _Id
    field_path: Annotated[str, Field(max_length=300), AfterValidator(_path)]
    verdict: AnchorVerdict
    by: Annotated[str, Field(max_length=64)] = ""
    by_name: _Name = ""
    org_id: Annotated[str, Field(max_length=64)] = ""
    org_name: _Name = ""
    at: AwareDatetime
    visibility: AnchorVisibility = AnchorVisibility.CHAIN
    value_mark: Annotated[str, Field(max_length=64)] = ""

    @property
    def path(self) -> FieldPath:
        """The field, in its parts."""
        return FieldPath.parse(self.field_path)

    @property
    def place(self) -> ScanPlace:
        """The bare place, for a comment."""
        return ScanPlace(att_sha256=self.att_sha256, page=self.page, rect=self.rect)

    @property
    def spot(self) -> tuple[str, str, str]:
        """Office, field and file: an office has one anchor for each."""
        return self.org_id, self.field_path, self.att_sha256


def rounded(rect: Fractions) -> Fractions:
    """A drawn rectangle as it is stored: within the page, left to right, top to bottom."""
    xs, ys = sorted((rect[0], rect[2])), sorted((rect[1], rect[3]))
    left, right = (round(min(max(x, 0.0), 1.0), _DIGITS) for x in xs)
    top, bottom = (round(min(max(y, 0.0), 1.0), _DIGITS) for y in ys)
    return left, top, right, bottom


def value_mark(value: object) -> str:
    """A short name of a field's value, so that a look holds as long as the value is the same."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
