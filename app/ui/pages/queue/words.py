"""The words of the queue: states, groups, who holds a case."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.store.readmodels import GroupHead, QueueRow
from app.ui.i18n import Count, language
from app.ui.widgets import BadgeSpec, formats
from app.ui.widgets.badge import BadgeTone

_STATUS_TONES: dict[str, BadgeTone] = {
    "CLAIMED": "accent",
    "RETURNED": "amber",
    "APPROVED_AT": "green",
    "NOT_PASSED": "red",
}
_LINE = frozenset({"PROPOSED"})


def tr(text: str) -> str:
    """Translate a word of the queue."""
    return QCoreApplication.translate("queue", text)


def status_badge(row: QueueRow) -> BadgeSpec:
    """The state of a case in the region's own word; only the unusual is coloured."""
    label = row.status_label.in_(language())
    if row.seal:
        return _seal_badge(row)
    if row.status == "SUBMITTED" and row.resubmitted:
        return BadgeSpec(QCoreApplication.translate("queue", "重新提交"), "violet", "soft")
    if row.status in _LINE:
        return BadgeSpec(label, "grey", "line")
    tone = _STATUS_TONES.get(row.status)
    return BadgeSpec(label, tone, "soft") if tone else BadgeSpec(label, "grey", "bare")


def _seal_badge(row: QueueRow) -> BadgeSpec:
    """待用章, 已用章, 印章无效: shorter than a region's words for the stage."""
    translate = QCoreApplication.translate
    if row.seal == "invalid":
        return BadgeSpec(translate("queue", "印章无效"), "red", "soft", "alert-circle")
    if row.seal == "waiting":
        return BadgeSpec(translate("queue", "待用章"), "green", "line", "stamper")
    return BadgeSpec(translate("queue", "已用章"), "green", "soft", "stamper")


def group_title(head: GroupHead, now: datetime) -> tuple[str, str]:
    """The title of a deadline group and its tone."""
    lang = language()
    if head.key == "none" or head.deadline is None:
        return QCoreApplication.translate("queue", "没有截止时间"), "text"
    when = formats.sentence_time(head.deadline, now, lang)
    left = formats.countdown(head.deadline, now, lang)
    due = QCoreApplication.translate("queue", "{when} 截止").format(when=when)
    match head.key:
        case "overdue":
            return f"{QCoreApplication.translate('queue', '已过截止时间')} · {left}", "red"
        case "today":
            return f"{due} · {left}", "red"
        case "tomorrow":
            return f"{due} · {left}", "amber"
        case "week":
            return QCoreApplication.translate("queue", "一周内截止"), "text"
        case _:
            return QCoreApplication.translate("queue", "以后截止"), "text"


def group_remark(head: GroupHead) -> str:
    """What a group holds: cases, bytes, how many are on this machine."""
    text = QCoreApplication.translate("queue", "{n} 件 · 附件 {size}，本机已缓存 {cached} 件")
    return text.format(n=Count(head.count), size=formats.bytes_text(head.bytes), cached=head.cached)


def claim_text(row: QueueRow, now: datetime) -> str:
    """Who holds the case and until when: 我 · 至 18:00."""
    if row.claim_user_id is None or row.lease_until is None:
        return ""
    me = QCoreApplication.translate("queue", "我")
    who = me if row.mine else (row.claim_name or row.claim_user_id)
    if row.status == "PROPOSED":
        return QCoreApplication.translate("queue", "{who} · 已提交").format(who=who)
    if row.lease_until <= now:
        return QCoreApplication.translate("queue", "{who} · 已过期").format(who=who)
    until = _short_time(row.lease_until, now)
    return QCoreApplication.translate("queue", "{who} · 至 {until}").format(who=who, until=until)


def _short_time(moment: datetime, now: datetime) -> str:
    """The clock today, the day otherwise: 18:00, 11-24."""
    local = moment.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%m-%d}"
