"""A PDF that is to be sealed: opened once, with what matters about its fields and seals."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.form_tools import enumerate_fields_in, get_single_field_annot
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm
from pyhanko.sign.general import NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation import read_certification_data

from app.seal.geometry import Box, PageSpace, page_space
from app.seal.problems import SealCode, SealError, SealProblem

DAMAGE: Final = (PdfError, zlib.error)
"""What reading a damaged part of a file comes to."""
_BROKEN: Final = (
    *DAMAGE, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, RecursionError,
)  # fmt: skip
"""What a broken file makes the reader say, before anything of ours has looked at it."""
_READ_ONLY: Final = 1


class SealWriter(IncrementalPdfFileWriter):
    """Writes the seal's revision and nothing else: title, dates and XMP stay as they were typeset,
    so that any later change of them is somebody else's."""

    def _update_meta(self) -> None:
        """Leave the document's metadata alone."""


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A signature field: its page from 0, None where it is on none, and its box in user space.

    ``holds`` is false where what its signature covers has other bytes than were signed.
    """

    name: str
    page: int | None
    box: Box
    sealed: bool
    lock: FieldMDPSpec | None
    no_changes: bool
    holds: bool = True


@dataclass(frozen=True)
class Document:
    """What was read of a PDF. ``open_fields`` are those that somebody could still fill in."""

    data: bytes
    sha256: str
    writer: SealWriter
    spaces: tuple[PageSpace, ...]
    fields: Mapping[str, SignatureField]
    open_fields: tuple[str, ...]
    certified: MDPPerm | None

    @property
    def seals(self) -> tuple[SignatureField, ...]:
        """The fields that hold a seal."""
        return tuple(one for one in self.fields.values() if one.sealed)

    def problems(self) -> list[SealProblem]:
        """Why no seal at all may be put on this document."""
        found: list[SealProblem] = []
        if self.open_fields:
            names = "、".join(self.open_fields[:5])
            found.append(SealProblem(SealCode.PDF_OPEN_FIELDS, {"fields": names}))
        if self.certified is MDPPerm.NO_CHANGES:
            found.append(SealProblem(SealCode.BREAKS_CERTIFIED))
        found += [
            SealProblem(SealCode.EARLIER_BROKEN, {"field": one.name})
            for one in self.seals
            if not one.holds
        ]
        found += [
            SealProblem(SealCode.BREAKS_LOCKED, {"field": one.name})
            for one in self.seals
            if one.no_changes
        ]
        return found


def opened(data: bytes) -> Document:
    """Read a PDF.

    :raises SealError: PDF_DAMAGED, PDF_ENCRYPTED, PDF_HYBRID.
    """
    document: Document | None = None
    refusal = SealError(SealCode.PDF_DAMAGED)
    try:
        document = _read(data)
    except SealError as error:
        refusal = error
    except _BROKEN:
        document = None
    if document is None:
        raise refusal
    return document


def entry(dictionary: Any, key: str) -> Any:
    """An entry of a PDF dictionary, followed where it is a reference; None where there is none."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401 – get() follows nothing


def _read(data: bytes) -> Document:
    reader = PdfFileReader(BytesIO(data))
    if reader.encrypted:
        raise SealError(SealCode.PDF_ENCRYPTED)
    if reader.xrefs.hybrid_xrefs_present:
        raise SealError(SealCode.PDF_HYBRID)
    pages, spaces = _pages(reader)
    certification = read_certification_data(reader)
    return Document(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        writer=SealWriter(reader.stream, prev=reader),
        spaces=spaces,
        fields=_fields(reader, pages),
        open_fields=_open_fields(reader),
        certified=certification.permission if certification else None,
    )


def _pages(reader: PdfFileReader) -> tuple[dict[int, int], tuple[PageSpace, ...]]:
    """Object number of each page → its place, and the spaces of the pages."""
    count = int(reader.root["/Pages"]["/Count"])
    if count < 1:
        raise SealError(SealCode.PDF_DAMAGED)
    numbers: dict[int, int] = {}
    spaces: list[PageSpace] = []
    for place in range(count):
        reference, _resources = reader.find_page_for_modification(place)
        numbers[reference.idnum] = place
        spaces.append(page_space(reference.get_object()))
    return numbers, tuple(spaces)


def _fields(reader: PdfFileReader, pages: Mapping[int, int]) -> dict[str, SignatureField]:
    found: dict[str, SignatureField] = {}
    changed = _changed(reader)
    for name, value, field_ref in _enumerate(reader, "/Sig"):
        field = field_ref.get_object()
        lock = entry(field, "/Lock")
        widget = get_single_field_annot(field)
        found[name] = SignatureField(
            name=name,
            page=_page_of(reader, widget, pages),
            box=_box(widget),
            sealed=value is not None,
            lock=FieldMDPSpec.from_pdf_object(lock) if lock is not None else None,
            no_changes=lock is not None and entry(lock, "/P") == 1,
            holds=name not in changed,
        )
    return found


def _changed(reader: PdfFileReader) -> set[str]:
    """The fields whose signatures cover other bytes than those that were signed."""
    found: set[str] = set()
    for signature in reader.embedded_regular_signatures:
        attributes = signature.signer_info["signed_attrs"]
        try:
            signed = find_unique_cms_attribute(attributes, "message_digest").native
        except NonexistentAttributeError:
            continue  # another program's, without attributes: the verifier judges it
        if signature.compute_digest() != signed:
            found.add(signature.field_name)
    return found


def _open_fields(reader: PdfFileReader) -> tuple[str, ...]:
    found: list[str] = []
    for kind in ("/Tx", "/Btn", "/Ch"):
        for name, _value, reference in _enumerate(reader, kind):
            if not int(entry(reference.get_object(), "/Ff") or 0) & _READ_ONLY:
                found.append(name)
    return tuple(found)


def _enumerate(reader: PdfFileReader, kind: str) -> Any:
    form = entry(reader.root, "/AcroForm")
    if form is None or "/Fields" not in form:
        return iter(())
    return enumerate_fields_in(form["/Fields"], refs_seen=set(), target_field_type=kind)


def _page_of(reader: PdfFileReader, widget: Any, pages: Mapping[int, int]) -> int | None:
    """The page that says it holds the widget; ``/P`` is optional, and believed where it is true."""
    if "/P" in widget:
        page = widget.raw_get("/P")
        if getattr(page, "idnum", None) in pages:
            return pages[page.idnum]
    for place in pages.values():
        page_ref, _resources = reader.find_page_for_modification(place)
        for note in entry(page_ref.get_object(), "/Annots") or ():
            if note == widget:
                return place
    return None


def _box(widget: Any) -> Box:
    numbers = [float(one) for one in entry(widget, "/Rect") or (0, 0, 0, 0)]
    xs, ys = sorted((numbers[0], numbers[2])), sorted((numbers[1], numbers[3]))
    return Box(xs[0], ys[0], xs[1], ys[1])
