"""The strip of small pages at the left."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.viewers.colors import LIGHT, PAPER_INKS, ViewerColors
from app.viewers.drawing import box, icon_pixmap, sized, smooth
from app.viewers.page_cache import PictureKey

STRIP_WIDTH = 96
THUMB_WIDTH = 72
_MAX_HEIGHT = 128
_LABEL = 24
_GAP = 8
_KEPT = 240
_REST_MS = 60

_Index = QModelIndex | QPersistentModelIndex
PICTURE = Qt.ItemDataRole.UserRole
MARK = Qt.ItemDataRole.UserRole + 1
ASPECT = Qt.ItemDataRole.UserRole + 2


class ThumbModel(QAbstractListModel):
    """The pages of one document; pictures come later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aspects: list[float] = []
        self._key = ""
        self._turns: dict[int, int] = {}
        self._marks: dict[int, str] = {}
        self._kept: OrderedDict[PictureKey, QPixmap] = OrderedDict()

    def set_document(self, key: str, aspects: list[float], turns: Mapping[int, int]) -> None:
        """Pages by height over width, upright."""
        self.beginResetModel()
        self._key, self._aspects, self._turns = key, aspects, dict(turns)
        self._marks = {}
        self.endResetModel()

    def set_turn(self, page: int, rotation: int) -> None:
        """A page was turned."""
        self._turns[page] = rotation
        self._tell(page)

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Pages with something to look at, by tone."""
        changed = set(self._marks) | set(marks)
        self._marks = dict(marks)
        for page in changed:
            self._tell(page)

    def put(self, key: PictureKey, picture: QPixmap) -> None:
        """Keep the small picture of a page."""
        self._kept[key] = picture
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        if key.key == self._key:
            self._tell(key.page)

    def key_of(self, page: int) -> PictureKey:
        """What the picture of a page must show now."""
        return PictureKey(self._key, page, self._turns.get(page, 0))

    def lacks(self, page: int) -> bool:
        """Whether the picture of a page is missing."""
        return self.key_of(page) not in self._kept

    def _tell(self, page: int) -> None:
        if 0 <= page < len(self._aspects):
            self.dataChanged.emit(self.index(page), self.index(page))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._aspects)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        page = index.row()
        if not 0 <= page < len(self._aspects):
            return None
        if role == PICTURE:
            return self._kept.get(self.key_of(page))
        if role == MARK:
            return self._marks.get(page)
        if role == ASPECT:
            aspect = self._aspects[page]
            return 1 / aspect if self._turns.get(page, 0) % 180 else aspect
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("第 {n} 页，共 {total} 页").format(n=page + 1, total=len(self._aspects))
        return None


class _ThumbDelegate(QStyledItemDelegate):
    """Page, number below; the current one has an accent frame and a bold number."""

    def __init__(self, strip: ThumbStrip) -> None:
        super().__init__(strip)
        self.colors: ViewerColors = LIGHT
        self._strip = strip

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(STRIP_WIDTH - 10, round(_paper_height(index)) + _LABEL + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        area = QRectF(option.rect)
        height = _paper_height(index)
        width = min(THUMB_WIDTH, height / max(0.05, float(index.data(ASPECT))))
        paper = QRectF(round(area.center().x() - width / 2), area.top() + _GAP, width, height)
        current = index.row() == self._strip.currentIndex().row()
        painter.save()
        smooth(painter)
        painter.fillRect(paper, Qt.GlobalColor.white)
        picture = index.data(PICTURE)
        if isinstance(picture, QPixmap):
            painter.drawPixmap(paper, picture, QRectF(picture.rect()))
        if current:
            edge = self.colors.color("accent_text")
            box(painter, paper.adjusted(-2, -2, 2, 2), edge=edge, width=2)
        else:
            box(painter, paper.adjusted(-1, -1, 1, 1), edge=self.colors.color("line2"))
        mark = index.data(MARK)
        if isinstance(mark, str):
            ratio = self._strip.devicePixelRatioF()
            ink = PAPER_INKS.get(mark, PAPER_INKS["grey"])
            spot = QRectF(paper.right() - 16, paper.top(), 16, 16)
            painter.fillRect(spot, Qt.GlobalColor.white)
            painter.drawPixmap(spot.topLeft(), icon_pixmap("alert", ink, 16, ratio))
        painter.setFont(sized(self._strip, 12, bold=current))
        painter.setPen(self.colors.text if current else self.colors.text3)
        label = QRectF(area.left(), paper.bottom() + 2, area.width(), _LABEL - 2)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        painter.restore()


def _paper_height(index: _Index) -> float:
    return min(THUMB_WIDTH * float(index.data(ASPECT)), float(_MAX_HEIGHT))


class ThumbStrip(QListView):
    """Chooses a page; asks for pictures of visible pages only.

    Attributes:
        pageChosen: a page was clicked or reached by key.
        picturesWanted: pages (list of int, first first) that are visible and lack a picture.
    """

    pageChosen = Signal(int)
    picturesWanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = ThumbModel(self)
        self._delegate = _ThumbDelegate(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._want)
        self.setModel(self.pages)
        self.setItemDelegate(self._delegate)
        self.setFixedWidth(STRIP_WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ground", "subtle")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.verticalScrollBar().valueChanged.connect(self._rest.start)
        self.pages.modelReset.connect(self._rest.start)
        self.pages.dataChanged.connect(self._rest.start)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language of now."""
        self.setAccessibleName(self.tr("页"))

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw in other colours."""
        self._delegate.colors = colors
        self.viewport().update()

    def set_current(self, page: int) -> None:
        """Show which page is open."""
        if page != self.currentIndex().row():
            self.setCurrentIndex(self.pages.index(page))
        self.scrollTo(self.pages.index(page), QAbstractItemView.ScrollHint.EnsureVisible)
        self._rest.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rest.start()

    def _on_current(self, current: QModelIndex, previous: QModelIndex) -> None:
        for index in (current, previous):
            if index.isValid():
                self.update(index)
        if current.isValid():
            self.pageChosen.emit(current.row())

    def _want(self) -> None:
        if not self.isVisible():
            return
        rect = self.viewport().rect()
        first = self.indexAt(rect.topLeft()).row()
        if first < 0:
            first = 0
        wanted = []
        for page in range(first, self.pages.rowCount()):
            if self.visualRect(self.pages.index(page)).top() > rect.bottom():
                break
            if self.pages.lacks(page):
                wanted.append(page)
        self.picturesWanted.emit(wanted)
