"""From a form to a PDF whose places for seals and signatures are fields already.

All fields are made before the first seal: a certified document takes no new one. The same form
gives the same bytes; only ``made_on`` is in them of the time.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any, Final

import typst
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from app.forms.faces import Face, characters, face
from app.forms.form import FieldPlace, Form, Typeset
from app.forms.glyphs import refuse_lacks
from app.forms.problems import FormCodeProblem, FormError
from app.locate import resource

_MARK: Final = "<field>"
_HEIGHTS: Final = {False: 841.8898, True: 595.2756}
_FLIPPED: Final = frozenset({"summary_form", "roster"})
_one_at_a_time = threading.Lock()
"""A compiler that another thread is busy with refuses: ``Already borrowed``."""


def typeset(form: Form) -> Typeset:
    """Make the PDF of a form.

    :raises FormError: ``FORM_GLYPH_MISSING``, ``FORM_FONT_MISSING`` or ``FORM_TYPESETTING``.
    """
    fonts = face()
    refuse_lacks(form, characters(fonts))
    inputs = {"form": json.dumps(_inputs(form, fonts), ensure_ascii=False)}
    compiler = _compiler(fonts)
    template = str(resource("forms", f"{form.code}.typ"))
    moment = int(datetime.combine(form.made_on, time(), UTC).timestamp())
    try:
        with _one_at_a_time:
            pdf = compiler.compile(template, format="pdf", sys_inputs=inputs, timestamp=moment)
        told = typst.query(
            template,
            _MARK,
            root=str(resource("forms")),
            font_paths=_fonts(fonts),
            sys_inputs=inputs,
        )
    except typst.TypstError as error:
        raise FormError(FormCodeProblem.TYPESETTING, what=str(error).splitlines()[0]) from error
    assert isinstance(pdf, bytes)
    places = tuple(_place(one["value"]) for one in json.loads(told))
    return _with_fields(pdf, places, _HEIGHTS[form.code in _FLIPPED])


def _inputs(form: Form, fonts: Face) -> dict[str, Any]:
    left, right = form.head()
    return {
        "face": fonts.family,
        "title": form.title,
        "subtitle": form.subtitle,
        "issuer": form.issuer,
        "keywords": form.keywords,
        "head_left": left,
        "head_right": right,
        "line_left": form.line_left,
        "line_right": form.line_right,
        "data": form.data,
    }


@lru_cache(maxsize=2)
def _fonts(fonts: Face) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.folder)])


@lru_cache(maxsize=2)
def _compiler(fonts: Face) -> typst.Compiler:
    return typst.Compiler(root=str(resource("forms")), font_paths=_fonts(fonts))


def _place(told: dict[str, Any]) -> FieldPlace:
    box = (told["x"], told["y"], told["width"], told["height"])
    return FieldPlace(told["field"], int(told["page"]) - 1, *(float(part) for part in box))


class _Fields(IncrementalPdfFileWriter):
    """Adds fields to a form. Its second identifier comes from the content instead of chance, and
    the metadata stay as typst wrote them, so that nothing in it is of the moment.
    """

    @classmethod
    def _handle_id(cls, prev: Any) -> generic.ArrayObject:
        first, second = prev.document_id
        derived = hashlib.sha256(first + second + b"fields").digest()[:16]
        return generic.ArrayObject(
            [generic.ByteStringObject(first), generic.ByteStringObject(derived)]
        )

    def _update_meta(self) -> None:
        """Keep the metadata."""


def _with_fields(pdf: bytes, places: Sequence[FieldPlace], height: float) -> Typeset:
    source = io.BytesIO(pdf)
    writer = _Fields(source)
    pages = int(writer.prev.root["/Pages"]["/Count"])
    for place in places:
        low = height - place.y - place.height
        box = (round(place.x), round(low), round(place.x + place.width), round(height - place.y))
        append_signature_field(writer, SigFieldSpec(place.name, on_page=place.page, box=box))
    if places:
        made = io.BytesIO()
        writer.write(made)  # type: ignore[no-untyped-call]
        pdf = made.getvalue()
    return Typeset(pdf, tuple(places), pages)
