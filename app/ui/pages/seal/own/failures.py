"""Failures of scans, keys and files in the holder's words, with what to do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.media.problems import MediaError
from app.protocol.messages import has_message, message
from app.seal.problems import SealError
from app.ui.failures import failure_text
from app.ui.i18n import language


def scan_words(problem: Exception) -> tuple[str, str]:
    """What is wrong with a scan, and the remedy."""
    if isinstance(problem, SealError):
        return problem.problem.text(language()), ""
    if isinstance(problem, MediaError):
        told = problem.problem
        code = f"{told.code.value}.reason"
        known = has_message(code, language())
        remedy = QCoreApplication.translate("own_seals", "换一份 PNG、JPG 或 PDF 扫描件。")
        text = message(code, language(), **told.params) if known else told.code.value
        return text, remedy
    return failure_text(problem), ""


def key_words(problem: Exception) -> str:
    """Why a key could not be opened, or a file not be written."""
    if isinstance(problem, SealError):
        return problem.problem.text(language())
    if isinstance(problem, OSError):
        text = QCoreApplication.translate("own_seals", "文件写不进去（{why}）。换一个位置再试。")
        return text.format(why=problem.strerror or type(problem).__name__)
    return failure_text(problem)
