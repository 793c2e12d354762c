"""One field of a form: label, value, anchor, provenance, and the finding that concerns it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.widgets.a11y import sentence
from app.ui.widgets.button import Button
from app.ui.widgets.own_keys import ENTER, claims
from app.ui.widgets.paint import RIGHT, Wrapped, advance, fill, line, painter_on, wrapped_height

AnchorState = Literal["", "ok", "bad"]

_LEFT, _RIGHT_EDGE, _GAP = 16, 12, 8
_LABELS, _LABELS_COMPACT = (96, 152), (64, 104)
"""The least and the most width of the labels; what is longer is broken."""
_ANCHOR, _ANCHOR_COMPACT, _ANCHOR_MOST = 92, 72, 128
"""The least width of a place on a scan, wide and compact, and the most."""
_PROVENANCE = 56
_ANCHORS = {
    "ok": ("check-circle-outline", "green", "text2"),
    "bad": ("close-circle", "red", "text2"),
    "": ("link-variant", "text3", "text3"),
}


@dataclass(frozen=True)
class FieldFinding:
    """What is wrong with the value: tone of the bar, the short sentence, the rule's id."""

    tone: str
    text: str
    rule: str = ""


@dataclass(frozen=True)
class FieldSpec:
    """What a row shows.

    Attributes:
        anchor: where the value stands on a scan, such as 目录 p1; empty when nowhere.
        multiline: break a long value instead of cutting it.
        revealable: the value is masked; an eye offers to show it.
        value_tone: ink of the value.
        alerts: parts of the value in red, as (start, length); seen where it is multiline.
    """

    label: str
    value: str
    anchor: str = ""
    anchor_state: AnchorState = ""
    provenance: str = ""
    finding: FieldFinding | None = None
    multiline: bool = False
    revealable: bool = False
    value_tone: str = "text"
    alerts: tuple[tuple[int, int], ...] = ()


