"""What stands on a PDF page, as far as it decides whether a picture alone shows on it.

Every function is to be called behind `pdf.LOCK`, with what pypdfium2 has open.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

import pypdfium2.raw as pdfium_c

_MOST_OBJECTS: Final = 10_000
"""Some text layers have one for each letter."""
_EDGE: Final = 0.05
"""Points by which a clip path may fall short of the page."""


def top_image(page: Any) -> tuple[Any, bool]:
    """The picture that is drawn last on a page, and whether anything is drawn before it.

    None where something else is drawn last. Invisible text does not count: scans have it below
    or above.
    """
    count = pdfium_c.FPDFPage_CountObjects(page)
    if not 0 < count <= _MOST_OBJECTS:
        return None, False
    found, drawn = None, 0
    for index in range(count):
        thing = pdfium_c.FPDFPage_GetObject(page, index)
        kind = pdfium_c.FPDFPageObj_GetType(thing)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT and not _is_visible(thing):
            continue
        found = thing if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE else None
        drawn += 1
    return found, drawn > 1


def _is_visible(text: Any) -> bool:
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(text)
    return bool(mode != pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)


def is_plain(page: Any, image: Any) -> bool:
    """Whether a picture is a JPEG that nothing clips, blends or hides."""
    if pdfium_c.FPDFImageObj_GetImageFilterCount(image) != 1:
        return False
    name = ctypes.create_string_buffer(32)
    pdfium_c.FPDFImageObj_GetImageFilter(image, 0, name, len(name))
    return (
        name.value == b"DCTDecode"
        and not pdfium_c.FPDFPageObj_HasTransparency(image)
        and not _is_clipped(page, pdfium_c.FPDFPageObj_GetClipPath(image))
        and not _is_in_layer(image)
    )


def _is_clipped(page: Any, clip: Any) -> bool:
    """Whether any path of `clip` is other than a rectangle around the whole page."""
    if not clip:
        return False
    left, bottom, right, top = page.get_bbox()
    for path in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip))):
        corners = _corners(clip, path)
        if len(corners) not in (4, 5):
            return True
        across = {round(x, 2) for x, _ in corners}
        down = {round(y, 2) for _, y in corners}
        if len(across) != 2 or len(down) != 2 or len(set(corners)) != 4:
            return True
        if min(across) > left + _EDGE or max(across) < right - _EDGE:
            return True
        if min(down) > bottom + _EDGE or max(down) < top - _EDGE:
            return True
    return False


def _corners(clip: Any, path: int) -> list[tuple[float, float]]:
    """The points of a path of straight lines; none where it is bent or has too many."""
    count = pdfium_c.FPDFClipPath_CountPathSegments(clip, path)
    if not 4 <= count <= 5:
        return []
    corners = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, path, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        wanted = pdfium_c.FPDF_SEGMENT_LINETO if index else pdfium_c.FPDF_SEGMENT_MOVETO
        if kind != wanted or not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            return []
        corners.append((x.value, y.value))
    return corners


def _is_in_layer(image: Any) -> bool:
    """Whether a picture is marked as belonging to a layer, which may be switched off."""
    name = ctypes.create_string_buffer(64)
    size = ctypes.c_ulong()
    for index in range(max(0, pdfium_c.FPDFPageObj_CountMarks(image))):
        mark = pdfium_c.FPDFPageObj_GetMark(image, index)
        told = pdfium_c.FPDFPageObjMark_GetName(
            mark, ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort)), len(name), size
        )
        if not told or name.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0") == "OC":
            return True
    return False
