"""A list as paper: typeset off the window, looked at in the program's own viewer, printed."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.operations.sealing.list_export import Table
from app.ui.forms import FormPreview
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.widgets import Button, Label, hbox

_WIDTH, _HEIGHT = 1080, 720
_MARGIN_MM: Final = 12.0
_DPI: Final = 144
_POINTS: Final = 9.0


def list_html(heading: str, facts: Sequence[str], table: Table) -> str:
    """The list with its heading; every word of it is text, whatever it holds."""
    head, *rows = [[html.escape(cell) for cell in row] for row in table]
    cells = "".join(f"<th align='left'>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    told = "<br>".join(html.escape(fact) for fact in facts)
    return (
        f"<h2>{html.escape(heading)}</h2><p>{told}</p>"
        "<table border='1' cellspacing='0' cellpadding='3' width='100%' "
        "style='border-collapse:collapse'>"
        f"<thead><tr>{cells}</tr></thead>{body}</table>"
    )


def _document(content: str, font: QFont) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(font)
    document.setHtml(content)
    return document


def as_pdf(content: str, family: str) -> bytes:
    """The list as pages, A4 across. May be called from any thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(_layout())
    writer.setResolution(_DPI)
    _document(content, _font(family)).print_(writer)
    del writer  # its end is what closes the document
    buffer.close()
    return bytes(data.data())


def _layout() -> QPageLayout:
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(
        page, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter
    )


def _font(family: str) -> QFont:
    font = QFont(family)
    font.setPointSizeF(_POINTS)
    return font


class ListDialog(QDialog):
    """The list on paper before it is printed."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        heading: str,
        content: str,
        noted: Callable[[], None],
    ) -> None:
        """``noted`` is called before a page goes to a printer."""
        super().__init__(parent)
        self.setObjectName("seal.list")
        self.setModal(True)
        self.setWindowTitle(heading)
        self._heading, self._content, self._noted = heading, content, noted
        self._family = theme.font(13).family()
        self.preview = FormPreview(session)
        self.print = Button(self.tr("打印…"), "primary", "large", icon="printer-outline")
        self.cancel = Button(self.tr("关闭"), "default", "large", key="Esc")
        self._said = Label("", 12, tone="text2")
        for button in (self.print, self.cancel):
            button.setAutoDefault(False)
        self.print.clicked.connect(self._print)
        self.cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview, 1)
        column.addWidget(
            hbox((self._said, 1), self.print, self.cancel, margins=(16, 12, 16, 12), edge="t")
        )
        room = parent.window().size()
        self.resize(min(_WIDTH, room.width() - 48), min(_HEIGHT, room.height() - 48))
        family = self._family
        session.query(lambda _ws: as_pdf(content, family), self._show)

    def _show(self, pdf: bytes) -> None:
        self.preview.show_pdf("list", pdf, self._heading)
        self.preview.view.setFocus()

    def _print(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self._said.setText(self.tr("这台电脑没有装打印机。装好后再打印，或导出清单。"))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(_layout())
        printer.setDocName(self._heading)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self._noted()
            _document(self._content, _font(self._family)).print_(printer)
            self._said.setText(self.tr("已送打印机"))

    def done(self, result: int) -> None:
        """Nothing of it stays on the disk."""
        self.preview.clear()
        super().done(result)
