"""Modules, fields and slots: the form of a region as data (domain §4.3, §4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from app.domain.profile.parts import Choice, Condition, Part, Text


class FieldSpec(Part):
    """A form field. ``mask`` names how lists and details hide it (ui §10 Masking).

    With ``required_when`` it is required only where that condition holds.
    """

    code: str
    label: Text
    type: Literal["text", "long_text", "date", "month", "bool", "enum", "number", "months"] = "text"
    required: bool = False
    max_length: int | None = None
    mask: Literal["id_number", "phone"] | None = None
    choices: list[Choice] = Field(default_factory=list)
    required_when: Condition | None = None

    def is_required(self, values: Mapping[str, Any]) -> bool:
        """Whether an entry with these values must fill the field."""
        return self.required and (self.required_when is None or self.required_when.holds(values))

    def choice_label(self, value: object, language: str) -> str:
        """The wording of a permitted value; the value itself where it is not one."""
        found = next((choice for choice in self.choices if choice.value == value), None)
        return found.label.in_(language) if found else str(value)


class SlotSpec(Part):
    """A place for files. ``stated`` is false where no source states the limit (domain §4.4).

    With ``required_when`` the ``min_count`` counts only where that condition holds.
    """

    code: str
    label: Text
    formats: list[Literal["pdf", "jpg", "png"]]
    max_bytes: int
    stated: bool
    min_count: int = 0
    max_count: int | None = None
    required_when: Condition | None = None

    def minimum(self, values: Mapping[str, Any]) -> int:
        """How many files an entry with these values must have here."""
        holds = self.required_when is None or self.required_when.holds(values)
        return self.min_count if holds else 0


class ModuleSpec(Part):
    """One module (类). ``number`` is how the source counts it; placeholders have no schema."""

    code: str
    number: str
    label: Text
    placeholder: bool = False
    repeats: bool = False
    required: bool = False
    fields: list[FieldSpec] = Field(default_factory=list)
    slots: list[SlotSpec] = Field(default_factory=list)

    def field(self, code: str) -> FieldSpec | None:
        """The field of that code, if the module has it."""
        return next((spec for spec in self.fields if spec.code == code), None)

    def slot(self, code: str) -> SlotSpec | None:
        """The slot of that code, if the module has it."""
        return next((spec for spec in self.slots if spec.code == code), None)
