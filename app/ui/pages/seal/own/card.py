"""One seal of the office: its picture, what it is, its key, what is wrong and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.domain.sealing import SealStatus
from app.operations.sealing.seal_cards import SealCard
from app.seal.certificate import STAND_IN
from app.ui.pages.seal.own import words
from app.ui.pages.seal.own.facts import Fact, Facts, Notes
from app.ui.pages.seal.own.picture import SealPicture
from app.ui.widgets import Badge, Button, Label, hbox, sentence, vbox

_SIDE = 132


class SealCardView(QFrame):
    """A card.

    Attributes:
        bindRequested: a key shall be bound to this seal for the first time.
        changeRequested: another key shall be bound, the picture stays.
        unbindRequested: this machine shall forget the key.
        freezeRequested: nobody shall be able to use the seal for now.
    """

    bindRequested = Signal()
    changeRequested = Signal()
    unbindRequested = Signal()
    freezeRequested = Signal()

    def __init__(self, card: SealCard) -> None:
        super().__init__()
        self.card = card
        self.setProperty("kind", "card")
        badge = words.state_badge(card.standing)
        self.setAccessibleName(sentence(card.seal.name, badge.text))
        picture = SealPicture(_SIDE, self.tr("印章图样"))
        picture.set_image(card.image, self.tr("本机没有图样"))
        self.notes = Notes()
        self.notes.show_troubles(card.troubles)
        self.facts = Facts(self._rows())
        self.key = Facts(self._key_rows())
        both = hbox((vbox(self.facts, None), 2), (vbox(self.key, None), 3), spacing=24)
        head = hbox(
            Label(card.seal.name, 16, bold=True), Badge(badge), None, *self._stand_in(), spacing=10
        )
        column = QVBoxLayout()
        column.setSpacing(10)
        for widget in (head, both, self.notes, self._actions()):
            column.addWidget(widget)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _rows(self) -> list[Fact]:
        seal = self.card.seal
        return [
            (self.tr("类别"), words.kind_text(seal.kind)),
            (self.tr("有效期"), words.term(seal.valid_from, seal.valid_to)),
            (self.tr("持章人"), words.holders_text(self.card)),
            (self.tr("可用表单"), words.forms_text(seal.allowed_forms)),
            (self.tr("尺寸"), words.size_words(seal.size_mm)),
        ]

    def _key_rows(self) -> list[Fact]:
        card = self.card
        rows = [(self.tr("密钥"), words.place_text(card.place))]
        if card.tries_left:
            rows.append((self.tr("口令"), self.tr("还可以试 {n} 次").format(n=card.tries_left)))
        if card.info is None:
            return [*rows, (self.tr("证书"), self.tr("登记里没有证书"))]
        known = self.tr("登记的证书") if card.registered else self.tr("证书")
        return [*rows, *words.certificate_brief(card.info, known)]

    def _stand_in(self) -> list[Label]:
        info = self.card.info
        return [Label(STAND_IN, 12, tone="text3")] if info is None or info.stand_in else []

    def _actions(self) -> QFrame:
        self.bind = Button(self.tr("绑定密钥…"), icon="key-plus")
        self.change = Button(self.tr("换密钥…"), icon="key-change")
        self.picture = Button(self.tr("换图样…"), icon="image-edit-outline")
        self.unbind = Button(self.tr("解除绑定"), "danger_quiet")
        self.freeze = Button(self.tr("报失停用…"), "danger_quiet")
        self.freeze.clicked.connect(self.freezeRequested)
        self.bind.clicked.connect(self.bindRequested)
        self.picture.clicked.connect(self.bindRequested)
        self.change.clicked.connect(self.changeRequested)
        self.unbind.clicked.connect(self.unbindRequested)
        reason = "" if self.card.holds else self.tr("你不是这枚印章的持章人")
        self.bind.set_blocked(reason)
        bound = self.card.place is not None
        row = hbox(self.bind, self.change, self.picture, self.unbind, None, self.freeze)
        self.bind.setVisible(not bound)
        self.freeze.setVisible(self.card.holds and self.card.standing == SealStatus.ACTIVE)
        for button in (self.change, self.picture, self.unbind):
            button.setVisible(bound)
        return row
