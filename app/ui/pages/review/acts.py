"""What the officer can do on the review page, as commands; keys and buttons call the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.carry_over import Carried
from app.domain.enums import Verb
from app.domain.finding import Finding
from app.domain.model import FindingAck, ModuleComment, OverrideRequest
from app.operations import downloads
from app.operations.comments import drafted
from app.operations.findings import carryable, with_carried
from app.store.draft import ComposerDraft, ReadingMark, ReviewDraft
from app.ui.i18n import Count
from app.ui.pages.review import keys, library, notice, timeline
from app.ui.pages.review.composing import drop_comment, put_comment
from app.ui.pages.review.fields import finding_title
from app.ui.pages.review.place import at_finding, comment_of, neighbour_module, open_findings
from app.ui.pages.review.writing import ClaimAndExport
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import ConfirmDialog, ConfirmSpec

if TYPE_CHECKING:
    from app.ui.commands import CommandRegistry
    from app.ui.pages.review.page import ReviewPage

_OVERRIDE_MIN = 8
_BOXED = (
    "text", "severity", "entry_id", "field", "fix_hint", "reason_id", "from_rule", "anchors",
)  # fmt: skip


class ReviewActs(QObject):
    """The verbs of the page."""

    def __init__(self, page: ReviewPage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session
        self._others = ClaimAndExport(page, window, session)

    def register(self, commands: CommandRegistry) -> None:
        """Declare the commands of the page."""
        commands.register(*keys.review_commands(self._page, self))

    # --- findings ------------------------------------------------------------------------------

    def finding(self) -> Finding | None:
        """The current finding."""
        case = self._page.case
        wanted = self._page.place.finding
        if case is None:
            return None
        return next((one for one in case.findings if one.finding_id == wanted), None)

    def on_finding(self, finding_id: str, act: str) -> None:
        """A button of a finding's card."""
        self._page.go_finding(finding_id)
        acts = {
            "comment": self.to_comment, "verify": self.verify, "override": self.ask_override,
            "reopen": self.reopen,
        }  # fmt: skip
        acts[act]()

    def to_comment(self) -> None:
        """Make a comment of the current finding; where words are missing, in the box first."""
        case, finding = self._page.case, self.finding()
        if case is None or finding is None:
            return
        known = comment_of(case, finding)
        if known is not None:
            self.fill(self._page.composing.edit(known))
            return
        places = self._page.anchoring.places_of(finding)
        comment = drafted(case, finding).model_copy(update={"anchors": places})
        if "{" in comment.text:
            box = ComposerDraft(**comment.model_dump(include=set(_BOXED)))
            origin = self.tr("由 {rule} 带出").format(rule=finding.rule_id)
            self.fill(self._page.composing.fill(box, origin))
            return

        def change(draft: ReviewDraft) -> ReviewDraft:
            kept = put_comment(draft, comment)
            return kept.model_copy(update={"composers": draft.composers})

        self._page.work.update_with_undo(self.tr("加入意见"), change)
        self.say_undo(self.tr("已加入意见：{text}").format(text=_short(comment.text)))

    def verify(self) -> None:
        """核实无误: the officer looked and found it right."""
        finding = self.finding()
        if finding is None:
            return
        ack = FindingAck(finding_id=finding.finding_id, rule=finding.rule_id, status="VERIFIED")

        def change(draft: ReviewDraft) -> ReviewDraft:
            others = [one for one in draft.acks if one.finding_id != ack.finding_id]
            return draft.model_copy(update={"acks": [*others, ack]})

        self._page.work.update_with_undo(self.tr("核实无误"), change)
        self.next_finding()

    def ask_override(self) -> None:
        """申请放行: the approver decides, with this reason before them."""
        finding = self.finding()
        if finding is None:
            return
        answer = ConfirmDialog(
            ConfirmSpec(
                title=self.tr("申请放行 {rule}").format(rule=finding.rule_id),
                consequence=self.tr(
                    "{title}。复核人逐条决定是否放行，理由记入日志，上级可见。"
                ).format(title=finding_title(finding)),
                verb=self.tr("申请放行"),
                text_label=self.tr("放行理由"),
                text_min=_OVERRIDE_MIN,
                danger=False,
            ),
            self._page,
        ).ask()
        if answer is None:
            return
        request = OverrideRequest(
            finding_id=finding.finding_id, rule=finding.rule_id, reason=answer.text,
            by=self._session.workspace.account.user_id,
        )  # fmt: skip

        def change(draft: ReviewDraft) -> ReviewDraft:
            others = [one for one in draft.overrides if one.finding_id != request.finding_id]
            return draft.model_copy(update={"overrides": [*others, request]})

        self._page.work.update_with_undo(self.tr("申请放行"), change)

    def reopen(self) -> None:
        """Take back that a finding was verified or shall be let pass."""
        finding = self.finding()
        if finding is None:
            return
        wanted = finding.finding_id

        def change(draft: ReviewDraft) -> ReviewDraft:
            acks = [one for one in draft.acks if one.finding_id != wanted]
            overrides = [one for one in draft.overrides if one.finding_id != wanted]
            return draft.model_copy(update={"acks": acks, "overrides": overrides})

        self._page.work.update_with_undo(self.tr("撤回核实"), change)

    def next_finding(self, step: int = 1) -> None:
        """Go to the next finding that waits, through all modules."""
        case = self._page.case
        waiting = open_findings(case) if case else []
        if case is None or not waiting:
            self._window.toasts.show_toast(self.tr("提示都已处理"))
            return
        ids = [one.finding_id for one in waiting]
        now = self._page.place.finding
        index = (ids.index(now) + step) % len(ids) if now in ids else (0 if step > 0 else -1)
        self._page.go(at_finding(case, waiting[index]))

    def jump_from_field(self, code: str) -> None:
        """Enter on a field: to its place on a scan, else to the finding that concerns it."""
        if self._page.anchoring.jump(code):
            return
        case, place = self._page.case, self._page.place
        if case is None:
            return
        for finding in case.findings_of(place.module):
            if finding.field == code and finding.entry_id in (None, place.entry):
                self._page.go(at_finding(case, finding))
                return

    def anchor(self) -> None:
        """Ctrl+G: draw where the current field stands on the scan."""
        self._page.anchoring.begin()

    # --- comments ------------------------------------------------------------------------------

    def anchor_comment(self) -> None:
        """定位到扫描件: draw the place that the comment in the box is about."""
        self._page.anchoring.begin(for_comment=True)

    def jump_from_comment(self, comment: ModuleComment) -> None:
        """The place of a comment was pressed."""
        self._page.anchoring.go_to_comment(comment)

    def edit_comment(self, comment_id: str = "") -> None:
        """Change a comment in the box; the newest of the module without an id."""
        case = self._page.case
        own = case.comments_of(self._page.place.module) if case else ()
        found = next((one for one in own if one.comment_id == comment_id), own[-1] if own else None)
        if found is not None:
            self.fill(self._page.composing.edit(found))

    def fill(self, done: bool) -> None:
        """Say why a text did not go into the comment box."""
        if not done:
            words = self.tr("框里还有没加入的意见，先加入（Ctrl+Enter）或清空")
            self._window.toasts.show_toast(words, "amber")

    def delete_comment(self, comment_id: str) -> None:
        """Delete a comment; it can be taken back."""
        self._page.work.update_with_undo(
            self.tr("删去意见"), lambda draft: drop_comment(draft, comment_id)
        )
        self.say_undo(self.tr("已删去意见"))

    def open_library(self) -> None:
        """意见库: the reasons that fit the module."""
        case = self._page.case
        if case is None:
            return
        chosen = library.choose(case, self._page.place, self.finding(), self._page.sheet.composer)
        if chosen is not None:
            origin = self.tr("出自意见库 {id}").format(id=chosen.reason_id)
            self._page.composing.insert(chosen.text, chosen.reason_id, origin)

    # --- reading -------------------------------------------------------------------------------

    def next_module(self) -> None:
        """看完，下一类."""
        case = self._page.case
        if case is None:
            return
        now = self._page.place.module
        self._page.work.mark_read(now, ReadingMark.DONE)
        following = neighbour_module(case, now, 1)
        if following is None:
            self._window.toasts.show_toast(self.tr("各类都看过了"))
        else:
            self._page.go_module(following)

    def previous_module(self) -> None:
        """The module before."""
        case = self._page.case
        before = neighbour_module(case, self._page.place.module, -1) if case else None
        if before is not None:
            self._page.go_module(before)

    def step_case(self, step: int) -> None:
        """The case before or after in the filtered queue."""
        place = self._page.neighbours
        if place is None and self._page.case is not None:
            self._page.step_wanted = step
            return
        target = (place.next if step > 0 else place.previous) if place else None
        if target is None:
            words = self.tr("已是最后一件") if step > 0 else self.tr("已是第一件")
            self._window.toasts.show_toast(words)
            return
        self._page.open_case(target)

    def show_history(self) -> None:
        """审核流程与历史意见."""
        if self._page.case is not None:
            timeline.show(self._page, self._page.case, self._session)

    def show_notice(self) -> None:
        """What the applicant would read: 模块名称 + 审核意见."""
        if self._page.case is not None:
            notice.show(self._page, self._page.case)

    # --- deciding ------------------------------------------------------------------------------

    def choose(self, verb: Verb) -> None:
        """Alt+1…4: choose a verb; the focus stands on the button."""
        self._page.verdict.choose(verb)

    def say_problem(self, problem: Exception) -> None:
        """What did not go, in words."""
        self._others.say_problem(problem)

    def say_refused(self, reason: str) -> None:
        """Why a verb cannot be used."""
        self._window.toasts.show_toast(reason, "amber")

    def save_failed(self, problem: Exception) -> None:
        """The draft could not be written: say what is safe."""
        self._others.say_problem(problem)

    # --- the rest ------------------------------------------------------------------------------

    def on_banner(self, _key: str, action: str) -> None:
        """The remedy in a banner."""
        if action == "sync":
            self._window.show_page("sync")
        elif action == "claim":
            self._others.claim()
        elif action == "rebase":
            self._others.rebase()
        elif action == "next_change":
            self.next_change()
        elif action == "carry_over":
            self.carry_over()

    def carry_over(self) -> None:
        """沿用上一版的核实: what nothing changed about is taken over, and can be taken back."""
        case = self._page.case
        carried = carryable(case) if case is not None else Carried()
        if len(carried):
            words = self.tr("沿用上一版的核实 {n} 条").format(n=Count(len(carried)))
            self._page.work.update_with_undo(words, lambda draft: with_carried(draft, carried))
            self.say_undo(words)

    def next_change(self) -> None:
        """The next module that the applicant changed."""
        case = self._page.case
        if case is None or case.diff is None or not case.diff.changed:
            return
        changed = case.diff.changed
        now = self._page.place.module
        index = (changed.index(now) + 1) % len(changed) if now in changed else 0
        self._page.go_module(changed[index])

    def download(self) -> None:
        """Fetch the files of this case."""
        case = self._page.case
        if case is not None:
            app_id = case.app_id
            self._session.query(
                lambda ws: downloads.start(ws, app_ids=[app_id]),
                lambda _none: None,
                self._others.say_problem,
            )  # fmt: skip

    def ask_again(self) -> None:
        """An unreadable file: ask the applicant for another one."""
        self._others.ask_for_file(self._page.scan.problem)

    def fetch_again(self, att_id: str) -> None:
        """The copy of a file on this machine is damaged: fetch it anew."""
        self._others.fetch_again(att_id)

    def export_copy(self, att_id: str) -> None:
        """Save a copy of a file outside, audited."""
        self._others.export(att_id)

    def claim(self) -> None:
        """签收本件."""
        self._others.claim()

    def say_undo(self, words: str) -> None:
        """What was done, and that it can be taken back."""
        self._window.toasts.show_toast(
            words, action=self.tr("撤销"), key="Ctrl+Z",
            on_action=self._session.undo.take_back,
        )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
