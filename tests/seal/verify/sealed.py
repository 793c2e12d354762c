"""A sealed form, its registry, and hands that tamper with it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from app.forms.content.unit_opinion import unit_opinion
from app.forms.typesetting import typeset
from app.seal.binding import Binding, BoundAttributes
from app.seal.image import SealImage
from app.seal.pin_guard import MemoryLedger
from app.seal.pkcs12 import Pkcs12File
from app.seal.place import FieldPlace, Place, RectPlace
from app.seal.stamp import StampMeta, seal
from app.seal.verify.trust import RegisteredSeal, TrustContext, of_registry
from tests.forms import samples
from tests.seal import picture, pki
from tests.seal.registered import registered as registered_as

SEAL, SECOND = "seal-1", "seal-2"
CASE = samples.case("测试甲")


@cache
def unsealed(name: str = "测试甲") -> bytes:
    """The form before its seal."""
    return typeset(unit_opinion(samples.case(name), samples.ON)).pdf


def bound(**changes: object) -> Binding:
    """What a seal on the form belongs to."""
    binding = CASE.binding
    told = {
        "case_id": binding.app_id, "version_no": binding.version_no,
        "content_sha256": binding.content_sha256, "seal_id": SEAL, "usage_no": 1,
    }  # fmt: skip
    return Binding.model_validate(told | changes)


def put_seal(
    pdf: bytes,
    binding: Binding | None = None,
    *places: Place,
    issued: pki.Issued | None = None,
    image: SealImage | None = None,
    later: timedelta = timedelta(),
) -> bytes:
    """A seal on it, in its field unless said otherwise."""
    with TemporaryDirectory() as folder:
        path = (issued or pki.seal_key()).write(Path(folder))
        with Pkcs12File(path, MemoryLedger()).open(pki.PIN) as key:
            meta = StampMeta(binding or bound(), pki.NOW + later)
            where = places or (FieldPlace("seal"),)
            return seal(pdf, key, image or picture.seal_image(), where, meta).data


@cache
def sealed() -> bytes:
    """The form with its one seal."""
    return put_seal(unsealed())


@cache
def sealed_twice() -> bytes:
    """The form with the unit's seal and another one beside it."""
    place = RectPlace(0, (30, 200, 42, 42))
    other = bound(seal_id=SECOND, usage_no=7)
    return put_seal(sealed(), other, place, later=timedelta(hours=1))


def registered(seal_id: str = SEAL, **changes: Any) -> RegisteredSeal:
    """The seal in the registry."""
    (known,) = of_registry([registered_as(seal_id=seal_id)])[0].values()
    return replace(known, **changes)


def trust(*seals: RegisteredSeal, **changes: Any) -> TrustContext:
    """The roots of the test authority and these seals, or the two that are used here."""
    known = seals or (registered(), registered(SECOND))
    base = TrustContext(
        roots=(pki.root().certificate.public_bytes(Encoding.DER),),
        seals={one.seal_id: one for one in known},
    )
    return replace(base, **changes)


# --- hands ---------------------------------------------------------------------------------------


def flip(pdf: bytes) -> bytes:
    """One byte of the page's content changed."""
    at = pdf.index(b"stream") + 40
    return pdf[:at] + bytes([pdf[at] ^ 0x01]) + pdf[at + 1 :]


