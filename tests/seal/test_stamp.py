"""Seals put on documents, each accepted by programs that are not ours."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.seal.binding import read_binding
from app.seal.certificate import to_asn1
from app.seal.loaded_key import LoadedKey
from app.seal.pin_guard import MemoryLedger
from app.seal.pkcs12 import Pkcs12File
from app.seal.problems import SealCode, SealError
from app.seal.stamp import (
    CrossPage,
    FieldPlace,
    KeywordPlace,
    Place,
    RectPlace,
    Sealed,
    SealImage,
    StampMeta,
    seal,
)
from tests.seal import papers, picture, pki
from tests.seal.conftest import stamp_meta
from tests.seal.independent import openssl_accepts, pdfsig, signatures

UNIT, OFFICE = FieldPlace("SealUnit"), FieldPlace("SealOffice")
GROWTH = 50 * 1024


def put(
    pdf: bytes, key: LoadedKey, *places: Place, image: SealImage | None = None, **meta: object
) -> Sealed:
    return seal(pdf, key, image or picture.seal_image(), places, stamp_meta(**meta))


def holds(pdf: bytes, folder: Path, seals: int) -> None:
    """Every seal is accepted by pdfsig, by OpenSSL as CAdES, and by pyHanko's difference policy."""
    seen = pdfsig(pdf, folder)
    assert [one.valid for one in seen] == [True] * seals
    assert {one.kind for one in seen} == {"ETSI.CAdES.detached"}
    assert [one.whole for one in seen] == [False] * (seals - 1) + [True]
    assert openssl_accepts(pdf, folder) == [True] * seals
    for one in signatures(pdf):
        context = ValidationContext(
            trust_roots=to_asn1([pki.root().certificate]), moment=pki.NOW, allow_fetching=False
        )
        status = validate_pdf_signature(one, context)
        assert (status.intact, status.valid, status.trusted) == (True, True, True)
        assert status.bottom_line, status.pretty_print_details()
        assert status.modification_level in (
            ModificationLevel.NONE, ModificationLevel.FORM_FILLING, None,
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["P-256", "RSA-2048", "RSA-3072"])
def test_a_seal_in_a_field_is_accepted_everywhere_and_small(kind: str, tmp_path: Path) -> None:
    form = papers.form()
    with Pkcs12File(pki.seal_key(kind).write(tmp_path), MemoryLedger()).open(pki.PIN) as key:
        sealed = put(form, key, UNIT)
    assert sealed.data.startswith(form)  # what was there stays, byte for byte
    assert sealed.sha256_before == hashlib.sha256(form).hexdigest()
    assert sealed.sha256_after == hashlib.sha256(sealed.data).hexdigest()
    assert (sealed.field, sealed.page, sealed.cross_pages) == ("SealUnit", 0, ())
    assert len(sealed.data) - len(form) <= GROWTH
    holds(sealed.data, tmp_path, 1)


def test_the_seal_stands_in_the_middle_of_its_field_at_its_true_size(
    key: LoadedKey, tmp_path: Path
) -> None:
    sealed = put(papers.form(), key, UNIT)
    (page,) = papers.rendered(sealed.data, tmp_path, dpi=100)
    red = papers.redness(page)
    xs, ys = sorted(x for x, _ in red), sorted(y for _, y in red)
    pixels_per_mm = 100 / 25.4
    x, y, width, height = sealed.rect_mm
    assert xs[-1] - xs[0] == pytest.approx(42 * pixels_per_mm, abs=3)
    assert ys[-1] - ys[0] == pytest.approx(42 * pixels_per_mm, abs=3)
    assert (xs[0] + xs[-1]) / 2 == pytest.approx((x + width / 2) * pixels_per_mm, abs=3)
    assert (ys[0] + ys[-1]) / 2 == pytest.approx((y + height / 2) * pixels_per_mm, abs=3)


def test_text_under_a_seal_stays_black(key: LoadedKey, tmp_path: Path) -> None:
    plain = np.asarray(papers.rendered(papers.plain(), tmp_path, dpi=100)[0].convert("L"))
    sealed = put(papers.plain(), key, RectPlace(0, (20, 20, 42, 42)))
    (page,) = papers.rendered(sealed.data, tmp_path, dpi=100)
    dark = plain < 60
    assert (np.asarray(page.convert("L"))[dark] < 90).mean() > 0.98
    assert len(papers.redness(page)) > 1000


