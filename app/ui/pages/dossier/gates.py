"""上报前检查: the gates R120 to R138 in the order of the work; a click goes to the part."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.domain.gate_list import GateItem, GateState
from app.protocol.messages import message
from app.ui.i18n import language, mark
from app.ui.pages.dossier.reading import DossierView
from app.ui.theme import theme
from app.ui.widgets import IconMark, Label, PaneHead, hbox, vbox
from app.ui.widgets.items import ITEM, Index, ItemModel, is_hovered, is_selected, row_rect
from app.ui.widgets.paint import RIGHT, fill_rect, line, smooth
from app.ui.widgets.vocabulary import severity_icon, severity_tone

_ROW = 30
_TITLES = {
    "R120": mark("gates", "已公示"),
    "R121": mark("gates", "公示不少于 5 个工作日"),
    "R122": mark("gates", "公示已结束"),
    "R123": mark("gates", "公示情况逐项填写"),
    "R124": mark("gates", "公示版本＝送审版本"),
    "R125": mark("gates", "高级：答辩在审议之前"),
    "R126": mark("gates", "已审议"),
    "R127": mark("gates", "审议小组不少于 5 人"),
    "R128": mark("gates", "高级：组长签字推荐表原件"),
    "R129": mark("gates", "申报人不在审议小组"),
    "R130": mark("gates", "近 5 年考核齐全"),
    "R131": mark("gates", "不索要专家鉴定意见"),
    "R132": mark("gates", "推荐意见不是套话"),
    "R133": mark("gates", "推荐意见涉及五个方面"),
    "R134": mark("gates", "推荐意见的长短和相似度"),
    "R135": mark("gates", "单位意见已签章"),
    "R136": mark("gates", "印章有效、文件未变"),
    "R137": mark("gates", "单位信息齐全"),
    "R138": mark("gates", "公示、答辩、审议依次进行"),
}


def gate_title(item: GateItem) -> str:
    """What the gate asks for."""
    return QCoreApplication.translate("gates", _TITLES.get(item.rule_id, item.rule_id))


def gate_look(item: GateItem) -> tuple[str, str]:
    """The icon of a gate and its tone."""
    if item.state is GateState.DONE:
        return "check", "green"
    if item.state is GateState.NOT_APPLICABLE:
        return "minus", "control"
    if not item.findings:
        return "circle-outline", "control"
    if item.state is GateState.UNCERTAIN:
        return "help-circle", "amber"
    severity = item.severity.value if item.severity else "BLOCK"
    return severity_icon(severity), severity_tone(severity)


def gate_facts(item: GateItem) -> str:
    """What is missing, a line a finding."""
    lang = language()
    return "\n".join(
        message(f"{one.message_code}.fact", lang, **one.params) for one in item.findings
    )


def gate_counts(gates: tuple[GateItem, ...]) -> Counter[str]:
    """How many gates stand open by severity; ``WAITING`` those that wait for others."""
    counts: Counter[str] = Counter()
    for one in gates:
        if one.findings and one.state is not GateState.DONE:
            counts[one.severity.value if one.severity else "BLOCK"] += 1
        elif one.state is GateState.OPEN:
            counts["WAITING"] += 1
    return counts


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: GateItem = index.data(ITEM)
        painter.save()
        smooth(painter)
        rect = row_rect(option)
        if is_selected(option):
            fill_rect(painter, rect, "selected")
        elif is_hovered(option):
            fill_rect(painter, rect, "hover")
        icon, tone = gate_look(item)
        theme.paint_icon(painter, icon, rect.left() + 14, rect.center().y(), 16, tone)
        small = theme.font(12)
        room = theme.px(44)
        rule = QRectF(rect.right() - 14 - room, rect.top(), room, rect.height())
        line(painter, rule, item.rule_id, small, "text3", RIGHT)
        left = rect.left() + 14 + theme.px(16) + 10
        box = QRectF(left, rect.top(), rule.left() - 8 - left, rect.height())
        quiet = item.state is GateState.NOT_APPLICABLE or not item.findings
        ink = "text3" if item.state is GateState.NOT_APPLICABLE else "text2" if quiet else "text"
        line(painter, box, gate_title(item), theme.font(13, bold=not quiet), ink)
        painter.restore()


class GateRows(QListView):
    """The gates.

    Attributes:
        chosen: a gate was chosen; carries its rule and its part.
    """

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("上报前检查"))
        self._model: ItemModel[GateItem] = ItemModel(
            lambda item: gate_facts(item) or gate_title(item),
            lambda item: f"{gate_title(item)} {item.rule_id} {gate_facts(item)}".strip(),
            parent=self,
        )
        self.setModel(self._model)
        self.setItemDelegate(_Rows(self))
        self.clicked.connect(self._went)
        self.activated.connect(self._went)

    def set_gates(self, gates: tuple[GateItem, ...]) -> None:
        """Show the gates as they stand now."""
        self._model.set_items(list(gates))

    def set_current(self, rule_id: str) -> None:
        """Light a gate."""
        rules = [one.rule_id for one in self._model.items()]
        row = rules.index(rule_id) if rule_id in rules else -1
        self.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())

    def height_of_all(self) -> int:
        """The height of all rows."""
        return theme.px(_ROW) * len(self._model.items())

    def _went(self, index: QModelIndex) -> None:
        item = self._model.items()[index.row()]
        self.chosen.emit(item.rule_id, item.section)


class GatePane(QFrame):
    """The list with its counts above and what must not be asked for below.

    Attributes:
        chosen: a gate was chosen; carries its rule and its part.
    """

    chosen = Signal(str, str)

    def __init__(self, edge: str = "l") -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.setProperty("edge", edge)
        self.head = PaneHead(self.tr("上报前检查"), height=36)
        self.rows = GateRows()
        self.rows.chosen.connect(self.chosen)
        guard = self.tr("专家鉴定意见不作要求，不能作为退回理由。")
        self._guard = vbox(
            hbox(IconMark("shield-account-outline", "violet", 16),
                 (Label(self.tr("不要向申报人索要专家鉴定意见"), 13, tone="violet"), 1),
                 Label("R131", 12, tone="text3")),
            Label(guard, 12, tone="text2", wrap=True),
            margins=(14, 10, 14, 12), spacing=4, edge="t",
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(1 if edge else 0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.rows, 1)
        column.addWidget(self._guard)

    def show_view(self, view: DossierView) -> None:
        """Show the gates of a case."""
        self.rows.set_gates(view.gates)
        self.head.set_remark(counted(view))
        in_force = any(use.rule == "R131" for use in view.case.profile.rules)
        self._guard.setVisible(in_force)


def counted(view: DossierView) -> str:
    """拦截 0 · 须改 1 · 提醒 2 · 未到 2."""
    tr = QCoreApplication.translate
    counts = gate_counts(view.gates)
    parts = (
        tr("gates", "拦截 {n}").format(n=counts["BLOCK"]),
        tr("gates", "须改 {n}").format(n=counts["ERROR"]),
        tr("gates", "提醒 {n}").format(n=counts["WARN"] + counts["ASK"]),
        tr("gates", "未到 {n}").format(n=counts["WAITING"]),
    )
    return " · ".join(parts)
