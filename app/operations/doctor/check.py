"""What a check of this machine finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from app.protocol.messages import message


class CheckDocument(TypedDict):
    """A check as ``doctor --json`` prints it."""

    name: str
    ok: bool
    detail: str
    remedy: str


@dataclass(frozen=True)
class Check:
    """One finding; ``code`` names its words, of which ``<code>.remedy`` says what to do.

    ``name`` is fixed and fit for scripts.
    """

    name: str
    ok: bool
    code: str
    params: Mapping[str, str] = field(default_factory=dict)

    def document(self, language: str) -> CheckDocument:
        """The check in words; there is no remedy for what is well."""
        remedy = "" if self.ok else message(f"{self.code}.remedy", language, **self.params)
        detail = message(self.code, language, **self.params)
        return {"name": self.name, "ok": self.ok, "detail": detail, "remedy": remedy}
