"""That a seal shows its picture and nothing else, in its own place.

Any further seal may be put on a sealed document, and what its field draws lies over the page: a
picture of other words in it would change what the document says, with every signature whole. So the
drawing is read as :mod:`app.seal.appearance` writes it; a field that draws nothing is none.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any, Final

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject

from app.seal.geometry import POINTS_PER_MM
from app.seal.image import RED

MOST_SIDE_MM: Final = 120
"""No official seal is larger; one that is could cover a page."""
_FIELD: Final = frozenset(
    {"/FT", "/T", "/TU", "/TM", "/Ff", "/Type", "/Subtype", "/F", "/Rect", "/P", "/AP", "/V",
     "/DA", "/Lock", "/SV", "/StructParent"}
)  # fmt: skip
_FORM: Final = frozenset(
    {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Length", "/Filter",
     "/DecodeParms"}
)  # fmt: skip
_RESOURCES: Final = frozenset({"/ExtGState", "/XObject", "/ProcSet"})
_STATE: Final = frozenset({"/Type", "/BM"})
_OPERATORS: Final = frozenset({b"q", b"Q", b"cm", b"gs"})
_DRAW: Final = b"Do"


def nothing_but_a_seal(field: DictionaryObject) -> bool:
    """Whether a signature field is one plain widget that draws at most one picture in red ink."""
    return _keys(field) <= _FIELD and _small(field.get("/Rect", None)) and _drawn(field)


def _small(rect: Any) -> bool:
    if not isinstance(rect, ArrayObject) or len(rect) != 4:
        return False
    left, low, right, high = (float(side) for side in rect)
    most = MOST_SIDE_MM * POINTS_PER_MM
    return abs(right - left) <= most and abs(high - low) <= most


def _drawn(field: DictionaryObject) -> bool:
    if "/AP" not in field:
        return True
    appearance = field["/AP"]
    if not isinstance(appearance, DictionaryObject) or _keys(appearance) != {"/N"}:
        return False
    form = appearance["/N"]
    if not isinstance(form, StreamObject) or not _keys(form) <= _FORM:
        return False
    told = form.get("/Resources", None) or DictionaryObject()
    if not isinstance(told, DictionaryObject) or not _keys(told) <= _RESOURCES:
        return False
    states, pictures = _values(told, "/ExtGState"), _values(told, "/XObject")
    return (
        _plain(form.data)
        and all(isinstance(one, DictionaryObject) and _keys(one) <= _STATE for one in states)
        and all(_is_ink(one) for one in pictures)
    )


def _plain(content: bytes) -> bool:
    """Numbers, names, and the operators that put one picture in its place."""
    words = content.split()
    return words.count(_DRAW) <= 1 and all(
        word in _OPERATORS or word == _DRAW or word.startswith(b"/") or _is_number(word)
        for word in words
    )


def _is_number(word: bytes) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _is_ink(picture: Any) -> bool:
    """One red pixel under a mask."""
    return (
        isinstance(picture, StreamObject)
        and (picture["/Subtype"], picture["/Width"], picture["/Height"]) == ("/Image", 1, 1)
        and "/SMask" in picture
        and picture.data == bytes(RED)
    )


def _values(resources: DictionaryObject, kind: str) -> list[Any]:
    told = resources.get(kind, None) or DictionaryObject()
    return [told[name] for name in told]


def _keys(told: DictionaryObject) -> AbstractSet[str]:
    return {str(key) for key in told}
