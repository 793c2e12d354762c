"""Contact sheet: a small picture of each planned form at the page of its seal.

The forms in sight are typeset and drawn one after another, off the window; what is scrolled away
waits. A document lies on the disk, sealed, only while its picture is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.media.problems import MediaProblem
from app.media.rendered import RenderedPage
from app.media.source import DocumentSource
from app.operations.sealing.plan import Planned
from app.operations.workspace import Workspace
from app.ui.forms import SealMark, seal_pixmap
from app.ui.pages.seal import words
from app.ui.pages.seal.forms_source import Shown
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.theme import theme
from app.ui.widgets import Button, PaneHead
from app.ui.widgets.items import is_selected
from app.ui.widgets.paint import CENTRE, fill_rect, line, rounded, smooth
from app.viewers.colors import PAPER_INKS
from app.viewers.page_cache import Picture

_Index = QModelIndex | QPersistentModelIndex
_WIDTH, _GAP, _CAPTION = 132, 14, 40
_A4 = (210.0, 297.0)
_REST_MS = 60
ROW = int(Qt.ItemDataRole.UserRole)
PICTURE = ROW + 1
Make = Callable[[Workspace], Shown]


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Planned] = []
        self.pictures: dict[str, QPixmap] = {}

    def show_rows(self, rows: Sequence[Planned]) -> None:
        if list(rows) != self.rows:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
        wanted = {one.doc_sha256 for one in rows}
        self.pictures = {key: kept for key, kept in self.pictures.items() if key in wanted}

    def put(self, row: int, key: str, picture: QPixmap) -> None:
        self.pictures[key] = picture
        if row < len(self.rows):
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.rows[index.row()]
        if role == ROW:
            return one
        if role == PICTURE:
            return self.pictures.get(one.doc_sha256)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{index.row() + 1} {one.name} {words.form_name(one.form)}"
        return None


class _Tile(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        high = round(_WIDTH * _A4[1] / _A4[0])
        return QSize(_WIDTH + 2 * _GAP, high + _GAP + theme.px(_CAPTION))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        one: Planned = index.data(ROW)
        picture: QPixmap | None = index.data(PICTURE)
        painter.save()
        smooth(painter)
        rect = QRectF(option.rect)
        if is_selected(option):
            rounded(painter, rect.adjusted(3, 3, -3, -3), 4, "selected", "accent_text")
        page = QRectF(rect.left() + _GAP, rect.top() + _GAP, _WIDTH, _WIDTH * _A4[1] / _A4[0])
        fill_rect(painter, page.adjusted(-1, -1, 1, 1), "line2")
        painter.fillRect(page, "white")
        if picture is not None:
            wide, high = picture.width(), picture.height()
            scale = min(page.width() / wide, page.height() / high)
            size = QRectF(0, 0, wide * scale, high * scale)
            size.moveCenter(page.center())
            painter.drawPixmap(size, picture, QRectF(picture.rect()))
        box = QRectF(rect.left() + 6, page.bottom() + 4, rect.width() - 12, theme.px(18))
        line(painter, box, f"{index.row() + 1}  {one.name}", theme.font(12, bold=True), "text",
             CENTRE)  # fmt: skip
        box.moveTop(box.bottom())
        line(painter, box, words.form_name(one.form), theme.font(12), "text3", CENTRE)
        painter.restore()


class ContactSheet(QFrame):
    """See the module.

    Attributes:
        opened: Enter or a double click on a form; carries the `Planned`.
        currentChanged: another form is current; carries the `Planned`.
        closed: back to the single form.
    """

    opened = Signal(object)
    currentChanged = Signal(object)
    closed = Signal()
    _drawn = Signal(int, str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("seal.sheet")
        self._session = session
        self._generation = Generation()
        self._make: Callable[[Planned], Make] | None = None
        self._working = False
        self._on = False
        self._source: DocumentSource | None = None
        self._marks: tuple[SealMark, ...] = ()
        self._model = _Rows()
        self.view = QListView()
        self.view.setAccessibleName(self.tr("全部表单"))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Tile(self.view))
        back = Button(self.tr("看单份"), "quiet", "small", icon="file-outline")
        back.clicked.connect(self.closed)
        self.head = PaneHead(self.tr("全部表单"), "", back, height=40)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.view, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._feed)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._timer.start())
        self.view.doubleClicked.connect(self._open)
        self.view.activated.connect(self._open)
        selected = self.view.selectionModel()
        selected.currentChanged.connect(lambda now, _before: self._moved(now))
        self._drawn.connect(self._put)
        theme.changed.connect(self.view.doItemsLayout)

    # --- showing -------------------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Planned], make: Callable[[Planned], Make]) -> None:
        """The forms in order, and how each is fetched."""
        self._make = make
        self._model.show_rows(rows)
        self.head.set_remark(self.tr("{n} 份").format(n=len(rows)))
        self._timer.start()

    def select(self, one: Planned) -> None:
        """Make a form current."""
        if one in self._model.rows:
            index = self._model.index(self._model.rows.index(one))
            if index != self.view.currentIndex():
                self.view.setCurrentIndex(index)

    def pictures(self) -> int:
        """How many forms are drawn."""
        return len(self._model.pictures)

    def begin(self) -> None:
        """Draw what is in sight."""
        self._on = True
        self._timer.start()

    def rest(self) -> None:
        """Draw no more; nothing of a form stays on the disk."""
        self._on = False
        self._generation.cancel()
        self._working = False
        self._let_go()

    # --- drawing -------------------------------------------------------------------------------

    def _feed(self) -> None:
        make = self._make
        if self._working or not self._on or make is None:
            return
        row = next(iter(self._wanted()), None)
        if row is None:
            return
        one = self._model.rows[row]
        self._working = True
        self._session.query(
            make(one),
            lambda shown: self._draw(row, one.doc_sha256, shown),
            lambda _problem: self._put(row, one.doc_sha256, QPixmap(1, 1)),
            self._generation.next(),
        )

    def _wanted(self) -> list[int]:
        """Forms in sight that have no picture, from the top; then those below."""
        port = self.view.viewport().rect()
        rows = range(len(self._model.rows))
        seen = [n for n in rows if self.view.visualRect(self._model.index(n)).intersects(port)]
        return [n for n in seen if self._model.rows[n].doc_sha256 not in self._model.pictures]

    def _draw(self, row: int, key: str, shown: Shown) -> None:
        seat = shown.marks[0].page if shown.marks else 0
        self._marks = tuple(mark for mark in shown.marks if mark.page == seat)
        source = self._session.workspace.passing.put(shown.pdf, "form.pdf")
        self._source = source
        width = round(_WIDTH * self.devicePixelRatioF())

        def drawn(got: RenderedPage | MediaProblem) -> None:
            self._drawn.emit(row, key, got)

        self._session.media.thumbnail(source, seat, width, drawn)

    def _put(self, row: int, key: str, got: object) -> None:
        marks, self._marks = self._marks, ()
        self._let_go()
        self._working = False
        picture = QPixmap(1, 1)
        picture.fill("white")
        if isinstance(got, RenderedPage):
            picture = QPixmap.fromImage(Picture(got).image.copy())
            _mark(picture, marks)
        self._model.put(row, key, picture)
        self._feed()

    def _let_go(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            self._session.media.forget(source.key)
            self._session.workspace.passing.remove(source)

    # --- moving --------------------------------------------------------------------------------

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW))

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid() and self._on:
            self.currentChanged.emit(index.data(ROW))


def _mark(picture: QPixmap, marks: Sequence[SealMark]) -> None:
    """Frame the places of the seal on the small picture."""
    scale = picture.width() / _A4[0]
    painter = QPainter(picture)
    smooth(painter)
    painter.setPen(QPen(QColor(PAPER_INKS["accent"]), 1.5, Qt.PenStyle.DashLine))
    for mark in marks:
        left, top, right, bottom = (side * scale for side in mark.rect_mm)
        place = QRect(round(left), round(top), round(right - left), round(bottom - top))
        if mark.picture is not None:
            seal = seal_pixmap(mark.picture)
            begin, share = mark.shown
            part = QRectF(begin * seal.width(), 0, share * seal.width(), seal.height())
            painter.drawPixmap(QRectF(place), seal, part)
        painter.drawRect(place)
    painter.end()
