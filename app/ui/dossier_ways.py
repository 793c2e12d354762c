"""The ways to a unit's dossier: a command and a button in the queue and on the review page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from app.domain.enums import OrgKind
from app.domain.model import Account
from app.domain.stage import stage_kind
from app.store.readmodels import CaseView, QueueFilter
from app.ui.commands import Command
from app.ui.shell import MainWindow

if TYPE_CHECKING:
    from app.ui.pages.queue import QueuePage
    from app.ui.pages.review import ReviewPage

KEEPERS: Final = frozenset({"HANDLER", "APPROVER", "SEALER"})
"""Roles of a unit that see its dossiers: who fills them in, agrees, seals and sends on."""
Open = Callable[[str, QueueFilter], None]


def keeps_dossiers(account: Account) -> bool:
    """Whether the account belongs to a unit and has to do with its dossiers."""
    return account.org.kind is OrgKind.UNIT and bool(set(account.roles) & KEEPERS)


def why_no_dossier(case: CaseView | None) -> str:
    """Why there is no dossier to show; empty where there is one."""
    tr = QCoreApplication.translate
    if case is None:
        return tr("dossier", "先选一件")
    if case.profile.dossier is None:
        return tr("dossier", "本地区没有单位意见")
    if stage_kind(case.application, case.profile) is not OrgKind.UNIT:
        return tr("dossier", "案件不在单位")
    return ""


def way_from_queue(window: MainWindow, page: QueuePage, open_: Open) -> None:
    """Alt+D and a button in the preview."""

    def go() -> None:
        row, case = page.current(), page.preview.case
        known = case is not None and row is not None and case.app_id == row.app_id
        why = why_no_dossier(case) if known else ""
        if why:
            window.toasts.show_toast(why, "amber")
        elif row is not None:
            open_(row.app_id, page.filter)

    def nothing() -> str:
        return "" if page.current() else why_no_dossier(None)

    window.commands.register(_command("queue", go, nothing))
    button = window.commands.button("queue.dossier", size="large")
    page.preview.add_way(button, lambda case: not why_no_dossier(case))


def way_from_review(window: MainWindow, page: ReviewPage, open_: Open) -> None:
    """Alt+D and a button in the header."""

    def go() -> None:
        if page.case is not None:
            open_(page.case.app_id, page.filter)

    window.commands.register(_command("review", go, lambda: why_no_dossier(page.case)))
    button = window.commands.button("review.dossier", icon=True)
    page.header.add_tool(button)
    button.hide()
    page.caseShown.connect(lambda _id: button.setVisible(not why_no_dossier(page.case)))


def _command(place: str, go: Callable[[], None], blocked: Callable[[], str]) -> Command:
    label = QCoreApplication.translate("dossier", "单位意见")
    return Command(
        id=f"{place}.dossier", label=label, keys=("Alt+D",), run=go, place=place,
        icon="clipboard-edit-outline", blocked=blocked,
    )  # fmt: skip
