"""The route of a case as a stepper and as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.model import RouteNode
from app.ui.widgets import Step
from app.ui.widgets.stepper import StepState


def kind_word(kind: str) -> str:
    """What a kind of office is called; empty for one this program does not know."""
    kinds = {
        "UNIT": QCoreApplication.translate("routes", "单位"),
        "DEPT": QCoreApplication.translate("routes", "主管部门"),
        "COUNTY_TITLE": QCoreApplication.translate("routes", "县区职改"),
        "COUNTY_INDUSTRY": QCoreApplication.translate("routes", "县工信"),
        "SERIES_TITLE": QCoreApplication.translate("routes", "市系列"),
        "CITY_TITLE": QCoreApplication.translate("routes", "市职改"),
        "REGION_TITLE": QCoreApplication.translate("routes", "自治区职改"),
        "COMMITTEE": QCoreApplication.translate("routes", "评委会"),
        "AGENCY": QCoreApplication.translate("routes", "代理机构"),
    }
    return kinds.get(kind, "")


def route_steps(route: Sequence[RouteNode]) -> list[Step]:
    """The route as steps; names are those of the organisations' kinds."""
    states: dict[str, StepState] = {"done": "done", "now": "now", "returned": "fail"}
    return [
        Step(kind_word(node.kind.value) or node.name, states.get(node.state, "next"))
        for node in route
    ]


def route_text(route: Sequence[RouteNode]) -> str:
    """The route in one line with the names of the offices, the present one marked."""
    now = QCoreApplication.translate("routes", "{name}（现在）")
    names = [now.format(name=node.name) if node.state == "now" else node.name for node in route]
    return " → ".join(names)
