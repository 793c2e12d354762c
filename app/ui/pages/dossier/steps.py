"""The eight steps of a unit with their state and one line each: a list, a strip when narrow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.dossier import Dossier
from app.domain.gate_list import GateItem, GateState
from app.domain.model import RouteNode
from app.ui.i18n import Count
from app.ui.pages.dossier.assessments import years_of
from app.ui.pages.dossier.counting import verdict_badge
from app.ui.pages.dossier.opinion import quality_of
from app.ui.pages.dossier.reading import DossierView
from app.ui.pages.routes import kind_word
from app.ui.theme import theme
from app.ui.widgets import Tab, severity_label
from app.ui.widgets.items import ITEM, Index, ItemModel, is_hovered, is_selected, row_rect
from app.ui.widgets.paint import RIGHT, advance, fill, fill_rect, line, smooth
from app.ui.widgets.vocabulary import severity_tone

_ROW, _INSET = 50, 14
_MARKS = {
    "done": ("check-circle", "green"),
    "open": ("circle-outline", "control"),
    "bad": ("alert-circle", "red"),
    "warn": ("alert", "amber"),
    "none": ("minus", "control"),
}
_AFTER = frozenset({"APPROVED_AT", "SEALED"})


@dataclass(frozen=True)
class StepLine:
    """A step: ``mark`` is done, open, bad, warn or none (not asked for at this level)."""

    id: str
    number: int
    title: str
    text: str
    mark: str
    note: str = ""
    tone: str = "text3"


def step_lines(view: DossierView, dossier: Dossier) -> list[StepLine]:
    """The steps as they stand on screen."""
    tr = QCoreApplication.translate
    titles = (
        ("publicity", tr("dossier", "公示情况"), _publicity(view, dossier)),
        ("defence", tr("dossier", "答辩情况"), _defence(view, dossier)),
        ("deliberation", tr("dossier", "审议小组"), _deliberation(dossier)),
        ("assessments", tr("dossier", "近 5 年考核"), _assessments(view, dossier)),
        ("recommendation", tr("dossier", "推荐意见"), _opinion(view, dossier)),
        ("verification", tr("dossier", "真实性核验"), _verified(dossier)),
        ("seal", tr("dossier", "签章"), _seal(view)),
        ("onward", tr("dossier", "上报"), _onward(view)),
    )
    lines = []
    for number, (identifier, title, (text, begun)) in enumerate(titles, start=1):
        items = [one for one in view.gates if one.section == identifier]
        mark = "none" if _needless(view, dossier, identifier) else _mark(items, begun)
        note, tone = _note(items) if mark in ("bad", "warn") else ("", "text3")
        lines.append(StepLine(identifier, number, title, text, mark, note, tone))
    return lines


def _needless(view: DossierView, dossier: Dossier, identifier: str) -> bool:
    policy = view.case.profile.dossier
    if identifier != "defence" or policy is None or dossier.defence is not None:
        return False
    return view.case.version.declaration.level not in policy.defence_levels


def _mark(items: list[GateItem], begun: bool) -> str:
    """Nothing begun is open, whatever the rules say; begun and wrong is bad."""
    told = [one for one in items if one.findings]
    open_ = any(one.state is GateState.OPEN for one in items)
    if not begun:
        return "open"
    if any(one.severity and one.severity.value in ("BLOCK", "ERROR") for one in told):
        return "bad"
    if told:
        return "warn"
    return "open" if open_ else "done"


def _note(items: list[GateItem]) -> tuple[str, str]:
    """The gravest severity with how many there are: 须改 1."""
    found = [one.severity.value for item in items for one in item.findings]
    for severity in ("BLOCK", "ERROR", "WARN", "ASK", "GUARD"):
        if severity in found:
            return f"{severity_label(severity)} {found.count(severity)}", severity_tone(severity)
    return "", "text3"


def _publicity(view: DossierView, dossier: Dossier) -> tuple[str, bool]:
    tr, shown = QCoreApplication.translate, dossier.publicity
    if shown is None or shown.start_date is None or shown.end_date is None:
        return tr("dossier", "未填"), shown is not None
    if view.calendar is None or shown.end_date < shown.start_date:
        return f"{shown.start_date:%m-%d}—{shown.end_date:%m-%d}", True
    counted = view.calendar.count(shown.start_date, shown.end_date, view.case.profile.calendar)
    return verdict_badge(counted).text, True


def _defence(view: DossierView, dossier: Dossier) -> tuple[str, bool]:
    tr, heard = QCoreApplication.translate, dossier.defence
    if _needless(view, dossier, "defence"):
        return tr("dossier", "本级别不要求"), False
    if heard is None or heard.held_on is None:
        return tr("dossier", "未填"), heard is not None
    passed = {True: tr("dossier", "通过"), False: tr("dossier", "未通过")}
    said = passed[heard.passed] if heard.passed is not None else tr("dossier", "没有结论")
    return tr("dossier", "{day}，{what}").format(day=f"{heard.held_on:%m-%d}", what=said), True


def _deliberation(dossier: Dossier) -> tuple[str, bool]:
    tr, held = QCoreApplication.translate, dossier.deliberation
    if held is None:
        return tr("dossier", "未填"), False
    text = tr("dossier", "{n} 人").format(n=len(held.members))
    if held.votes_for is not None:
        votes = tr("dossier", "{n} 票同意").format(n=held.votes_for)
        text = tr("dossier", "{day}，{what}").format(day=text, what=votes)
    return text, True


def _assessments(view: DossierView, dossier: Dossier) -> tuple[str, bool]:
    tr = QCoreApplication.translate
    wanted = years_of(view.case).required
    stated = {one.year for one in dossier.assessments}
    have = len(stated & set(wanted))
    if not wanted:
        return tr("dossier", "没有要填的年度"), True
    text = tr("dossier", "{first}—{last}，已填 {n}/{all}")
    words = text.format(first=wanted[0], last=wanted[-1], n=have, all=len(wanted))
    return words, bool(stated)


def _opinion(view: DossierView, dossier: Dossier) -> tuple[str, bool]:
    tr, text = QCoreApplication.translate, dossier.recommendation.text
    if not text.strip():
        return tr("dossier", "未填"), False
    found = quality_of(view.case, text)
    words = tr("dossier", "{n} 字").format(n=found.length)
    if found.missing:
        missing = tr("dossier", "缺 {n} 个方面").format(n=Count(len(found.missing)))
        words = tr("dossier", "{day}，{what}").format(day=words, what=missing)
    return words, True


def _verified(dossier: Dossier) -> tuple[str, bool]:
    tr, checks = QCoreApplication.translate, dossier.verification
    parts = (
        (checks.education, tr("dossier", "学历")),
        (checks.papers, tr("dossier", "论文")),
        (checks.social_insurance, tr("dossier", "社保")),
    )
    done = [words for check, words in parts if check.done]
    return tr("dossier", "、").join(done) or tr("dossier", "未填"), bool(done)


def _seal(view: DossierView) -> tuple[str, bool]:
    tr = QCoreApplication.translate
    if not view.forms:
        return tr("dossier", "已齐"), True
    if view.case.status.value in _AFTER:
        return tr("dossier", "待用章人登记"), False
    return tr("dossier", "待负责人批准"), False


def _onward(view: DossierView) -> tuple[str, bool]:
    tr = QCoreApplication.translate
    ahead = next((one for one in view.targets if one.proposed), None)
    if view.case.application.stage_index > 0:
        return tr("dossier", "已上报"), True
    if ahead is None:
        return tr("dossier", "没有下一站"), False
    return tr("dossier", "下一站：{office}").format(office=_office(ahead.node)), False


def _office(node: RouteNode) -> str:
    return node.name or kind_word(node.kind.value)


def step_tabs(lines: list[StepLine]) -> list[Tab]:
    """The steps for narrow windows."""
    return [
        Tab(one.id, f"{one.number} {one.title}", icon=_MARKS[one.mark][0],
            icon_tone=_MARKS[one.mark][1])
        for one in lines
    ]  # fmt: skip


class _Rows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: StepLine = index.data(ITEM)
        painter.save()
        smooth(painter)
        rect = row_rect(option)
        if is_selected(option):
            fill_rect(painter, rect, "selected")
            fill(painter, rect.left(), rect.top(), 3, rect.height(), "accent_text")
        elif is_hovered(option):
            fill_rect(painter, rect, "hover")
        icon, tone = _MARKS[one.mark]
        half = rect.height() / 2
        top = rect.top() + half - theme.px(10)
        theme.paint_icon(painter, icon, rect.left() + _INSET, top, 16, tone)
        left = rect.left() + _INSET + theme.px(16) + 8
        right = rect.right() - 10
        small = theme.font(12)
        width = advance(one.note, small)
        line(painter, QRectF(right - width - 1, rect.top() + 4, width + 1, half - 2), one.note,
             small, one.tone, RIGHT)  # fmt: skip
        title = QRectF(left, rect.top() + 4, right - width - 6 - left, half - 2)
        bold = theme.font(13, bold=is_selected(option))
        line(painter, title, f"{one.number} {one.title}", bold, "text")
        below = QRectF(left, rect.top() + half, right - left, half - 6)
        line(painter, below, one.text, small, "text2")
        painter.restore()


class StepList(QListView):
    """The steps; choosing one goes to its part.

    Attributes:
        chosen: another step was chosen; carries its id.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._quiet = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ground", "subtle")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("单位意见的步骤"))
        self._model: ItemModel[StepLine] = ItemModel(
            lambda one: f"{one.number} {one.title}\n{one.text}",
            lambda one: f"{one.number} {one.title}，{one.text} {one.note}".strip(),
            parent=self,
        )
        self.setModel(self._model)
        self.setItemDelegate(_Rows(self))

    def set_lines(self, lines: list[StepLine]) -> None:
        """Show the steps as they stand now."""
        self._model.set_items(lines)

    def set_current(self, identifier: str) -> None:
        """Show which part is in work, without a signal."""
        ids = [one.id for one in self._model.items()]
        if identifier in ids:
            self._quiet = True
            self.setCurrentIndex(self._model.index(ids.index(identifier)))
            self._quiet = False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet and current.isValid():
            self.chosen.emit(self._model.items()[current.row()].id)
