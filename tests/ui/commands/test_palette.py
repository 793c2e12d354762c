"""The palette finds by words and pinyin, keeps what is blocked, and waits for committed text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.commands import (
    Command,
    CommandPalette,
    CommandProvider,
    CommandRegistry,
    Deliver,
    ListProvider,
    PaletteItem,
    Scope,
    ShortcutSheet,
)
from tests.ui.conftest import Recorder

WORDS = (
    ("review.return", "退回修改", "Alt+2", ""),
    ("review.down", "退回下级", "Alt+3", ""),
    ("review.pass", "通过上报", "Alt+1", "有 1 项拦截未处理"),
    ("review.print", "打印退回通知", "Ctrl+P", ""),
)


class Later:
    """A provider whose answers come when the test says so."""

    title = "申报人"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Deliver]] = []

    def search(self, query: str, deliver: Deliver) -> None:
        self.asked.append((query, deliver))


class Bench:
    def __init__(self, app: QApplication, window: QWidget) -> None:
        self.ran: list[str] = []
        self.registry = CommandRegistry(app)
        for name, label, key, reason in WORDS:
            self.registry.register(self._command(name, label, key, "review", reason))
        self.registry.register(self._command("queue.claim", "签收所选", "Ctrl+Enter", "queue", ""))
        self.later = Later()
        views = [PaletteItem("我的退回", lambda: self.ran.append("view"), "21 件")]
        self.palette = CommandPalette(
            window,
            [
                CommandProvider(self.registry, lambda: "review"),
                ListProvider("视图", lambda: views),
                self.later,
            ],
        )
        self.registry.attach(window, "review")

    def _command(self, name: str, label: str, key: str, place: str, reason: str) -> Command:
        return Command(
            id=name,
            label=label,
            keys=(key,),
            scope=Scope.PAGE,
            place=place,
            run=lambda: self.ran.append(name),
            blocked=lambda: reason,
        )

    def texts(self) -> list[str]:
        return [item.text for item in self.palette.items()]

    @property
    def field(self) -> QLineEdit:
        field = self.palette.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        return field


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot) -> Iterator[Bench]:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    window.resize(1700, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made = Bench(qapp, window)
    made.palette.open_palette()
    yield made
    made.registry.deleteLater()


@pytest.mark.parametrize("query", ["退回", "tuihui", "th"])
def test_finds_commands_of_the_page_and_views(bench: Bench, qtbot: QtBot, query: str) -> None:
    bench.field.setText(query)
    assert bench.texts() == ["退回修改", "退回下级", "打印退回通知", "我的退回"]


def test_a_blocked_command_stays_with_its_reason(bench: Bench, qtbot: QtBot) -> None:
    heard = Recorder()
    bench.palette.refused.connect(heard)
    bench.field.setText("tgsb")
    assert bench.palette.items()[0].reason == "有 1 项拦截未处理"
    qtbot.keyClick(bench.field, Qt.Key.Key_Return)
    assert heard.calls == [("有 1 项拦截未处理",)]
    assert bench.palette.isVisible()
    assert bench.ran == []


def test_arrows_and_enter_run_after_the_focus_is_back(bench: Bench, qtbot: QtBot) -> None:
    bench.field.setText("退回")
    qtbot.keyClick(bench.field, Qt.Key.Key_Down)
    qtbot.keyClick(bench.field, Qt.Key.Key_Return)
    assert not bench.palette.isVisible()
    qtbot.waitUntil(lambda: bench.ran == ["review.down"])


def test_ctrl_digit_runs_a_line(bench: Bench, qtbot: QtBot) -> None:
    bench.field.setText("退回")
    qtbot.keyClick(bench.field, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bench.ran == ["view"])


def test_composed_text_is_not_searched_and_its_enter_runs_nothing(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.field.setText("退回")
    before = bench.texts()
    QApplication.sendEvent(bench.field, QInputMethodEvent("xia'ji", []))
    assert bench.texts() == before
    qtbot.keyClick(bench.field, Qt.Key.Key_Return)
    assert bench.palette.isVisible()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("下级")
    QApplication.sendEvent(bench.field, commit)
    assert bench.texts() == ["退回下级"]
    qtbot.keyClick(bench.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.ran == ["review.down"])


def test_keys_of_the_page_rest_under_the_palette(bench: Bench, qtbot: QtBot) -> None:
    qtbot.keyClick(bench.field, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert bench.ran == []
    qtbot.keyClick(bench.field, Qt.Key.Key_Escape)
    page_field = bench.palette.window().findChild(QLineEdit, options=Qt.FindDirectChildrenOnly)
    qtbot.keyClick(page_field, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert bench.ran == ["review.return"]


def test_a_late_answer_to_an_older_query_is_dropped(bench: Bench, qtbot: QtBot) -> None:
    bench.field.setText("云")
    bench.field.setText("云知")
    (_, old), (_, new) = bench.later.asked[-2:]
    make: Callable[[str], Sequence[PaletteItem]] = lambda name: [  # noqa: E731
        PaletteItem(name, lambda: None)
    ]
    new(make("云知秋"))
    old(make("云无心"))
    assert bench.texts() == ["云知秋"]


def test_nothing_found_says_so(bench: Bench) -> None:
    bench.field.setText("qqqq")
    assert bench.texts() == []


def test_the_key_sheet_lists_global_and_page_keys(bench: Bench, qtbot: QtBot) -> None:
    bench.palette.dismiss()
    sheet = ShortcutSheet(bench.palette.window(), bench.registry)
    bench.registry.name_place("review", "审阅")
    sheet.open_sheet(["review"])
    names = {child.accessibleName() for child in sheet.findChildren(QWidget)}
    assert "审阅" in names
    assert "退回修改 Alt+2" in names
    assert "签收所选 Ctrl+Enter" not in names
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not sheet.isVisible()
