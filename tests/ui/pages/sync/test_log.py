from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.sync.events import (
    CasesChanged,
    Notice,
    OpResult,
    Phase,
    StatusChanged,
    SyncStatus,
    TransferProgress,
    TransferStatus,
    Trouble,
)
from app.ui.pages.sync import SyncLog

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def log_of(*events: object) -> list[tuple[str, str]]:
    """The lines after some events, oldest first, with their state."""
    log = SyncLog(lambda: NOW)
    for event in events:
        log.take(event)
    return [(line.words, line.state) for line in reversed(log.lines())]


def status(online: bool | None, minutes: int = 0, trouble: Trouble | None = None) -> StatusChanged:
    """The engine, last synced so many minutes after nine."""
    synced = NOW + timedelta(minutes=minutes) if minutes else None
    return StatusChanged(SyncStatus(Phase.IDLE, online, synced, None, trouble))


def test_a_sync_is_one_line_for_what_went_and_one_for_what_came() -> None:
    sent = [OpResult("1", "A1", "ACKED"), OpResult("2", "A2", "CONFLICT")]
    lines = log_of(status(True), *sent, CasesChanged(frozenset({"A1", "A3"})), status(True, 1))
    assert lines == [
        ("发出 2 条，服务器受理 1 条，1 条需要你处理", "bad"),
        ("更新 2 件", ""),
    ]


def test_a_broken_line_is_told_once_and_its_return_too() -> None:
    trouble = Trouble("UNREACHABLE", {"host": "zc.example.cn"})
    lines = log_of(
        status(True, 1), status(False, 1, trouble), status(False, 1, trouble), status(True, 1)
    )
    assert [state for _, state in lines] == ["", "bad", ""]
    assert "zc.example.cn" in lines[1][0]


def test_downloads_are_told_when_they_end() -> None:
    running = TransferProgress(TransferStatus(files_done=1, files_total=3))
    ended = TransferProgress(TransferStatus(files_done=2, files_total=3, files_failed=1))
    assert log_of(running, ended) == [("附件下载完 2 份，1 份没有下成", "bad")]


def test_a_notice_is_said_in_words() -> None:
    ((words, _),) = log_of(Notice("LOG_FORK"))
    assert words != "LOG_FORK"
