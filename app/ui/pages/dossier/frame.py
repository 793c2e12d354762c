"""Where the parts of the dossier page stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.pages.dossier.gates import GatePane
from app.ui.pages.dossier.section import Section
from app.ui.pages.dossier.steps import StepList
from app.ui.pages.scrolling import scrolling
from app.ui.widgets import EmptyState, PaneHead, TabStrip, hbox

STEPS, GATES = 232, 344
"""The widths of what stands beside the dossier."""


@dataclass(frozen=True)
class Frame:
    """What the page goes on using of its frame; ``stack`` shows nothing at 0, a case at 1."""

    head: PaneHead
    side: QFrame
    area: QScrollArea
    stack: QStackedWidget


def lay_out(
    page: QWidget,
    header: QWidget,
    banner: QWidget,
    steps: StepList,
    strip: TabStrip,
    sections: Sequence[Section],
    gates: GatePane,
    bar: QWidget,
    tools: Sequence[QWidget],
) -> Frame:
    """Put the parts into ``page``: steps, dossier and gates side by side, the bar below."""
    head = PaneHead(_tr("单位意见"), height=36)
    side = _side(head, steps)
    gates.setFixedWidth(GATES)
    area = _dossier(sections)
    middle = QVBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(
        hbox((strip, 1), *tools, margins=(16, 0, 16, 0), kind="subtle", edge="b", height=36)
    )
    middle.addWidget(area, 1)
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(side)
    row.addLayout(middle, 1)
    row.addWidget(gates)
    body = QWidget()
    whole = QVBoxLayout(body)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(header)
    whole.addWidget(banner)
    whole.addLayout(row, 1)
    whole.addWidget(bar)
    stack = QStackedWidget()
    stack.addWidget(_nothing())
    stack.addWidget(body)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(stack)
    return Frame(head, side, area, stack)


def fit(area: QScrollArea) -> None:
    """Give the parts the height they want now: what is hidden and shown deep inside a column that
    wraps does not reach the scroll area by itself."""
    inner = area.widget()
    layout = inner.layout() if inner else None
    if layout is not None:
        layout.invalidate()
        QApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))


def _side(head: PaneHead, steps: StepList) -> QFrame:
    side = QFrame()
    side.setProperty("kind", "subtle")
    side.setProperty("edge", "r")
    side.setFixedWidth(STEPS)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 1, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(steps, 1)
    return side


def _dossier(sections: Sequence[Section]) -> QScrollArea:
    parts = QVBoxLayout()
    parts.setContentsMargins(0, 0, 0, 0)
    parts.setSpacing(0)
    for section in sections:
        parts.addWidget(section)
    parts.addStretch(1)
    return scrolling(parts)


def _nothing() -> EmptyState:
    return EmptyState(
        "clipboard-edit-outline",
        _tr("没有打开的单位意见"),
        _tr("在队列里选一件，按 Alt+D 打开。"),
        [],
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("DossierPage", text)
