"""A recipe says which document with which values, seed and look; `render` makes the file of it.

Recipes are small, picklable and comparable, so that they can be rendered in other processes and
remembered on disk (see `cache`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from server_stub.demo import born_digital, certificates, letters, papers, proofs
from server_stub.demo.facts import Facts
from server_stub.demo.kit import Kit
from server_stub.demo.photos import Orientation, oriented_jpeg, snapshot
from server_stub.demo.plates import age
from server_stub.demo.scans import QUICK, ScanLook, scan_pdf
from server_stub.demo.seeds import rng
from server_stub.demo.sheet import Sheet

Kind = Literal[
    "journal_cover",
    "journal_toc",
    "journal_copyright",
    "journal_fulltext",
    "journal_query",
    "title_certificate",
    "education_certificate",
    "degree_certificate",
    "award_certificate",
    "chsi_form",
    "insurance_list",
    "labour_contract",
    "project_acceptance",
    "commitment",
    "publicity",
    "letter",
    "blank",
]
Form = Literal["pdf", "jpg", "photo", "typst"]
Drawing = Callable[[Any, Kit], list[Sheet]]

DRAWINGS: dict[Kind, Drawing] = {
    "journal_cover": papers.cover,
    "journal_toc": papers.table_of_contents,
    "journal_copyright": papers.copyright_page,
    "journal_fulltext": papers.full_text,
    "journal_query": papers.journal_query,
    "title_certificate": certificates.title_certificate,
    "education_certificate": certificates.education_certificate,
    "degree_certificate": certificates.degree_certificate,
    "award_certificate": certificates.award_certificate,
    "chsi_form": proofs.registration_form,
    "insurance_list": proofs.insurance_list,
    "labour_contract": letters.labour_contract,
    "project_acceptance": proofs.project_acceptance,
    "commitment": letters.commitment,
    "publicity": letters.publicity,
    "letter": letters.letter,
    "blank": proofs.blank_page,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file. `form`: scanned ``pdf``, flat ``jpg``, telephone ``photo`` (JPG), ``typst`` PDF.

    `orientation` is the EXIF orientation of the JPG forms; these hold the first page only.
    """

    kind: Kind
    facts: Facts
    seed: int
    look: ScanLook = QUICK
    form: Form = "pdf"
    orientation: Orientation = 1


def sheets(recipe: Recipe) -> list[Sheet]:
    """The drawn pages before the scanner. Raises `AttributeError` for facts of another kind."""
    random = rng(recipe.seed, recipe.kind)
    return DRAWINGS[recipe.kind](recipe.facts, recipe.look.kit(random))


def render(recipe: Recipe) -> bytes:
    """The bytes of the file: the same for an equal recipe on one installation."""
    if recipe.form == "typst":
        return born_digital.letter_pdf(recipe.facts)
    random = rng(recipe.seed, recipe.kind, "scanner")
    pages = sheets(recipe)
    if recipe.form == "pdf":
        return scan_pdf(pages, recipe.look, random)
    if recipe.form == "photo":
        return snapshot(pages[0], random, orientation=recipe.orientation)
    image = age(pages[0].image, recipe.look.noise, random)
    return oriented_jpeg(
        image, recipe.orientation, dpi=recipe.look.dpi, quality=recipe.look.quality
    )
