"""Stops a form before it is typeset where a character has no glyph: a name with a box in it must
never be sealed (design §7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from app.forms.form import Form
from app.forms.problems import FormCodeProblem, FormError

_UNSEEN = frozenset("\n\r\t")


class Lack(NamedTuple):
    """A character without a glyph; ``where`` is the text it stands in."""

    char: str
    where: str


def lacks(form: Form, has: frozenset[int]) -> list[Lack]:
    """Every character of a form that the typeface lacks, each once, in the order of the form."""
    found: dict[str, Lack] = {}
    parts = (form.title, form.subtitle, form.issuer, form.line_left, form.line_right, *form.head())
    for text in (*parts, *_texts(form.data)):
        for char in text:
            if ord(char) not in has and char not in _UNSEEN:
                found.setdefault(char, Lack(char, text))
    return list(found.values())


def refuse_lacks(form: Form, has: frozenset[int]) -> None:
    """Raise :class:`FormError` ``FORM_GLYPH_MISSING`` for the first character without a glyph."""
    found = lacks(form, has)
    if found:
        first = found[0]
        raise FormError(
            FormCodeProblem.GLYPH_MISSING,
            char=first.char,
            point=f"U+{ord(first.char):04X}",
            where=first.where if len(first.where) <= 24 else f"{first.where[:24]}…",
        )


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for part in data.values():
            yield from _texts(part)
    elif isinstance(data, Sequence):
        for part in data:
            yield from _texts(part)
