"""What all parts of a rule pack are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

LANGUAGES = ("zh_CN", "en")


class Part(BaseModel):
    """Base of all parts of a profile: immutable, no unknown keys (typing errors must show)."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Text(Part):
    """A wording in both languages."""

    zh_CN: str  # noqa: N815
    en: str

    def in_(self, language: str) -> str:
        """The wording in ``language``, Chinese where that is not known."""
        return self.en if language == "en" else self.zh_CN


class Choice(Part):
    """One permitted value of an enumeration field."""

    value: str
    label: Text


class Condition(Part):
    """Holds when another field of the same entry has one of ``values``; an empty field has none."""

    field: str
    values: list[str | bool]

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether the condition is met by the values of an entry."""
        return values.get(self.field) in self.values
