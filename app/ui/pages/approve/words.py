"""The words of the approval page: verbs, groups, what a proposal rests on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.enums import Verb
from app.operations.batch_plan import Excluded, judge_approval
from app.store.readmodels import ApprovalRow
from app.ui.i18n import language
from app.ui.pages.batch.words import reasons_text
from app.ui.widgets import BadgeSpec
from app.ui.widgets.badge import BadgeTone

VERB_ORDER = (Verb.PASS, Verb.RETURN, Verb.REFER_DOWN, Verb.NOT_PASSED, Verb.UNKNOWN)
_TONES: dict[Verb, BadgeTone] = {
    Verb.PASS: "green",
    Verb.RETURN: "amber",
    Verb.REFER_DOWN: "amber",
    Verb.NOT_PASSED: "red",
}


def proposal_word(verb: Verb) -> str:
    """提请通过, 提请退回 …: fixed words, whatever a region calls the verb."""
    words = {
        Verb.PASS: QCoreApplication.translate("approve", "提请通过"),
        Verb.RETURN: QCoreApplication.translate("approve", "提请退回"),
        Verb.REFER_DOWN: QCoreApplication.translate("approve", "提请退回下级"),
        Verb.NOT_PASSED: QCoreApplication.translate("approve", "提请不通过"),
    }
    return words.get(verb, QCoreApplication.translate("approve", "提请（未知）"))


def group_remark(verb: Verb, count: int) -> str:
    """How a group may be answered: together, one by one, or one by one with a question."""
    remarks = {
        Verb.PASS: QCoreApplication.translate("approve", "{n} 件 · 可成批批准"),
        Verb.NOT_PASSED: QCoreApplication.translate("approve", "{n} 件 · 不可成批，逐件确认"),
    }
    one_by_one = QCoreApplication.translate("approve", "{n} 件 · 逐件批准")
    return remarks.get(verb, one_by_one).format(n=count)


def verb_tone(verb: Verb) -> BadgeTone:
    """The tone of a verb."""
    return _TONES.get(verb, "grey")


def verb_badge(row: ApprovalRow) -> BadgeSpec:
    """The verb in the region's own word."""
    return BadgeSpec(row.verb_label.in_(language()), verb_tone(row.verb), "soft")


def basis(row: ApprovalRow) -> tuple[str, str]:
    """What the proposal rests on, and the tone: overrides stand out."""
    parts: list[str] = []
    if row.overrides:
        comma = QCoreApplication.translate("approve", "、")
        rules = comma.join(dict.fromkeys(row.override_rules))
        text = QCoreApplication.translate("approve", "申请放行 {n} 项：{rules}")
        parts.append(text.format(n=row.overrides, rules=rules))
    if row.comments:
        parts.append(QCoreApplication.translate("approve", "{n} 条意见").format(n=row.comments))
    if row.round > 1:
        parts.append(QCoreApplication.translate("approve", "第 {n} 轮").format(n=row.round))
    if not parts and row.verb is Verb.PASS:
        seen = row.counts.total
        parts.append(
            QCoreApplication.translate("approve", "提示 {n} 条已核实").format(n=seen)
            if seen
            else QCoreApplication.translate("approve", "预检无问题")
        )
    if not parts and row.overall_text:
        parts.append(row.overall_text)
    return " · ".join(parts), "amber" if row.overrides else "text2"


def obstacle(row: ApprovalRow) -> str:
    """Why a proposal cannot be approved together with others; empty when it can."""
    judged = judge_approval(row)
    return reasons_text(judged) if isinstance(judged, Excluded) else ""
