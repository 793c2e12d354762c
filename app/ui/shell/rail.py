"""The rail at the left: pages with their counts, the account at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets.a11y import sentence
from app.ui.widgets.layout import set_ground
from app.ui.widgets.own_keys import ENTER
from app.ui.widgets.paint import CENTRE, advance, fill, focus_ring, line, painter_on, rounded

ALARM = "!"
_ICON = 20
_MOST_SHOWN = 999


class RailButton(QAbstractButton):
    """Icon over label; icon alone in the compact rail."""

    def __init__(self, label: str, icon: str, icon_current: str = "") -> None:
        super().__init__()
        self._icon, self._icon_current = icon, icon_current or icon
        self._pill = ""
        self._key = ""
        self._compact = False
        self.setText(label)
        self.setCheckable(True)
        # A click must not take the focus: the keys of the page would go dead.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_pill(self, pill: str) -> None:
        """Show a count, `ALARM`, or nothing."""
        if pill != self._pill:
            self._pill = pill
            self._describe()
            self.update()

    def set_key(self, key: str) -> None:
        """The key that opens the page, for the tool tip."""
        self._key = key
        self._describe()

    def set_compact(self, compact: bool) -> None:
        """Leave the label out."""
        self._compact = compact
        self._describe()
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """The rail decides which page is current."""

    def sizeHint(self) -> QSize:
        shell = tokens().shell
        if self._compact:
            return QSize(shell["rail_compact"], theme.px(44))
        return QSize(theme.px(shell["rail"]), theme.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rect = QRectF(self.rect())
        current = self.isChecked()
        if current:
            fill(painter, 0, 0, rect.width(), rect.height(), "panel")
            fill(painter, 0, 0, 3, rect.height(), "accent_text")
        elif self.underMouse():
            fill(painter, 0, 0, rect.width(), rect.height(), "hover")
        ink = "accent_text" if current else "text2"
        centre = rect.center().y() if self._compact else theme.px(20)
        icon = self._icon_current if current else self._icon
        theme.paint_icon(painter, icon, rect.center().x() - theme.px(_ICON) / 2, centre, _ICON, ink)
        if not self._compact:
            box = QRectF(1, theme.px(32), rect.width() - 2, theme.px(18))
            line(painter, box, self.text(), theme.font(12, bold=current), ink, CENTRE)
        if self._pill:
            self._paint_pill(painter, rect)
        if self.hasFocus():
            focus_ring(painter, rect.adjusted(1, 1, -1, -1))

    def _paint_pill(self, painter: QPainter, rect: QRectF) -> None:
        font, words = theme.font(11), pill_words(self._pill)
        width = max(16, advance(words, font) + 8)
        left = min(rect.center().x() + 4, rect.right() - width - 2)
        box = QRectF(left, 6 if self._compact else 5, width, theme.px(15))
        rounded(painter, box, 7, "red_fill" if self._pill == ALARM else "text3")
        line(painter, box, words, font, "panel" if self._pill != ALARM else "on_accent", CENTRE)

    def _describe(self) -> None:
        pill = self.tr("需要处理") if self._pill == ALARM else self._pill
        self.setAccessibleName(sentence(self.text(), pill))
        tip = f"{self.text()}  {self._key}".rstrip()
        self.setToolTip(tip if self._compact or self._key else "")


def pill_words(pill: str) -> str:
    """What there is room for beside an icon: a number of four figures is 999+."""
    return f"{_MOST_SHOWN}+" if pill.isdecimal() and int(pill) > _MOST_SHOWN else pill


class Account(QAbstractButton):
    """The first character of who is signed in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("账号"))

    def sizeHint(self) -> QSize:
        return QSize(32, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rect = QRectF(self.rect())
        rounded(painter, rect, 4, "hover" if self.underMouse() else "panel", "line2")
        line(painter, rect, self.text(), theme.font(14), "text", CENTRE)
        if self.hasFocus():
            focus_ring(painter, rect)


class Rail(QFrame):
    """The buttons in order, some at the bottom.

    Attributes:
        chosen: a page was pressed; carries its id.
        accountClicked: the account was pressed.
    """

    chosen = Signal(str)
    accountClicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_ground(self, "window", "r")
        self.setAccessibleName(self.tr("页面"))
        self._buttons: dict[str, RailButton] = {}
        self._account = Account()
        self._account.clicked.connect(self.accountClicked)
        self._top, self._bottom = QVBoxLayout(), QVBoxLayout()
        for part in (self._top, self._bottom):
            part.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 12)
        layout.setSpacing(0)
        layout.addLayout(self._top)
        layout.addStretch(1)
        layout.addLayout(self._bottom)
        layout.addSpacing(8)
        layout.addWidget(self._account, 0, Qt.AlignmentFlag.AlignHCenter)
        self._compact = False
        self._resize()
        theme.changed.connect(self._resize)

    def add(self, identifier: str, button: RailButton, *, bottom: bool) -> None:
        """Append a page."""
        button.set_compact(self._compact)
        button.clicked.connect(lambda: self.chosen.emit(identifier))
        (self._bottom if bottom else self._top).addWidget(button)
        self._buttons[identifier] = button

    def button(self, identifier: str) -> RailButton:
        """The button of a page."""
        return self._buttons[identifier]

    def set_current(self, identifier: str) -> None:
        """Show which page is in front."""
        for key, button in self._buttons.items():
            button.setChecked(key == identifier)

    def set_account(self, initial: str, name: str) -> None:
        """Show who is signed in."""
        self._account.setText(initial)
        self._account.setToolTip(name)
        self._account.setAccessibleName(sentence(self.tr("账号"), name))
        self._account.update()

    def set_compact(self, compact: bool) -> None:
        """48 wide, without labels."""
        self._compact = compact
        for button in self._buttons.values():
            button.set_compact(compact)
        self._resize()

    def _resize(self) -> None:
        shell = tokens().shell
        self.setFixedWidth(shell["rail_compact"] if self._compact else theme.px(shell["rail"]))
