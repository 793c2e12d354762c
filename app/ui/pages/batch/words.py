"""Why a case stays out of a batch, and what to do with it instead."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.enums import Verb
from app.domain.workflow import Refusal
from app.operations.batch_plan import Excluded
from app.protocol.messages import message
from app.ui.i18n import language


def reason_text(refusal: Refusal) -> str:
    """A refusal in words."""
    params = dict(refusal.params)
    if language() == "en" and "what_en" in params:
        params["what"] = params["what_en"]
    return message(refusal.code, language(), **params)


def reasons_text(out: Excluded) -> str:
    """All that keeps a case out, the gravest first."""
    semicolon = QCoreApplication.translate("batch", "；")
    return semicolon.join(dict.fromkeys(reason_text(refusal) for refusal in out.reasons))


def rules_text(out: Excluded) -> str:
    """The rules behind it: R071、R073."""
    shown = QCoreApplication.translate("batch", "、").join(out.rule_ids[:3])
    return f"{shown}…" if len(out.rule_ids) > 3 else shown


def remedy_text(out: Excluded, verb: Verb | None) -> str:
    """What to do with a case that stays out; ``verb`` is None for a batch of approvals."""
    translate = QCoreApplication.translate
    code = out.reasons[0].code if out.reasons else ""
    remedies = {
        "NOT_CLAIMED": translate("batch", "先签收"),
        "CLAIMED_BY_OTHER": translate("batch", "由签收人办理"),
        "ALREADY_PROPOSED": translate("batch", "不必再做"),
        "DRAFT_OUTDATED": translate("batch", "打开，移到新版"),
        "DEADLINE_PASSED": translate("batch", "不能再办理"),
        "SELF_REVIEW": translate("batch", "交给另一位经办人"),
        "R159": translate("batch", "留给另一位复核人"),
        "WRONG_STATE": translate("batch", "不必再做"),
        "batch.changed": translate("batch", "打开，按新版重新核对"),
        "batch.unsaved_text": translate("batch", "打开，加入意见或清空"),
        "batch.overrides": translate("batch", "打开，逐项决定"),
        "DECISION_WARNED": translate("batch", "打开，看过提醒再提请"),
        "batch.has_comments": translate("batch", "改用成批退回，或删去意见"),
        "batch.no_comments": translate("batch", "打开，写明意见"),
        "batch.not_here": translate("batch", "同步后再试"),
        "batch.single_only": translate("batch", "打开，单独批准"),
        "batch.not_proposed": translate("batch", "不必再做"),
    }
    if code in remedies:
        return remedies[code]
    if verb is Verb.PASS:
        return translate("batch", "打开，逐条处理预检提示")
    if verb is Verb.RETURN:
        return translate("batch", "打开，写明意见")
    return translate("batch", "打开，单独办理")