def test_a_second_and_third_seal_never_break_the_first(key: LoadedKey, tmp_path: Path) -> None:
    first = put(papers.form(), key, UNIT, usage_no=1)
    second = put(first.data, key, OFFICE, usage_no=2)
    third = put(second.data, key, RectPlace(0, (150, 10, 42, 42)), usage_no=3)
    assert third.data.startswith(second.data)
    holds(third.data, tmp_path, 3)
    bound = [read_binding(one.signer_info) for one in signatures(third.data)]
    assert [one.usage_no for one in bound if one] == [1, 2, 3]


def test_a_seal_that_stands_in_the_document_is_not_embedded_again(key: LoadedKey) -> None:
    first = put(papers.form(), key, UNIT)
    again = put(first.data, key, OFFICE)
    other = put(first.data, key, OFFICE, image=picture.seal_image(middle="公章"))
    packed = len(picture.seal_image().packed)
    grown = len(again.data) - len(first.data)
    assert grown < len(first.data) - len(papers.form()) - 0.9 * packed
    assert len(other.data) - len(first.data) > grown + 0.7 * packed


def test_a_cross_page_seal_on_twelve_pages_with_three_seals(key: LoadedKey, tmp_path: Path) -> None:
    form = papers.form(12)
    first = put(form, key, UNIT, CrossPage())
    assert first.cross_pages == tuple(range(12))
    assert len(first.data) - len(form) <= GROWTH
    second = put(first.data, key, OFFICE, image=picture.seal_image(middle="公章"))
    third = put(second.data, key, RectPlace(0, (20, 20, 42, 42)))
    holds(third.data, tmp_path, 3)
    pages = papers.rendered(third.data, tmp_path, dpi=72)
    assert len(pages) == 12
    for page in pages:
        edge = [(x, y) for x, y in papers.redness(page) if x >= page.width - 11]
        assert edge, "every page shows a strip at its right edge"
        assert min(x for x, _ in edge) >= page.width - 42 / 12 * 72 / 25.4 - 2


def test_the_strips_of_a_cross_page_seal_together_are_the_seal(
    key: LoadedKey, tmp_path: Path
) -> None:
    sealed = put(papers.plain(4), key, CrossPage())
    assert sealed.rect_mm == (0, 0, 0, 0)
    pages = papers.rendered(sealed.data, tmp_path, dpi=100)
    strip = round(42 / 4 * 100 / 25.4)
    width, height = pages[0].size
    fanned = [page.crop((width - strip, 0, width, height)) for page in pages]
    reds = [{y for _, y in papers.redness(one)} for one in fanned]
    tall = [max(one) - min(one) for one in reds]
    assert tall[1] > tall[0]
    assert tall[2] > tall[3]
    assert max(tall[1:3]) == pytest.approx(42 * 100 / 25.4, abs=4)
    holds(sealed.data, tmp_path, 1)


def test_forty_five_pages_take_three_cross_page_seals(key: LoadedKey) -> None:
    sealed = put(papers.plain(45), key, CrossPage(at=0.4))
    assert sealed.cross_pages == tuple(range(45))


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_seal_on_a_turned_page_stands_upright_where_it_was_wanted(
    rotation: int, key: LoadedKey, tmp_path: Path
) -> None:
    blank = papers.blank(rotation)
    sealed = put(blank, key, RectPlace(0, (30, 50, 42, 42)))
    (page,) = papers.rendered(sealed.data, tmp_path, dpi=100)
    red = papers.redness(page)
    xs, ys = [x for x, _ in red], [y for _, y in red]
    pixels_per_mm = 100 / 25.4
    assert min(xs) == pytest.approx(30 * pixels_per_mm, abs=3)
    assert min(ys) == pytest.approx(50 * pixels_per_mm, abs=3)
    shown = page.crop((min(xs), min(ys), max(xs) + 1, max(ys) + 1)).convert("L")
    upright = papers.ink_on_white(picture.seal_image()).resize(shown.size).convert("L")
    assert papers.likeness(shown, upright) < papers.likeness(shown.rotate(180), upright) / 2
    assert papers.likeness(shown, upright) < papers.likeness(shown.rotate(90), upright) / 2
    holds(sealed.data, tmp_path, 1)