def cut(pdf: bytes) -> bytes:
    """The end is missing."""
    return pdf[: len(pdf) * 3 // 4]


def trailing(pdf: bytes) -> bytes:
    """Bytes behind the end."""
    return pdf + b"\n% another word\n"


def _later(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def text_appended(pdf: bytes) -> bytes:
    """Words written over the page in a later revision."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        stream = generic.StreamObject(stream_data=b"BT /F1 30 Tf 80 400 Td (X) Tj ET")
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        old = page.raw_get("/Contents")
        page[pdf_name("/Contents")] = generic.ArrayObject([old, writer.add_object(stream)])
        writer.update_container(page)

    return _later(pdf, change)


def page_swapped(pdf: bytes) -> bytes:
    """Another page in the place of the first."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        stream = generic.StreamObject(stream_data=b"0 0 1 rg 50 50 400 600 re f")
        page[pdf_name("/Contents")] = writer.add_object(stream)
        writer.update_container(page)

    return _later(pdf, change)


def title_changed(pdf: bytes) -> bytes:
    """Another title in the properties."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        ref = writer.trailer.raw_get("/Info")
        ref.get_object()[pdf_name("/Title")] = generic.TextStringObject("另一份表")
        writer.mark_update(ref)

    return _later(pdf, change)


def seal_moved(pdf: bytes) -> bytes:
    """The seal shown in another place."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        for note in page["/Annots"]:
            told = note.get_object()
            told[pdf_name("/Rect")] = generic.ArrayObject(
                [generic.FloatObject(side) for side in (50, 50, 169, 169)]
            )
            writer.update_container(told)

    return _later(pdf, change)


def field_edited(pdf: bytes) -> bytes:
    """The value of a text field changed (of :func:`with_text_field`)."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for ref in writer.root["/AcroForm"]["/Fields"]:
            told = ref.get_object()
            if told.get("/FT", "") == "/Tx":
                told[pdf_name("/V")] = generic.TextStringObject("改过")
                writer.update_container(told)

    return _later(pdf, change)


def with_text_field(pdf: bytes) -> bytes:
    """A text field that anybody can fill in."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        field = generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): generic.TextStringObject("note"),
            pdf_name("/V"): generic.TextStringObject("原文"),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/Rect"): generic.ArrayObject(
                [generic.FloatObject(side) for side in (60, 60, 200, 80)]
            ),
        })  # fmt: skip
        ref = writer.add_object(field)
        writer.root["/AcroForm"]["/Fields"].append(ref)
        writer.update_container(writer.root["/AcroForm"]["/Fields"])
        notes = page.get("/Annots", None) or generic.ArrayObject()
        notes.append(ref)
        page[pdf_name("/Annots")] = notes
        writer.update_container(page)

    return _later(pdf, change)


def pasted(pdf: bytes) -> bytes:
    """The signature of ``pdf`` put into the form of somebody else."""
    sig = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[0].sig_object

    def change(writer: IncrementalPdfFileWriter) -> None:
        taken = writer.import_object(sig)
        assert isinstance(taken, generic.DictionaryObject)
        for ref in writer.root["/AcroForm"]["/Fields"]:
            told = ref.get_object()
            if told["/T"] == "seal":
                told[pdf_name("/V")] = writer.add_object(taken)
                writer.update_container(told)

    other = samples.case("池上䶮")
    other = replace(other, application=other.application.model_copy(update={"app_id": "A-OTHER"}))
    return _later(typeset(unit_opinion(other, samples.ON)).pdf, change)


def picture_kept(pdf: bytes) -> bytes:
    """The seal is still to be seen, its signature taken out."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for ref in writer.root["/AcroForm"]["/Fields"]:
            told = ref.get_object()
            if told.get("/FT", "") == "/Sig":
                told[pdf_name("/FT")] = pdf_name("/Btn")
                told.pop("/V", None)
                writer.update_container(told)

    return _later(pdf, change)


def signed_elsewhere(pdf: bytes) -> bytes:
    """A form with open fields, which our own program would not seal, signed by another one."""
    signer = SimpleSigner.load_pkcs12_data(pki.seal_key().p12(), [], pki.PIN.encode())
    with TemporaryDirectory() as folder:
        path = pki.seal_key().write(Path(folder))
        with Pkcs12File(path, MemoryLedger()).open(pki.PIN) as key:
            signer.signed_attr_prov_spec = BoundAttributes(bound(), key.signer.certificates)
    meta = PdfSignatureMetadata(field_name="seal", subfilter=SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    blank = StaticStampStyle(border_width=0)
    made = asyncio.run(PdfSigner(meta, signer, stamp_style=blank).async_sign_pdf(writer))
    return bytes(made.getvalue())
