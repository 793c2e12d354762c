"""用章口令: which seal, what will be sealed, the PIN, and the two things one confirms."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.operations.sealing.waiting import SealChoice
from app.ui.i18n import language
from app.ui.pages.seal import words
from app.ui.pages.seal.pin_field import PinField
from app.ui.pages.seal.seal_card import SealCard
from app.ui.widgets import Button, CheckBox, IconMark, Label, PaneHead, clear_layout, hbox, vbox
from app.ui.widgets.labels import HLine

WIDTH = 400
SECONDS_EACH = 0.25
"""What a form is taken to last before this machine has sealed any."""


@dataclass(frozen=True)
class PinAsk:
    """What the PIN would do. ``resumed`` are documents sealed earlier in the same batch;
    ``contents`` stands for the very list: another one has to be looked at anew."""

    forms: int
    pages: int = 0
    cross_pages: int = 0
    left_out: int = 0
    seconds: float = 0.0
    usage_no: int = 1
    resumed: int = 0
    blocked: str = ""
    contents: int = 0


class PinPane(QFrame):
    """The right pane; in narrow windows it stands in a dialog.

    Attributes:
        sealRequested: PIN and confirmations are there; carries the `Secret`.
        sealChosen: another seal; carries its id.
        cancelled: 取消 or Esc.
        importRequested: the key of the seal shall be brought in.
    """

    sealRequested = Signal(object)
    sealChosen = Signal(str)
    cancelled = Signal()
    importRequested = Signal()

    def __init__(self, me: str) -> None:
        super().__init__()
        self.setObjectName("seal.pane")
        self.setProperty("kind", "panel")
        self._ask = PinAsk(0)
        self._choice: SealChoice | None = None
        self._busy = False
        self._seen_contents = 0
        self.head = PaneHead(self.tr("用章口令"), self.tr("一次口令，本批有效"))
        self.card = SealCard(me)
        self.pin = PinField(self.tr("口令"))
        self._clock = Label("", 12, tone="amber", wrap=True)
        self._clock_row = hbox(IconMark("clock-alert-outline", "amber", 16), (self._clock, 1))
        self._clock_row.hide()
        self._tries = Label("", 12, tone="text3")
        self._caps = Label(self.tr("大写锁定已打开"), 12, tone="amber")
        self._caps.hide()
        self._problem = Label("", 12, tone="red", wrap=True)
        self._problem_row = hbox(IconMark("close-circle", "red", 16), (self._problem, 1), spacing=6)
        self._problem_row.hide()
        self.seen = CheckBox("")
        self.seen.setObjectName("seal.seen")
        self.own = CheckBox(self.tr("本人用章，未转借口令"))
        self.own.setObjectName("seal.own")
        self._totals = QGridLayout()
        self._totals.setContentsMargins(0, 0, 0, 0)
        self._totals.setHorizontalSpacing(16)
        self._totals.setVerticalSpacing(8)
        self._totals.setColumnStretch(1, 1)
        self._note = Label(self.tr("用章不可撤销，只能作废并留痕。"), 12, tone="text2", wrap=True)
        self.do = Button(self.tr("用章"), "primary", "large", icon="stamper", key="Enter")
        self.do.setObjectName("seal.do")
        self.cancel = Button(self.tr("取消"), "default", "large", key="Esc")
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.card)
        column.addWidget(HLine())
        column.addWidget(
            vbox(
                self._clock_row,
                Label(self.tr("口令"), 13, tone="text2"), self.pin,
                hbox(self._tries, None, self._caps), self._problem_row,
                4, self.seen, self.own, margins=(16, 12, 16, 12), spacing=6,
            )
        )  # fmt: skip
        column.addWidget(HLine())
        totals = QWidget()
        totals.setLayout(self._totals)
        column.addWidget(vbox(totals, margins=(16, 12, 16, 12)))
        column.addStretch(1)
        inner = QFrame()
        inner.setProperty("kind", "panel")
        inner.setLayout(column)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = vbox(
            self._note, hbox(self.do, self.cancel, None), margins=(16, 8, 16, 12), spacing=8,
            edge="t",
        )  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(area, 1)
        outer.addWidget(foot)

    def _connect(self) -> None:
        self.pin.returnPressed.connect(self.seal)
        self.pin.textChanged.connect(lambda _text: self._follow())
        self.pin.textEdited.connect(lambda _text: self.say_problem(""))
        self.pin.capsLock.connect(self._caps.setVisible)
        self.seen.toggled.connect(self._follow)
        self.own.toggled.connect(self._follow)
        self.do.clicked.connect(self.seal)
        self.cancel.clicked.connect(self.give_up)
        self.card.chosen.connect(self.sealChosen)
        self.card.importRequested.connect(self.importRequested)

    # --- showing -------------------------------------------------------------------------------

    def show_choices(self, choices: list[SealChoice], choice: SealChoice | None) -> None:
        """The seals of the office and the one in hand."""
        before, self._choice = self._choice, choice
        if before and choice and before.seal.seal_id != choice.seal.seal_id:
            self.forget()
        self.card.show_choices(choices, choice)
        left = choice.left if choice else None
        self._tries.setText(
            self.tr("还可尝试 {n} 次，用尽后印章冻结").format(n=left) if left is not None else ""
        )
        self._tries.set_tone("red" if left is not None and left < 3 else "text3")
        self._follow()

    def show_ask(self, ask: PinAsk) -> None:
        """What would be sealed."""
        self._ask = ask
        if not ask.blocked and ask.contents != self._seen_contents:
            self._seen_contents = ask.contents
            self.seen.setChecked(False)
        self._fill_totals()
        self.seen.setText(
            self.tr("我已看过清单、{n} 份排除及其理由").format(n=ask.left_out)
            if ask.left_out else self.tr("我已看过清单")
        )  # fmt: skip
        self.seen.updateGeometry()
        words_ = self.tr("继续用章 {n} 份") if ask.resumed else self.tr("用章 {n} 份")
        self.do.set_words(words_.format(n=ask.forms))
        self._follow()

    def _fill_totals(self) -> None:
        ask = self._ask
        clear_layout(self._totals)
        pages = self.tr("，共 {n} 页").format(n=ask.pages) if ask.pages else ""
        if ask.cross_pages:
            pages += self.tr("，骑缝章 {n} 份").format(n=ask.cross_pages)
        rows = [(self.tr("将用章"), self.tr("{n} 份").format(n=ask.forms) + pages)]
        if ask.resumed:
            done = self.tr("{n} 份，不会再盖").format(n=ask.resumed)
            rows.append((self.tr("已用章"), done))
        if ask.left_out:
            out = self.tr("{n} 份（附理由写入清单）").format(n=ask.left_out)
            rows.append((self.tr("不用章"), out))
        about = self.tr("{about}，可中断，可续").format(about=_about(ask.seconds))
        rows.append((self.tr("预计"), about))
        first = words.usage_text(ask.usage_no)
        rows.append((self.tr("记录"), self.tr("每份一条，用章序号 {n} 起").format(n=first)))
        top = Qt.AlignmentFlag.AlignTop
        for number, (name, value) in enumerate(rows):
            self._totals.addWidget(Label(name, 13, tone="text2"), number, 0, top)
            told = Label(value, 13, bold=number == 0, wrap=True)
            self._totals.addWidget(told, number, 1, top)

    def show_clock(self, text: str) -> None:
        """What is to be said of this machine's clock; empty for nothing."""
        self._clock.setText(text)
        self._clock_row.setVisible(bool(text))

    def say_problem(self, text: str) -> None:
        """Why the PIN was not taken; empty for nothing."""
        self._problem.setText(text)
        self._problem_row.setVisible(bool(text))
        self.pin.set_bad(bool(text))

    def problem(self) -> str:
        """The words on show."""
        return "" if self._problem_row.isHidden() else self._problem.plain_text()

    def set_busy(self, busy: bool) -> None:
        """While the key is being opened."""
        self._busy = busy
        for widget in (self.pin, self.seen, self.own):
            widget.setEnabled(not busy)
        self._follow()

    # --- doing ---------------------------------------------------------------------------------

    def missing(self) -> str:
        """What must be given before anything is sealed; empty when all is there."""
        choice = self._choice
        if self._busy:
            return self.tr("正在核对口令")
        if choice is None:
            return self.tr("没有可用的印章")
        if choice.why:
            return words.said(choice.why, {}).rstrip("。.")
        if choice.problem is not None:
            return choice.problem.text(language()).rstrip("。.")
        if self._ask.blocked:
            return self._ask.blocked
        if choice.left == 0:
            return self.tr("口令已用尽，印章已冻结")
        if not self.pin.text():
            return self.tr("还须填写口令")
        for box in (self.seen, self.own):
            if not box.isChecked():
                return self.tr("还须确认：{what}").format(what=box.text())
        return ""

    def seal(self) -> None:
        """Seal, or go to what is missing."""
        missing = self.missing()
        if not missing:
            self.say_problem("")
            self.sealRequested.emit(self.pin.take())
            return
        wanted = [self.pin] if not self.pin.text() else []
        unchecked = [box for box in (self.seen, self.own) if not box.isChecked()]
        for widget in (*wanted, *unchecked):
            if widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                break
        self._note.setText(missing)
        self._note.set_tone("amber")

    def give_up(self) -> None:
        """取消: the PIN and the confirmations are forgotten."""
        self.forget()
        self.cancelled.emit()

    def forget(self) -> None:
        """Forget the PIN and the confirmations."""
        self.pin.forget()
        self.seen.setChecked(False)
        self.own.setChecked(False)
        self._caps.hide()
        self.say_problem("")

    def focus_pin(self) -> None:
        """Go to the field."""
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        missing = self.missing()
        self.do.set_blocked(missing)
        self._note.setText(missing or self.tr("用章不可撤销，只能作废并留痕。"))
        self._note.set_tone("text2")


def _about(seconds: float) -> str:
    translate = QCoreApplication.translate
    if seconds < 90:
        return translate("seal", "约 {n} 秒").format(n=max(1, math.ceil(seconds)))
    return translate("seal", "约 {n} 分钟").format(n=math.ceil(seconds / 60))
