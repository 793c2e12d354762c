"""Phrases of the consequence sentences (ui §10), in the words of the message catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.domain.partial_date import CHINA
from app.protocol.messages import message

TIGHT = timedelta(hours=24)
"""Below this an applicant has hardly the time to correct and resubmit (domain §4.13 R154)."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment_text(moment: datetime, now: datetime, language: str) -> str:
    """``10月16日 18:00`` in the office's time, with the year where it is another one."""
    local, here = moment.astimezone(CHINA), now.astimezone(CHINA)
    if language == "en":
        day = f"{local.day} {_MONTHS[local.month - 1]}"
        day += f" {local.year}" if local.year != here.year else ""
    else:
        day = f"{local.month}月{local.day}日"
        day = f"{local.year}年{day}" if local.year != here.year else day
    return f"{day} {local:%H:%M}"


def span_text(span: timedelta, language: str) -> str:
    """``7 天 7 小时``, below a day ``7 小时 36 分``, below an hour ``23 分``."""
    minutes = int(abs(span).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    pairs = {
        "days": days,
        "hours": hours,
        "minutes": 0 if days else minutes,
    }
    parts = [message(f"workflow.span.{unit}", language, n=n) for unit, n in pairs.items() if n]
    return " ".join(parts) or message("workflow.span.minutes", language, n=0)


def deadline_phrase(deadline: datetime | None, now: datetime, language: str) -> str:
    """``在 10月16日 18:00 前``; empty where there is no deadline."""
    if deadline is None:
        return ""
    moment = moment_text(deadline, now, language)
    return message("workflow.deadline", language, moment=moment)


def left_phrase(deadline: datetime | None, now: datetime, language: str) -> str:
    """``（剩 7 天 7 小时，来得及）``: the time left and whether it will do."""
    if deadline is None:
        return ""
    left = deadline - now
    kind = "over" if left <= timedelta(0) else "tight" if left < TIGHT else "ample"
    return message(f"workflow.left.{kind}", language, span=span_text(left, language))


def approval_phrase(needed: bool, approvers: Sequence[str], language: str) -> str:
    """Who must agree before the decision takes effect."""
    if not needed:
        return message("workflow.approval.none", language)
    if not approvers:
        return message("workflow.approval.unnamed", language)
    joint = message("workflow.approval.or", language)
    return message("workflow.approval.named", language, name=joint.join(approvers))


def counted(counts: dict[str, int], language: str) -> str:
    """``1 项拦截、3 项须改``: findings by severity, without zeros."""
    joint = message("workflow.list", language)
    parts = [message(f"workflow.count.{kind}", language, n=n) for kind, n in counts.items() if n]
    return joint.join(parts)