def test_a_keyword_places_a_seal_and_the_positions_may_come_from_elsewhere(
    key: LoadedKey, tmp_path: Path
) -> None:
    sealed = put(papers.plain(2), key, KeywordPlace(papers.KEYWORD, dx_mm=5, nth=-1))
    assert sealed.page == 1
    x, y, width, height = sealed.rect_mm
    assert (width, height) == (42, 42)
    assert 400 / 72 * 25.4 < x + width / 2 < 500 / 72 * 25.4 + 5
    assert y + height / 2 == pytest.approx((842 - 150) / 72 * 25.4, abs=6)
    holds(sealed.data, tmp_path, 1)


def test_the_binding_is_signed_and_read_back(key: LoadedKey, meta: StampMeta) -> None:
    sealed = seal(papers.form(), key, picture.seal_image(), [UNIT], meta)
    (signature,) = signatures(sealed.data)
    assert read_binding(signature.signer_info) == meta.binding
    attributes = {one["type"].native for one in signature.signer_info["signed_attrs"]}
    assert "signing_certificate_v2" in attributes
    assert signature.sig_object["/Reason"] == meta.reason
    assert signature.self_reported_timestamp == meta.at


def test_a_seals_revision_leaves_title_dates_and_metadata_alone(key: LoadedKey) -> None:
    form = papers.form()
    sealed = put(form, key, UNIT)
    before, after = PdfFileReader(BytesIO(form)), PdfFileReader(BytesIO(sealed.data))
    assert dict(before.trailer["/Info"]) == dict(after.trailer["/Info"])
    assert "/Metadata" not in after.root


def test_the_picture_in_the_file_is_the_one_that_was_registered(key: LoadedKey) -> None:
    image = picture.seal_image()
    sealed = put(papers.form(), key, UNIT)
    (signature,) = signatures(sealed.data)
    drawn = signature.sig_field["/AP"]["/N"]["/Resources"]["/XObject"]["/Seal"]
    assert hashlib.sha256(drawn["/SMask"].data).hexdigest() == image.sha256
    assert drawn.data == bytes(image.colour)


def test_it_refuses_to_run_inside_a_loop_and_runs_in_a_thread_beside_one(key: LoadedKey) -> None:
    async def inside() -> Sealed:
        with pytest.raises(RuntimeError, match="running event loop"):
            put(papers.form(), key, UNIT)
        return await asyncio.to_thread(put, papers.form(), key, UNIT)

    assert asyncio.run(inside()).field == "SealUnit"


def test_a_signature_that_does_not_fit_is_refused_and_nothing_comes_out(key: LoadedKey) -> None:
    with pytest.raises(SealError) as caught:
        seal(papers.form(), key, picture.seal_image(), [UNIT], stamp_meta(), reserved=2000)
    assert caught.value.code is SealCode.SIGNATURE_TOO_LARGE


def test_a_closed_key_seals_nothing(p12: Path) -> None:
    with Pkcs12File(p12, MemoryLedger()).open(pki.PIN) as key:
        pass
    with pytest.raises(SealError) as caught:
        put(papers.form(), key, UNIT)
    assert caught.value.code is SealCode.KEY_CLOSED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"days": 30}, SealCode.CERT_EXPIRED),
        ({"begin": pki.NOW + timedelta(days=1)}, SealCode.CERT_NOT_YET),
        ({"usages": ("key_encipherment",)}, SealCode.CERT_NO_SIGN_USAGE),
    ],
)
def test_a_certificate_out_of_its_term_or_not_for_signing_seals_nothing(
    changes: dict[str, Any], code: SealCode, tmp_path: Path
) -> None:
    file = Pkcs12File(pki.seal_key(**changes).write(tmp_path), MemoryLedger())
    with file.open(pki.PIN) as key, pytest.raises(SealError) as caught:
        put(papers.form(), key, UNIT)
    assert caught.value.code is code
