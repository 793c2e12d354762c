"""Text and small marks: labels that wrap or elide, icons, hairlines."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.theme import repolish, theme
from app.ui.widgets.paint import Wrapped, advance, fill, line, painter_on, wrapped_height

_PREFERRED_LINE = 480
_NARROWEST_LINE = 96


class Label(QLabel):
    """Plain text in a size and tone of the style guide; never interpreted as markup.

    With ``wrap`` it is as high as its lines, which stand 138 % apart; a bare QLabel has no line
    height.
    """

    def __init__(
        self,
        text: str = "",
        size: int = 13,
        *,
        bold: bool = False,
        tone: str = "text",
        wrap: bool = False,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._size, self._bold, self._mono = size, bold, mono
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._restyle()
        theme.changed.connect(self._restyle)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show ``text`` as it is."""
        self.setAccessibleName(text)
        super().setText(text)

    def plain_text(self) -> str:
        """The text."""
        return self.text()

    def set_tone(self, tone: str) -> None:
        """Change the ink."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)

    def set_bold(self, bold: bool) -> None:
        """Change the weight."""
        if bold != self._bold:
            self._bold = bold
            self._restyle()

    def heightForWidth(self, width: int) -> int:
        if not self.wordWrap():
            return super().heightForWidth(width)
        return wrapped_height(self.text(), self.font(), width)

    def sizeHint(self) -> QSize:
        if not self.wordWrap():
            width = advance(self.text(), self.font())
            return QSize(width, super().sizeHint().height())
        longest = max((advance(p, self.font()) for p in self.text().split("\n")), default=0)
        width = min(longest, _PREFERRED_LINE)
        return QSize(width, self.heightForWidth(max(1, width)))

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return self.sizeHint()
        return QSize(
            min(self.sizeHint().width(), _NARROWEST_LINE),
            wrapped_height(self.text(), self.font(), 10_000),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.wordWrap():
            super().paintEvent(event)
            return
        wrapped = self._wrapped(self.width())
        middle = bool(self.alignment() & Qt.AlignmentFlag.AlignVCenter)
        top = max(0.0, (self.height() - wrapped.height) / 2) if middle else 0.0
        wrapped.draw(painter_on(self), 0, top, str(self.property("tone")))

    def _wrapped(self, width: int) -> Wrapped:
        centred = bool(self.alignment() & Qt.AlignmentFlag.AlignHCenter)
        return Wrapped(self.text(), self.font(), width, centred=centred)

    def _restyle(self) -> None:
        self.setFont(theme.font(self._size, bold=self._bold, mono=self._mono))
        self.updateGeometry()


class ElideLabel(Label):
    """One line that ends in … where there is no room; the whole text is then its tool tip."""

    def __init__(
        self,
        text: str = "",
        size: int = 13,
        *,
        bold: bool = False,
        tone: str = "text",
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, size, bold=bold, tone=tone, mono=mono, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show ``text``, cut where necessary."""
        if text != self.text():
            super().setText(text)
            self._tip()
            self.updateGeometry()

    def is_cut(self) -> bool:
        """Whether some of the text is hidden now."""
        return advance(self.text(), self.font()) > self.contentsRect().width()

    def sizeHint(self) -> QSize:
        return QSize(advance(self.text(), self.font()), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        height = self.fontMetrics().height()  # a pane with little room scrolls, no line is squeezed
        return QSize(min(self.sizeHint().width(), 2 * height), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        tone = str(self.property("tone"))
        align = self.alignment() | Qt.AlignmentFlag.AlignVCenter
        line(painter, self.contentsRect(), self.text(), self.font(), tone, align)

    def _tip(self) -> None:
        self.setToolTip(self.text() if self.is_cut() else "")


class IconMark(QWidget):
    """An icon that is not a button; decorative unless ``name_for_readers`` says what it means."""

    def __init__(
        self, icon: str, tone: str = "text2", size: int = 16, name_for_readers: str = ""
    ) -> None:
        super().__init__()
        self._icon, self._tone, self._px = icon, tone, size
        self._resize()
        theme.changed.connect(self._resize)
        self.setAccessibleName(name_for_readers)
        self.setToolTip(name_for_readers)

    def set_icon(self, icon: str, tone: str) -> None:
        """Show another icon."""
        self._icon, self._tone = icon, tone
        self.update()

    def _resize(self) -> None:
        self.setFixedSize(theme.px(self._px), theme.px(self._px))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        theme.paint_icon(painter, self._icon, 0, self.height() / 2, self._px, self._tone)


class HLine(QWidget):
    """A hairline from left to right."""

    def __init__(self, token: str = "line") -> None:  # noqa: S107
        super().__init__()
        self._token = token
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(painter_on(self), 0, 0, self.width(), 1, self._token)


class VLine(QWidget):
    """A short upright line between groups of one bar."""

    def __init__(self, height: int = 16) -> None:
        super().__init__()
        self.setFixedSize(1, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(painter_on(self), 0, 0, 1, self.height(), "line2")
