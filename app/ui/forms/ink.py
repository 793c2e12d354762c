"""The picture of a seal as Qt draws it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from app.seal.image import SealImage


def seal_pixmap(image: SealImage) -> QPixmap:
    """The seal's ink on nothing, one pixel for each of its mask."""
    mask = QImage(image.mask, image.width, image.height, image.width, QImage.Format.Format_Alpha8)
    drawn = QImage(mask.size(), QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(QColor(*image.colour))
    painter = QPainter(drawn)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, mask)
    painter.end()
    return QPixmap.fromImage(drawn)
