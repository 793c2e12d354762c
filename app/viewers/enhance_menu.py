"""The menu of 增强: contrast, black and white, straightening, and the way back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from app.media.look import PLAIN
from app.viewers.looks import look_names, toggled, untouched_words
from app.viewers.viewer import DocumentView


def fill_enhance_menu(menu: QMenu, view: DocumentView) -> None:
    """Three switches and the way back."""
    menu.setToolTipsVisible(True)
    for part, words in look_names().items():
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(getattr(view.look, part))
        action.setToolTip(untouched_words())
        action.triggered.connect(partial(_toggle, view, part))
    menu.addSeparator()
    back = menu.addAction(QCoreApplication.translate("Look", "恢复原样"))
    back.setEnabled(bool(view.look))
    back.setToolTip(untouched_words())
    back.triggered.connect(partial(_reset, view))


def _toggle(view: DocumentView, part: str, _checked: bool = False) -> None:
    view.set_look(toggled(view.look, part))


def _reset(view: DocumentView, _checked: bool = False) -> None:
    view.set_look(PLAIN)
