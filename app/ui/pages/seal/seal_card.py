"""The seal in hand: its picture, term, holder, key, and what kind of signature it makes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.domain.sealing import SealStatus
from app.operations.sealing.waiting import SealChoice
from app.seal.certificate import STAND_IN
from app.seal.image import SealImage
from app.ui.forms import seal_pixmap
from app.ui.i18n import language
from app.ui.pages.seal import words
from app.ui.theme import theme
from app.ui.widgets import (
    Button,
    ComboBox,
    ElideLabel,
    IconMark,
    Label,
    clear_layout,
    formats,
    hbox,
    vbox,
)
from app.ui.widgets.paint import painter_on, rounded

_PICTURE = 96
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class SealPicture(QWidget):
    """A seal on white, in any theme: it is ink on paper."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap: QPixmap | None = None
        self._sha256 = ""
        self.setFixedSize(_PICTURE, _PICTURE)
        self.setAccessibleName(self.tr("印章图样"))

    def sizeHint(self) -> QSize:
        return QSize(_PICTURE, _PICTURE)

    def show_image(self, image: SealImage | None) -> None:
        """Show a seal; None leaves the place empty."""
        sha256 = image.sha256 if image else ""
        if sha256 != self._sha256:
            self._sha256 = sha256
            self._pixmap = seal_pixmap(image) if image else None
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect.adjusted(1, 1, -1, -1), "white")
        rounded(painter, rect, 3, border="line2")
        if self._pixmap is None:
            theme.paint_icon(painter, "stamper", rect.center().x() - 12, rect.center().y(), 24)
            return
        room = rect.adjusted(7, 7, -7, -7)
        size = self._pixmap.size().scaled(room.size().toSize(), _KEEP)
        left = room.center().x() - size.width() / 2
        top = room.center().y() - size.height() / 2
        target = QRectF(left, top, size.width(), size.height())
        painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))


class SealCard(QFrame):
    """Facts of a seal, and a choice where there are several.

    Attributes:
        chosen: another seal; carries its id.
        importRequested: its key shall be brought in.
    """

    chosen = Signal(str)
    importRequested = Signal()

    def __init__(self, me: str) -> None:
        super().__init__()
        self._me = me
        self.box = ComboBox([], name=self.tr("印章"))
        self.box.currentIndexChanged.connect(lambda _n: self.chosen.emit(self.box.chosen()))
        self.picture = SealPicture()
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._why = Label("", 13, tone="red", wrap=True)
        self._import = Button(self.tr("到“印章”里导入密钥"), "link")
        self._import.clicked.connect(self.importRequested)
        self._stand_in = Label("", 12, tone="text2", wrap=True)
        self._notice = hbox(
            IconMark("information-outline", "text2", 16), (self._stand_in, 1), spacing=8
        )
        facts = QWidget()
        facts.setLayout(self._facts)
        self._why_row = vbox(self._why, hbox(self._import, None), spacing=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.box)
        column.addWidget(hbox(self.picture, (facts, 1), spacing=16))
        column.addWidget(self._why_row)
        column.addWidget(self._notice)

    def show_choices(self, choices: list[SealChoice], choice: SealChoice | None) -> None:
        """Show a seal; with several usable ones a box to choose from."""
        self.box.set_choices([(one.seal.seal_id, _choice_words(one)) for one in choices])
        if choice is not None:
            blocked = self.box.blockSignals(True)
            self.box.choose(choice.seal.seal_id)
            self.box.blockSignals(blocked)
        self.box.setVisible(len(choices) > 1)
        self.picture.show_image(choice.image if choice else None)
        clear_layout(self._facts)
        self._why_row.setVisible(False)
        if choice is None:
            self._notice.hide()
            return
        for number, (name, value) in enumerate(_facts(choice, self._me)):
            self._facts.addWidget(Label(name, 13, tone="text2"), number, 0)
            self._facts.addWidget(ElideLabel(value, 13), number, 1)
        why = words.said(choice.why, {}) if choice.why else ""
        if not why and choice.problem is not None:
            why = choice.problem.text(language())
        self._why.setText(why)
        self._import.setVisible(choice.why == "sealing.no_key")
        self._why_row.setVisible(bool(why))
        stand_in = choice.info is None or choice.info.stand_in
        self._stand_in.setText(
            self.tr("功能性替代签章，{stand_in}。任何人都能离线核验。").format(stand_in=STAND_IN)
        )
        self._notice.setVisible(stand_in)


def _choice_words(choice: SealChoice) -> str:
    if not choice.why:
        return choice.seal.name
    return QCoreApplication.translate("seal", "{name}（现在不能用）").format(name=choice.seal.name)


def _facts(choice: SealChoice, me: str) -> list[tuple[str, str]]:
    translate = QCoreApplication.translate
    seal = choice.seal
    active = seal.status is SealStatus.ACTIVE
    state = translate("seal", "启用") if active else words.said(f"sealing.status.{seal.status}", {})
    term = translate("seal", "{begin} 至 {end}").format(
        begin=formats.date_text(seal.valid_from.date()), end=formats.date_text(seal.valid_to.date())
    )
    places = {
        "PKCS12": translate("seal", "PKCS#12 文件"),
        "PKCS11": translate("seal", "密钥设备"),
        "": translate("seal", "本机没有"),
    }
    key = places.get(choice.place, choice.place)
    if choice.info is not None:
        key = f"{key} · {choice.info.algorithm}"
    other = choice.why == "sealing.not_holder"
    holder = translate("seal", "不是你") if other else translate("seal", "{name}（你）")
    return [
        (translate("seal", "印章"), translate("seal", "{name}（{state}）").format(
            name=seal.name, state=state)),
        (translate("seal", "有效期"), term),
        (translate("seal", "持章人"), holder.format(name=me)),
        (translate("seal", "密钥"), key),
    ]  # fmt: skip
