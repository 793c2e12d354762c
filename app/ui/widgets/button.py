"""Buttons: the verb, its key on the face, and the reason when it cannot be used."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets.own_keys import PRESS, claims
from app.ui.widgets.paint import advance, focus_ring, line, painter_on, rounded

ButtonKind = Literal["primary", "default", "danger", "quiet", "danger_quiet", "link"]
ButtonSize = Literal["small", "normal", "large"]

_ICON = 16
_ICON_GAP = 6
_KEY_GAP = 8
_DROP = 18


class Button(QPushButton):
    """A button painted from the tokens.

    Attributes:
        refused: it was pressed although blocked; carries the reason.
    """

    refused = Signal(str)

    def __init__(
        self,
        text: str,
        kind: ButtonKind = "default",
        size: ButtonSize = "normal",
        *,
        icon: str = "",
        key: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a button; one without ``text`` needs an ``icon`` and a ``tip`` that names it.

        Raises:
            ValueError: neither words on the face nor a tip.
        """
        if not text and not tip:
            raise ValueError("a button without words needs a tip")
        super().__init__(parent)
        self._kind: ButtonKind = kind
        self._large = size == "large"
        self._side = tokens().control[size]
        self._icon, self._key, self._tip, self._reason = icon, key, tip, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor
        )
        self.setText(text)
        self._describe()
        theme.changed.connect(self.updateGeometry)

    # --- what it says --------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The key shown on the face."""
        return self._key

    @property
    def reason(self) -> str:
        """Why the button cannot be used; empty when it can."""
        return self._reason

    def set_words(self, text: str) -> None:
        """Change the words on the face."""
        if text != self.text():
            self.setText(text)
            self._changed()

    def set_key(self, key: str) -> None:
        """Change the key shown; the shortcut itself belongs to the command registry."""
        if key != self._key:
            self._key = key
            self._changed()

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def set_tip(self, tip: str) -> None:
        """Change the tool tip, and with it the name of a button without words."""
        if tip != self._tip:
            self._tip = tip
            self._describe()

    def set_blocked(self, reason: str) -> None:
        """Block the button and say why, or free it with an empty reason.

        It keeps its place and its focus, so that a screen reader finds the reason too.
        """
        if reason != self._reason:
            self._reason = reason
            self._changed()

    def set_menu(self, menu: QMenu) -> None:
        """Open a menu on press."""
        self.setMenu(menu)
        self.updateGeometry()

    # --- size and behaviour --------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        height = theme.px(self._side)
        if not self.text():
            return QSize(height + (8 if self._drops() else 0), height)
        width = 2 * self._padding() + advance(self.text(), self._face())
        if self._shown_icon():
            width += theme.px(_ICON) + _ICON_GAP
        if self._key:
            width += _KEY_GAP + advance(self._key, theme.font(11))
        return QSize(width + (theme.px(_DROP) if self._drops() else 0), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        return claims(event, PRESS) or super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._reason:
            self.refused.emit(self._reason)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter or event.key() == Qt.Key.Key_Space:
            self._press(enter, event)
            return
        super().keyPressEvent(event)

    def _press(self, enter: bool, event: QKeyEvent) -> None:
        if self._reason:
            self.refused.emit(self._reason)
        elif enter and self._drops():
            self.showMenu()
        elif enter:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    # --- drawing -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rect = QRectF(self.rect())
        self._paint_ground(painter, rect)
        if self.hasFocus():
            focus_ring(painter, rect, on_primary=self._kind == "primary")
        self._paint_face(painter, rect)

    def _paint_ground(self, painter: QPainter, rect: QRectF) -> None:
        off = not self.isEnabled() or bool(self._reason)
        over = self.underMouse() and not off
        if self._kind == "primary":
            ground = "accent_press" if self.isDown() else "accent_hover" if over else "accent"
            rounded(painter, rect, 4, "hover" if off else ground)
        elif self._kind in ("default", "danger"):
            ground = "selected" if self.isChecked() or self.isDown() else "panel"
            border = "red" if self._kind == "danger" and not off else "line2"
            if self.isChecked():
                border = "accent_text"
            rounded(painter, rect, 4, "hover" if over and ground == "panel" else ground, border)
        elif self.isChecked() or self.isDown():
            rounded(painter, rect, 4, "accent_soft")
        elif over and self._kind != "link":
            rounded(painter, rect, 4, "hover")

    def _paint_face(self, painter: QPainter, rect: QRectF) -> None:
        ink, quiet = self._inks()
        centre = rect.height() / 2
        icon = self._shown_icon()
        text, font = self.text(), self._face()
        used = self.sizeHint().width()
        x = self._padding() + (rect.width() - used) / 2
        if not text:
            x = (rect.width() - (theme.px(_DROP) if self._drops() else 0) - theme.px(_ICON)) / 2
        if icon:
            tone = "text2" if ink == "text" and text else ink
            theme.paint_icon(painter, icon, x, centre, _ICON, tone)
            x += theme.px(_ICON) + _ICON_GAP
        if text:
            width = advance(text, font)
            line(painter, QRectF(x, 0, width + 1, rect.height()), text, font, ink)
            x += width + _KEY_GAP
        if self._key and text:
            small = theme.font(11)
            width = advance(self._key, small)
            line(painter, QRectF(x, 0, width + 1, rect.height()), self._key, small, quiet)
        if self._drops():
            right = rect.right() - theme.px(20 if text else 17)
            theme.paint_icon(painter, "chevron-down", right, centre, 14, quiet)

    def _inks(self) -> tuple[str, str]:
        if not self.isEnabled() or self._reason:
            return "text3" if self._kind == "primary" or self._reason else "disabled", "text3"
        if self._kind == "primary":
            return "on_accent", "on_accent"
        if self._kind == "link" or self.isChecked():
            return "accent_text", "text3"
        return ("red" if self._kind.startswith("danger") else "text"), "text3"

    def _drops(self) -> bool:
        return isinstance(self.menu(), QMenu)

    def _face(self) -> QFont:
        return theme.font(14 if self._large else 13, bold=self._large and self._kind == "primary")

    def _padding(self) -> int:
        return {"link": 0, "quiet": 8, "danger_quiet": 8}.get(self._kind, 12)

    def _shown_icon(self) -> str:
        return "lock-outline" if self._reason else self._icon

    def _changed(self) -> None:
        """It says something else now; who says the same again costs no new layout."""
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        name = self.text() or self._tip
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._reason)
        tip = f"{self._tip}  {self._key}".rstrip() if self._tip else ""
        self.setToolTip(self._reason or tip)
