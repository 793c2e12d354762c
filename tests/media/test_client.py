"""Questions to a real worker process about real files."""

from __future__ import annotations

import queue
import random
from pathlib import Path
from typing import Any

import pytest

from app.media.facts import DocumentKind, PageSize
from app.media.geometry import Clip
from app.media.limits import MAX_RENDER_PIXELS
from app.media.problems import MediaProblem, ProblemCode
from app.media.rendered import RenderedPage
from app.media.source import DocumentSource
from tests.media import samples
from tests.media.conftest import WAIT_S, Asker

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "pdf"


def pixel(page: RenderedPage, x: int, y: int) -> tuple[int, int, int]:
    """Red, green, blue."""
    at = y * page.stride + x * 4
    blue, green, red, alpha = page.buffer[at : at + 4]
    assert alpha == 255
    return red, green, blue


def is_red(page: RenderedPage, x: int, y: int) -> bool:
    red, green, blue = pixel(page, x, y)
    return red > 180 and green < 80 and blue < 80


def test_a_pdf_is_described_and_drawn(asker: Asker, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf", pages=3)
    info = asker.describe(file)
    assert (info.kind, info.pages, info.mime) == (DocumentKind.PDF, 3, "application/pdf")
    assert info.sizes[0] == pytest.approx(samples.A4, abs=0.01)
    assert info.bytes == file.stat().st_size
    page = asker.render(file, page=2, width=595)
    assert (page.width, page.height, page.stride) == (595, 842, 595 * 4)
    assert is_red(page, 50, 50)
    assert pixel(page, 300, 700) == (255, 255, 255)
    page.release()


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (5, 5)), (90, (-5, 5)), (180, (-5, -5)), (270, (5, -5))]
)
@pytest.mark.parametrize("kind", ["pdf", "jpg"])
def test_turning_is_clockwise(
    asker: Asker, tmp_path: Path, kind: str, rotation: int, corner: tuple[int, int]
) -> None:
    name = tmp_path / f"a.{kind}"
    file = samples.text_pdf(name) if kind == "pdf" else samples.photo(name)
    page = asker.render(file, width=400, rotation=rotation)
    x, y = corner[0] % page.width, corner[1] % page.height
    assert is_red(page, x, y)
    assert not is_red(page, page.width - 1 - x, page.height - 1 - y)
    page.release()


@pytest.mark.parametrize(
    ("orientation", "red_at"),
    [(1, "left top"), (3, "right bottom"), (6, "right top"), (8, "left bottom")],
)
def test_photos_stand_upright(asker: Asker, tmp_path: Path, orientation: int, red_at: str) -> None:
    file = samples.photo(tmp_path / "a.jpg", (640, 480), orientation)
    size = (480, 640) if orientation > 4 else (640, 480)
    assert asker.describe(file).sizes == (PageSize(*size),)
    page = asker.render(file, width=size[0])
    assert (page.width, page.height) == size
    x = 10 if "left" in red_at else page.width - 10
    y = 10 if "top" in red_at else page.height - 10
    assert is_red(page, x, y)
    assert not is_red(page, page.width - x, page.height - y)
    page.release()


