"""What the applicant is told of a file that cannot be read. It stays Chinese: it is for them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.media.problems import MediaProblem, ProblemCode
from app.ui.i18n import mark

DAMAGED_HERE = frozenset({ProblemCode.FILE_MISSING, ProblemCode.FILE_TAMPERED})
"""Problems of the copy on this machine: it is fetched again."""
OWN_TROUBLE = frozenset(
    {ProblemCode.FILE_UNREADABLE, ProblemCode.MEDIA_MEMORY, ProblemCode.MEDIA_UNAVAILABLE}
)
"""Problems of this machine: it tries again. The applicant can do nothing about either kind."""

_ASKED = {
    ProblemCode.FILE_EMPTY: mark("review", "“{name}”是空文件（0 字节），请重新上传。"),
    ProblemCode.UNSUPPORTED: mark(
        "review", "“{name}”不是 PDF 或常见图片，无法打开，请转成 PDF 或 JPG 后重新上传。"
    ),
    ProblemCode.TOO_LARGE: mark(
        "review", "“{name}”页面尺寸过大，无法打开，请按 A4、300 dpi 重新扫描后上传。"
    ),
    ProblemCode.PDF_ENCRYPTED: mark(
        "review", "“{name}”加了打开密码，无法打开，请取消密码后重新上传。"
    ),
    ProblemCode.PDF_DAMAGED: mark(
        "review", "“{name}”文件结构不完整，无法打开，请重新导出 PDF 后上传。"
    ),
    ProblemCode.PDF_EMPTY: mark("review", "“{name}”一页也没有，请重新导出 PDF 后上传。"),
    ProblemCode.PAGE_DAMAGED: mark(
        "review", "“{name}”第 {page} 页内容不完整，无法打开，请重新扫描后上传。"
    ),
    ProblemCode.IMAGE_DAMAGED: mark(
        "review", "“{name}”图片数据不完整，无法打开，请重新扫描后上传。"
    ),
    ProblemCode.IMAGE_TRUNCATED: mark("review", "“{name}”图片只有一部分，请重新上传完整的图片。"),
}
_OTHERWISE = mark("review", "“{name}”无法打开，请重新扫描后上传。")


def asking_text(name: str, problem: MediaProblem | None) -> str:
    """One sentence for the comment box: which file, what is wrong with it, what to do."""
    text = _ASKED.get(problem.code, _OTHERWISE) if problem is not None else _OTHERWISE
    page = (problem.page or 0) + 1 if problem is not None else 1
    return QCoreApplication.translate("review", text).format(name=name, page=page)
