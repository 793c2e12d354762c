"""Queries may be dropped, mutations never; results arrive on the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.shell.tasks import Generation, TaskRunner


@pytest.fixture
def tasks() -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.shutdown()


def test_a_query_runs_elsewhere_and_answers_here(tasks: TaskRunner, qtbot: QtBot) -> None:
    seen: list[tuple[int, int]] = []
    tasks.query(threading.get_ident, lambda there: seen.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    there, here = seen[0]
    assert here == threading.get_ident()
    assert there != here


def test_a_failure_is_handed_to_the_asker_or_reported(tasks: TaskRunner, qtbot: QtBot) -> None:
    failures: list[Exception] = []
    tasks.query(lambda: 1 // 0, lambda _: None, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ZeroDivisionError)
    with qtbot.waitSignal(tasks.unhandled) as caught:
        tasks.mutation(lambda: 1 // 0)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_a_newer_question_makes_the_older_answer_stale(tasks: TaskRunner, qtbot: QtBot) -> None:
    gate, generation, answers = threading.Event(), Generation(), []
    tasks.query(lambda: gate.wait(5) and "old", answers.append, token=generation.next())
    tasks.query(lambda: "new", answers.append, token=generation.next())
    qtbot.waitUntil(lambda: answers == ["new"])
    gate.set()
    tasks.query(lambda: "last", answers.append)
    qtbot.waitUntil(lambda: "last" in answers)
    assert answers == ["new", "last"]


def test_mutations_keep_their_order_and_run_one_at_a_time(tasks: TaskRunner, qtbot: QtBot) -> None:
    order: list[int] = []
    threads: set[int] = set()

    def write(number: int) -> None:
        threads.add(threading.get_ident())
        order.append(number)

    done: list[None] = []
    for number in range(50):
        tasks.mutation(lambda n=number: write(n), done.append)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert order == list(range(50))
    assert len(threads) == 1


def test_busy_tells_of_open_mutations(tasks: TaskRunner, qtbot: QtBot) -> None:
    gate = threading.Event()
    with qtbot.waitSignal(tasks.busyChanged) as begun:
        tasks.mutation(lambda: gate.wait(5))
    assert begun.args == [True]
    assert tasks.busy
    with qtbot.waitSignal(tasks.busyChanged) as ended:
        gate.set()
    assert ended.args == [False]
    assert not tasks.busy


class _Asker(QObject):
    def __init__(self, heard: list[object]) -> None:
        super().__init__()
        self._heard = heard

    def take(self, answer: object) -> None:
        self._heard.append(answer)


def test_an_answer_for_a_deleted_widget_is_dropped(tasks: TaskRunner, qtbot: QtBot) -> None:
    heard: list[object] = []
    gate, asker, done = threading.Event(), _Asker(heard), []
    tasks.mutation(lambda: gate.wait(5), asker.take)
    asker.deleteLater()
    qtbot.waitSignal(asker.destroyed).wait()
    gate.set()
    tasks.mutation(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert heard == []


def test_a_failed_write_of_a_deleted_widget_is_still_reported(
    tasks: TaskRunner, qtbot: QtBot
) -> None:
    gate, asker = threading.Event(), _Asker([])

    def write() -> None:
        gate.wait(5)
        raise OSError("disk full")

    tasks.mutation(write, None, asker.take)
    asker.deleteLater()
    qtbot.waitSignal(asker.destroyed).wait()
    with qtbot.waitSignal(tasks.unhandled) as caught:
        gate.set()
    assert str(caught.args[0]) == "disk full"


def test_shutdown_finishes_every_mutation(qtbot: QtBot) -> None:
    runner, written = TaskRunner(), []
    for number in range(20):
        runner.mutation(lambda n=number: written.append(n))
    runner.shutdown()
    assert written == list(range(20))
    with pytest.raises(RuntimeError):
        runner.mutation(lambda: None)


def test_shutdown_can_call_back_instead_of_waiting(qtbot: QtBot) -> None:
    runner, gate, written, over = TaskRunner(), threading.Event(), [], []
    runner.mutation(lambda: (gate.wait(5), written.append(1)))
    runner.shutdown(lambda: over.append(list(written)))
    assert over == []
    gate.set()
    qtbot.waitUntil(lambda: over == [[1]])
