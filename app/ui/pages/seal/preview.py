"""The middle pane: one form with the seal's place at true size, or all of them as a sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.operations.workspace import Workspace
from app.seal.problems import SealError
from app.ui.failures import failure_text
from app.ui.forms import FormPreview
from app.ui.i18n import language
from app.ui.pages.seal.forms_source import Shown
from app.ui.pages.seal.sheet import ContactSheet
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.widgets import Button, Label

WIDTH = 560
_DELAY_MS = 80
Make = Callable[[Workspace], Shown]


class SealPreview(QWidget):
    """Asks for a form once the list rests on it.

    Attributes:
        stepped: ‹ or › was pressed; carries -1 or 1.
        sheetToggled: the sheet shall be shown (True) or the single form.
    """

    stepped = Signal(int)
    sheetToggled = Signal(bool)

    def __init__(self, session: Session, sheet: ContactSheet) -> None:
        super().__init__()
        self.setObjectName("seal.preview")
        self._session = session
        self._generation = Generation()
        self._make: Make | None = None
        self._title = ""
        self.form = FormPreview(session)
        self.sheet = sheet
        self._place = Label("", 12, tone="text2")
        self._before = Button("", "quiet", "small", icon="chevron-left", tip=self.tr("上一份"))
        self._after = Button("", "quiet", "small", icon="chevron-right", tip=self.tr("下一份"))
        self.grid = Button(
            "", "quiet", "small", icon="view-grid-outline", tip=self.tr("全部表单一览 Alt+T")
        )
        self._before.clicked.connect(lambda: self.stepped.emit(-1))
        self._after.clicked.connect(lambda: self.stepped.emit(1))
        self.grid.clicked.connect(lambda: self.sheetToggled.emit(True))
        layout = self.form.head.layout()
        assert layout is not None
        for widget in (self._before, self._after, self._place, self.grid):
            layout.addWidget(widget)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.form)
        self._stack.addWidget(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._ask)

    @property
    def shows_sheet(self) -> bool:
        """Whether all forms are seen together."""
        return self._stack.currentWidget() is self.sheet

    def show_sheet(self, on: bool) -> None:
        """All forms together, or one."""
        self._stack.setCurrentWidget(self.sheet if on else self.form)
        if on:
            self.sheet.begin()
        else:
            self.sheet.rest()
            self._timer.start()

    def show_form(self, make: Make, title: str, place: str) -> None:
        """Show the form that ``make`` fetches; ``place`` is its number of how many."""
        self._make, self._title = make, title
        self._place.setText(place)
        self._generation.cancel()
        self._timer.start()

    def show_nothing(self, title: str = "", why: str = "") -> None:
        """Show no form, with the reason where there is one."""
        self._make = None
        self._timer.stop()
        self._generation.cancel()
        self._place.setText("")
        self.form.clear()
        if title:
            self.form.say(title, why)

    def clear(self) -> None:
        """Let go of the document on screen; it is fetched again on coming back."""
        self._timer.stop()
        self._generation.cancel()
        self.form.clear()
        self.sheet.rest()

    def again(self) -> None:
        """Fetch the form on screen again."""
        if self._make is not None:
            self._timer.start()

    def _ask(self) -> None:
        make = self._make
        if make is None or self.shows_sheet or not self.isVisible():
            return
        self._session.query(make, self._show, self._failed, self._generation.next())

    def _show(self, shown: Shown) -> None:
        self.form.show_pdf(shown.key, shown.pdf, self._title, shown.marks)

    def _failed(self, problem: Exception) -> None:
        self.form.clear()
        self.form.say(self.tr("看不到这一份"), _words(problem))


def _words(problem: Exception) -> str:
    if isinstance(problem, SealError):
        return problem.problem.text(language())
    return failure_text(problem)
