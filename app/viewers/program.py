"""The window of `python -m app.viewers`."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from app.media.client import MediaClient
from app.media.source import DocumentSource
from app.viewers.colors import DARK, LIGHT, ViewerColors
from app.viewers.state import ViewState
from app.viewers.viewer import DocumentView
from app.viewers.viewer_tools import ViewerTools

_SIZE = (1100, 800)
_SAID_MS = 4_000
_COLUMNS = 3


class Program:
    """One window over one worker."""

    def __init__(self, *, dark: bool = False) -> None:
        existing = QApplication.instance()
        self._application = (
            existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
        )
        self._application.setStyle("Fusion")
        QLocale.setDefault(QLocale("zh_CN"))
        colors = DARK if dark else LIGHT
        self._application.setPalette(_palette(colors))
        self._client = MediaClient()
        self._started = False
        self.window = QWidget()
        self.view = DocumentView(self._client)
        self.tools = ViewerTools(self.view, self._client)
        self._line = QLabel()
        self._files: list[Path] = []
        self._number = 0
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._line)
        self._line.setContentsMargins(12, 6, 12, 6)
        self._line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._line.hide()
        self._hush = QTimer(self.window)
        self._hush.setSingleShot(True)
        self._hush.setInterval(_SAID_MS)
        self._hush.timeout.connect(self._line.hide)
        self.view.set_colors(colors)
        self.tools.set_colors(colors)
        self.tools.said.connect(self.say)
        self.tools.refused.connect(self.say)
        self.view.stateChanged.connect(self._show_title)
        self.tools.bind_keys(self.window)
        for keys, run in (
            ("Ctrl+PgDown", lambda: self.step(1)),
            ("Ctrl+PgUp", lambda: self.step(-1)),
            ("F1", self._toggle_keys),
            ("F12", lambda: self.tools.run("figures")),
            ("Ctrl+Q", self.window.close),
        ):
            QShortcut(QKeySequence(keys), self.window).activated.connect(run)

    def show(self, files: list[Path], page: int = 0) -> int:
        """Show the first of `files` at `page` (from 0) and run until the window is closed."""
        self.open(files, page)
        return self._application.exec()

    def open(self, files: list[Path], page: int = 0) -> None:
        """Show the window without running."""
        self._client.start()
        self._started = True
        self._files, self._number = files, 0
        self.window.resize(*_SIZE)
        self.window.show()
        self.view.setFocus()
        self._load(ViewState(page=page))

    def step(self, by: int) -> None:
        """The next file or the one before."""
        if len(self._files) > 1:
            self._number = (self._number + by) % len(self._files)
            self._load()

    def _load(self, state: ViewState | None = None) -> None:
        self.view.set_document(DocumentSource.of_file(self._files[self._number]), state)
        self._show_title()

    def _show_title(self) -> None:
        source = self.view.source
        if source is None:
            return
        tr = QCoreApplication.translate
        parts = [source.name]
        if self.view.page_count:
            words = tr("viewer", "第 {n} 页，共 {total} 页")
            parts.append(words.format(n=self.view.page + 1, total=self.view.page_count))
        if len(self._files) > 1:
            words = tr("viewer", "第 {n} 个文件，共 {total} 个")
            parts.append(words.format(n=self._number + 1, total=len(self._files)))
        self.window.setWindowTitle(" · ".join(parts))

    def say(self, text: str) -> None:
        """One sentence below the page, for a while."""
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setText(text)
        self._line.show()
        self._hush.start()

    def _toggle_keys(self) -> None:
        if self._line.isVisible() and not self._hush.isActive():
            self._line.hide()
            return
        self._hush.stop()
        cells = [f"<td><b>{key}</b>&nbsp;</td><td>{words}&emsp;</td>" for key, words in self.keys()]
        lines = -(-len(cells) // _COLUMNS)
        rows = "".join(f"<tr>{''.join(cells[line::lines])}</tr>" for line in range(lines))
        self._line.setTextFormat(Qt.TextFormat.RichText)
        self._line.setText(f"<table>{rows}</table>")
        self._line.show()

    def keys(self) -> list[tuple[str, str]]:
        """Every key with what it does."""
        tr = QCoreApplication.translate
        own = [
            ("Ctrl+PgDown", tr("viewer", "下一个文件")),
            ("Ctrl+PgUp", tr("viewer", "上一个文件")),
            ("F1", tr("viewer", "按键表")),
            ("F12", tr("viewer", "查看器诊断")),
            ("Ctrl+Q", tr("viewer", "退出")),
        ]
        return own + [(key, one.words) for one in self.tools.actions() for key in one.keys[:1]]

    def keys_text(self) -> str:
        """The keys in lines, for a terminal."""
        return "\n".join(f"{key:<14}{words}" for key, words in self.keys())

    def close(self) -> None:
        """End the worker."""
        self.tools.full_screen.close()
        self.view.set_document(None)
        if self._started:
            self._client.close()


def _palette(colors: ViewerColors) -> QPalette:
    """Menus and fields in the viewer's colours."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, token in (
        (roles.Window, "panel"),
        (roles.Base, "panel"),
        (roles.AlternateBase, "subtle"),
        (roles.Button, "subtle"),
        (roles.WindowText, "text"),
        (roles.Text, "text"),
        (roles.ButtonText, "text"),
        (roles.PlaceholderText, "text3"),
        (roles.ToolTipBase, "panel"),
        (roles.ToolTipText, "text"),
        (roles.Highlight, "accent_text"),
        (roles.Light, "line"),
        (roles.Mid, "line2"),
        (roles.Dark, "line2"),
    ):
        palette.setColor(role, colors.color(token))
    palette.setColor(roles.HighlightedText, QColor(colors.panel))
    palette.setColor(QPalette.ColorGroup.Disabled, roles.Text, colors.color("disabled"))
    palette.setColor(QPalette.ColorGroup.Disabled, roles.WindowText, colors.color("disabled"))
    return palette
