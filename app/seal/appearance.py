"""How a seal is drawn into a PDF: one image object, used by every appearance.

The ink is multiplied onto the page, as real ink is, so that text under a seal stays readable
(domain §4.10). A seal that stands in the document already is not embedded a second time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.stamp import BaseStampStyle

from app.seal.document import DAMAGE
from app.seal.geometry import POINTS_PER_MM, PageSpace
from app.seal.image import SealImage

_IMAGE: Final = pdf_name("/Seal")
_INK: Final = pdf_name("/Ink")
_TURNS: Final = {
    0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0), 270: (0, -1, 1, 0, 0, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawing:
    """The seal's rectangle within an appearance, all in points as seen, origin lower left."""

    width: float
    height: float
    x: float
    y: float
    seal_width: float
    seal_height: float

    @classmethod
    def centred(cls, width: float, height: float, image: SealImage) -> Drawing:
        """The seal at its true size in the middle; smaller, whole, where it would not fit."""
        wide, high = (side * POINTS_PER_MM for side in image.size_mm)
        scale = min(1.0, width / wide, height / high)
        wide, high = wide * scale, high * scale
        return cls(width, height, (width - wide) / 2, (height - high) / 2, wide, high)


class SealAppearance(AppearanceContent):
    """A form XObject that shows the seal, clipped to its box and upright on a rotated page."""

    def __init__(
        self,
        writer: BasePdfFileWriter,
        image_ref: generic.IndirectObject,
        drawing: Drawing,
        rotation: int,
    ) -> None:
        super().__init__(writer, BoxConstraints(drawing.width, drawing.height))
        self._image_ref = image_ref
        self._drawing = drawing
        self._rotation = rotation

    def render(self) -> bytes:
        """The drawing operators."""
        ink = generic.DictionaryObject({pdf_name("/BM"): pdf_name("/Multiply")})
        self.set_resource(ResourceType.EXT_G_STATE, _INK, ink)
        self.set_resource(ResourceType.XOBJECT, _IMAGE, self._image_ref)
        at = self._drawing
        numbers = (at.seal_width, at.seal_height, at.x, at.y)
        return b"q /Ink gs %.3f 0 0 %.3f %.3f %.3f cm /Seal Do Q" % numbers

    def as_form_xobject(self) -> generic.StreamObject:
        """See :class:`pyhanko.pdf_utils.content.PdfContent`."""
        form = super().as_form_xobject()
        if self._rotation:
            turn = [generic.NumberObject(number) for number in _TURNS[self._rotation]]
            form[pdf_name("/Matrix")] = generic.ArrayObject(turn)
        return form


@dataclass(frozen=True)
class SealStyle(BaseStampStyle):
    """Lets pyHanko draw the seal into the signature's own field.

    :param space: of the page that the field is on.
    """

    seal_image: SealImage | None = None
    image_ref: generic.IndirectObject | None = None
    space: PageSpace | None = None
    border_width: int = 0

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def create_stamp(  # type: ignore[override] # any appearance does
        self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]
    ) -> SealAppearance:
        """See :class:`pyhanko.stamp.BaseStampStyle`."""
        del text_params
        assert self.seal_image is not None
        assert self.image_ref is not None
        assert self.space is not None
        width, height = float(box.width), float(box.height)
        if self.space.rotation % 180:
            width, height = height, width
        drawing = Drawing.centred(width, height, self.seal_image)
        return SealAppearance(writer, self.image_ref, drawing, self.space.rotation)


def image_of(writer: IncrementalPdfFileWriter, image: SealImage) -> generic.IndirectObject:
    """The seal's image object: the one an earlier seal of the document brought, or a new one."""
    return _present(writer, image) or _embedded(writer, image)


def _embedded(writer: BasePdfFileWriter, image: SealImage) -> generic.IndirectObject:
    mask = _image(image.width, image.height, "/DeviceGray", image.packed)
    ink = _image(1, 1, "/DeviceRGB", bytes(image.colour), packed=False)
    ink[pdf_name("/SMask")] = writer.add_object(mask)
    return writer.add_object(ink)


def _image(
    width: int, height: int, space: str, data: bytes, *, packed: bool = True
) -> generic.StreamObject:
    entries = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Image"),
        pdf_name("/Width"): generic.NumberObject(width),
        pdf_name("/Height"): generic.NumberObject(height),
        pdf_name("/BitsPerComponent"): generic.NumberObject(8),
        pdf_name("/ColorSpace"): pdf_name(space),
    }
    if packed:
        entries[pdf_name("/Filter")] = pdf_name("/FlateDecode")
    return generic.StreamObject(entries, encoded_data=data)


def _present(writer: IncrementalPdfFileWriter, image: SealImage) -> generic.IndirectObject | None:
    for _name, value, field_ref in enumerate_sig_fields(writer.prev, filled_status=True):
        del value
        found = _image_ref_of(field_ref.get_object())
        if found is not None and _shows(found.get_object(), image):
            return generic.IndirectObject(found.idnum, found.generation, writer)
    return None


def _image_ref_of(field: Any) -> generic.IndirectObject | None:
    """The image that a field's appearance draws, where it is one of ours."""
    try:
        appearance = field["/AP"]["/N"]
        found = appearance["/Resources"]["/XObject"].raw_get("/Seal")
    except (KeyError, TypeError, AttributeError):
        return None
    return found if isinstance(found, generic.IndirectObject) else None


def _shows(ink: Any, image: SealImage) -> bool:
    try:
        mask = ink["/SMask"]
        same_size = (mask["/Width"], mask["/Height"]) == (image.width, image.height)
        same_ink = ink.data == bytes(image.colour)
        return same_size and same_ink and hashlib.sha256(mask.data).hexdigest() == image.sha256
    except (KeyError, TypeError, AttributeError, *DAMAGE):
        return False
