"""Which pages changed between two files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from tests.media.canvas import Easel
from tests.media.samples import noisy_jpeg, text_pdf
from tests.media.sheets import Sheet, jpeg, pdf


def prints(path: Path) -> tuple[str, ...]:
    easel = Easel(path)
    found: tuple[str, ...] = ()
    while len(found) < easel.document.info().pages:
        found += easel.document.prints(len(found)).hashes
    easel.close()
    return found


def scans(*seeds: int) -> list[bytes]:
    """Pictures as noisy as scans are; what is smaller than 512 bytes is left to PDFium."""
    made = []
    for seed in seeds:
        grey = np.random.default_rng(seed).integers(180, 255, (120, 90), np.uint8)
        made.append(jpeg(Image.fromarray(grey)))
    return made


def written(path: Path, *sheets: Sheet) -> Path:
    path.write_bytes(pdf(sheets))
    return path


def test_scans_are_known_by_their_pictures(tmp_path: Path) -> None:
    one, two, three = scans(1, 2, 3)
    before = prints(written(tmp_path / "a.pdf", Sheet(one), Sheet(two), Sheet(three)))
    again = (Sheet(one, after="% other bytes"), Sheet(three), Sheet(two, rotate=90))
    after = prints(written(tmp_path / "b.pdf", *again))
    assert after[:2] == (before[0], before[2])
    assert after[2] not in before


def test_a_scan_placed_otherwise_shows_something_else(tmp_path: Path) -> None:
    (one,) = scans(1)
    whole = prints(written(tmp_path / "a.pdf", Sheet(one)))
    cut = prints(written(tmp_path / "b.pdf", Sheet(one, crop=(50, 50, 150, 200))))
    assert whole != cut


def letter(path: Path, digit: str, title: str) -> Path:
    sheet = canvas.Canvas(str(path), pagesize=(595, 842))
    sheet.setTitle(title)
    sheet.drawString(100, 500, f"awarded in 201{digit}")
    sheet.save()
    return path


def test_born_digital_pages_are_known_by_what_they_show(tmp_path: Path) -> None:
    assert len(set(prints(text_pdf(tmp_path / "t.pdf", pages=3)))) == 3
    first = prints(letter(tmp_path / "a.pdf", "3", "one"))
    assert prints(letter(tmp_path / "b.pdf", "3", "two")) == first
    assert prints(letter(tmp_path / "c.pdf", "8", "one")) != first


@pytest.mark.parametrize("change", [0, 200])
def test_photos_are_known_by_their_bytes(tmp_path: Path, change: int) -> None:
    before = prints(noisy_jpeg(tmp_path / "a.jpg"))
    data = bytearray((tmp_path / "a.jpg").read_bytes())
    data[-100] = (data[-100] + change) % 256
    (tmp_path / "b.jpg").write_bytes(data)
    assert (prints(tmp_path / "b.jpg") == before) is (change == 0)
