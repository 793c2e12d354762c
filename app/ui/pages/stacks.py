"""Stacks of which the last page is made anew each time it is needed."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


def replace_from(stack: QStackedWidget, index: int, page: QWidget) -> None:
    """Let all pages from ``index`` on go and show ``page`` in their place."""
    while stack.count() > index:
        old = stack.widget(index)
        if old is not None:
            stack.removeWidget(old)
            old.deleteLater()
    stack.addWidget(page)
    stack.setCurrentIndex(index)
