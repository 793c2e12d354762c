"""What an approver can do, as commands; keys and buttons call the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.enums import Verb
from app.operations import approve as approval
from app.operations import undo
from app.operations.changes import Changes
from app.store.readmodels import CaseView
from app.ui.commands import CommandRegistry, PageCommands
from app.ui.failures import failure_text
from app.ui.i18n import language
from app.ui.pages.approve import evidence, words
from app.ui.pages.batch import ApprovalBatchDialog
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import ConfirmDialog, ConfirmSpec

if TYPE_CHECKING:
    from app.operations.workspace import Workspace
    from app.ui.pages.approve.page import ApprovePage

_PLACE = "approve"


class ApproveActs(QObject):
    """The verbs of the page."""

    def __init__(self, page: ApprovePage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session

    def register(self, commands: CommandRegistry) -> None:
        """Declare the commands of the page."""
        page, command = self._page, PageCommands(_PLACE)
        commands.name_place(_PLACE, self.tr("复核"))
        commands.register(
            command("approve", self.tr("批准"), ("Alt+1",), self.approve, "check",
                          self.why_not_approve),
            command("send_back", self.tr("退还经办"), ("Alt+2",), self.send_back,
                          "reply-outline", self.why_not_answer),
            command("batch", self.tr("批准所选"), ("Ctrl+Enter",), self.batch,
                          "check-all", self.why_no_batch),
            command("tick_group", self.tr("全选本组"), ("Ctrl+A",), page.inbox.tick_group,
                          "checkbox-multiple-marked-outline"),
            command("open", self.tr("打开审阅（只读）"), (), page.open_current,
                          "text-box-search-outline"),
            command("history", self.tr("审核流程与历史"), ("Ctrl+H",), page.show_history,
                          "history"),
            command("detail", self.tr("提请详情"), ("Alt+P",), page.toggle_detail,
                          "dock-right"),
            command("find", self.tr("查找提请"), ("Ctrl+F",), page.go_to_search, "magnify"),
        )  # fmt: skip

    # --- why not -------------------------------------------------------------------------------

    def why_not_answer(self) -> str:
        """Why no answer can be given to the proposal on screen; empty when one can."""
        if self._page.inbox.current() is None:
            return self.tr("先选一件提请")
        case = self._page.in_sight()
        if case is None or case.proposal is None:
            return self.tr("正在取这一件的依据")
        if self._page.inbox.answered(case.app_id):
            return self.tr("已答复，等待送达")
        if case.proposal.handler_id == self._session.workspace.account.user_id:
            return self._session.words("R159")
        return ""

    def why_not_approve(self) -> str:
        """Why the proposal on screen cannot be approved; empty when it can."""
        case = self._page.in_sight()
        why = self.why_not_answer()
        if why or case is None or case.proposal is None:
            return why
        if not evidence.same_version(case, case.proposal):
            return self.tr("申报人已提交新版本，须退还经办")
        granted = set(self._page.work.draft.granted)
        left = [one for one in case.proposal.decision.overrides if one.finding_id not in granted]
        if left:
            return self.tr("先决定 {n} 项放行申请").format(n=len(left))
        return ""

    def why_no_batch(self) -> str:
        """Why nothing can be approved together; empty when it can."""
        return "" if self._page.model.ticked() else self.tr("先勾选“提请通过”")

    # --- answering -----------------------------------------------------------------------------

    def approve(self) -> None:
        """批准 the proposal on screen; a terminal verb is asked about first."""
        case = self._seen()
        if case is None or case.proposal is None:
            return
        verb = case.proposal.decision.verb
        spec = case.profile.verbs.get(verb)
        terminal = verb is Verb.NOT_PASSED or (spec is not None and spec.terminal)
        if terminal and not self._sure(case):
            return
        text, granted = self._page.work.draft.text, list(self._page.work.draft.granted)
        app_id = case.app_id
        self._answer(
            lambda ws: approval.approve(ws, app_id=app_id, text=text, granted=granted),
            case,
            self.tr("已放入待发送：批准 {name} {what}"),
        )

    def send_back(self) -> None:
        """退还经办, with what was written; without words the box asks for them."""
        case = self._seen()
        if case is None:
            return
        text = self._page.work.draft.text.strip()
        if not text:
            self._page.ask_for_text()
            return
        app_id = case.app_id
        self._answer(
            lambda ws: approval.send_back(ws, app_id=app_id, text=text),
            case,
            self.tr("已放入待发送：退还经办 {name} {what}"),
        )

    def refuse_override(self, finding_id: str) -> None:
        """不同意放行: the proposal goes back, and the words say why."""
        case = self._page.work.case
        if case is None or case.proposal is None:
            return
        rule = next(
            (r.rule for r in case.proposal.decision.overrides if r.finding_id == finding_id), ""
        )
        self._page.detail.insert_text(self.tr("{rule} 不予放行：").format(rule=rule))

    def batch(self) -> None:
        """批准所选: exclusions first, then what will be done."""
        ticked = [row.app_id for row in self._page.model.ticked()]
        if not ticked:
            return
        dialog = ApprovalBatchDialog(self._window, self._session, ticked)
        dialog.applied.connect(lambda _ids: self._page.tick(()))
        dialog.open()

    def _seen(self) -> CaseView | None:
        """The case on screen; None where the detail was not in sight yet: it is shown instead."""
        if not self._page.detail.isVisible():
            self._page.toggle_detail()
            self._window.toasts.show_toast(self.tr("先看一遍依据，再按一次"), "text3")
            return None
        return self._page.in_sight()

    def _sure(self, case: CaseView) -> bool:
        proposal = case.proposal
        assert proposal is not None
        category = next(
            (
                one.label.in_(language())
                for one in case.profile.not_passed_categories
                if one.code == proposal.decision.reason_category
            ),
            "",
        )
        text = self.tr(
            "{name} 本次申报到此终止，申报人不能修改重交。{category}送达后不可撤销。"
        ).format(
            name=case.version.person.name,
            category=self.tr("理由类别：{what}。").format(what=category) if category else "",
        )
        spec = ConfirmSpec(
            title=self.tr("批准不通过 {name}").format(name=case.version.person.name),
            consequence=text,
            verb=self.tr("批准不通过"),
            checks=[self.tr("已核对申报材料和经办意见")],
        )
        return ConfirmDialog(spec, self._page).ask() is not None

    def _answer(self, operation: Callable[[Workspace], Changes], case: CaseView, said: str) -> None:
        self._page.work.flush()
        proposal = case.proposal
        assert proposal is not None
        name, app_id = case.version.person.name, case.app_id
        what = words.proposal_word(proposal.decision.verb)

        def done(changes: Changes) -> None:
            text = said.format(name=name, what=what)
            op_id = changes.op_ids[0] if changes.op_ids else ""
            self._session.undo.push(
                text, lambda: self._take_back(op_id), lambda: self._page.select(app_id)
            )
            self._window.toasts.show_toast(
                text, action=self.tr("撤销"), key="Ctrl+Z", on_action=self._undo_last
            )
            self._page.inbox.go_on_from(app_id)

        self._session.operate(operation, done, self.say_problem)

    def _undo_last(self) -> None:
        self._session.undo.undo()

    def _take_back(self, op_id: str) -> None:
        self._session.operate(lambda ws: undo.undo(ws, op_id=op_id), None, self.say_problem)

    def say_problem(self, problem: Exception) -> None:
        """Say in words what did not go, and that nothing was lost."""
        self._window.toasts.show_toast(failure_text(problem), "amber")
