"""Approving several proposals at once: only 通过 without an override (domain §4.7 T15)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.operations import batch
from app.ui.pages.batch.dialog import BatchWords, PlanDialog
from app.ui.pages.batch.undoing import say_done
from app.ui.session import Session
from app.ui.shell import MainWindow


class ApprovalBatchDialog(PlanDialog):
    """The batch of the approver's page."""

    def __init__(self, window: MainWindow, session: Session, app_ids: Sequence[str]) -> None:
        super().__init__(
            window,
            session,
            approval_words(len(app_ids)),
            lambda ws: batch.plan_approvals(ws, app_ids=list(app_ids)),
            batch.apply_approvals,
        )
        self.applied.connect(
            lambda op_ids: say_done(
                window,
                session,
                op_ids,
                self.tr("已放入待发送：批准 {n} 件").format(n=len(op_ids)),
                self.tr("撤销成批批准"),
            )
        )


def approval_words(count: int) -> BatchWords:
    """What the dialog says."""
    translate = QCoreApplication.translate
    return BatchWords(
        title=translate("batch", "成批批准 {n} 件").format(n=count),
        action=translate("batch", "批准通过"),
        doing=translate("batch", "批准 {n} 件通过"),
        consequence=translate("batch", "送达服务器后生效；发送前可撤销。"),
    )
