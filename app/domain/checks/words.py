"""What fields, slots and permitted values are called in findings: Chinese and English.

What the profile does not know is called by its code.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.checks.engine import Subject
from app.domain.profile import FieldSpec, SlotSpec, Text

Words = tuple[str, str]


def field_words(at: Subject, module_code: str, codes: Iterable[str]) -> Words:
    """The names of fields of a module, as lists."""
    module = at.profile.module(module_code)
    return _listed((module.field(code) if module else None, code) for code in codes)


def slot_words(at: Subject, module_code: str, codes: Iterable[str]) -> Words:
    """The names of slots of a module, as lists."""
    module = at.profile.module(module_code)
    return _listed((module.slot(code) if module else None, code) for code in codes)


def choice_words(at: Subject, module_code: str, field_code: str, value: object) -> Words:
    """What a value of an enumeration is called."""
    module = at.profile.module(module_code)
    spec = module.field(field_code) if module else None
    if spec is None:
        return str(value), str(value)
    return spec.choice_label(value, "zh_CN"), spec.choice_label(value, "en")


def level_words(at: Subject, level: str) -> Words:
    """What a level of title is called here."""
    label = at.profile.levels.get(level, Text(zh_CN=level, en=level))
    return label.zh_CN, label.en


def both(name: str, words: Words) -> dict[str, str]:
    """The two wordings as parameters of a message: ``name`` and ``name_en``."""
    return {name: words[0], f"{name}_en": words[1]}


def _listed(parts: Iterable[tuple[FieldSpec | SlotSpec | None, str]]) -> Words:
    labels = [spec.label if spec else Text(zh_CN=code, en=code) for spec, code in parts]
    return "、".join(label.zh_CN for label in labels), ", ".join(label.en for label in labels)
