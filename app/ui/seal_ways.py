"""The ways to forms and to the verdict on seals: commands of the palette on several pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.operations.sealing.form_list import forms_of
from app.store.readmodels import CaseView
from app.ui.commands import Command, PageCommands, Scope
from app.ui.forms.stamps import has_electronic
from app.ui.session import Session
from app.ui.shell import MainWindow

if TYPE_CHECKING:
    from app.ui.pages.queue import QueuePage

CaseOf = Callable[[], CaseView | None]


def verify_command(window: MainWindow, session: Session) -> Command:
    """验证印章…: any files, whoever sealed them."""

    def run() -> None:
        from app.ui.verification import VerifyDialog

        VerifyDialog(window, session, {}).open()

    label = QCoreApplication.translate("seal_ways", "验证印章…")
    return Command(
        id="app.verify_seals", label=label, run=run, icon="shield-check-outline",
        scope=Scope.GLOBAL,
    )  # fmt: skip


def ways_from_case(window: MainWindow, session: Session, place: str, case_of: CaseOf) -> None:
    """预览表单 and 验证本件印章 for the case on a page."""
    tr = QCoreApplication.translate

    def no_forms() -> str:
        case = case_of()
        if case is None:
            return tr("seal_ways", "先选一件")
        return "" if forms_of(case) else tr("seal_ways", "本件在这一级没有表单")

    def no_seals() -> str:
        case = case_of()
        if case is None:
            return tr("seal_ways", "先选一件")
        sealed = has_electronic(case.application.stamps)
        return "" if sealed else tr("seal_ways", "本件还没有电子印章")

    def forms() -> None:
        from app.ui.forms import FormDialog

        case = case_of()
        if case is not None:
            FormDialog(window, session, case.app_id, forms_of(case)[0]).open()

    def verify() -> None:
        from app.ui.verification import VerifyDialog

        case = case_of()
        if case is not None:
            VerifyDialog.of_case(window, session, case.app_id).open()

    window.commands.register(
        Command(
            id=f"{place}.forms", label=tr("seal_ways", "预览表单"), run=forms, place=place,
            icon="file-document-outline", blocked=no_forms,
        ),
        Command(
            id=f"{place}.verify_seals", label=tr("seal_ways", "验证本件印章"), run=verify,
            place=place, icon="shield-check-outline", blocked=no_seals,
        ),
    )  # fmt: skip


def ways_from_queue(window: MainWindow, session: Session, page: QueuePage) -> None:
    """花名册 and 工作量表 of the ticked cases, or of the current one."""
    tr = QCoreApplication.translate

    def chosen() -> Sequence[str]:
        return [row.app_id for row in page.chosen()]

    def none() -> str:
        return "" if chosen() else tr("seal_ways", "先选一件")

    def roster() -> None:
        from app.ui.forms import FormDialog

        FormDialog.of_roster(window, session, chosen()).open()

    def workload() -> None:
        from app.ui.forms import FormDialog

        FormDialog.of_workload(window, session, chosen()).open()

    command = PageCommands("queue", none)
    window.commands.register(
        command("roster", tr("seal_ways", "所选各件的花名册"), (), roster, "format-list-numbered"),
        command("workload", tr("seal_ways", "所选各件的工作量表"), (), workload, "chart-bar"),
    )
