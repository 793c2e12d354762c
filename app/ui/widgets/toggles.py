"""Check box, radio button and switch, drawn from the icon font."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.paint import advance, focus_ring, line, painter_on, rounded

_MARK = 18
_GAP = 8
_BOXES = {
    Qt.CheckState.Unchecked: "checkbox-blank-outline",
    Qt.CheckState.Checked: "checkbox-marked",
    Qt.CheckState.PartiallyChecked: "minus-box",
}


def check_icon(state: Qt.CheckState) -> tuple[str, str]:
    """The glyph and tone of a check box, for widgets and table cells."""
    return _BOXES[state], "control" if state == Qt.CheckState.Unchecked else "accent_text"


def _choice_size(button: QAbstractButton, count: str = "") -> QSize:
    font = theme.font(13)
    width = theme.px(_MARK) + _GAP + advance(button.text(), font) + 2
    if count:
        width += 2 * _GAP + advance(count, theme.font(12))
    return QSize(width, max(24, theme.px(24)))


def _paint_choice(button: QAbstractButton, icon: str, tone: str, count: str = "") -> None:
    painter = painter_on(button)
    rect = QRectF(button.rect())
    if not button.isEnabled():
        tone = "disabled"
    theme.paint_icon(painter, icon, 0, rect.height() / 2, _MARK, tone)
    ink = "text" if button.isEnabled() else "disabled"
    right = rect.width()
    if count:
        font = theme.font(12)
        right -= advance(count, font) + 1
        line(painter, QRectF(right, 0, rect.width() - right, rect.height()), count, font, "text3")
        right -= _GAP
    left = theme.px(_MARK) + _GAP
    box = QRectF(left, 0, right - left, rect.height())
    line(painter, box, button.text(), theme.font(13), ink)
    if button.hasFocus():
        side = theme.px(_MARK) + 2
        mark = QRectF(-1, (rect.height() - side) / 2, side, side)
        focus_ring(painter, mark.adjusted(1, 0, 1, 0))


class CheckBox(QCheckBox):
    """A check box, with a count at the right where it filters."""

    def __init__(self, text: str, count: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._count = count
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._describe()
        theme.changed.connect(self.updateGeometry)

    def set_count(self, count: str) -> None:
        """Show another count."""
        self._count = count
        self._describe()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return _choice_size(self, self._count)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_MARK) + _GAP, self.sizeHint().height())

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        icon, tone = check_icon(self.checkState())
        _paint_choice(self, icon, tone, self._count)

    def _describe(self) -> None:
        self.setAccessibleName(f"{self.text()} {self._count}".strip())


class Radio(QRadioButton):
    """One choice of several."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return _choice_size(self)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.isChecked():
            _paint_choice(self, "radiobox-marked", "accent_text")
        else:
            _paint_choice(self, "radiobox-blank", "control")


class Toggle(QCheckBox):
    """A switch for a setting that acts at once; its words stand beside it in the row."""

    def __init__(self, name_for_readers: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name_for_readers)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(40, 24)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        on, off = self.isChecked(), not self.isEnabled()
        track = QRectF(2, 3.5, 35, 17)
        if on:
            rounded(painter, track, 8.5, "line2" if off else "accent")
        else:
            rounded(painter, track, 8.5, "panel", "line2" if off else "control")
        painter.setPen(Qt.PenStyle.NoPen)
        knob = "panel" if off or not on else "on_accent"
        painter.setBrush(theme.color(knob if on else "line2" if off else "control"))
        painter.drawEllipse(QPointF(28.5 if on else 10.5, 12), 5.5, 5.5)
        if self.hasFocus():
            rounded(painter, QRectF(0, 1.5, 39, 21), 10.5, border="accent_text", width=2)