class FieldRow(QWidget):
    """A field that can hold the focus.

    Attributes:
        activated: Enter, a double click or a click on the anchor: jump to the scan.
        chosen: it got the focus.
        revealRequested: the eye was pressed.
    """

    activated = Signal()
    chosen = Signal()
    revealRequested = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._current = False
        self._compact = False
        self._label_wants = 0
        self._measured: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._eye = Button(
            "", "quiet", "small", icon="eye-outline", tip=self.tr("显示 30 秒"), parent=self
        )
        self._eye.clicked.connect(self.revealRequested)
        self.set_spec(spec)
        theme.changed.connect(self._restyle)

    @property
    def spec(self) -> FieldSpec:
        """What is shown."""
        return self._spec

    def set_spec(self, spec: FieldSpec) -> None:
        """Show another field in place."""
        self._spec = spec
        found = spec.finding
        told = f"{found.text} {found.rule}".strip() if found else ""
        name = f"{spec.label}：{spec.value}"
        self.setAccessibleName(sentence(name, spec.anchor, spec.provenance, told))
        self._eye.setVisible(spec.revealable)
        self._place_eye()
        self._tip()
        self._remeasure()
        self.update()

    def set_current(self, current: bool) -> None:
        """Light the row together with its finding and its place on the scan."""
        if current != self._current:
            self._current = current
            self.update()

    def set_compact(self, compact: bool) -> None:
        """Narrow label, no provenance."""
        if compact != self._compact:
            self._compact = compact
            self._tip()
            self._remeasure()
            self.update()

    def set_label_width(self, width: int) -> None:
        """Give the label a column of ``width`` px, that of the longest one of the form."""
        if width != self._label_wants:
            self._label_wants = width
            self._remeasure()
            self.update()

    # --- size ----------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        found = self._measured.get(width)
        if found is None:
            found = self._measured[width] = self._measure(width)
        return found

    def _measure(self, width: int) -> int:
        height = theme.px(28) + 2
        if self._spec.multiline:
            height = max(height, self._value_height(width) + 10)
        label = wrapped_height(self._spec.label, theme.font(13), self._label_width())
        height = max(height, label + 10)
        return height + (theme.px(20) if self._spec.finding else 0)

    def _remeasure(self) -> None:
        self._measured.clear()
        self.updateGeometry()

    def _restyle(self) -> None:
        self._remeasure()
        self._place_eye()
        self._tip()

    def sizeHint(self) -> QSize:
        return QSize(464, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.heightForWidth(max(self.width(), 280)))

    # --- events --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        return claims(event, ENTER) or super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.activated.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._spec.value)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._spec.anchor and self._anchor_rect().contains(QPointF(event.position())):
            self.activated.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.activated.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._remeasure()  # the height follows the width
            self._place_eye()
            self._tip()

    # --- drawing -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        spec = self._spec
        if self._current:
            fill(painter, 0, 0, self.width(), self.height(), "selected")
        fill(painter, 0, self.height() - 1, self.width(), 1, "line")
        if spec.finding:
            tone = spec.finding.tone
            fill(painter, 0, 0, 3, self.height(), "accent_text" if tone == "accent" else tone)
        elif self._current:
            fill(painter, 0, 0, 3, self.height(), "accent_text")
        row = theme.px(28)
        label = self._wrapped_label()
        label.draw(painter, _LEFT, _first_line(label, row), "text3")
        box = self._value_rect()
        if spec.multiline:
            wrapped = self._wrapped(self.width())
            top = _first_line(wrapped, row)
            wrapped.draw(painter, box.left(), top, spec.value_tone, spec.alerts)
        else:
            line(painter, box, spec.value, theme.font(14), spec.value_tone)
        self._paint_marks(painter)
        if spec.finding:
            self._paint_finding(painter, spec.finding)

    def _paint_marks(self, painter: QPainter) -> None:
        spec, row = self._spec, theme.px(28)
        if spec.anchor:
            icon, tone, ink = _ANCHORS[spec.anchor_state]
            rect = self._anchor_rect()
            theme.paint_icon(painter, icon, rect.left(), 1 + row / 2, 15, tone)
            line(
                painter, rect.adjusted(theme.px(15) + 4, 0, 0, 0), spec.anchor, theme.font(12), ink
            )
        if spec.provenance and not self._compact:
            width = theme.px(_PROVENANCE)
            box = QRectF(self.width() - _RIGHT_EDGE - width, 1, width, row)
            line(painter, box, spec.provenance, theme.font(12), "text3")

    def _paint_finding(self, painter: QPainter, finding: FieldFinding) -> None:
        height = theme.px(20)
        top = self.height() - height - 2
        font = theme.font(12)
        rule = advance(finding.rule, font)
        right = self.width() - _RIGHT_EDGE
        line(
            painter,
            QRectF(right - rule - 1, top, rule + 1, height),
            finding.rule,
            font,
            "text3",
            RIGHT,
        )
        left = self._value_rect().left()
        line(
            painter,
            QRectF(left, top, right - rule - _GAP - left, height),
            finding.text,
            font,
            finding.tone,
        )

    # --- geometry ------------------------------------------------------------------------------

    def _label_width(self) -> int:
        least, most = _LABELS_COMPACT if self._compact else _LABELS
        return min(max(theme.px(least), self._label_wants), theme.px(most))

    def _marks_left(self, width: int) -> int:
        shown = bool(self._spec.provenance) and not self._compact
        provenance = theme.px(_PROVENANCE) + _GAP if shown else 0
        return width - _RIGHT_EDGE - provenance - self._anchor_width()

    def _anchor_width(self) -> int:
        if not self._spec.anchor:
            return 0
        least = theme.px(_ANCHOR_COMPACT if self._compact else _ANCHOR)
        wanted = theme.px(15) + 4 + advance(self._spec.anchor, theme.font(12)) + 5
        return min(max(least, wanted), theme.px(_ANCHOR_MOST))

    def _anchor_rect(self) -> QRectF:
        left = self._marks_left(self.width())
        return QRectF(left, 1, self._anchor_width() - 4, theme.px(28))

    def _value_rect(self) -> QRectF:
        left = _LEFT + self._label_width() + _GAP
        return QRectF(left, 1, self._marks_left(self.width()) - _GAP - left, theme.px(28))

    def _value_room(self, width: int) -> int:
        return self._marks_left(width) - 2 * _GAP - _LEFT - self._label_width()

    def _value_height(self, width: int) -> int:
        return wrapped_height(self._spec.value, theme.font(14), self._value_room(width))

    def _wrapped(self, width: int) -> Wrapped:
        return Wrapped(self._spec.value, theme.font(14), self._value_room(width))

    def _wrapped_label(self) -> Wrapped:
        return Wrapped(self._spec.label, theme.font(13), self._label_width())

    def _place_eye(self) -> None:
        if not self._spec.revealable:
            return
        box = self._value_rect()
        text = min(advance(self._spec.value, theme.font(14)), int(box.width()) - 28)
        self._eye.resize(self._eye.sizeHint())
        top = 1 + (theme.px(28) - self._eye.height()) // 2
        self._eye.move(int(box.left()) + text + 4, top)

    def _tip(self) -> None:
        value = "" if self._spec.multiline or not self._cut() else self._spec.value
        finding = self._spec.finding.text if self._spec.finding else ""
        self.setToolTip("\n".join(part for part in (value, finding) if part))

    def _cut(self) -> bool:
        return advance(self._spec.value, theme.font(14)) > self._value_rect().width()


def label_width(specs: Iterable[FieldSpec]) -> int:
    """The width of the longest label, in px; give it to every row of a form."""
    return max((advance(spec.label, theme.font(13)) for spec in specs), default=0)


def _first_line(text: Wrapped, row: int) -> float:
    """Where a text begins so that its first line stands in the middle of a row of one line."""
    return 1 + max(0.0, (row - text.line_height) / 2)
