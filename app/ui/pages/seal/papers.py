"""The list of the desk on paper and as a file, and the evidence of a batch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.operations.changes import Changes
from app.operations.sealing.evidence import EvidenceReport, export_pack
from app.operations.sealing.list_export import Table, export_list, note_list_print
from app.seal.certificate import STAND_IN
from app.ui.failures import failure_text
from app.ui.i18n import language
from app.ui.pages.seal import tables
from app.ui.pages.seal.list_paper import ListDialog, list_html
from app.ui.pages.seal.topbar import RECORD
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import formats

if TYPE_CHECKING:
    from app.ui.pages.seal.page import SealPage


class Papers(QObject):
    """Export, print preview, evidence pack.

    Attributes:
        ask_target: asks where to write; takes title, proposed name and kinds, gives a path or
            nothing.
    """

    def __init__(self, page: SealPage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session
        self.ask_target: Callable[[str, str, str], str] = self._ask_target

    # --- the list ------------------------------------------------------------------------------

    def table(self) -> Table:
        """The list in front, with its heads; the heads alone where there is nothing."""
        run = self._page.run
        if self._page.tab == RECORD:
            return self._page.record.rows()
        if run.batch is not None:
            return tables.of_batch(run.batch, run.proofs)
        return tables.of_plan(self._page.work)

    def why_nothing(self) -> str:
        """Why there is no list; empty where there is one."""
        return "" if self._anything() else self.tr("清单是空的")

    def _anything(self) -> bool:
        page = self._page
        if page.tab == RECORD:
            return page.record.count > 0
        return page.run.batch is not None or page.work.anything

    def why_not_export(self) -> str:
        """Why no list may leave this machine; empty where it may."""
        if not self._session.workspace.policy.export_allowed:
            return self._session.words("OP_EXPORT_FORBIDDEN").rstrip("。.")
        return self.why_nothing()

    def export(self) -> None:
        """导出清单."""
        day = f"{self._session.now():%Y%m%d-%H%M}"
        name = f"{self._heading()}-{day}.csv"
        target = self.ask_target(self.tr("导出清单"), name, self.tr("表格 (*.csv)"))
        if not target:
            return
        path, subject, table = Path(target), self._subject(), self.table()
        said = self.tr("清单已导出：{name}").format(name=path.name)

        def done(_changes: Changes) -> None:
            self._window.toasts.show_toast(said)

        self._session.operate(lambda ws: export_list(ws, path, subject, table), done, self._say)

    def preview(self) -> None:
        """打印预览 of the list."""
        table, subject = self.table(), self._subject()
        content = list_html(self._heading(), self._facts(), table)

        def noted() -> None:
            self._session.operate(
                lambda ws: note_list_print(ws, subject, len(table) - 1), None, self._say
            )

        dialog = ListDialog(self._window, self._session, self._heading(), content, noted)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _heading(self) -> str:
        return self.tr("用章记录") if self._page.tab == RECORD else self.tr("用章清单")

    def _facts(self) -> list[str]:
        account = self._session.workspace.account
        when = formats.sentence_time(self._session.now(), self._session.now(), language())
        facts = [f"{account.org.name} · {account.name} · {when}"]
        choice = self._page.work.choice
        if choice is not None:
            facts.append(choice.seal.name)
        facts.append(self.tr("功能性替代签章，{stand_in}。").format(stand_in=STAND_IN))
        return facts

    def _subject(self) -> str:
        batch = self._page.run.batch
        return batch.batch_id if batch else ""

    # --- evidence ------------------------------------------------------------------------------

    def export_pack(self) -> None:
        """导出用章凭证 of the batch in front, else of all that was ever sealed here."""
        self._pack(self._subject() or None, None)

    def export_pack_of(self, app_ids: list[str]) -> None:
        """导出用章凭证 of some cases."""
        self._pack(None, app_ids)

    def _pack(self, batch_id: str | None, app_ids: list[str] | None) -> None:
        day = f"{self._session.now():%Y%m%d-%H%M}"
        name = self.tr("用章凭证-{day}.zip").format(day=day)
        target = self.ask_target(self.tr("导出用章凭证"), name, self.tr("用章凭证 (*.zip)"))
        if not target:
            return
        path = Path(target)
        self._window.toasts.show_toast(self.tr("正在整理用章凭证"), "text3")
        self._session.query(
            lambda ws: export_pack(ws, path, app_ids=app_ids, batch_id=batch_id),
            self._packed,
            self._say,
        )

    def _packed(self, report: EvidenceReport) -> None:
        if report.well:
            text = self.tr("用章凭证已导出：{name}，{n} 份").format(
                name=report.target.name, n=report.documents
            )
            self._window.toasts.show_toast(text)
            return
        text = self.tr("用章凭证已导出：{name}，其中 {n} 份有问题，看凭证里的说明").format(
            name=report.target.name, n=len(report.not_good) + len(report.absent)
        )
        self._window.toasts.show_toast(text, "amber")

    # --- inside --------------------------------------------------------------------------------

    def _ask_target(self, title: str, name: str, kinds: str) -> str:
        target, _kind = QFileDialog.getSaveFileName(self._page, title, name, kinds)
        return target

    def _say(self, problem: Exception) -> None:
        self._window.toasts.show_toast(failure_text(problem), "amber")
