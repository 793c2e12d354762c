"""Keys reach the command of the place that has the focus, and no other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.commands import Command, CommandRegistry, Scope


class Window(QWidget):
    """A page of two panes, each with a text field."""

    def __init__(self) -> None:
        super().__init__()
        self.left, self.right = QWidget(), QWidget()
        self.line, self.text = QLineEdit(), QPlainTextEdit()
        QVBoxLayout(self.left).addWidget(self.line)
        QVBoxLayout(self.right).addWidget(self.text)
        layout = QVBoxLayout(self)
        layout.addWidget(self.left)
        layout.addWidget(self.right)


class Bench:
    """A registry with a window attached and a log of what ran."""

    def __init__(self, qapp: QApplication, window: Window) -> None:
        self.window = window
        self.ran: list[str] = []
        self.reason = ""
        self.registry = CommandRegistry(qapp)
        self.add("go.palette", "Ctrl+K", scope=Scope.GLOBAL)
        self.add("page.next", "F8", "Alt+N", place="page")
        self.add("left.finish", "Ctrl+Enter", scope=Scope.PANE, place="page.left")
        self.add("right.finish", "Ctrl+Enter", scope=Scope.PANE, place="page.right")
        self.add("page.undo", "Ctrl+Z", place="page")
        self.registry.attach(window, "")
        self.registry.attach(window, "page")
        self.registry.attach(window.left, "page.left")
        self.registry.attach(window.right, "page.right")

    def add(self, name: str, *keys: str, scope: Scope = Scope.PAGE, place: str = "") -> None:
        self.registry.register(
            Command(
                id=name,
                label=f"做 {name}",
                run=lambda: self.ran.append(name),
                keys=keys,
                scope=scope,
                place=place,
                blocked=lambda: self.reason,
                icon="check",
            )
        )


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot) -> Iterator[Bench]:
    window = Window()
    qtbot.addWidget(window)
    made = Bench(qapp, window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.line.setFocus()
    yield made
    made.registry.deleteLater()


def test_a_key_means_the_pane_in_focus(bench: Bench, qtbot: QtBot) -> None:
    qtbot.keyClick(bench.window.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.window.text.setFocus()
    qtbot.keyClick(bench.window.text, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    assert bench.ran == ["left.finish", "right.finish"]


@pytest.mark.parametrize("field", ["line", "text"])
def test_page_and_global_keys_work_from_text_fields(bench: Bench, qtbot: QtBot, field: str) -> None:
    widget: QWidget = getattr(bench.window, field)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_F8)
    qtbot.keyClick(widget, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(widget, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert bench.ran == ["page.next", "page.next", "go.palette"]


def test_undo_is_the_text_s_first(bench: Bench, qtbot: QtBot) -> None:
    qtbot.keyClicks(bench.window.line, "abc")
    qtbot.keyClick(bench.window.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.ran == []
    assert bench.window.line.text() == ""


@pytest.mark.parametrize("field", ["line", "text"])
@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_no_command_runs_while_an_input_method_composes(
    bench: Bench, qtbot: QtBot, field: str, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    widget: QWidget = getattr(bench.window, field)
    widget.setFocus()
    QApplication.sendEvent(widget, QInputMethodEvent("tui'hui", []))
    qtbot.keyClick(widget, key, modifier)
    assert bench.ran == []
    commit = QInputMethodEvent("", [])
    commit.setCommitString("退回")
    QApplication.sendEvent(widget, commit)
    qtbot.keyClick(widget, key, modifier)
    assert len(bench.ran) == 1


def test_leaving_the_field_ends_the_composition(bench: Bench, qtbot: QtBot) -> None:
    QApplication.sendEvent(bench.window.line, QInputMethodEvent("th", []))
    bench.window.text.setFocus()
    qtbot.keyClick(bench.window.text, Qt.Key.Key_F8)
    assert bench.ran == ["page.next"]


def test_a_blocked_command_says_why(bench: Bench, qtbot: QtBot) -> None:
    bench.reason = "通过不可用：有 1 项拦截"
    with qtbot.waitSignal(bench.registry.refused) as refused:
        qtbot.keyClick(bench.window.line, Qt.Key.Key_F8)
    assert refused.args == ["page.next", "通过不可用：有 1 项拦截"]
    assert bench.ran == []
    assert not bench.registry.trigger("page.next")


def test_executed_names_the_command_for_the_audit(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.registry.executed) as executed:
        assert bench.registry.trigger("page.next")
    assert executed.args == ["page.next", "page.next"]


def test_a_button_follows_its_command(bench: Bench, qtbot: QtBot) -> None:
    button = bench.registry.button("page.next")
    qtbot.addWidget(button)
    assert (button.text(), button.key) == ("做 page.next", "F8")
    button.click()
    assert bench.ran == ["page.next"]
    bench.reason = "没有提示"
    bench.registry.set_label("page.next", "下一条")
    assert button.text() == "下一条"
    assert button.reason == "没有提示"
    assert button.accessibleDescription() == "没有提示"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert bench.ran == ["page.next"]


def test_the_user_s_own_keys_replace_the_built_in_ones(bench: Bench, qtbot: QtBot) -> None:
    bench.registry.set_keymap({"page.next": ("F7",)})
    qtbot.keyClick(bench.window.line, Qt.Key.Key_F8)
    assert bench.ran == []
    qtbot.keyClick(bench.window.line, Qt.Key.Key_F7)
    assert bench.ran == ["page.next"]
    assert bench.registry.key("page.next") == "F7"
    assert bench.registry.hints("page.next") == [("F7", "做 page.next")]


def test_clashes_are_told(bench: Bench) -> None:
    assert bench.registry.clashes() == []
    bench.registry.set_keymap({"left.finish": ("F8",), "go.palette": ("Ctrl+Shift+P",)})
    told = {(clash.key, clash.ids) for clash in bench.registry.clashes()}
    assert told == {("F8", ("page.next", "left.finish")), ("Ctrl+Shift+P", ("go.palette",))}


def test_an_id_is_taken_once(bench: Bench) -> None:
    with pytest.raises(ValueError, match=r"page\.next"):
        bench.add("page.next", "F9", place="page")


def test_a_focus_widget_that_is_deleted_is_forgotten(bench: Bench, qtbot: QtBot) -> None:
    doomed = QLineEdit(bench.window.left)
    bench.window.left.layout().addWidget(doomed)
    doomed.show()
    doomed.setFocus()
    QApplication.sendEvent(doomed, QInputMethodEvent("th", []))
    gone = qtbot.waitSignal(doomed.destroyed)
    doomed.deleteLater()
    gone.wait()
    bench.window.line.setFocus()
    qtbot.keyClick(bench.window.line, Qt.Key.Key_F8)
    assert bench.ran == ["page.next"]


def test_a_command_is_stood_in_for_and_comes_back(bench: Bench) -> None:
    registry = bench.registry
    other = Command(
        id="view.next", label="别的", run=lambda: bench.ran.append("view.next"), place="page",
        blocked=lambda: "",
    )  # fmt: skip
    registry.stand_in("page.next", other)
    assert registry.label("page.next") == "别的"
    assert registry.trigger("page.next")
    registry.stand_in("page.next", None)
    assert registry.trigger("page.next")
    assert bench.ran == ["view.next", "page.next"]
    assert registry.label("page.next") == "做 page.next"
    with pytest.raises(KeyError):
        registry.stand_in("page.gone", other)
