"""The parts of the viewer and how they look; `viewer.DocumentView` sets them in motion."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.media.problems import MediaProblem
from app.viewers.canvas import PageCanvas
from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.error_card import ErrorCard
from app.viewers.notice import NoticeBand
from app.viewers.thumbs import ThumbStrip
from app.viewers.words import problem_words


class ViewerParts(QWidget):
    """Strip at the left; notice above the page; page or error card.

    Attributes:
        problemShown: code of the problem whose card is shown.
        askAgainRequested: the first button of the card; the viewer has already begun to try.
        exportRequested: the second one; there only where the host gave it words.
    """

    problemShown = Signal(str)
    askAgainRequested = Signal()
    exportRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors = LIGHT
        self._ask_text: str | None = None
        self._export_text = self._export_barred = ""
        self._problem: MediaProblem | None = None
        self._notices: list[MediaProblem] = []
        self._name = ""
        self.canvas = PageCanvas()
        self.strip = ThumbStrip()
        self._hairline = QFrame()
        self._card = ErrorCard()
        self._notice = NoticeBand()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self._card)
        self._hairline.setFixedWidth(1)
        self._hairline.setAutoFillBackground(True)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._notice)
        right.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.strip)
        middle.addWidget(self._hairline)
        middle.addLayout(right, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addLayout(middle, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.canvas)
        self._card.exportRequested.connect(self.exportRequested)

    @property
    def problem(self) -> MediaProblem | None:
        """What the error card says; None while a page is shown."""
        return self._problem

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours; the host calls this when its theme changes."""
        self._colors = colors
        self.canvas.set_colors(colors)
        self.strip.set_colors(colors)
        self._card.set_colors(colors)
        self._notice.set_colors(colors)
        palette = self._hairline.palette()
        palette.setColor(self._hairline.backgroundRole(), colors.color("line"))
        self._hairline.setPalette(palette)

    def set_strip_visible(self, visible: bool) -> None:
        """Show or hide the small pages."""
        self.strip.setVisible(visible)
        self._hairline.setVisible(visible)

    def set_card_actions(
        self, ask_again: str | None = None, export: str = "", *, export_barred: str = ""
    ) -> None:
        """The host's words for the buttons of the error card, which then mean its own doing.

        None is 再试一次; an empty text offers nothing. `export_barred` is the reason why no copy
        may be saved: the button stays, and says so.
        """
        self._ask_text, self._export_text = ask_again, export
        self._export_barred = export_barred
        self._offer_actions()

    def retranslate(self) -> None:
        """Words in the language of now."""
        self.setAccessibleName(self.tr("附件查看"))
        self.canvas.setAccessibleName(self.tr("页面"))
        self.strip.retranslate()
        self._offer_actions()
        self.show_notices(self._notices)
        if self._problem is not None:
            self._card.set_problem(self._problem.code, problem_words(self._problem, self._name))

    def _offer_actions(self) -> None:
        ask_again = self.tr("再试一次") if self._ask_text is None else self._ask_text
        self._card.set_actions(ask_again, self._export_text, self._export_barred)

    def show_canvas(self) -> None:
        """The page, in place of an error card."""
        self._turn_to(self.canvas)
        self._problem = None

    def show_problem(self, problem: MediaProblem) -> None:
        """The error card, in place of the page."""
        self._problem = problem
        self._card.set_problem(problem.code, problem_words(problem, self._name))
        self._turn_to(self._card)
        self.problemShown.emit(problem.code.value)

    def _turn_to(self, widget: QWidget) -> None:
        had_focus = self.canvas.hasFocus() or self._card.hasFocus()
        self._stack.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        if had_focus:
            widget.setFocus()

    def show_notices(self, notices: list[MediaProblem]) -> None:
        """What to know about a page that is shown all the same."""
        self._notices = notices
        self._notice.set_notices([problem_words(one, self._name) for one in notices])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
