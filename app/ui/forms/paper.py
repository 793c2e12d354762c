"""Asking for a printer and printing a form on it, with a line in the log before the first page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from app.media.facts import PageSize
from app.media.problems import MediaProblem
from app.media.source import DocumentSource
from app.operations.sealing.case_forms import ShownForm, note_print
from app.ui.failures import failure_text
from app.ui.forms.printing import FormPrinting
from app.ui.session import Session
from app.viewers.words import problem_words

Sizes = tuple[PageSize, ...]


class FormPaper(QObject):
    """Prints forms for a dialog.

    Attributes:
        said: what became of it, in words.
    """

    said = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._widget = session, parent
        self._name = ""
        self._printing = FormPrinting(session.media, self)
        self._printing.progressed.connect(self._progress)
        self._printing.finished.connect(self._done)
        self._printing.failed.connect(self._failed)

    def print_out(self, shown: ShownForm, source: DocumentSource, sizes: Sizes) -> None:
        """Ask for a printer and print; says so where there is none."""
        if self._printing.busy:
            self.said.emit(self.tr("正在打印，请等这一份打完"))
            return
        if not QPrinterInfo.availablePrinterNames():
            self.said.emit(self.tr("这台电脑没有装打印机。装好后再打印，或保存为 PDF。"))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(shown.file_name)
        asked = QPrintDialog(printer, self._widget)
        asked.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
        if asked.exec() == QDialog.DialogCode.Accepted:
            self.print_on(printer, shown, source, sizes)

    def print_on(
        self, printer: QPrinter, shown: ShownForm, source: DocumentSource, sizes: Sizes
    ) -> None:
        """Print on a printer that was chosen; the log says so before the first page."""
        self._name = printer.printerName()
        self._session.operate(
            lambda ws: note_print(ws, shown, self._name),
            lambda _changes: self._printing.start(source, sizes, printer),
            lambda problem: self.said.emit(failure_text(problem)),
        )

    def stop(self) -> None:
        """The dialog is going away."""
        self._printing.stop()

    def _progress(self, done: int, total: int) -> None:
        self.said.emit(self.tr("正在打印 {done} / {total} 页").format(done=done, total=total))

    def _done(self) -> None:
        self.said.emit(self.tr("已送打印机"))

    def _failed(self, problem: MediaProblem | None) -> None:
        if problem is None:
            self.said.emit(self.tr("打印机 {name} 不接受文件，没有打印").format(name=self._name))
        else:
            words = problem_words(problem, "")
            self.said.emit(self.tr("没有打印：{why}").format(why=words.reason))
