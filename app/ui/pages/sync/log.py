"""What the sync engine did lately, as lines for the page. No names of applicants."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.protocol.messages import message
from app.store.readmodels import OpState
from app.sync.events import (
    CasesChanged,
    Notice,
    OpResult,
    StatusChanged,
    SyncStatus,
    TransferProgress,
)
from app.ui.i18n import language
from app.ui.pages.sync.words import trouble_text

_KEPT = 60
_TAKEN = frozenset({OpState.SENDING, OpState.ACKED})
"""An operation that the server applied is on its way until a document lists it."""
_NEEDS_OFFICER = frozenset({OpState.CONFLICT, OpState.REJECTED})


@dataclass(frozen=True)
class LogLine:
    """One line: when, what, and whether it was trouble."""

    at: datetime
    words: str
    state: Literal["", "bad"] = ""


class SyncLog(QObject):
    """Listens to the engine's events and keeps the last lines, newest first.

    Attributes:
        changed: there is another line.
    """

    changed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._lines: deque[LogLine] = deque(maxlen=_KEPT)
        self._status = SyncStatus()
        self._cases: set[str] = set()
        self._results: list[OpResult] = []
        self._fetching = False

    def lines(self) -> list[LogLine]:
        """The lines, newest first."""
        return list(self._lines)

    def take(self, event: object) -> None:
        """Hear an event of the engine."""
        match event:
            case CasesChanged(app_ids=ids):
                self._cases |= ids
            case OpResult():
                self._results.append(event)
            case Notice(code=code, params=params):
                self._say(message(code, language(), **params))
            case TransferProgress(status=status):
                self._transfers(status.active, status.files_done, status.files_failed)
            case StatusChanged(status=status):
                self._compare(self._status, status)
                self._status = status
            case _:
                pass

    def _compare(self, old: SyncStatus, new: SyncStatus) -> None:
        translate = QCoreApplication.translate
        if old.online is not False and new.online is False and new.trouble is not None:
            self._say(trouble_text(new.trouble), "bad")
        if old.online is False and new.online:
            self._say(translate("sync", "已恢复连接"))
        if new.last_sync is not None and new.last_sync != old.last_sync:
            self._synced()

    def _synced(self) -> None:
        translate = QCoreApplication.translate
        sent, cases = self._results, len(self._cases)
        self._results, self._cases = [], set()
        if sent:
            taken = sum(one.state in _TAKEN for one in sent)
            trouble = sum(one.state in _NEEDS_OFFICER for one in sent)
            text = translate("sync", "发出 {n} 条，服务器受理 {ok} 条").format(
                n=len(sent), ok=taken
            )
            if trouble:
                text += translate("sync", "，{n} 条需要你处理").format(n=trouble)
            self._say(text, "bad" if trouble else "")
        if cases:
            self._say(translate("sync", "更新 {n} 件").format(n=cases))
        elif not sent and not self._lines:
            self._say(translate("sync", "同步完成，没有变化"))

    def _transfers(self, active: bool, done: int, failed: int) -> None:
        translate = QCoreApplication.translate
        if self._fetching and not active:
            text = translate("sync", "附件下载完 {n} 份").format(n=done)
            if failed:
                text += translate("sync", "，{n} 份没有下成").format(n=failed)
            self._say(text, "bad" if failed else "")
        self._fetching = active

    def _say(self, words: str, state: Literal["", "bad"] = "") -> None:
        self._lines.appendleft(LogLine(self._now(), words, state))
        self.changed.emit()
