"""Seals on a case's forms in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.domain.model import TimelineEntry
from app.domain.sealing import Stamp, StampMethod
from app.ui.forms.names import form_name
from app.ui.i18n import language
from app.ui.widgets import formats

_STAMP: Final = "stamp"
_NEAR: Final = timedelta(seconds=2)
"""A line of the timeline has the moment of its stamp, as far as whole seconds tell."""


def has_electronic(stamps: Iterable[Stamp]) -> bool:
    """Whether there is anything to verify."""
    return any(one.method is StampMethod.ELECTRONIC for one in stamps)


def stamp_of(entry: TimelineEntry, stamps: Sequence[Stamp]) -> Stamp | None:
    """The stamp that a line of the timeline tells of; None for any other line."""
    if entry.action != _STAMP:
        return None
    form = entry.params.get("form")
    same = [one for one in stamps if one.form == form and abs(one.at - entry.at) <= _NEAR]
    return min(same, key=lambda one: abs(one.at - entry.at), default=None)


def stamp_state(stamp: Stamp, now: datetime) -> str:
    """How it was sealed and what became of it: 电子签章，第 2 版，10-09 10:24 加盖时间戳."""
    tr = QCoreApplication.translate
    parts = [_how(stamp), tr("forms", "第 {n} 版").format(n=stamp.version_no)]
    if stamp.method is StampMethod.ELECTRONIC:
        parts.append(_stamped(stamp, now))
    if stamp.voided:
        parts.append(tr("forms", "已作废：{why}").format(why=stamp.void_reason or "—"))
    return tr("forms", "，").join(parts)


def stamp_words(stamp: Stamp, now: datetime) -> str:
    """单位推荐意见：顾南乔 于 今天 10:24 用章，电子签章，第 2 版，等待时间戳."""
    text = QCoreApplication.translate("forms", "{form}：{name} 于 {when} 用章，{state}")
    return text.format(
        form=form_name(stamp.form), name=stamp.signer_name or "—",
        when=formats.sentence_time(stamp.at, now, language()), state=stamp_state(stamp, now),
    )  # fmt: skip


def _how(stamp: Stamp) -> str:
    if stamp.method is StampMethod.PAPER:
        return QCoreApplication.translate("forms", "纸质用章")
    return QCoreApplication.translate("forms", "电子签章")


def _stamped(stamp: Stamp, now: datetime) -> str:
    tr = QCoreApplication.translate
    if not stamp.stamp_id:
        return tr("forms", "等待发送")
    if not stamp.time_stamped_sha256:
        return tr("forms", "等待时间戳")
    if stamp.time_stamped_at is None:
        return tr("forms", "有时间戳")
    when = formats.table_time(stamp.time_stamped_at, now)
    return tr("forms", "{when} 加盖时间戳").format(when=when)
