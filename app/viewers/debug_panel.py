"""Figures of the viewer and its worker, for whoever looks into a slow machine."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.media.route import Route
from app.media.stats import MediaStats
from app.viewers.colors import LIGHT, ViewerColors
from app.viewers.drawing import box, sized, smooth

_EVERY_MS = 500
_MARGIN = 12
Row = tuple[str, str]


class DebugPanel(QWidget):
    """Names and figures at the lower right of the page; it takes no pointer.

    `cache` gives the bytes of the pictures kept and how many there are.
    """

    def __init__(
        self,
        stats: Callable[[], MediaStats],
        cache: Callable[[], tuple[int, int]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._page = parent
        self._stats, self._cache = stats, cache
        self._colors = LIGHT
        self._rows: list[Row] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self.hide()

    def toggle(self) -> None:
        """Show or hide."""
        shown = not self.isVisibleTo(self._page)
        if shown:
            self._timer.start()
            self.refresh()
        else:
            self._timer.stop()
        self.setVisible(shown)
        self.raise_()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._colors = colors
        self.update()

    def rows(self) -> list[Row]:
        """What is shown: names and figures."""
        return self._rows

    def refresh(self) -> None:
        """Read the figures of now."""
        stats = self._stats()
        held, pictures = self._cache()
        total = sum(stats.served.values())
        shares = " · ".join(
            f"{route.name} {100 * stats.served.get(route, 0) / total:.0f}%" for route in Route
        )
        none = self.tr("无")
        self._rows = [
            (self.tr("页面缓存"), f"{held / (1 << 20):.1f} MB · {pictures}"),
            (self.tr("读取进程"), str(stats.worker_pid) if stats.worker_pid else none),
            (self.tr("重启次数"), str(stats.restarts)),
            (self.tr("等待的请求"), str(stats.waiting)),
            (self.tr("已画页数"), str(total)),
            (self.tr("各路占比"), shares if total else none),
            (self.tr("已读字节"), f"{stats.bytes_read / (1 << 20):.1f} MB"),
        ]
        self.setAccessibleName("；".join(f"{name} {figure}" for name, figure in self._rows))
        self._lay_out()
        self.update()

    def _lay_out(self) -> None:
        metrics = QFontMetrics(sized(self, 12))
        names = max(metrics.horizontalAdvance(name) for name, _ in self._rows)
        figures = max(metrics.horizontalAdvance(figure) for _, figure in self._rows)
        line = metrics.height() + 4
        self.resize(names + figures + 3 * _MARGIN, line * len(self._rows) + 2 * _MARGIN)
        room = self._page.rect()
        self.move(
            max(0, room.width() - self.width() - _MARGIN),
            max(0, room.height() - self.height() - _MARGIN),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        colors, rect = self._colors, QRectF(self.rect())
        box(painter, rect, radius=4, ground=colors.color("panel"), edge=colors.color("line2"))
        font = sized(self, 12)
        painter.setFont(font)
        line = QFontMetrics(font).height() + 4
        inner = rect.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        for number, (name, figure) in enumerate(self._rows):
            row = QRectF(inner.x(), inner.y() + number * line, inner.width(), line)
            painter.setPen(colors.color("text3"))
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(colors.color("text"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, right, figure)
        painter.end()
