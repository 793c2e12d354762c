"""The frame: pages are made late, breakpoints follow the width, F6 goes round the panes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.commands import Command, CommandRegistry, Scope
from app.ui.shell import Breakpoint, MainWindow, Page, PageSpec, TaskRunner
from app.ui.shell.rail import ALARM, pill_words
from app.ui.widgets.keycap import Hint


class Sample(Page):
    """A page of three panes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.log: list[str] = []
        self.fields = [QLineEdit() for _ in range(3)]
        self._panes: list[QWidget] = []
        layout = QHBoxLayout(self)
        for field in self.fields:
            pane = QWidget()
            inner = QHBoxLayout(pane)
            mouse_only = QPushButton("鼠标")
            mouse_only.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            inner.addWidget(mouse_only)
            inner.addWidget(field)
            layout.addWidget(pane)
            self._panes.append(pane)

    def set_breakpoint(self, name: Breakpoint) -> None:
        self.log.append(name)

    def title(self) -> str:
        return self.name

    def hints(self) -> Sequence[Hint]:
        return [("F8", self.name)]

    def panes(self) -> Sequence[QWidget]:
        return self._panes

    def entered(self) -> None:
        self.log.append("entered")
        self.fields[0].setFocus()

    def left(self) -> None:
        self.log.append("left")


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    tasks = TaskRunner()
    made = MainWindow(CommandRegistry(qapp), tasks)
    qtbot.addWidget(made)
    for name in ("queue", "review"):
        made.add_page(PageSpec(name, name, "inbox-outline", lambda _, n=name: Sample(n)))
    made.add_page(
        PageSpec("sync", "同步", "cloud-sync-outline", lambda _: Sample("sync"), bottom=True)
    )
    made.resize(1700, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    tasks.shutdown()


def sample(window: MainWindow, name: str) -> Sample:
    page = window.page(name)
    assert isinstance(page, Sample)
    return page


def test_pages_are_made_late_and_told_of_coming_and_going(window: MainWindow) -> None:
    window.show_page("queue")
    assert sample(window, "queue").log == ["wide", "entered"]
    window.show_page("review")
    window.show_page("review")
    assert sample(window, "queue").log[-1] == "left"
    assert sample(window, "review").log == ["wide", "entered"]
    assert window.page_ids() == ["queue", "review", "sync"]


def test_the_breakpoint_follows_the_width(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("queue")
    with qtbot.waitSignal(window.breakpointChanged) as changed:
        window.resize(1366, 700)
    assert changed.args == ["compact"]
    assert window.state.breakpoint == "compact"
    assert sample(window, "queue").log[-1] == "compact"
    window.resize(1600, 900)
    assert window.breakpoint == "wide"


def test_title_has_page_product_and_office(window: MainWindow) -> None:
    window.show_page("queue")
    window.set_organisation("示例市职称改革工作领导小组办公室")
    assert window.windowTitle() == "queue — TitleDesk 职称审阅台 — 示例市职称改革工作领导小组办公室"


def test_f6_goes_round_the_panes(window: MainWindow) -> None:
    window.show_page("queue")
    fields = sample(window, "queue").fields
    order = []
    for step in (1, 1, 1, -1):
        window.cycle_pane(step)
        order.append(fields.index(QApplication.focusWidget()))
    assert order == [1, 2, 0, 2]


def test_a_click_on_the_rail_leaves_the_focus_in_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("queue")
    button = window._rail.button("review")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.current == "review"
    assert QApplication.focusWidget() is sample(window, "review").fields[0]


def test_counts_are_named_for_screen_readers(window: MainWindow) -> None:
    window.set_count("queue", 46)
    window.set_count("sync", "!")
    assert window._rail.button("queue").accessibleName() == "queue，46"
    assert window._rail.button("sync").accessibleName() == "同步，需要处理"
    window.set_count("queue", 0)
    assert window._rail.button("queue").accessibleName() == "queue"


def test_a_refused_command_is_told(window: MainWindow) -> None:
    window.commands.register(
        Command(
            id="x", label="通过", run=lambda: None, scope=Scope.GLOBAL, blocked=lambda: "有拦截"
        )
    )
    window.commands.trigger("x")
    toast = window.toasts.current
    assert toast is not None
    assert toast.text == "有拦截"


def test_the_host_may_keep_the_window_open(window: MainWindow) -> None:
    def keep(event: QCloseEvent) -> None:
        event.ignore()

    window.closing.connect(keep)
    assert not window.close()
    assert window.isVisible()
    window.closing.disconnect(keep)
    assert window.close()


@pytest.mark.parametrize(
    ("pill", "words"), [("", ""), ("7", "7"), ("999", "999"), ("1000", "999+"), (ALARM, ALARM)]
)
def test_a_long_number_leaves_the_icon_in_sight(pill: str, words: str) -> None:
    assert pill_words(pill) == words
