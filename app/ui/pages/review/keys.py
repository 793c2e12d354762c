"""The commands of the review page with their keys (style guide §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.enums import Verb
from app.operations.findings import carryable
from app.ui.commands import Command, PageCommands, Scope
from app.ui.pages.review.place import open_findings
from app.viewers.viewer_tools import ViewerTools

if TYPE_CHECKING:
    from app.ui.pages.review.acts import ReviewActs
    from app.ui.pages.review.page import ReviewPage

_PLACE = "review"
VIEWER = "review.viewer"
"""The viewer's keys, heard on the whole page; a section of their own in the key sheet."""
SCAN_PANE = "review.scan"


def review_commands(page: ReviewPage, acts: ReviewActs) -> list[Command]:
    """All commands of the page."""
    tr = QCoreApplication.translate

    def no_case() -> str:
        return "" if page.case else tr("review", "没有打开的申报")

    def no_finding() -> str:
        return no_case() or ("" if acts.finding() else tr("review", "先选一条提示"))

    def none_waiting() -> str:
        case = page.case
        return no_case() or (
            "" if case and open_findings(case) else tr("review", "没有待处理的提示")
        )

    def no_comment() -> str:
        case = page.case
        has = bool(case and case.comments_of(page.place.module))
        return no_case() or ("" if has else tr("review", "本类还没有意见"))

    def nothing_carried() -> str:
        case = page.case
        has = bool(case and len(carryable(case)))
        return no_case() or ("" if has else tr("review", "没有可沿用的核实"))

    command = PageCommands(_PLACE, no_case)
    return [
        command("next_module", tr("review", "看完，下一类"), ("F7", "Alt+Down"), acts.next_module,
                "check"),
        command("previous_module", tr("review", "上一类"), ("Shift+F7", "Alt+Up"),
                acts.previous_module, "chevron-up"),
        command("next_finding", tr("review", "下一条提示"), ("F8", "Alt+N"), acts.next_finding,
                "chevron-down", none_waiting),
        command("previous_finding", tr("review", "上一条提示"), ("Shift+F8", "Alt+P"),
                lambda: acts.next_finding(-1), "chevron-up", none_waiting),
        command("to_comment", tr("review", "转为意见"), ("F9", "Alt+C"), acts.to_comment,
                "message-plus-outline", no_finding),
        command("verify", tr("review", "核实无误"), ("Shift+F9", "Alt+V"), acts.verify,
                "check-circle-outline", no_finding),
        command("anchor", tr("review", "定位字段"), ("Ctrl+G",), acts.anchor,
                "image-filter-center-focus", page.anchoring_blocked),
        command("library", tr("review", "意见库"), ("F4", "Alt+L"), acts.open_library, "bookshelf"),
        command("edit_comment", tr("review", "改当前意见"), ("F2",), acts.edit_comment, "draw-pen",
                no_comment),
        command("add_comment", tr("review", "加入意见"), ("Ctrl+Enter",),
                page.add_comment, "message-plus-outline"),
        command("pass", tr("review", "通过"), ("Alt+1",), lambda: acts.choose(Verb.PASS),
                "check"),
        command("return", tr("review", "退回"), ("Alt+2",), lambda: acts.choose(Verb.RETURN),
                "arrow-u-left-top"),
        command("refer_down", tr("review", "退回下级"), ("Alt+3",),
                lambda: acts.choose(Verb.REFER_DOWN), "reply-outline",
                lambda: page.verb_reason(Verb.REFER_DOWN)),
        command("not_passed", tr("review", "不通过"), ("Alt+4",),
                lambda: acts.choose(Verb.NOT_PASSED), "close-circle-outline",
                lambda: page.verb_reason(Verb.NOT_PASSED)),
        command("next_case", tr("review", "下一件"), ("F12", "Alt+Right"),
                lambda: acts.step_case(1), "chevron-down"),
        command("previous_case", tr("review", "上一件"), ("Shift+F12", "Alt+Left"),
                lambda: acts.step_case(-1), "chevron-up"),
        command("carry_over", tr("review", "沿用上一版的核实"), (), acts.carry_over, "history",
                nothing_carried),
        command("claim", tr("review", "签收本件"), (), acts.claim, "hand-back-right-outline"),
        command("download", tr("review", "下载本件附件"), ("Ctrl+D",), acts.download,
                "tray-arrow-down"),
        command("history", tr("review", "审核流程与历史意见"), ("Ctrl+H",), acts.show_history,
                "history"),
        command("notice", tr("review", "一次性告知预览"), ("Ctrl+P",), acts.show_notice,
                "printer-outline"),
        command("next_attachment", tr("review", "下一附件"), ("Ctrl+PgDown",),
                lambda: page.step_attachment(1)),
        command("previous_attachment", tr("review", "上一附件"), ("Ctrl+PgUp",),
                lambda: page.step_attachment(-1)),
        command("back", tr("review", "返回队列"), ("Escape",), page.go_back, "arrow-left"),
        *viewer_commands(page.scan.tools),
    ]  # fmt: skip


def review_hints() -> list[tuple[str, str]]:
    """The keys of the page, most used first."""
    tr = QCoreApplication.translate
    return [
        ("F7", tr("review", "下一类")),
        ("F8", tr("review", "下一条提示")),
        ("F9", tr("review", "转为意见")),
        ("F4", tr("review", "意见库")),
        ("F12", tr("review", "下一件")),
        ("F6", tr("review", "换区")),
        ("PgDn", tr("review", "翻页")),
        ("Ctrl+PgDn", tr("review", "下一附件")),
        ("Ctrl+K", tr("review", "命令")),
        ("F1", tr("review", "按键")),
    ]


def viewer_commands(tools: ViewerTools) -> list[Command]:
    """What the viewer can do. What a text has too is heard only while the scan has the focus."""
    return [
        Command(
            id=f"review.{action.name}", label=action.words, keys=action.keys, run=action.run,
            icon=action.glyph, blocked=action.blocked, repeats=action.repeats,
            scope=Scope.PANE if action.in_page else Scope.PAGE,
            place=SCAN_PANE if action.in_page else VIEWER,
        )
        for action in tools.actions()
    ]  # fmt: skip
