"""What an approver must see before agreeing: who, which version, what was found and said."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.domain.carry_over import CARRIED
from app.domain.enums import Verb
from app.domain.model import Decision, Proposal
from app.operations.notes import by_comment, notes_on
from app.operations.refer import refer_targets
from app.protocol.messages import message
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.anchor_marks import places_words
from app.ui.pages.review.cards import comment_badge, comment_place, note_specs
from app.ui.pages.review.deciding import target_words
from app.ui.pages.review.timeline import timeline_items
from app.ui.pages.titles import titled
from app.ui.widgets import (
    CommentCard,
    CommentSpec,
    ElideLabel,
    IconMark,
    Label,
    PaneHead,
    Timeline,
    formats,
    hbox,
    severity_icon,
    severity_label,
    severity_sentence,
    severity_tone,
    vbox,
)

_MOST_FINDINGS = 8


def title_line(case: CaseView) -> str:
    """工程师（中级） · 机械制造 · 单位 · 第 2 版."""
    declared = case.version.declaration
    parts = (
        titled(declared.target_title, declared.level.value),
        declared.specialty,
        case.application.unit_name,
        version_text(case.version.version_no),
    )
    return " · ".join(part for part in parts if part)


def version_text(number: int) -> str:
    """第 2 版."""
    return QCoreApplication.translate("approve", "第 {n} 版").format(n=number)


def same_version(case: CaseView, proposal: Proposal) -> bool:
    """Whether the version that would be decided on is the one the handler saw."""
    return proposal.content_sha256 == case.version.content_sha256


def checks(case: CaseView, proposal: Proposal, me: str, own: bool) -> QWidget:
    """Two persons; the version; each with a mark."""
    translate = QCoreApplication.translate
    who = translate("approve", "经办 {handler}，复核 {me}（你）").format(
        handler=proposal.handler_name or proposal.handler_id, me=me
    )
    if own:
        who = translate("approve", "经办人是你本人，须由另一人复核（R159）")
    first = _check(
        "account-alert-outline" if own else "account-check-outline",
        not own,
        translate("approve", "两人分办"),
        who,
    )
    same = same_version(case, proposal)
    words = (
        translate("approve", "送审版本与经办所见一致")
        if same
        else translate("approve", "经办所见是第 {old} 版，申报人已提交第 {new} 版").format(
            old=proposal.version_no, new=case.version.version_no
        )
    )
    second = _check("check" if same else "alert", same, "", words)
    layout = second.layout()
    assert layout is not None
    layout.addWidget(Label(version_text(case.version.version_no), 12, tone="text3"))
    digest = formats.hash_text(case.version.content_sha256)
    layout.addWidget(Label(digest, 12, tone="text3", mono=True))
    return vbox(first, second, margins=(16, 10, 16, 10), spacing=6)


def _check(icon: str, good: bool, title: str, words: str) -> QWidget:
    tone = "green" if good else "red"
    text = ElideLabel(words, 13, tone="text" if good else "red")
    head = [Label(title, 13, bold=True)] if title else []
    return hbox(IconMark(icon, tone, 18), *head, (text, 1), spacing=8)


def findings(case: CaseView, proposal: Proposal) -> QWidget | None:
    """The findings with what the handler did about each; None where there are none."""
    if not case.findings:
        return None
    seen = {ack.finding_id: ack.status for ack in proposal.decision.findings_ack}
    asked = {one.finding_id for one in proposal.decision.overrides}
    said = {comment.from_rule for comment in proposal.decision.module_comments}
    translate = QCoreApplication.translate
    lines: list[QWidget] = []
    for finding in case.findings[:_MOST_FINDINGS]:
        severity = finding.severity.value
        if finding.finding_id in asked:
            state = translate("approve", "申请放行")
        elif seen.get(finding.finding_id) == CARRIED:
            state = translate("approve", "经办沿用上一版核实")
        elif finding.finding_id in seen:
            state = translate("approve", "经办已核实")
        elif finding.rule_id in said:
            state = translate("approve", "已转意见")
        else:
            state = ""
        words = message(f"{finding.message_code}.title", language(), **finding.params)
        mark = IconMark(severity_icon(severity), severity_tone(severity), 14,
                        severity_label(severity))  # fmt: skip
        lines.append(
            hbox(
                mark,
                (ElideLabel(words, 13), 1),
                Label(state, 12, tone="text3"),
                Label(finding.rule_id, 12, tone="text3"),
                height=28,
            )
        )
    more = len(case.findings) - _MOST_FINDINGS
    if more > 0:
        lines.append(Label(translate("approve", "另有 {n} 条").format(n=more), 12, tone="text3"))
    remark = severity_sentence(case.counts.as_dict())
    return vbox(
        PaneHead(translate("approve", "预检提示"), remark, edge="tb"),
        vbox(*lines, margins=(16, 4, 16, 8), spacing=0),
        spacing=0,
    )


def comments(case: CaseView, proposal: Proposal, now: datetime) -> QWidget | None:
    """What the applicant would be told, module by module; None where nothing is said.

    What rules hold against a comment stands below it, as the handler was told.
    """
    decision = proposal.decision
    notes = by_comment(notes_on(decision, case.judged(now)))
    translate = QCoreApplication.translate
    category = next(
        (one for one in case.profile.not_passed_categories if one.code == decision.reason_category),
        None,
    )
    target = refer_target(case, decision)
    if not (decision.module_comments or decision.overall_text or category or target):
        return None
    order = {module.code: place for place, module in enumerate(case.profile.modules)}
    said = sorted(decision.module_comments, key=lambda one: order.get(one.module, len(order)))
    remark = translate("approve", "{n} 条").format(n=len(said)) if said else ""
    parts: list[QWidget] = [PaneHead(translate("approve", "告知申报人的意见"), remark, edge="tb")]
    if category is not None:
        words = translate("approve", "理由类别：{what}").format(what=category.label.in_(language()))
        parts.append(hbox(Label(words, 13, bold=True, wrap=True), margins=(16, 8, 16, 0)))
    if target:
        parts.append(hbox(Label(target, 13, bold=True, wrap=True), margins=(16, 8, 16, 0)))
    if decision.overall_text:
        label = Label(decision.overall_text, 13, wrap=True)
        parts.append(vbox(label, margins=(16, 8, 16, 8), edge="b" if said else ""))
    for comment in said:
        raised = comment.round_first_raised
        byline = (
            translate("approve", "第 {n} 轮提出").format(n=raised)
            if raised < case_round(case)
            else ""
        )
        spec = CommentSpec(
            badge=comment_badge(comment.severity),
            place=" · ".join(
                filter(None, (comment_place(case, comment), places_words(case, comment.anchors)))
            ),
            text=comment.text,
            remedy=comment.fix_hint,
            byline=byline,
            editable=False,
            notes=note_specs(notes.get(comment.comment_id, ())),
        )
        parts.append(CommentCard(spec))
    return vbox(*parts, spacing=0)


def refer_target(case: CaseView, decision: Decision) -> str:
    """退回到 whom, where the case is referred down; empty where it is not."""
    if decision.verb is not Verb.REFER_DOWN:
        return ""
    targets = refer_targets(case.application)
    known = next((one for one in targets if one.return_to == decision.return_to), None)
    return target_words(known) if known is not None else decision.return_to


def case_round(case: CaseView) -> int:
    """Which round of decisions this is."""
    return len(case.earlier) + 1


def history(case: CaseView, now: datetime, *tools: QWidget) -> QWidget:
    """The whole way of the case, newest first."""
    title = QCoreApplication.translate("approve", "审核经过")
    timeline = Timeline(timeline_items(case.timeline, now, case.application.stamps))
    return vbox(
        PaneHead(title, "", *tools, edge="tb"),
        vbox(timeline, margins=(16, 8, 16, 12)),
        spacing=0,
    )
