"""意见库: the ready texts that fit the module, as a menu over the comment box."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.finding import Finding
from app.domain.reasons import ReasonTemplate, fill
from app.store.readmodels import CaseView
from app.ui.pages.review.place import Place

_SHOWN = 36


@dataclass(frozen=True)
class ChosenReason:
    """A reason text with its placeholders filled as far as they are known."""

    reason_id: str
    text: str


def fitting(case: CaseView, place: Place, finding: Finding | None) -> list[ReasonTemplate]:
    """The reasons for a module; the one that answers the current finding comes first."""
    found = [one for one in case.reasons if one.fits(place.module)]
    wanted = finding.reason_id if finding else None
    return sorted(found, key=lambda one: (one.reason_id != wanted, one.module_code is None))


def filled(template: ReasonTemplate, finding: Finding | None) -> ChosenReason:
    """The text with what the current finding knows."""
    params = finding.params if finding and finding.reason_id == template.reason_id else {}
    text, _missing = fill(template, params)
    return ChosenReason(template.reason_id, text)


def choose(
    case: CaseView, place: Place, finding: Finding | None, over: QWidget
) -> ChosenReason | None:
    """Let the officer choose one; None when they do not."""
    menu = QMenu(over)
    menu.setAccessibleName(QCoreApplication.translate("review", "意见库"))
    actions = {}
    for template in fitting(case, place, finding):
        reason = filled(template, finding)
        text = reason.text if len(reason.text) <= _SHOWN else f"{reason.text[: _SHOWN - 1]}…"
        action = menu.addAction(text.replace("&", "&&"))
        action.setToolTip(reason.text)
        actions[action] = reason
    if not actions:
        empty = menu.addAction(QCoreApplication.translate("review", "这一类没有现成的意见"))
        empty.setEnabled(False)
    elif menu.actions():
        menu.setActiveAction(menu.actions()[0])
    menu.setToolTipsVisible(True)
    corner = over.mapToGlobal(QPoint(12, 0))
    chosen = menu.exec(corner - QPoint(0, menu.sizeHint().height()))
    return actions.get(chosen) if chosen else None