def test_a_part_of_a_page_is_that_part(asker: Asker, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf")
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    source = DocumentSource.of_file(file)
    asker.client.render(source, 0, 20_000, 0, answers.put, clip=Clip(3000, 3000, 600, 600))
    page = answers.get(timeout=WAIT_S)
    assert page.part == Clip(3000, 3000, 600, 600)
    assert page.full_width == 20_000
    edge = round(100 / samples.A4[0] * 20_000) - 3000  # the red square ends here
    assert is_red(page, edge - 5, 50)
    assert not is_red(page, edge + 5, 50)
    page.release()


def test_a_bitmap_never_passes_its_limit(asker: Asker, tmp_path: Path) -> None:
    page = asker.render(samples.text_pdf(tmp_path / "a.pdf"), width=100_000)
    assert 0.98 * MAX_RENDER_PIXELS < page.width * page.height <= MAX_RENDER_PIXELS
    page.release()


def test_a_pdf_named_jpg_is_shown_with_a_notice(asker: Asker, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "certificate.jpg")
    info = asker.describe(file)
    assert [notice.code for notice in info.notices] == [ProblemCode.TYPE_MISMATCH]
    assert info.notices[0].params == {"type": "PDF"}
    page = asker.render(file)
    assert isinstance(page, RenderedPage)
    page.release()


def test_half_a_jpeg_is_shown_with_a_notice(asker: Asker, tmp_path: Path) -> None:
    page = asker.render(samples.truncated_jpeg(tmp_path / "a.jpg"), width=600)
    assert isinstance(page, RenderedPage)
    assert page.notice == MediaProblem(ProblemCode.IMAGE_TRUNCATED, page=0)
    top = bytes(page.buffer[: page.stride * 100])
    assert len(set(top)) > 50, "the part that arrived is shown"
    page.release()


def test_modes_of_pictures(asker: Asker, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("CMYK", (90, 90), (0, 0, 0, 0)).save(tmp_path / "cmyk.jpg")
    Image.new("RGBA", (90, 90), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    Image.new("I;16", (90, 90), 65_535).save(tmp_path / "grey16.png")
    Image.new("1", (90, 90), 1).save(tmp_path / "bits.tif")
    Image.new("P", (90, 90), 0).save(tmp_path / "palette.gif")
    for name, white in (("cmyk.jpg", 1), ("clear.png", 1), ("grey16.png", 1), ("bits.tif", 1)):
        page = asker.render(tmp_path / name, width=90)
        assert (pixel(page, 40, 40) == (255, 255, 255)) is bool(white), name
        page.release()
    page = asker.render(tmp_path / "palette.gif", width=90)
    assert pixel(page, 40, 40) == (0, 0, 0)
    page.release()


def test_frames_of_a_tiff_are_pages(asker: Asker, tmp_path: Path) -> None:
    from PIL import Image

    first, second = Image.new("RGB", (80, 60), "white"), Image.new("RGB", (60, 80), (220, 0, 0))
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    assert asker.describe(tmp_path / "a.tif").pages == 2
    page = asker.render(tmp_path / "a.tif", page=1, width=60)
    assert (page.width, page.height) == (60, 80)
    assert is_red(page, 30, 30)
    page.release()


def _empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def _garbage(path: Path) -> Path:
    path.write_bytes(b"%PDF-1.4\n" + b"not a document " * 50)
    return path


def _fake_jpeg(path: Path) -> Path:
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 200)
    return path


def _office(path: Path) -> Path:
    path.write_bytes(b"PK\x03\x04" + b"\0" * 100)
    return path


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("a.pdf", _empty, ProblemCode.FILE_EMPTY),
        ("b.pdf", lambda path: path, ProblemCode.FILE_MISSING),
        ("c.pdf", lambda path: path.parent, ProblemCode.FILE_MISSING),
        ("d.pdf", _garbage, ProblemCode.PDF_DAMAGED),
        ("e.pdf", lambda path: samples.text_pdf(path, 1, "secret"), ProblemCode.PDF_ENCRYPTED),
        ("f.pdf", samples.no_pages_pdf, ProblemCode.PDF_EMPTY),
        ("g.pdf", lambda p: samples.wild_pdf(p, "0 0 612 2147483648"), ProblemCode.TOO_LARGE),
        ("h.pdf", lambda p: samples.wild_pdf(p, "0 0 20000 1"), ProblemCode.TOO_LARGE),
        ("i.png", samples.bomb_png, ProblemCode.TOO_LARGE),
        ("i2.png", lambda p: samples.bomb_png(p, 12_000), ProblemCode.TOO_LARGE),
        ("j.jpg", _fake_jpeg, ProblemCode.IMAGE_DAMAGED),
        ("k.docx", _office, ProblemCode.UNSUPPORTED),
    ],
)
def test_what_cannot_be_shown_has_a_code(
    asker: Asker, tmp_path: Path, name: str, make: Any, code: ProblemCode
) -> None:
    file = make(tmp_path / name)
    before = asker.client.worker_pid
    answer = asker.render(file)
    assert isinstance(answer, MediaProblem)
    assert answer.code is code
    assert asker.client.worker_pid == before, "the worker lives on"


