"""A form before it is typeset: what it says, and which case and version it says it of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.protocol.form_binding import FormBinding, keywords_of


class FormCode(StrEnum):
    """The official forms; the codes are those of a rule pack's seal policy and print sets."""

    UNIT_OPINION = "unit_opinion"
    PUBLICITY = "publicity_form"
    PANEL = "panel_recommendation"
    SUMMARY = "summary_form"
    ROSTER = "roster"
    RETURN_NOTICE = "return_notice"
    VERIFICATION = "verification_opinion"
    WORKLOAD = "workload"


@dataclass(frozen=True, slots=True)
class Form:
    """What a template is filled with.

    ``data`` is JSON: what the template of ``code`` names. ``bindings`` has one case, or those of a
    list. ``line_left`` and ``line_right`` stand above the table.
    """

    code: FormCode
    title: str
    issuer: str
    made_on: date
    data: Mapping[str, Any]
    bindings: tuple[FormBinding, ...]
    subtitle: str = ""
    line_left: str = ""
    line_right: str = ""

    @property
    def keywords(self) -> list[str]:
        """What the metadata say: the form's code, then each case."""
        return keywords_of(self.code, self.bindings)

    def head(self) -> tuple[str, str]:
        """The running head: number and version at the left, the version's hash at the right."""
        if len(self.bindings) != 1:
            return f"共 {len(self.bindings)} 件" if self.bindings else "", ""
        one = self.bindings[0]
        short = one.content_sha256[:8]
        return f"编号 {one.app_id} · 第 {one.version_no} 版", f"校验码 {short}" if short else ""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a seal or a signature goes: points from the top left of ``page``, counted from 0."""

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Typeset:
    """A form as PDF, its places for seals, and its pages."""

    pdf: bytes = field(repr=False)
    places: tuple[FieldPlace, ...]
    pages: int
