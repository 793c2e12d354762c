"""A form before it is typeset: what it says, and which case and version it says it of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


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
class Binding:
    """The case and version that a form shows (domain §4.10 (1)).

    ``content_sha256`` is the version's, 64 hexadecimal digits; ``dossier_rev`` 0 where the form
    shows nothing of a dossier.
    """

    app_id: str
    version_no: int
    content_sha256: str
    dossier_rev: int = 0

    def words(self) -> str:
        """As it stands in the metadata of the PDF: ``case/A1@2:4f2c…;dossier/5``."""
        return (
            f"case/{self.app_id}@{self.version_no}:{self.content_sha256};dossier/{self.dossier_rev}"
        )

    @classmethod
    def parse(cls, words: str) -> Binding | None:
        """What :meth:`words` wrote; None for any other keyword."""
        case, _, dossier = words.partition(";dossier/")
        kind, _, rest = case.partition("/")
        app_id, _, version = rest.rpartition("@")
        number, _, digest = version.partition(":")
        if kind != "case" or not app_id or not number.isdecimal() or not dossier.isdecimal():
            return None
        return cls(app_id, int(number), digest, int(dossier))


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
    bindings: tuple[Binding, ...]
    subtitle: str = ""
    line_left: str = ""
    line_right: str = ""

    @property
    def keywords(self) -> list[str]:
        """What the metadata say: the form's code, then each case."""
        return [f"form/{self.code}", *(one.words() for one in self.bindings)]

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


def parse_keywords(keywords: Iterable[str]) -> tuple[str, tuple[Binding, ...]]:
    """The form's code, empty where there is none, and the cases, of a PDF's keywords."""
    code, bindings = "", []
    for word in keywords:
        kind, _, rest = word.partition("/")
        binding = Binding.parse(word)
        if kind == "form":
            code = rest
        elif binding is not None:
            bindings.append(binding)
    return code, tuple(bindings)
