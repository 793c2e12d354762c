"""File facts, in this process as the server gets them and through the worker."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.media.facts import DocumentKind
from app.media.probes import probe
from app.media.problems import MediaProblem, ProblemCode
from tests.media import samples
from tests.media.conftest import Asker


def codes(problems: tuple[MediaProblem, ...]) -> list[ProblemCode]:
    return [problem.code for problem in problems]


def test_a_scan(tmp_path: Path) -> None:
    file = samples.scan_pdf(tmp_path / "scan.pdf", pages=2, dpi=150)
    with file.open("rb") as stream:
        facts = probe(stream, file.name)
        assert not stream.closed
    assert facts.kind is DocumentKind.PDF
    assert (facts.pages, facts.dpi, facts.decodes, facts.problems) == (2, 150, True, ())
    assert facts.bytes == file.stat().st_size


def test_a_born_digital_pdf_has_no_resolution(tmp_path: Path) -> None:
    with samples.text_pdf(tmp_path / "a.pdf").open("rb") as stream:
        assert probe(stream, "a.pdf").dpi is None


def test_a_photo(tmp_path: Path) -> None:
    with samples.photo(tmp_path / "a.jpg", (640, 480), 6).open("rb") as stream:
        facts = probe(stream, "A.JPEG")
    assert (facts.width_px, facts.height_px, facts.exif_orientation) == (480, 640, 6)
    assert (facts.dpi, facts.decodes, facts.truncated) == (300, True, False)
    assert facts.extension_matches


def test_half_a_jpeg_does_not_decode(tmp_path: Path) -> None:
    with samples.truncated_jpeg(tmp_path / "a.jpg").open("rb") as stream:
        facts = probe(stream, "a.jpg")
    assert facts.truncated
    assert not facts.decodes
    assert codes(facts.problems) == [ProblemCode.IMAGE_TRUNCATED]


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    with samples.text_pdf(tmp_path / "a.pdf", 1, "secret").open("rb") as stream:
        facts = probe(stream, "a.pdf")
    assert facts.encrypted
    assert codes(facts.problems) == [ProblemCode.PDF_ENCRYPTED]


@pytest.mark.parametrize(
    ("name", "matches"),
    [("a.pdf", True), ("a.PDF", True), ("a.jpg", False), ("a", True), ("pdf.exe", False)],
)
def test_the_extension_is_compared_with_the_content(
    tmp_path: Path, name: str, matches: bool
) -> None:
    with samples.text_pdf(tmp_path / "a.pdf").open("rb") as stream:
        facts = probe(stream, name)
    assert facts.extension_matches is matches
    assert (ProblemCode.TYPE_MISMATCH in codes(facts.problems)) is not matches
    assert facts.decodes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ProblemCode.FILE_EMPTY),
        (b"plain words", ProblemCode.UNSUPPORTED),
        (b"PK\x03\x04rest", ProblemCode.UNSUPPORTED),
        (b"%PDF-1.4 rest", ProblemCode.PDF_DAMAGED),
        (b"\xff\xd8\xff\xe0rest", ProblemCode.IMAGE_DAMAGED),
    ],
)
def test_rubbish_is_a_fact_not_an_exception(data: bytes, code: ProblemCode) -> None:
    facts = probe(io.BytesIO(data), "a.pdf")
    assert code in codes(facts.problems)
    assert not facts.decodes
    assert facts.bytes == len(data)


def test_a_bomb_is_not_decoded(tmp_path: Path) -> None:
    with samples.bomb_png(tmp_path / "a.png").open("rb") as stream:
        facts = probe(stream, "a.png")
    assert codes(facts.problems) == [ProblemCode.TOO_LARGE]


def test_a_server_may_probe_several_files_at_a_time(tmp_path: Path) -> None:
    """PDFium crashes the process when two threads are in it without a lock."""
    files = [samples.scan_pdf(tmp_path / f"{n}.pdf", pages=3) for n in range(4)]

    def facts_of(file: Path) -> int:
        with file.open("rb") as stream:
            return probe(stream, file.name).pages

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(facts_of, files * 8)) == [3] * 32


def test_the_worker_answers_the_same(asker: Asker, tmp_path: Path) -> None:
    file = samples.scan_pdf(tmp_path / "scan.pdf")
    with file.open("rb") as stream:
        assert asker.probe(file) == probe(stream, file.name)
