"""A failure in the officer's words: what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.protocol.messages import has_message, message
from app.ui.i18n import language


def failure_text(problem: Exception) -> str:
    """The words for a failure; codes of the catalogue where it has one."""
    code = getattr(problem, "code", "")
    if isinstance(code, str) and code and has_message(code, language()):
        params = getattr(problem, "params", {}) or {}
        return message(code, language(), **dict(params))
    text = QCoreApplication.translate("failures", "没有做成（{kind}）。已写的内容都在本机。")
    return text.format(kind=type(problem).__name__)
