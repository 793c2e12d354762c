from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.store.readmodels import StorageView
from app.sync.events import TransferStatus, Trouble
from app.ui.pages.sync.transfers import CaseDownload, TransferPane
from app.ui.widgets import Button, Label, ProgressRow


def said(pane: TransferPane) -> str:
    """All words in sight."""
    labels = [one for one in pane.findChildren(Label) if one.isVisibleTo(pane)]
    return "\n".join(label.plain_text() for label in labels)


def case(app_id: str, *, paused: bool = False) -> CaseDownload:
    """A case with half of its files here."""
    return CaseDownload(app_id, f"测试{app_id}", 4, 2, 40 << 20, 20 << 20, paused)


def test_figures_of_all_downloads_and_what_stays_when_cancelled(qtbot: QtBot) -> None:
    pane = TransferPane()
    qtbot.addWidget(pane)
    pane.set_transfers(TransferStatus(3, 10, 0, 1 << 20, 4 << 20, rate=1 << 20))
    assert "3 / 10 份" in said(pane)
    assert "离线审阅" in said(pane)
    pane.set_transfers(TransferStatus(trouble=Trouble("DISK_FULL")))
    assert "没有正在下载" in said(pane)


def test_each_case_rests_and_stops_by_itself(qtbot: QtBot) -> None:
    pane = TransferPane()
    qtbot.addWidget(pane)
    paused: list[tuple[str, bool]] = []
    cancelled: list[str] = []
    pane.casePaused.connect(lambda app_id, on: paused.append((app_id, on)))
    pane.cancelRequested.connect(cancelled.append)
    pane.set_cases([case("1"), case("2", paused=True)])
    rows = {row.accessibleName().split("，")[0]: row for row in pane.findChildren(ProgressRow)}
    first, second = rows["测试1 · 全部附件"], rows["测试2 · 全部附件"]
    assert "断点续传" in second.accessibleName()
    for row in (first, second):
        pause, cancel = row.findChildren(Button)
        pause.click()
        cancel.click()
    assert paused == [("1", True), ("2", False)]
    assert cancelled == ["1", "2"]


def test_rows_of_cases_that_are_done_go(qtbot: QtBot) -> None:
    pane = TransferPane()
    qtbot.addWidget(pane)
    pane.set_cases([case("1"), case("2")])
    pane.set_cases([case("2")])
    shown = [row for row in pane.findChildren(ProgressRow) if row.isVisibleTo(pane)]
    assert [row.accessibleName().split(" ")[0] for row in shown] == ["测试2"]


def test_storage_says_what_can_go(qtbot: QtBot) -> None:
    pane = TransferPane()
    qtbot.addWidget(pane)
    asked: list[bool] = []
    pane.cleanRequested.connect(lambda: asked.append(True))
    clean = next(one for one in pane.findChildren(Button) if one.text() == "清理")
    pane.set_storage(StorageView(20 << 30, 5 << 30, 1 << 30, 0, 90 << 30, 10, 5, 3, 1 << 20))
    assert clean.reason
    pane.set_storage(StorageView(20 << 30, 5 << 30, 1 << 30, 2 << 30, 90 << 30, 10, 5, 3, 1 << 20))
    assert clean.text() == "清理可再下载的缓存 2.0 GB"
    clean.click()
    assert asked == [True]
