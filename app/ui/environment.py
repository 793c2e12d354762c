"""Whether a window can be shown at all, told in words before Qt would only abort."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app import __version__
from app.operations.doctor import machine

NAME = "TitleDesk"


class NoWindowError(RuntimeError):
    """No window can be shown; the text says why and what helps."""


def application(language: str, arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication of the process, made now where there is none.

    Scale factors are taken as they are: 125 and 150 % are the rule on office laptops.

    :raises NoWindowError: there is no display, or system libraries are missing.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    for check in (machine.check_display(), machine.check_libraries()):
        if not check.ok:
            found = check.document(language)
            raise NoWindowError(f"{found['detail']} {found['remedy']}")
    policy = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(policy)
    app = QApplication([*(arguments or sys.argv[:1])])
    app.setApplicationName(NAME)
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)
    return app
