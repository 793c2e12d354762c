"""What can be done on the dossier screen; keys, buttons and the bar call the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.enums import Verb
from app.operations import claims, decide, dossier, findings, onward
from app.operations import undo as undo_operation
from app.operations.changes import Changes
from app.operations.workspace import Workspace
from app.protocol.feed import ClaimAnswer
from app.protocol.messages import message
from app.ui.failures import failure_text
from app.ui.forms.names import form_name
from app.ui.i18n import language
from app.ui.pages.dossier.compare_dialog import MINE, CompareDialog
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import ConfirmDialog, ConfirmSpec

if TYPE_CHECKING:
    from app.ui.pages.dossier.page import DossierPage

CLAIM_SECONDS = 60.0
"""How long the server may take to answer a claim."""
_OVERRIDE_MIN = 8


class DossierActs(QObject):
    """The verbs of the page."""

    def __init__(self, page: DossierPage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session

    # --- keeping and deciding ------------------------------------------------------------------

    def save(self) -> None:
        """保存: put what was typed into the outbox."""
        app_id = self._page.app_id
        if app_id:
            self._page.work.flush()
            self._operate(lambda ws: dossier.save_dossier(ws, app_id=app_id))

    def propose(self, verb: Verb) -> None:
        """提请: the dossier goes along with a pass."""
        app_id = self._page.app_id
        if app_id:
            self._page.work.flush()
            self._operate(lambda ws: decide.propose(ws, app_id=app_id, verb=verb))

    def stamp(self, form: str) -> None:
        """登记用章（纸质）: asked once more, for the paper cannot be unsealed."""
        view = self._page.view
        if view is None or not form:
            return
        name, app_id = form_name(form), self._page.app_id
        answer = ConfirmDialog(
            ConfirmSpec(
                title=self.tr("登记用章 {form}").format(form=name),
                consequence=self.tr(
                    "只登记纸质用章：记下用章人、时间和第 {n} 版的校验码，不生成电子印章。"
                    "登记后单位意见不能再改。"
                ).format(n=view.case.version.version_no),
                verb=self.tr("登记用章"),
                checks=[self.tr("已在打印的{form}上盖好本单位印章").format(form=name)],
                danger=False,
            ),
            self._page,
        ).ask()
        if answer is not None:
            self._operate(lambda ws: onward.stamp_on_paper(ws, app_id=app_id, form=form))

    def preview_form(self, form: str = "") -> None:
        """预览: the form as it will be sealed, or as it is; the first one where none is named."""
        from app.operations.sealing.form_list import forms_of
        from app.ui.forms import FormDialog

        view = self._page.view
        code = form or next(iter(forms_of(view.case)) if view else iter(()), "")
        if view is not None and code:
            FormDialog(self._page, self._session, self._page.app_id, code).open()

    def verify_seals(self) -> None:
        """验证: what the seals on the case's forms are worth."""
        from app.ui.verification import VerifyDialog

        if self._page.app_id:
            VerifyDialog.of_case(self._page, self._session, self._page.app_id).open()

    def forward(self) -> None:
        """上报 to the office chosen; it can be taken back until it is sent."""
        app_id, target = self._page.app_id, self._page.onward.target
        if not app_id or target is None:
            return
        lacking = self._page.onward.lacking
        if lacking:
            self.say_refused(lacking)
            self._page.go("onward", focus=False)
            self._page.onward.reason.setFocus()
            return
        wanted = "" if target.proposed else target.node.org_id
        reason = "" if target.proposed else self._page.onward.reason.text()
        self._operate(
            lambda ws: onward.forward(ws, app_id=app_id, target_org=wanted, reason=reason)
        )

    def _operate(self, act: Callable[[Workspace], Changes]) -> None:
        app_id = self._page.app_id

        def done(changes: Changes) -> None:
            words = message(changes.words, language(), **dict(changes.params))
            op_id = changes.op_ids[0] if changes.op_ids else ""
            if op_id:
                self._session.undo.push(
                    words, lambda: self._undo(op_id), lambda: self._page.open_case(app_id)
                )
            self._window.toasts.show_toast(
                words, action=self.tr("撤销") if op_id else "", key="Ctrl+Z",
                on_action=self._session.undo.take_back,
            )  # fmt: skip

        self._session.operate(act, done, self.say_problem)

    def _undo(self, op_id: str) -> None:
        self._session.operate(
            lambda ws: undo_operation.undo(ws, op_id=op_id), None, self.say_problem
        )

    # --- findings ------------------------------------------------------------------------------

    def on_finding(self, finding_id: str, act: str) -> None:
        """核实无误, 申请放行, and taking either back."""
        take_back = findings.take_back_acknowledgement
        if act == "verify":
            self._say_to(self.tr("核实无误"), findings.acknowledge, take_back, finding_id)
        elif act == "reopen":
            self._say_to(self.tr("撤回核实"), take_back, findings.acknowledge, finding_id)
        elif act == "withdraw":
            app_id = self._page.app_id
            self._session.operate(
                lambda ws: findings.withdraw_override(ws, app_id=app_id, finding_id=finding_id),
                None,
                self.say_problem,
            )
        else:
            self._ask_override(finding_id)

    def acknowledge(self, verb: Verb) -> None:
        """看过提醒: what the rules warn of when the case is proposed under a verb."""
        app_id = self._page.app_id
        self._session.operate(
            lambda ws: findings.acknowledge_warnings(ws, app_id=app_id, verb=verb),
            None, self.say_problem,
        )  # fmt: skip

    def verify_here(self) -> None:
        """Shift+F9: 核实无误 to what is warned of in the part in work, one after the other."""
        waiting = self._page.warned()
        if waiting:
            self.on_finding(waiting[0].finding_id, "verify")

    def _ask_override(self, finding_id: str) -> None:
        app_id = self._page.app_id
        answer = ConfirmDialog(
            ConfirmSpec(
                title=self.tr("申请放行"),
                consequence=self.tr("复核人逐条决定是否放行，理由记入日志，上级可见。"),
                verb=self.tr("申请放行"),
                text_label=self.tr("放行理由"),
                text_min=_OVERRIDE_MIN,
                danger=False,
            ),
            self._page,
        ).ask()
        if answer is not None:
            self._session.operate(
                lambda ws: findings.request_override(
                    ws, app_id=app_id, finding_id=finding_id, reason=answer.text
                ),
                None, self.say_problem,
            )  # fmt: skip

    def _say_to(
        self,
        words: str,
        act: Callable[..., Changes],
        opposite: Callable[..., Changes],
        finding_id: str,
    ) -> None:
        app_id = self._page.app_id

        def operate(one: Callable[..., Changes]) -> None:
            self._session.operate(
                lambda ws: one(ws, app_id=app_id, finding_id=finding_id), None, self.say_problem
            )

        operate(act)
        self._session.undo.push(words, lambda: operate(opposite), lambda: operate(act))

    # --- the rest ------------------------------------------------------------------------------

    def on_banner(self, _key: str, action: str) -> None:
        """The one way on of a banner."""
        if action == "sync":
            self._window.show_page("sync")
        elif action == "claim":
            self.claim()
        elif action == "review":
            self._page.reviewRequested.emit(self._page.app_id)
        elif action == "compare":
            self.compare()

    def compare(self) -> None:
        """Another saved a dossier meanwhile: show both, and ask which shall stand."""
        view = self._page.view
        if view is None:
            return
        self._page.work.flush()
        app_id, server = self._page.app_id, view.case.application.dossier
        chosen = CompareDialog(self._page.work.dossier, server, self._page).ask()
        if chosen:
            act = dossier.keep_mine if chosen == MINE else dossier.discard_dossier
            self._session.operate(lambda ws: act(ws, app_id=app_id), None, self.say_problem)

    def claim(self) -> None:
        """签收: needs the server, so it answers when the server does."""
        app_id = self._page.app_id
        if app_id:
            self._session.query(
                lambda ws: claims.claim(ws, app_ids=[app_id]).result(CLAIM_SECONDS),
                self._claimed, self.say_problem,
            )  # fmt: skip

    def _claimed(self, answer: ClaimAnswer) -> None:
        for result in answer.results:
            if result.claim is not None:
                self._window.toasts.show_toast(self.tr("已签收"))
            elif result.code is not None:
                words = self._session.words(result.code, result.params)
                self._window.toasts.show_toast(words, "amber")
        self._session.casesChanged.emit(frozenset(one.app_id for one in answer.results))

    def step_case(self, step: int) -> None:
        """The case before or after in the filtered queue."""
        place = self._page.neighbours
        target = (place.next if step > 0 else place.previous) if place else None
        if target is None:
            words = self.tr("已是最后一件") if step > 0 else self.tr("已是第一件")
            self._window.toasts.show_toast(words)
            return
        self._page.open_case(target)

    def say_refused(self, reason: str) -> None:
        """Why something cannot be done."""
        if reason:
            self._window.toasts.show_toast(reason, "amber")

    def say_problem(self, problem: Exception) -> None:
        """What did not go, and that nothing was lost."""
        self._window.toasts.show_toast(failure_text(problem), "amber")
