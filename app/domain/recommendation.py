"""How good a unit's recommendation is (推荐意见质量, domain §4.9): text only, no guessing.

S2 二6 asks for an evaluation of five aspects and forbids a mere 同意推荐. What counts as a word of
an aspect, and which phrases are trivial, is profile data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.profile.parts import Text
from app.domain.surroundings import OtherRecommendation

GRAM = 5
"""Texts are compared by their runs of five characters."""

_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_GAP = ".{0,15}?"


class Aspect(StrEnum):
    """The five aspects of S2 二6, in its order."""

    CONDUCT = "CONDUCT"
    RESULTS = "RESULTS"
    LEVEL = "LEVEL"
    ABILITY = "ABILITY"
    ATTITUDE = "ATTITUDE"


ASPECT_NAMES: Mapping[Aspect, Text] = {
    Aspect.CONDUCT: Text(zh_CN="思想品德", en="conduct"),
    Aspect.RESULTS: Text(zh_CN="工作成绩", en="results"),
    Aspect.LEVEL: Text(zh_CN="专业水平", en="professional level"),
    Aspect.ABILITY: Text(zh_CN="业务能力", en="ability"),
    Aspect.ATTITUDE: Text(zh_CN="工作态度", en="attitude"),
}


@dataclass(frozen=True)
class Span:
    """Where in the text a word stands, as Python indices."""

    start: int
    end: int


@dataclass(frozen=True)
class Likeness:
    """Another recommendation and how alike it is, from 0 to 1."""

    app_id: str
    share: float


@dataclass(frozen=True)
class Quality:
    """What can be said of a text.

    Attributes:
        length: its characters, blanks not counted.
        trivial: whether it says no more than the trivial phrases.
        aspects: where each aspect is touched; one that is not has no spans.
        evidence: numbers and names of projects that it states.
        likest: the most similar other recommendation of the unit and year, if there are any.
    """

    length: int
    trivial: bool
    aspects: Mapping[Aspect, tuple[Span, ...]] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    likest: Likeness | None = None

    @property
    def missing(self) -> list[Aspect]:
        """The aspects that the text does not touch, in their order."""
        return [aspect for aspect in Aspect if not self.aspects.get(aspect)]


def quality(
    text: str,
    lexicon: Mapping[str, Sequence[str]],
    trivial: Iterable[str] = (),
    projects: Iterable[str] = (),
    others: Iterable[OtherRecommendation] = (),
) -> Quality:
    """Look at a recommendation from all sides.

    :param lexicon: words by name of :class:`Aspect`; ``…`` in a word stands for a few characters.
    :param trivial: the phrases that say nothing.
    :param projects: names that count as evidence, as the applicant gave them.
    :param others: recommendations of the same unit and year.
    """
    return Quality(
        length=text_length(text),
        trivial=is_trivial(text, trivial),
        aspects={aspect: touched(text, lexicon.get(aspect.value, ())) for aspect in Aspect},
        evidence=evidence(text, projects),
        likest=likest(text, others),
    )


def text_length(text: str) -> int:
    """How many characters it has, blanks not counted."""
    return len("".join(text.split()))


def is_trivial(text: str, phrases: Iterable[str]) -> bool:
    """Whether nothing is left of a text but such phrases; an empty text is not trivial."""
    left = bare(text)
    if not left:
        return False
    for phrase in sorted((bare(one) for one in phrases), key=len, reverse=True):
        left = left.replace(phrase, "") if phrase else left
    return not left


def touched(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Where the words of an aspect stand, in the order of the text."""
    found = {
        Span(*match.span())
        for word in words
        if word.strip("… ")
        for match in re.finditer(_GAP.join(map(re.escape, word.split("…"))), text)
    }
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


def evidence(text: str, projects: Iterable[str]) -> tuple[str, ...]:
    """The numbers and projects that a text states, each once: projects first."""
    plain = bare(text)
    named = [name.strip() for name in projects if len(bare(name)) > 1 and bare(name) in plain]
    numbers = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return tuple(dict.fromkeys([*named, *numbers]))


def likest(text: str, others: Iterable[OtherRecommendation]) -> Likeness | None:
    """The most similar of other recommendations; the first of several as similar."""
    found = [Likeness(other.app_id, likeness(text, other.text)) for other in others]
    return max(found, key=lambda one: one.share, default=None)


def likeness(one: str, other: str) -> float:
    """The Jaccard index of two texts' five-character runs: 0 nothing in common, 1 the same.

    Signs and blanks do not count; texts shorter than that are the same or not.
    """
    a, b = _grams(bare(one)), _grams(bare(other))
    return len(a & b) / len(a | b) if a and b else 0.0


def bare(text: str) -> str:
    """The letters, digits and characters alone, narrow and in small letters."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _grams(text: str) -> frozenset[str]:
    if len(text) < GRAM:
        return frozenset({text} if text else ())
    return frozenset(text[i : i + GRAM] for i in range(len(text) - GRAM + 1))
