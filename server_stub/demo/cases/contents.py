"""What a file of the demo set is made of, and its bytes.

Contents are small and comparable: two attachments with equal contents are one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from server_stub.demo import broken, heavy
from server_stub.demo.cache import RenderCache, render_all
from server_stub.demo.facts import PaperFacts
from server_stub.demo.people import Sex
from server_stub.demo.photos import Ground, Orientation, photo_jpeg
from server_stub.demo.recipes import Recipe

Damage = Literal["none", "truncated", "encrypted", "damaged"]


@dataclass(frozen=True, slots=True)
class Document:
    """A drawn document, perhaps spoilt afterwards.

    ``truncated`` and ``encrypted`` take a recipe of form ``jpg``, ``damaged`` one of form ``pdf``.
    """

    recipe: Recipe
    damage: Damage = "none"


@dataclass(frozen=True, slots=True)
class Portrait:
    """The applicant's photo."""

    face: int
    sex: Sex
    orientation: Orientation = 1
    truncated: bool = False
    ground: Ground = "blue"


@dataclass(frozen=True, slots=True)
class HeavyPaper:
    """A full text of almost 45 MB."""

    facts: PaperFacts
    seed: int


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text file under the name of a scan."""


Content = Document | Portrait | HeavyPaper | PlainText


def files(
    contents: Sequence[Content], *, workers: int, cache: Path | None = None
) -> Iterator[bytes]:
    """The bytes of each content, in order, one at a time so that memory stays small."""
    recipes = [content.recipe for content in contents if isinstance(content, Document)]
    drawn = render_all(recipes, workers=workers, cache=RenderCache(cache) if cache else None)
    for content in contents:
        if isinstance(content, Document):
            yield _spoilt(content, next(drawn))
        else:
            yield _made(content)


def _spoilt(content: Document, data: bytes) -> bytes:
    match content.damage:
        case "truncated":
            return broken.truncated_jpeg(data)
        case "encrypted":
            return broken.encrypted_pdf([data], content.recipe.look.dpi)
        case "damaged":
            return broken.damaged_pdf(data)
        case "none":
            return data


def _made(content: Portrait | HeavyPaper | PlainText) -> bytes:
    match content:
        case Portrait():
            data = photo_jpeg(
                content.face, content.sex, ground=content.ground, orientation=content.orientation
            )
            return broken.truncated_jpeg(data) if content.truncated else data
        case HeavyPaper():
            return heavy.heavy_paper(content.facts, content.seed)
        case PlainText():
            return broken.not_a_document()
