from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.store.journal import Journal
from app.ui.kept_state import JournalState
from app.ui.shell import TaskRunner, UiState
from tests.ui.desk import pause, wait_for

KEY = bytes(32)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened, _ = Journal.open(tmp_path / "journal.db", KEY)
    yield opened
    opened.close()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


def test_values_are_answered_at_once_and_written_soon(journal: Journal, tasks: TaskRunner) -> None:
    state = UiState(JournalState(journal, tasks, {}))
    state.put("queue.view", "mine")
    assert state.get("queue.view", "") == "mine"
    wait_for(lambda: journal.settings())
    again = UiState(JournalState(journal, tasks, journal.settings()))
    assert again.get("queue.view", "") == "mine"


def test_many_changes_are_one_write(journal: Journal, tasks: TaskRunner) -> None:
    store = JournalState(journal, tasks, {})
    before = journal.generation
    for width in range(100):
        store.put("width", width)
    wait_for(lambda: journal.settings())
    assert journal.generation == before + 1
    assert store.kept() == {"ui.width": 99}


def test_closing_writes_and_hears_no_more(journal: Journal, tasks: TaskRunner) -> None:
    store = JournalState(journal, tasks, {"ui.old": 1, "sync.token": "x"})
    store.put("new", 2)
    store.close()
    store.put("late", 3)
    tasks.shutdown()
    pause(0.7)
    assert journal.settings() == {"ui.new": 2}
    assert store.get("old") == 1
    assert store.get("token") is None
