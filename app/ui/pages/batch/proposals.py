"""Proposing for several cases at once: 通过 for clean ones, 退回 with each case's own comments."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.domain.enums import Verb
from app.operations import batch
from app.ui.pages.batch.dialog import BatchWords, PlanDialog
from app.ui.pages.batch.undoing import say_done
from app.ui.session import Session
from app.ui.shell import MainWindow


class BatchDialog(PlanDialog):
    """The batch of the queue; never 不通过, which is decided one by one (domain §4.7 T14)."""

    def __init__(
        self, window: MainWindow, session: Session, app_ids: Sequence[str], verb: Verb
    ) -> None:
        """Plan ``verb`` for the cases.

        Raises:
            ValueError: the verb is never given in a batch.
        """
        if verb not in (Verb.PASS, Verb.RETURN):
            raise ValueError(f"{verb} is decided one by one")
        super().__init__(
            window,
            session,
            batch_words(verb, len(app_ids)),
            lambda ws: batch.plan(ws, app_ids=list(app_ids), verb=verb),
            batch.apply,
        )
        self.applied.connect(
            lambda op_ids: say_done(
                window,
                session,
                op_ids,
                self.tr("已放入待发送：{n} 件").format(n=len(op_ids)),
                self.tr("撤销成批提请"),
            )
        )


def batch_words(verb: Verb, count: int) -> BatchWords:
    """What the dialog says for a verb."""
    translate = QCoreApplication.translate
    if verb is Verb.PASS:
        return BatchWords(
            title=translate("batch", "成批通过 {n} 件").format(n=count),
            action=translate("batch", "提请通过"),
            doing=translate("batch", "提请通过 {n} 件"),
            consequence=translate(
                "batch", "只有预检无问题或已核实、没有放行申请的申报随批；复核人批准后生效。"
            ),
        )
    return BatchWords(
        title=translate("batch", "成批退回 {n} 件").format(n=count),
        action=translate("batch", "提请退回"),
        doing=translate("batch", "提请退回 {n} 件"),
        consequence=translate(
            "batch", "各件附自己的意见，没有意见的不随批；复核人批准后申报人才收到。"
        ),
    )
