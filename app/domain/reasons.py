"""The reason library: ready comments to the applicant (domain §4.14)."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.finding import Finding
from app.domain.profile import Text

_FORMATTER = string.Formatter()


class ReasonError(ValueError):
    """A reason library that cannot be read."""


class ReasonTemplate(BaseModel):
    """A ready comment; ``text`` and ``fix_hint`` may hold ``{placeholders}``.

    ``module_code`` is None where the reason fits any module. ``org_id`` is the office whose own
    text it is, empty for the common library. How often that office has used it, and in what share
    of the cases the next version was right, is counted by the server; None before the first.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    reason_id: str
    module_code: str | None = None
    rule_ids: list[str] = Field(default_factory=list)
    text: Text
    fix_hint: Text
    org_id: str = ""
    use_count: int = 0
    first_time_right_rate: float | None = None

    @property
    def rule_id(self) -> str | None:
        """The first rule that leads to this reason."""
        return self.rule_ids[0] if self.rule_ids else None

    def fits(self, module_code: str) -> bool:
        """Whether the reason may be used in a module."""
        return self.module_code is None or self.module_code == module_code


class _Library(BaseModel):
    version: int
    reasons: list[ReasonTemplate]


def parse_reasons(data: bytes) -> list[ReasonTemplate]:
    """Read a reason library from the bytes of its JSON file.

    :raises ReasonError: where it is not one, or a reason stands in it twice.
    """
    try:
        reasons = _Library.model_validate_json(data).reasons
    except ValidationError as problem:
        raise ReasonError(str(problem)) from problem
    ids = [reason.reason_id for reason in reasons]
    doubles = sorted({reason_id for reason_id in ids if ids.count(reason_id) > 1})
    if doubles:
        raise ReasonError(f"reasons twice: {', '.join(doubles)}")
    return reasons


def fill(
    template: ReasonTemplate, params: Mapping[str, str], language: str = "zh_CN"
) -> tuple[str, list[str]]:
    """The comment with its placeholders filled, and the placeholders left open.

    In English a parameter ``name_en`` is taken before ``name``.
    """
    return _filled(template.text.in_(language), params, language)


def comment_from(
    finding: Finding, reasons: Iterable[ReasonTemplate], language: str = "zh_CN"
) -> tuple[str, str, str | None]:
    """The ready comment for a finding: text, what to do, and the reason's id.

    Empty texts and None where the library has no reason for it: then the officer writes.
    Comments go to the applicant and are Chinese unless asked for otherwise.
    """
    template = next((r for r in reasons if r.reason_id == finding.reason_id), None)
    if template is None:
        return "", "", None
    text, _ = _filled(template.text.in_(language), finding.params, language)
    hint, _ = _filled(template.fix_hint.in_(language), finding.params, language)
    return text, hint, template.reason_id


def _filled(text: str, params: Mapping[str, str], language: str) -> tuple[str, list[str]]:
    words: list[str] = []
    missing: list[str] = []
    for literal, name, _, _ in _FORMATTER.parse(text):
        words.append(literal)
        if name is None:
            continue
        english = params.get(f"{name}_en") if language == "en" else None
        value = english or params.get(name)
        if value is None:
            missing.append(name)
        words.append(f"{{{name}}}" if value is None else value)
    return "".join(words), missing
