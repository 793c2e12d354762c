"""Each broken file is broken in the one way it is meant to be."""

from __future__ import annotations

import warnings
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from server_stub.demo import broken
from server_stub.demo.recipes import Recipe, render, sheets
from server_stub.demo.samples import sample_facts
from server_stub.demo.scans import QUICK, page_jpeg
from server_stub.demo.seeds import rng

_RECIPE = Recipe("journal_toc", sample_facts(1, 2)["journal_toc"], 1)


@pytest.fixture(scope="module")
def page() -> bytes:
    return page_jpeg(sheets(_RECIPE)[0], QUICK, rng(1))


def test_a_truncated_jpeg_opens_but_does_not_decode(page: bytes) -> None:
    image = Image.open(BytesIO(broken.truncated_jpeg(page)))
    assert image.size == Image.open(BytesIO(page)).size
    with pytest.raises(OSError, match="truncated"):
        image.load()


def test_an_encrypted_pdf_opens_with_its_password_only(page: bytes) -> None:
    data = broken.encrypted_pdf([page, page], QUICK.dpi, "geheim")
    with pytest.raises(pypdfium2.PdfiumError, match=r"[Pp]assword"):
        pypdfium2.PdfDocument(data)
    with pypdfium2.PdfDocument(data, password="geheim") as pdf:
        assert len(pdf) == 2
    assert page not in data
    assert data == broken.encrypted_pdf([page, page], QUICK.dpi, "geheim")


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.99])
def test_a_damaged_pdf_cannot_be_opened(keep: float) -> None:
    data = broken.damaged_pdf(render(_RECIPE), keep)
    assert data.startswith(b"%PDF-")
    assert b"\nxref" not in data
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(data)


def test_a_share_to_keep_must_be_a_share(page: bytes) -> None:
    for spoil in (broken.truncated_jpeg, broken.damaged_pdf):
        with pytest.raises(ValueError, match="between 0 and 1"):
            spoil(page, 1.0)


def test_the_other_odd_files_are_what_they_say() -> None:
    assert broken.zero_bytes() == b""
    assert not broken.not_a_document().startswith((b"%PDF", b"\xff\xd8"))
    with pypdfium2.PdfDocument(broken.pdf_without_content()) as pdf:
        assert len(list(pdf[0].get_objects())) == 0
    with warnings.catch_warnings(), Image.open(BytesIO(broken.one_pixel_jpeg())) as image:
        assert image.size == (1, 1)
