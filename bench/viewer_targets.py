"""What the viewer is held to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bench.timing import Line, Report, percentile
from bench.viewer_results import (
    DECODER,
    FIRST,
    FLIP,
    FLOOR,
    HIT,
    MISS,
    OURS,
    PDFIUM,
    PLAIN_WINDOW,
    THUMBS,
    Results,
)
from bench.viewer_rounds import Subject

BIG: Final = "scan_c300_45MB.pdf"
_COLOUR_300: Final = ("scan_c300_20.pdf", "scan_c300_clean_20.pdf", "scan_c300_ocr_20.pdf", BIG)
_BORN: Final = "born_100.pdf"
_SMALL_PICTURES: Final = "scan_c200_100.pdf"
HIT_RATIO, HIT_P95_MS, MISS_RATIO = 0.3, 16.0, 1.8
OPEN_RATIO, SEALED_RATIO, READ_SHARE = 1.5, 1.8, 0.05
DECODE_RATIO, PEER_RATIO, WINDOW_RATIO, THUMBS_RATIO = 0.4, 0.45, 0.7, 0.45
STALL_MS, CACHE_BYTES, PEAK_BYTES = 16.0, 160 << 20, 450 << 20


@dataclass
class Figures:
    """What is not a time of an engine."""

    served: defaultdict[str, defaultdict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    alike: dict[str, dict[str, float]] = field(default_factory=dict)
    cached: int = 0
    peak: int = 0
    restarts: int = 0

    def count(self, file: str, before: Mapping[str, int], after: Mapping[str, int]) -> None:
        """Note which way the pages of a file went."""
        for route, number in after.items():
            self.served[file][route] += number - before.get(route, 0)

    def take(self, told: Mapping[str, Any]) -> None:
        """Note what the window told at the end."""
        self.cached, self.restarts = told["cached"], told["restarts"]

    def fast_share(self, file: str) -> float:
        """The share of pages that were drawn the quick way."""
        served = self.served[file]
        return served["FAST"] / max(1, sum(served.values()))


def judge(report: Report, results: Results, figures: Figures, subjects: Sequence[Subject]) -> None:
    """Every target as a line."""
    scans = [one.name for one in subjects if one.places and not one.is_photo]
    for name in scans:
        _flips(report, results, name)
    for name in scans:
        if name in _COLOUR_300:
            _decoding(report, results, name)
    _big(report, results, subjects)
    _born(report, results)
    _thumbs(report, results, subjects)
    for one in subjects:
        if one.is_photo:
            ours, floor = results.all(one.name, OURS, FIRST), results.all(one.name, FLOOR, FIRST)
            report.compare(f"{one.name}: open", ours, floor)
    _stalls(report, results, subjects)
    _memory(report, figures)
    _notes(report, figures, subjects)


def _flips(report: Report, results: Results, name: str) -> None:
    floor = results.all(name, FLOOR, FLIP)
    hits, misses = results.all(name, OURS, HIT), results.all(name, OURS, MISS)
    if hits:
        report.compare(f"{name}: flip, drawn ahead", hits, floor, ratio_at_most=HIT_RATIO)
        report.compare(f"{name}: the same", hits, p95_at_most=HIT_P95_MS)
        report.compare(f"{name}: of it, processor time", results.all(name, OURS, "worked"))
    if misses:
        report.compare(f"{name}: flip, missed", misses, floor, ratio_at_most=MISS_RATIO)
        plain = results.all(name, PLAIN_WINDOW, MISS)
        if plain:
            title = f"{name}: missed, to the main thread"
            report.compare(title, misses, plain, ratio_at_most=WINDOW_RATIO)


def _decoding(report: Report, results: Results, name: str) -> None:
    ours = results.all(name, DECODER, FLIP)
    title = f"{name}: decoding, to pypdfium2"
    report.compare(title, ours, results.all(name, PDFIUM, FLIP), ratio_at_most=DECODE_RATIO)
    peer = results.best_peer(name, FLIP)
    if peer is not None:
        title = f"{name}: decoding, to {peer[0]}"
        report.compare(title, ours, peer[1], ratio_at_most=PEER_RATIO)


def _big(report: Report, results: Results, subjects: Sequence[Subject]) -> None:
    size = next(one.path.stat().st_size for one in subjects if one.name == BIG)
    for title, name, most in (
        ("45 MB: open to first page", BIG, OPEN_RATIO),
        ("45 MB in the encrypted store", f"{BIG} sealed", SEALED_RATIO),
    ):
        ours, floor = results.all(name, OURS, FIRST), results.all(name, FLOOR, FIRST)
        report.compare(title, ours, floor, ratio_at_most=most)
        share = percentile(results.all(name, OURS, "read"), 1.0) / size
        limit = f"≤ {READ_SHARE:.0%}"
        line = Line(
            f"{title}, bytes read", share * 100, target=limit, reached=share <= READ_SHARE, unit="%"
        )
        report.add(line)
    report.compare("45 MB: open to painted", results.all(BIG, OURS, "painted"))


def _born(report: Report, results: Results) -> None:
    hits, peer = results.all(_BORN, OURS, HIT), results.best_peer(_BORN, FLIP)
    if hits and peer is not None:
        report.compare(f"{_BORN}: flip, to {peer[0]}", hits, peer[1], ratio_at_most=1.0)


def _thumbs(report: Report, results: Results, subjects: Sequence[Subject]) -> None:
    for one in subjects:
        if one.thumbs:
            ours = results.all(one.name, OURS, THUMBS)
            plain = results.all(one.name, PDFIUM, THUMBS)
            most = THUMBS_RATIO if one.name == _SMALL_PICTURES else None
            title = f"{one.name}: {one.thumbs} small pictures, to pypdfium2"
            report.compare(title, ours, plain, ratio_at_most=most)


def _stalls(report: Report, results: Results, subjects: Sequence[Subject]) -> None:
    def worst(what: str) -> tuple[float, str]:
        medians = ((results.median(one.name, OURS, what) or 0.0, one.name) for one in subjects)
        return max(medians)

    idle, (longest, where) = worst("idle")[0], worst("stall")
    most = idle + STALL_MS
    target = f"≤ {most:.1f} ms (idle {idle:.1f} + {STALL_MS:g})"
    name = f"longest stall ({where})"
    report.add(Line(name, longest, target=target, reached=longest <= most))


def _memory(report: Report, figures: Figures) -> None:
    for name, value, most in (
        ("page cache, most", figures.cached, CACHE_BYTES),
        ("window and workers, peak PSS", figures.peak, PEAK_BYTES),
    ):
        mib = 1 << 20
        target = f"≤ {most // mib} MB"
        report.add(Line(name, value / mib, target=target, reached=value <= most, unit="MB"))


def _notes(report: Report, figures: Figures, subjects: Sequence[Subject]) -> None:
    shares = (f"{one.name} {figures.fast_share(one.name):.0%}" for one in subjects)
    report.notes.append("drawn the quick way: " + ", ".join(shares))
    for name, alike in figures.alike.items():
        said = ", ".join(f"{who} {value:.3f}" for who, value in alike.items())
        report.notes.append(f"SSIM to Lanczos, {name}: {said}")
    report.notes.append(f"workers lost: {figures.restarts}")
