"""What holds for the whole case, gravest first, with the one remedy beside it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.workflow import live_claim
from app.operations.findings import carryable
from app.store.readmodels import CaseView, LocalState
from app.ui.i18n import Count, language
from app.ui.session import Session
from app.ui.widgets import BannerSlot, BannerSpec, CardAction, formats

_KEYS = ("conflict", "barred", "outdated", "resubmitted")
_REVIEWABLE = frozenset({"SUBMITTED", "CLAIMED"})


def why_barred(case: CaseView, session: Session) -> str:
    """Why this officer cannot work on the case now; empty when they can."""
    account = session.workspace.account
    claim = case.claim
    if case.application.readable_only:
        return QCoreApplication.translate("review", "服务器版本较新，本机只能查看")
    if not set(account.roles) & {"HANDLER", "OFFICE_CLERK", "COMMITTEE_CLERK"}:
        return QCoreApplication.translate("review", "你的角色不经办，只能查看")
    if case.local in (LocalState.QUEUED, LocalState.SENDING, LocalState.UNCONFIRMED):
        return QCoreApplication.translate("review", "已提请，等待送达")
    if case.status.value not in _REVIEWABLE:
        label = case.status_label.in_(language())
        return QCoreApplication.translate("review", "现在的状态是“{label}”").format(label=label)
    now = session.now()
    if claim is not None and live_claim(case.application, now) and claim.user_id != account.user_id:
        text = QCoreApplication.translate("review", "{name} 已签收，有效至 {until}")
        until = formats.sentence_time(claim.lease_until, now, language())
        return text.format(name=claim.user_name or claim.user_id, until=until)
    return ""


def show(slot: BannerSlot, case: CaseView, session: Session) -> None:
    """Show the gravest thing that holds for the case."""
    for key in _KEYS:
        slot.clear(key)
    tr = QCoreApplication.translate
    if case.local in (LocalState.CONFLICT, LocalState.REJECTED):
        spec = BannerSpec(
            "red",
            tr("review", "服务器没有受理你的提请"),
            tr("review", "意见都在本机，没有丢失。"),
            [CardAction("sync", tr("review", "去处理"))],
        )
        slot.show_banner("conflict", spec)
    elif case.draft_outdated and case.draft.has_work:
        text = tr("review", "你审的是第 {old} 版，申报人已提交第 {new} 版")
        spec = BannerSpec(
            "amber",
            text.format(old=case.draft.version_no, new=case.application.current_version),
            tr("review", "移过来时，没有改动的类别沿用意见，改动过的重新核对。"),
            [CardAction("rebase", tr("review", "移到新版"))],
        )
        slot.show_banner("outdated", spec)
    elif case.status.value == "SUBMITTED" and not case.mine and not why_barred(case, session):
        title = tr("review", "只读预审")
        if case.resubmitted and case.diff is not None:
            title = f"{_changed_words(case)} · {title}"
        spec = BannerSpec(
            "accent",
            title,
            tr("review", "打开不等于签收。可以先写意见，提请前须签收。"),
            [CardAction("claim", tr("review", "签收本件")), *_carry(case), *_compare(case)],
        )
        slot.show_banner("barred", spec)
    elif case.resubmitted and case.diff is not None:
        asked = {one.module for round_ in case.earlier[:1] for one in round_.comments}
        changed = set(case.diff.changed)
        detail = tr("review", "上次要求修改 {asked} 类，其中改了 {done} 类；左边有记号。")
        spec = BannerSpec(
            "accent",
            _changed_words(case),
            detail.format(asked=Count(len(asked)), done=len(asked & changed)),
            [
                *_carry(case),
                *_compare(case),
                CardAction("next_change", tr("review", "看下一处改动")),
            ],
        )
        slot.show_banner("resubmitted", spec)


def _carry(case: CaseView) -> list[CardAction]:
    """沿用上一版的核实 3 条, while there is something to take over."""
    count = len(carryable(case))
    if not count or case.draft_outdated:
        return []
    text = QCoreApplication.translate("review", "沿用上一版的核实 {n} 条")
    return [CardAction("carry_over", text.format(n=Count(count)))]


def _compare(case: CaseView) -> list[CardAction]:
    """对照上一版, where the version before is here."""
    if case.diff is None:
        return []
    text = QCoreApplication.translate("review", "对照上一版")
    return [CardAction("compare", text, key="Alt+B")]


def _changed_words(case: CaseView) -> str:
    """第 2 版，改了 1 类."""
    changed = len(case.diff.changed) if case.diff else 0
    text = QCoreApplication.translate("review", "第 {n} 版，改了 {changed} 类")
    return text.format(n=case.application.current_version, changed=Count(changed))
