"""What the official forms are called on screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.i18n import mark

_NAMES = {
    "unit_opinion": mark("forms", "单位推荐意见"),
    "publicity_form": mark("forms", "公示表"),
    "panel_recommendation": mark("forms", "审议小组推荐表"),
    "summary_form": mark("forms", "一览表"),
    "roster": mark("forms", "花名册"),
    "return_notice": mark("forms", "退回通知"),
    "verification_opinion": mark("forms", "审验意见"),
    "workload": mark("forms", "工作量表"),
}


def form_name(code: str) -> str:
    """The name of a form; its code where this program does not know it."""
    name = _NAMES.get(code)
    return QCoreApplication.translate("forms", name) if name else code
