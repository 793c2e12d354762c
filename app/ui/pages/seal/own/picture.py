"""A seal's picture on screen: on white paper, or on a checkerboard that shows what is clear."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.seal.image import SealImage
from app.ui.theme import theme
from app.ui.widgets.paint import CENTRE, line, painter_on, rounded

Ground = Literal["white", "checks"]
_INSET = 8
_CHECK = 8
_PAPER = QColor(255, 255, 255)
_CHECKS = (QColor(255, 255, 255), QColor(214, 219, 226))
"""The same in both themes, as paper is."""


def to_qimage(image: SealImage) -> QImage:
    """Red ink under the mask, with nothing where the paper was."""
    mask = QImage(image.mask, image.width, image.height, image.width, QImage.Format.Format_Alpha8)
    picture = QImage(mask.size(), QImage.Format.Format_ARGB32)
    picture.fill(QColor(*image.colour))
    picture.setAlphaChannel(mask)
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


class SealPicture(QWidget):
    """Shows a seal as large as it has room, or words where there is none."""

    def __init__(self, side: int, name: str, ground: Ground = "white") -> None:
        super().__init__()
        self._side, self._name, self._ground = side, name, ground
        self._picture = QImage()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self.set_image(None)

    @property
    def empty(self) -> bool:
        """Whether no seal is shown."""
        return self._picture.isNull()

    def set_image(self, image: SealImage | None, words: str = "") -> None:
        """Show a seal, or ``words`` where there is none."""
        self._picture = to_qimage(image) if image is not None else QImage()
        self._words = words
        self.setAccessibleName(self._name if image is not None else words or self._name)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        whole = QRectF(self.rect())
        if self._picture.isNull():
            painter.fillRect(whole, theme.color("subtle"))
            self._frame(painter)
            box = whole.adjusted(_INSET, 0, -_INSET, 0)
            line(painter, box, self._words, theme.font(12), "text3", CENTRE)
            return
        self._paper(painter)
        room = whole.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        ratio = self.devicePixelRatioF()
        wanted = (room.size() * ratio).toSize()
        drawn = self._picture.scaled(
            wanted,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        target = QRectF(0, 0, drawn.width() / ratio, drawn.height() / ratio)
        target.moveCenter(room.center())
        painter.drawImage(target, drawn)
        self._frame(painter)

    def _paper(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), _PAPER)
        if self._ground == "white":
            return
        for row in range(self.height() // _CHECK + 1):
            for column in range(self.width() // _CHECK + 1):
                ink = _CHECKS[(row + column) % 2]
                painter.fillRect(column * _CHECK, row * _CHECK, _CHECK, _CHECK, ink)

    def _frame(self, painter: QPainter) -> None:
        rounded(painter, QRectF(self.rect()), 0, border="line2")
