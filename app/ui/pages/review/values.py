"""How a field's value reads on screen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from app.domain.enums import Provenance
from app.domain.profile import FieldSpec
from app.ui.i18n import language
from app.ui.widgets import formats

_MONTHS_SHOWN = 12


def value_text(spec: FieldSpec, value: Any, *, masked: bool = True) -> str:
    """The value of a field as the officer reads it; empty for what was not filled in.

    :param masked: hide ID numbers and phones in the middle (style guide §10 Masking).
    """
    if value is None or value == "" or value == []:
        return ""
    if spec.type == "bool":
        return (
            QCoreApplication.translate("review", "是")
            if value
            else QCoreApplication.translate("review", "否")
        )
    if spec.type == "enum":
        choice = next((one for one in spec.choices if one.value == value), None)
        return choice.label.in_(language()) if choice else str(value)
    if isinstance(value, list):
        shown = "、".join(str(item) for item in value[:_MONTHS_SHOWN])
        more = len(value) - _MONTHS_SHOWN
        return f"{shown} …（{len(value)}）" if more > 0 else shown
    text = str(value)
    if masked and spec.mask == "id_number":
        return formats.mask_id(text)
    if masked and spec.mask == "phone":
        return formats.mask_phone(text)
    return text


def provenance_text(provenance: Provenance | None) -> str:
    """Whether a value was typed in or looked up by the system."""
    match provenance:
        case Provenance.SYSTEM_VERIFIED:
            return QCoreApplication.translate("review", "系统核验")
        case Provenance.MANUAL:
            return QCoreApplication.translate("review", "手工")
        case _:
            return ""
