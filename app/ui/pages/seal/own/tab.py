"""The tab 印章: the seals of the office, one card each, and the way to bring one here."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.sealing.freeze import LEAST_REASON, freeze_seal
from app.operations.sealing.own_seals import unbind_key
from app.operations.sealing.seal_cards import SealCard, seal_cards
from app.operations.workspace import Workspace
from app.seal.certificate import STAND_IN
from app.ui.failures import failure_text
from app.ui.pages.scrolling import scrolling
from app.ui.pages.seal.own.card import SealCardView
from app.ui.pages.seal.own.wizard import SealWizard
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow
from app.ui.widgets import (
    Button,
    CardAction,
    ConfirmDialog,
    ConfirmSpec,
    EmptyState,
    PaneHead,
    clear_layout,
    vbox,
)

_WIDTH = 1040
_WAIT_MS = 200


class OwnSealsTab(QWidget):
    """Shows the seals; asks the workspace anew when it comes to the front.

    Attributes:
        sealsChanged: a key or a picture was bound here, or forgotten.
    """

    sealsChanged = Signal()

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self._generation = Generation()
        self.cards: list[SealCardView] = []
        self.wizard: SealWizard | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.reload)
        self._build()
        session.casesChanged.connect(lambda _ids: self._reload_soon())
        session.sealsChanged.connect(self._reload_soon)

    def _build(self) -> None:
        self.check = Button(self.tr("重新检查"), icon="refresh")
        self.check.set_tip(self.tr("看密钥文件、密钥设备和证书现在怎样"))
        self.check.clicked.connect(self.reload)
        self.add = Button(self.tr("导入印章…"), "primary", icon="plus")
        self.add.clicked.connect(lambda: self.open_wizard())
        self._head = PaneHead(self.tr("本单位的印章"), "", self.check, self.add, height=44)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        inner = QFrame()
        inner.setLayout(self._column)
        inner.setMaximumWidth(_WIDTH)
        around = QVBoxLayout()
        around.setContentsMargins(16, 16, 16, 16)
        around.addWidget(inner)
        around.addStretch(1)
        self._area = scrolling(around, "window")
        self._empty = EmptyState("stamper", self.tr("正在查看印章"), "")
        self._empty.action.connect(lambda _id: self.open_wizard())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head)
        outer.addWidget(vbox((self._stack, 1), kind="window"), 1)
        self.setFocusProxy(self.add)

    # --- what is shown -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _reload_soon(self) -> None:
        if self.isVisible():
            self._wait.start()

    def reload(self) -> None:
        """Look at seals, key files, tokens and certificates as they are now."""
        now = self._session.now()
        self._session.query(
            lambda ws: seal_cards(ws, now), self._show, self._failed, self._generation.next()
        )

    def _show(self, cards: list[SealCard]) -> None:
        if [view.card for view in self.cards] == cards and cards:
            return
        focused = self._focused()
        clear_layout(self._column)
        self.cards = [self._view(card) for card in cards]
        for view in self.cards:
            self._column.addWidget(view)
        usable = sum(card.usable for card in cards)
        self._head.set_remark(
            self.tr("{all} 枚，本机可用 {n} 枚").format(all=len(cards), n=usable) if cards else ""
        )
        if not cards:
            self._say_empty()
        self._stack.setCurrentIndex(1 if cards else 0)
        if focused:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> bool:
        return any(view.isAncestorOf(self.focusWidget()) for view in self.cards
                   if self.focusWidget() is not None)  # fmt: skip

    def _say_empty(self) -> None:
        self._empty.set_state(
            "stamper",
            self.tr("本单位还没有登记印章"),
            self.tr(
                "导入印章的扫描件和密钥，导出登记申请，交给印章管理员登记；同步后就能在这里绑定。"
                "RSA 或 P-256 密钥的签章是功能性替代：{stand_in}。"
            ).format(stand_in=STAND_IN),
            [CardAction("import", self.tr("导入印章…"), icon="plus")],
        )

    def _view(self, card: SealCard) -> SealCardView:
        view = SealCardView(card)
        view.bindRequested.connect(lambda: self.open_wizard(card))
        view.changeRequested.connect(lambda: self.open_wizard(card, keep_picture=True))
        view.unbindRequested.connect(lambda: self._ask_unbind(card))
        view.freezeRequested.connect(lambda: self._ask_freeze(card))
        return view

    def _failed(self, problem: Exception) -> None:
        self._window.toasts.show_toast(failure_text(problem), "amber")

    # --- what is done --------------------------------------------------------------------------

    def open_wizard(self, card: SealCard | None = None, *, keep_picture: bool = False) -> None:
        """Bring a picture and a key here: for one seal, or for whatever seal it turns out to be."""
        wizard = SealWizard(self._session, self.window(), card, keep_picture=keep_picture)
        wizard.done_with.connect(self._done)
        wizard.finished.connect(lambda _result: self._forget(wizard))
        self.wizard = wizard
        wizard.open()

    def _forget(self, wizard: SealWizard) -> None:
        if self.wizard is wizard:
            self.wizard = None

    def _done(self, text: str) -> None:
        self._window.toasts.show_toast(text)
        self.reload()
        self.sealsChanged.emit()

    def _ask_unbind(self, card: SealCard) -> None:
        name = card.seal.name
        spec = ConfirmSpec(
            title=self.tr("解除绑定 {name}").format(name=name),
            consequence=self.tr(
                "本机会忘记这枚印章的密钥位置和图样，之后不能在本机用它用章，直到重新绑定。"
                "密钥文件、登记和已用章的文件都不受影响。"
            ),
            verb=self.tr("解除绑定"),
        )
        dialog = ConfirmDialog(spec, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.answered.connect(lambda _answer: self._unbind(card))
        dialog.open()

    def _unbind(self, card: SealCard) -> None:
        text = self.tr("已解除绑定：{name}").format(name=card.seal.name)

        def undo_binding(ws: Workspace) -> Changes:
            unbind_key(ws, card.seal.seal_id)
            return Changes()

        self._session.operate(undo_binding, lambda _changes: self._done(text), self._failed)

    def _ask_freeze(self, card: SealCard) -> None:
        spec = ConfirmSpec(
            title=self.tr("停用 {name}").format(name=card.seal.name),
            consequence=self.tr(
                "服务器立即停用这枚印章，所有机器上都不能再用它用章，还没发出的用章会被退回。"
                "已受理的不受影响。恢复须由复核人或印章管理员办理。"
            ),
            verb=self.tr("立即停用"),
            text_label=self.tr("原因"),
            text_min=LEAST_REASON,
        )
        dialog = ConfirmDialog(spec, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.answered.connect(lambda answer: self._freeze(card, answer.text))
        dialog.open()

    def _freeze(self, card: SealCard, reason: str) -> None:
        text = self.tr("已停用：{name}").format(name=card.seal.name)
        seal_id = card.seal.seal_id
        self._session.query(
            lambda ws: freeze_seal(ws, seal_id, reason),
            lambda _none: self._done(text),
            self._failed,
        )
