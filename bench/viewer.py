"""The document viewer beside its floor and beside other programs, over a corpus of scans.

Everybody takes turns on every file; the floor reads a page's JPEG, decodes it, and nothing else.
Ours is measured thrice: the decoder alone, until the window has a page, and from key to screen.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import secrets
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from app.store.sealed_file import SealedWriter, file_key
from bench import viewer_decoders as decoders
from bench import viewer_likeness, viewer_targets
from bench.timing import Report
from bench.viewer_corpus import corpus
from bench.viewer_memory import PeakMemory
from bench.viewer_results import FIRST, FLOOR, OURS
from bench.viewer_rounds import WIDTH, Company, Subject, company, run
from bench.viewer_targets import BIG, Figures

_PAGES: Final = 7
_QUICK_FILES: Final = ("scan_c300_20.pdf", "scan_c200_100.pdf", BIG, "born_100.pdf")
_THUMBS: Final = {"scan_c200_100.pdf": 100, "scan_g200_100.pdf": 100, "born_100.pdf": 100}
_PLAIN_WINDOW: Final = ("scan_c300_20.pdf", "scan_c300_clean_20.pdf", "scan_c300_ocr_20.pdf")
_ALIKE: Final = (
    "scan_c300_20.pdf",
    "scan_g300_20.pdf",
    "scan_c200_100.pdf",
    "scan_c300_prog_5.pdf",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--rounds", type=int, default=5, help="default 5")
    options.add_argument("--quick", action="store_true", help="some files, two rounds")
    options.add_argument("--enforce", action="store_true", help="exit 1 when a target is missed")
    given = options.parse_args(argv)
    subjects = _subjects(quick=given.quick)
    with company() as us, PeakMemory(us.window.pid) as memory:
        figures = _measure(us, subjects, 2 if given.quick else max(5, given.rounds))
        figures.peak = memory.peak
    files = [subject.name for subject in subjects]
    print(us.results.table(files), end="\n\n", flush=True)
    report = Report(f"viewer, {len(files)} files, pages {WIDTH} pixels wide")
    viewer_targets.judge(report, us.results, figures, subjects)
    for name in sorted(us.absent):
        report.notes.append(f"absent: {name}")
    return report.finish(enforce=given.enforce)


def _subjects(*, quick: bool) -> list[Subject]:
    found = []
    for path in sorted(corpus().folder.iterdir()):
        if quick and path.name not in _QUICK_FILES:
            continue
        count = decoders.page_count(path)
        places = decoders.jpeg_places(path)
        pages = min(count, 4 if quick else _PAGES)
        thumbs = _THUMBS.get(path.name, 0)
        plain = path.name in _PLAIN_WINDOW
        found.append(Subject(path, count, pages, thumbs, plain, places))
    return found


def _measure(us: Company, subjects: Sequence[Subject], rounds: int) -> Figures:
    figures = Figures()
    scan = next(one for one in subjects if one.places and not one.is_photo)
    us.window.ask("fit", path=str(scan.path), width=WIDTH)
    with tempfile.TemporaryDirectory() as folder:
        big = next(one for one in subjects if one.name == BIG)
        sealed, key = _sealed(big.path, Path(folder))
        for number in range(rounds):
            print(f"round {number + 1} of {rounds} …", file=sys.stderr, flush=True)
            for subject in subjects:
                before = us.window.ask("figures")["served"]
                run(us, subject)
                figures.count(subject.name, before, us.window.ask("figures")["served"])
            _read_sealed(us, big, str(sealed), key)
    figures.take(us.window.ask("figures"))
    for subject in subjects:
        if subject.name in _ALIKE:
            alike = viewer_likeness.measure(subject.path, subject.places[0], 0, WIDTH)
            figures.alike[subject.name] = alike
    return figures


def _sealed(path: Path, folder: Path) -> tuple[Path, str]:
    """The file as the encrypted store keeps it, and the key that the worker gets for it."""
    master, data = secrets.token_bytes(32), path.read_bytes()
    target = folder / "sealed"
    writer = SealedWriter(target, master, hashlib.sha256(data).hexdigest(), len(data))
    writer.write(data)
    writer.finish()
    writer.close()
    return target, file_key(target, master).hex()


def _read_sealed(us: Company, big: Subject, sealed: str, key: str) -> None:
    """From the store and the floor once more, in the same moment."""
    name = f"{big.name} sealed"
    got: dict[str, Any] = us.window.ask("handed", path=sealed, sealed=key, pages=1, width=WIDTH)
    us.results.add(name, OURS, FIRST, got["first"])
    us.results.add(name, OURS, "read", [got["read"]])
    floor = decoders.measure(partial(decoders.floor, big.path, big.places), WIDTH, 1, 0, 0)
    us.results.take(name, FLOOR, floor)


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
