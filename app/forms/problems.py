"""Why a form cannot be made; the words stand in ``resources/i18n/messages.forms.*.json``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class FormCodeProblem(StrEnum):
    """What is in the way."""

    GLYPH_MISSING = "FORM_GLYPH_MISSING"
    FONT_MISSING = "FORM_FONT_MISSING"
    CONTENT_MISSING = "FORM_CONTENT_MISSING"
    TYPESETTING = "FORM_TYPESETTING"


class FormError(Exception):
    """A form cannot be made.

    Attributes:
        code: one of ``FormCodeProblem``.
        params: for its sentence; ``char``, ``point`` and ``where`` of a character without a
            glyph, ``face`` of a missing typeface, ``what`` of missing content.
    """

    def __init__(self, code: FormCodeProblem, **params: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.params: Mapping[str, str] = params