def test_pages_beyond_the_end_and_absurd_sizes(asker: Asker, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf", pages=1)
    assert asker.render(file, page=1).code is ProblemCode.PAGE_DAMAGED
    assert asker.render(file, page=-1).code is ProblemCode.PAGE_DAMAGED
    page = asker.render(file, width=0)
    assert (page.width, page.height) == (1, 1)
    page.release()


def test_public_test_files(asker: Asker) -> None:
    """Whatever the file, the answer is a page or a known problem, and the worker lives on."""
    if not CORPUS.is_dir():
        pytest.skip("no public corpus beside the repository")
    files = sorted(CORPUS.rglob("*.pdf"))
    chosen = random.Random(20261009).sample(files, min(60, len(files)))
    before = asker.client.worker_pid
    shown = 0
    for file in chosen:
        answer = asker.render(file, width=200)
        if isinstance(answer, RenderedPage):
            shown += 1
            answer.release()
        else:
            assert answer.code in (
                ProblemCode.PDF_ENCRYPTED,
                ProblemCode.PDF_DAMAGED,
                ProblemCode.PDF_EMPTY,
                ProblemCode.PAGE_DAMAGED,
                ProblemCode.TOO_LARGE,
                ProblemCode.UNSUPPORTED,
            ), file.name
    assert shown >= 0.8 * len(chosen)
    assert asker.client.worker_pid == before


def test_released_memory_is_not_readable(asker: Asker, tmp_path: Path) -> None:
    page = asker.render(samples.text_pdf(tmp_path / "a.pdf"))
    page.release()
    page.release()
    with pytest.raises(ValueError, match="released"):
        _ = page.buffer


def sealed(file: Path, master: bytes) -> DocumentSource:
    """The file as the attachment store keeps it."""
    import hashlib

    from app.store.sealed_file import SealedWriter, file_key

    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    path = file.with_suffix(".sealed")
    with SealedWriter(path, master, sha256, len(data)) as writer:
        writer.write(data)
        writer.finish()
    return DocumentSource(sha256, path, file.name, file_key(path, master))


@pytest.mark.parametrize("kind", ["pdf", "jpg"])
def test_a_sealed_file_is_read_in_place(asker: Asker, tmp_path: Path, kind: str) -> None:
    name = tmp_path / f"a.{kind}"
    file = samples.scan_pdf(name, pages=4, dpi=200) if kind == "pdf" else samples.photo(name)
    source = sealed(file, b"\x07" * 32)
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    asker.client.render(source, 0, 400, 0, answers.put)
    page, plain = answers.get(timeout=WAIT_S), asker.render(file, width=400)
    assert bytes(page.buffer) == bytes(plain.buffer)
    page.release()
    plain.release()


@pytest.mark.parametrize("kind", ["pdf", "jpg"])
@pytest.mark.parametrize("place", [0.5, 0.99])
def test_a_sealed_file_that_was_changed_is_refused(
    asker: Asker, tmp_path: Path, kind: str, place: float
) -> None:
    name = tmp_path / f"a.{kind}"
    file = samples.scan_pdf(name, dpi=200) if kind == "pdf" else samples.noisy_jpeg(name)
    source = sealed(file, b"\x07" * 32)
    data = bytearray(source.path.read_bytes())
    data[int(len(data) * place)] ^= 1
    source.path.write_bytes(data)
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    asker.client.render(source, 0, 400, 0, answers.put)
    assert answers.get(timeout=WAIT_S) == MediaProblem(ProblemCode.FILE_TAMPERED)
    wrong = DocumentSource("other", source.path, "a.pdf", b"\0" * 32)
    asker.client.describe(wrong, answers.put)
    assert answers.get(timeout=WAIT_S) == MediaProblem(ProblemCode.FILE_TAMPERED)
