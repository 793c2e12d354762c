"""The words of the sync page: states of operations, why one waits, the state of the engine."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from PySide6.QtCore import QCoreApplication

from app.protocol.messages import has_message, message
from app.store.readmodels import OpState, OutboxRow
from app.sync.events import Phase, SyncStatus, TransferStatus, Trouble
from app.ui.i18n import language
from app.ui.widgets import BadgeSpec, formats, local_badge

Need = Literal["need_you", "under_way", "confirmed"]
_BADGES = {
    OpState.READY: "queued",
    OpState.SENDING: "sending",
    OpState.UNCONFIRMED: "unconfirmed",
    OpState.HELD: "held",
    OpState.CONFLICT: "conflict",
    OpState.REJECTED: "rejected",
}


def state_badge(state: OpState) -> BadgeSpec:
    """The state of an operation as a badge."""
    translate = QCoreApplication.translate
    if state is OpState.ACKED:
        return BadgeSpec(translate("sync", "已确认"), "green", "bare", "check-circle-outline")
    if state is OpState.CANCELLED:
        return BadgeSpec(translate("sync", "已撤销"), "grey", "line")
    if state is OpState.ARCHIVED:
        return BadgeSpec(translate("sync", "已归档"), "grey", "line")
    return local_badge(_BADGES[state])


def what_text(row: OutboxRow) -> str:
    """提请退回，3 条意见."""
    return message(row.what_code, language(), **row.what_params)


def why_text(row: OutboxRow, now: datetime) -> str:
    """Why an operation waits or was refused, in one line; empty where nothing is to be said."""
    translate = QCoreApplication.translate
    if row.state is OpState.UNCONFIRMED:
        return translate("sync", "可能已送达；将用同一编号重发，不会重复")
    if row.state is OpState.HELD:
        return translate("sync", "等同一件的前一项处理完再发")
    if row.why_code:
        words = message(row.why_code, language(), **row.why_params)
        rules = translate("sync", "、").join(row.rule_ids)
        return f"{rules} {words}" if rules else words
    if row.state is OpState.READY and row.next_try_at is not None and row.next_try_at > now:
        when = formats.clock_text(row.next_try_at.astimezone(now.tzinfo), seconds=True)
        return translate("sync", "{when} 再试").format(when=when)
    return ""


def group_title(need: Need, count: int) -> str:
    """需要你处理 2."""
    translate = QCoreApplication.translate
    titles = {
        "need_you": translate("sync", "需要你处理 {n}"),
        "under_way": translate("sync", "在路上 {n}"),
        "confirmed": translate("sync", "今天已确认 {n}"),
    }
    return titles[need].format(n=count)


def group_remark(need: Need) -> str:
    """What holds for a group."""
    translate = QCoreApplication.translate
    return {
        "need_you": translate("sync", "不处理不会再发，也不影响别的件"),
        "under_way": translate("sync", "按件先进先出"),
        "confirmed": translate("sync", "以服务器受理时间为准"),
    }[need]


def trouble_text(trouble: Trouble) -> str:
    """Why something does not go on."""
    if has_message(trouble.code, language()):
        return message(trouble.code, language(), **trouble.params)
    return QCoreApplication.translate("sync", "同步中断（{code}）").format(code=trouble.code)


def engine_state(status: SyncStatus) -> tuple[str, str, str]:
    """Icon, tone and title for the state of the engine."""
    translate = QCoreApplication.translate
    match status.phase:
        case Phase.PAUSED:
            return "pause-circle-outline", "amber", translate("sync", "已暂停同步")
        case Phase.SYNCING:
            return "cloud-sync-outline", "accent", translate("sync", "正在同步")
        case Phase.SIGNED_OUT:
            return "cloud-lock-outline", "amber", translate("sync", "须重新登录")
        case Phase.STOPPED:
            return "cloud-off-outline", "text3", translate("sync", "未同步")
        case _:
            if status.online:
                return "cloud-check-outline", "green", translate("sync", "已同步")
            if status.online is None:
                return "cloud-sync-outline", "accent", translate("sync", "正在连接")
            return "cloud-off-outline", "amber", translate("sync", "离线")


def engine_note(status: SyncStatus, now: datetime) -> str:
    """What stands beside the title: when, why not, when again."""
    translate = QCoreApplication.translate
    parts = []
    if status.trouble is not None and not status.online:
        parts.append(trouble_text(status.trouble))
    if status.phase is Phase.PAUSED:
        parts.append(translate("sync", "恢复之前，操作都存本机，不会丢失"))
    if status.last_sync is not None:
        when = formats.sentence_time(status.last_sync, now, language())
        parts.append(translate("sync", "上次完成 {when}").format(when=when))
    if status.next_try is not None and status.phase is Phase.WAITING:
        when = formats.clock_text(status.next_try.astimezone(now.tzinfo), seconds=True)
        parts.append(translate("sync", "{when} 再试").format(when=when))
    return " · ".join(parts)


def transfer_figures(transfers: TransferStatus) -> str:
    """31 / 46 份 · 1.1 / 1.4 GB · 3.2 MB/s · 约 2 分钟."""
    translate = QCoreApplication.translate
    done, total = transfers.bytes_done, transfers.bytes_total
    parts = [
        translate("sync", "{done} / {total} 份").format(
            done=transfers.files_done, total=transfers.files_total
        ),
        f"{formats.bytes_text(done)} / {formats.bytes_text(total)}",
    ]
    if transfers.paused:
        parts.insert(0, translate("sync", "已暂停"))
    elif transfers.rate > 0:
        parts.append(formats.rate_text(transfers.rate))
        minutes = (total - done) / transfers.rate / 60
        parts.append(
            translate("sync", "约 {n} 分钟").format(n=round(minutes))
            if minutes >= 1
            else translate("sync", "不到 1 分钟")
        )
    return " · ".join(parts)
