"""Scanned PDFs: one JPEG per page, as large as the paper, of plausible weight."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from server_stub.demo.facts import InsuranceFacts, PaperFacts, TitleCertificateFacts
from server_stub.demo.recipes import DRAWINGS, Kind, Recipe, render, sheets
from server_stub.demo.samples import sample_facts
from server_stub.demo.scans import FINE, OFFICE, QUICK, ScanLook

_FACTS = sample_facts(2, 17)


def _pictures(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfImage]:
    return list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))


@pytest.mark.parametrize("kind", list(DRAWINGS))
def test_every_page_is_exactly_one_jpeg_that_fills_it(kind: Kind) -> None:
    data = render(Recipe(kind, _FACTS[kind], 5))
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            (picture,) = _pictures(page)
            assert picture.get_filters() == ["DCTDecode"]
            assert len(list(page.get_objects())) == 1
            out = BytesIO()
            picture.extract(out)
            out.seek(0)
            jpeg = Image.open(out)
            assert jpeg.format == "JPEG"
            assert out.getvalue() in data  # byte for byte, no second encoding
            sides = sorted(page.get_size())
            assert sides == pytest.approx([595.3, 841.9], abs=1.0)
            assert jpeg.width / page.get_width() * 72 == pytest.approx(QUICK.dpi, abs=0.5)
        pages = len(pdf)
    assert len(data) / pages < 300_000
    assert len(data) > 15_000


@pytest.mark.parametrize("look", [QUICK, OFFICE, FINE], ids=["quick", "office", "fine"])
def test_the_resolution_is_what_the_look_says(look: ScanLook) -> None:
    data = render(Recipe("commitment", _FACTS["commitment"], 1, look=look))
    with pypdfium2.PdfDocument(data) as pdf:
        (picture,) = _pictures(pdf[0])
        assert picture.get_px_size() == pytest.approx(
            (look.dpi * 210 / 25.4, look.dpi * 297 / 25.4), abs=1
        )


def test_equal_recipes_give_equal_bytes_and_others_do_not() -> None:
    recipe = Recipe("insurance_list", _FACTS["insurance_list"], 8)
    other = replace(recipe, seed=9)
    assert render(recipe) == render(recipe)
    assert render(recipe) != render(other)


def test_documents_of_many_people_never_share_a_file() -> None:
    digests = {
        hashlib.sha256(
            render(Recipe("journal_fulltext", _FACTS["journal_fulltext"], seed))
        ).digest()
        for seed in range(8)
    }
    assert len(digests) == 8


def test_a_turned_page_lies_on_its_side_in_the_pixels() -> None:
    recipe = Recipe("journal_fulltext", _FACTS["journal_fulltext"], 4)
    turned = replace(recipe, look=replace(QUICK, turned=((1, 90),)))
    with pypdfium2.PdfDocument(render(recipe)) as one, pypdfium2.PdfDocument(render(turned)) as two:
        assert two[0].get_size() == one[0].get_size()
        assert two[1].get_size() == one[1].get_size()[::-1]
        assert two[1].get_rotation() == 0
        upright = np.asarray(one[1].render(scale=0.5).to_pil().convert("L"), dtype=float)
        sideways = two[1].render(scale=0.5).to_pil().convert("L")
        back = sideways.transpose(Image.Transpose.ROTATE_90)  # anti-clockwise undoes clockwise
        assert np.abs(upright - np.asarray(back, dtype=float)).mean() < 6


def test_a_flagged_page_says_so_in_the_pdf_only() -> None:
    recipe = Recipe("journal_fulltext", _FACTS["journal_fulltext"], 4)
    flagged = replace(recipe, look=replace(QUICK, flagged=((0, 270),)))
    with (
        pypdfium2.PdfDocument(render(recipe)) as one,
        pypdfium2.PdfDocument(render(flagged)) as two,
    ):
        assert [page.get_rotation() for page in two][:2] == [270, 0]
        assert two[0].get_mediabox() == one[0].get_mediabox()
        upright = np.asarray(one[0].render(scale=0.5).to_pil().convert("L"), dtype=float)
        shown = two[0].render(scale=0.5).to_pil().convert("L")
        back = shown.transpose(Image.Transpose.ROTATE_270)  # clockwise undoes 270 clockwise
        assert np.abs(upright - np.asarray(back, dtype=float)).mean() < 6


def _red_share(data: bytes) -> float:
    with pypdfium2.PdfDocument(data) as pdf:
        pixels = np.asarray(pdf[0].render(scale=1).to_pil().convert("RGB")).astype(int)
    red = (pixels[..., 0] > 150) & (pixels[..., 1] < 110) & (pixels[..., 2] < 110)
    return float(red.mean())


def test_the_seal_is_red_on_a_scan_grey_on_a_copy_and_absent_on_demand() -> None:
    facts = _FACTS["insurance_list"]
    assert isinstance(facts, InsuranceFacts)
    sealed = Recipe("insurance_list", facts, 4)
    assert _red_share(render(sealed)) > 0.001
    assert _red_share(render(replace(sealed, look=replace(QUICK, copied=True)))) == 0
    unsealed = replace(sealed, facts=replace(facts, red_seal=False))
    assert _red_share(render(unsealed)) < 0.0001


def test_a_faint_page_has_little_contrast() -> None:
    def spread(look: ScanLook) -> float:
        data = render(Recipe("journal_toc", _FACTS["journal_toc"], 4, look=look))
        with pypdfium2.PdfDocument(data) as pdf:
            return float(np.asarray(pdf[0].render(scale=1).to_pil().convert("L")).std())

    assert spread(replace(QUICK, faint=True)) < spread(QUICK) / 3


def test_the_values_of_the_form_stand_on_the_page() -> None:
    facts = _FACTS["title_certificate"]
    assert isinstance(facts, TitleCertificateFacts)
    (sheet,) = sheets(Recipe("title_certificate", facts, 1))
    printed = "".join(mark.text for mark in sheet.marks)
    for value in (facts.name, facts.id_number, facts.certificate_number, "2018年11月20日"):
        assert value in printed


def test_the_paper_is_listed_and_marked_or_missing_on_purpose() -> None:
    facts = _FACTS["journal_toc"]
    assert isinstance(facts, PaperFacts)
    for listed in (True, False):
        (sheet,) = sheets(Recipe("journal_toc", replace(facts, listed_in_toc=listed), 1))
        titles = [mark.text for mark in sheet.marks]
        assert (facts.title in titles) is listed
