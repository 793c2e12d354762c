"""Panes: a head with title, remark and tools over a body; panes touch, hairlines part them."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.widgets.labels import ElideLabel, Label
from app.ui.widgets.layout import set_ground


class PaneHead(QFrame):
    """Title in bold, a quiet remark, tools at the right."""

    def __init__(
        self,
        title: str,
        remark: str = "",
        *right: QWidget,
        height: int = 32,
        inset: int = 16,
        edge: str = "b",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_ground(self, "subtle", edge)
        self._height = height
        self._title = Label(title, bold=True)
        self._remark = ElideLabel(remark, 12, tone="text3")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(inset, 0, 8, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._remark, 1)
        for widget in right:
            self._layout.addWidget(widget)
        self._resize()
        theme.changed.connect(self._resize)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_remark(self, remark: str) -> None:
        """Change the remark beside the title."""
        self._remark.setText(remark)

    def set_active(self, active: bool) -> None:
        """Show whether the pane holds the focus."""
        self._title.set_tone("text" if active else "text2")

    def add_tool(self, widget: QWidget) -> None:
        """Append a tool at the right."""
        self._layout.addWidget(widget)

    def _resize(self) -> None:
        self.setFixedHeight(theme.px(self._height))


class Pane(QFrame):
    """A titled region of a page that knows whether it holds the focus.

    Attributes:
        head: the title bar.
        body: the layout for the content.
    """

    def __init__(
        self,
        title: str,
        remark: str = "",
        *right: QWidget,
        kind: str = "panel",
        edge: str = "",
        head_height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_ground(self, kind, edge)
        self.setAccessibleName(title)
        self.head = PaneHead(title, remark, *right, height=head_height)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addLayout(self.body, 1)
        self.head.set_active(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.head.set_active(new is not None and (new is self or self.isAncestorOf(new)))
