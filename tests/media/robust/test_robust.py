"""No file, however broken or hostile, harms the window: 300 mutations, with ``--full`` 5,000."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from app.media.client import MediaClient
from app.media.limits import WORKER_MEMORY
from app.media.problems import MediaProblem
from tests.media import samples
from tests.media.robust import hostile
from tests.media.robust.examiner import Examiner
from tests.media.robust.mutations import mutated

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "pdf"
HANG_LIMIT_S = 20.0
SHORT_LIMIT_S = 2.0
"""For files that are known to hang a decoder, so that the default suite does not wait for them."""
FEW, MANY = 300, 5_000
_MOST_BYTES = 300_000
_WINDOW_GROWTH = 150 << 20
_LOST_SHARE = 0.001
"""Of mutations that may cost a worker: the decoders are not ours. None of 5,000 did when seen."""


@pytest.fixture
def limit(request: pytest.FixtureRequest, full: bool) -> float:
    """Seconds until a worker counts as hung."""
    return SHORT_LIMIT_S if not full and "hostile" in request.node.name else HANG_LIMIT_S


@pytest.fixture
def client(limit: float) -> Iterator[MediaClient]:
    """A worker with the bounds of the product."""
    made = MediaClient(hang_limit=limit)
    made.start()
    yield made
    made.close()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A document without fault."""
    return samples.text_pdf(tmp_path / "good.pdf", pages=2)


def sources(folder: Path) -> list[bytes]:
    """What is mutated: files of ours of every kind, and public test files if they are at hand."""
    folder.mkdir()
    own = [
        samples.text_pdf(folder / "text.pdf"),
        samples.scan_pdf(folder / "scan.pdf", pages=2),
        noise(folder / "noise.jpg"),
        samples.photo(folder / "photo.jpg", (320, 240), orientation=6),
    ]
    found = sorted(CORPUS.rglob("*.pdf")) if CORPUS.is_dir() else []
    return [path.read_bytes() for path in [*own * 8, *found] if path.stat().st_size < _MOST_BYTES]


def noise(path: Path) -> Path:
    """A JPEG of which every byte matters."""
    pixels = random.Random(0).randbytes(300 * 400)
    Image.frombytes("L", (300, 400), pixels).convert("RGB").save(path, "JPEG", quality=85)
    return path


def peak(pid: int) -> int:
    """The most bytes a process ever held; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) << 10


def tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Show the counts of a run that passes, too."""
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")


def unharmed(client: MediaClient, examiner: Examiner, good: Path, before: int) -> None:
    """The window did not grow, the worker kept its bounds, and a good document is shown."""
    drawn = examiner.tally.pages["drawn"]
    examiner.examine(good)
    assert examiner.tally.pages["drawn"] == drawn + 2
    assert psutil.Process().memory_info().rss - before < _WINDOW_GROWTH
    assert client.worker_pid is not None
    assert peak(client.worker_pid) < WORKER_MEMORY


@pytest.mark.timeout(7200)
def test_mutations_end_as_pages_or_in_words(
    client: MediaClient, good: Path, tmp_path: Path, full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    examiner = Examiner(client, HANG_LIMIT_S, width=1200 if full else 400)
    originals = sources(tmp_path / "originals")
    examiner.examine(good)
    before = psutil.Process().memory_info().rss
    count = MANY if full else FEW
    for number in range(count):
        file = tmp_path / f"{number}.bin"
        file.write_bytes(mutated(number, originals))
        examiner.examine(file, f"mutation {number}")
        file.unlink()
    tell(capsys, f"mutations: {examiner.tally}")
    assert examiner.tally.lost_workers() <= count * _LOST_SHARE
    assert examiner.tally.ends["pages"] > count // 3, "most damage leaves something to see"
    unharmed(client, examiner, good, before)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the public test files are not at hand")
@pytest.mark.timeout(1800)
def test_public_test_files_end_as_pages_or_in_words(
    client: MediaClient, good: Path, full: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every one of them with ``--full``, else every fourth."""
    examiner = Examiner(client, HANG_LIMIT_S, width=1200 if full else 400)
    examiner.examine(good)
    before = psutil.Process().memory_info().rss
    for path in sorted(CORPUS.rglob("*.pdf"))[:: 1 if full else 4]:
        examiner.examine(path)
    tell(capsys, f"public test files: {examiner.tally}")
    assert examiner.tally.lost_workers() == 0
    unharmed(client, examiner, good, before)


@pytest.mark.timeout(600)
def test_hostile_files_end_as_pages_or_in_words(
    client: MediaClient,
    limit: float,
    good: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    examiner = Examiner(client, limit, width=1200)
    examiner.examine(good)
    before = psutil.Process().memory_info().rss
    refused = set()
    for name, path in hostile.write_all(tmp_path).items():
        if isinstance(examiner.examine(path), MediaProblem):
            refused.add(name)
    tell(capsys, f"hostile files: {examiner.tally}")
    assert refused >= {"empty.pdf", "empty.jpg", "locked.pdf", "no pages.pdf", "bomb.png"}
    assert not refused & {"picture named pdf.pdf", "pdf named picture.jpg", "printed.jpg"}
    unharmed(client, examiner, good, before)
