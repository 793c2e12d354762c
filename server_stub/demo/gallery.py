"""``python -m server_stub.demo.gallery --out DIR``: one of everything, to be looked at."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from server_stub.demo import broken, heavy
from server_stub.demo.facts import PaperFacts
from server_stub.demo.fonts import FontMissingError
from server_stub.demo.people import person
from server_stub.demo.photos import Orientation, photo_jpeg
from server_stub.demo.recipes import DRAWINGS, Recipe, render, sheets
from server_stub.demo.samples import sample_facts
from server_stub.demo.scans import ARCHIVE, OFFICE, QUICK, page_jpeg
from server_stub.demo.seeds import rng

_SIDES: tuple[Orientation, ...] = (1, 3, 6, 8)


def gallery(
    seed: int = 1, index: int = 17, *, heavy_bytes: int = heavy.TARGET
) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every sample, one after the other."""
    facts = sample_facts(seed, index)
    for kind in DRAWINGS:
        yield f"{kind}.pdf", render(Recipe(kind, facts[kind], seed))
    paper = facts["journal_fulltext"]
    assert isinstance(paper, PaperFacts)
    yield from _looks(seed, paper)
    for side in _SIDES:
        award = Recipe(
            "award_certificate", facts["award_certificate"], seed, form="jpg", orientation=side
        )
        yield f"award_exif{side}.jpg", render(award)
        photo = replace(
            award, form="photo", kind="title_certificate", facts=facts["title_certificate"]
        )
        yield f"title_photo_exif{side}.jpg", render(photo)
        face = person(seed, index + side)
        yield f"portrait_exif{side}.jpg", photo_jpeg(face.portrait, face.sex, orientation=side)
    white = person(seed, index)
    yield "portrait_white.jpg", photo_jpeg(white.portrait, white.sex, ground="white")
    yield "born_digital.pdf", render(Recipe("letter", facts["letter"], seed, form="typst"))
    yield from _broken(seed, paper)
    yield "heavy.pdf", heavy.heavy_paper(paper, seed, target=heavy_bytes)


def _looks(seed: int, paper: PaperFacts) -> Iterator[tuple[str, bytes]]:
    looks = {
        "office_150": OFFICE,
        "archive_300": ARCHIVE,
        "turned": replace(QUICK, turned=((1, 90),)),
        "flagged": replace(QUICK, flagged=((1, 270),)),
        "copied": replace(QUICK, copied=True),
        "faint": replace(QUICK, faint=True),
    }
    for name, look in looks.items():
        yield f"fulltext_{name}.pdf", render(Recipe("journal_fulltext", paper, seed, look=look))
    yield "copied_cover.pdf", render(Recipe("journal_cover", paper, seed, look=looks["copied"]))


def _broken(seed: int, paper: PaperFacts) -> Iterator[tuple[str, bytes]]:
    recipe = Recipe("journal_toc", paper, seed)
    page = page_jpeg(sheets(recipe)[0], recipe.look, rng(seed))
    pdf = render(recipe)
    yield "broken_truncated.jpg", broken.truncated_jpeg(page)
    yield "broken_encrypted.pdf", broken.encrypted_pdf([page], recipe.look.dpi)
    yield "broken_pdf_named.jpg", pdf
    yield "broken_damaged.pdf", broken.damaged_pdf(pdf)
    yield "broken_empty.pdf", broken.zero_bytes()
    yield "broken_text.pdf", broken.not_a_document()


def main(arguments: list[str] | None = None) -> int:
    """Write the gallery; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m server_stub.demo.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the samples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--heavy-bytes", type=int, default=heavy.TARGET, help="size of the heavy paper"
    )
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        for name, data in gallery(options.seed, heavy_bytes=options.heavy_bytes):
            (options.out / name).write_bytes(data)
            sys.stdout.write(f"{name}\t{len(data)}\n")
    except FontMissingError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
