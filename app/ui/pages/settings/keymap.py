"""按键: every command with its keys; one's own keys, with a warning where two clash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QKeySequenceEdit, QVBoxLayout, QWidget

from app.ui.commands import Command, CommandRegistry, Scope
from app.ui.commands.keys import shown
from app.ui.pages.settings.rows import settings_sheet
from app.ui.widgets import Button, Label, SearchField, hbox, vbox
from app.ui.widgets.tables import CellModel, Column, TableView, TextCell


def _columns() -> tuple[Column, ...]:
    translate = QCoreApplication.translate
    return (
        Column("label", translate("KeyModel", "命令"), 240, stretch=True),
        Column("place", translate("KeyModel", "在哪里"), 96),
        Column("keys", translate("KeyModel", "按键"), 180),
        Column("remark", translate("KeyModel", "说明"), 220),
    )


class KeyModel(CellModel):
    """Command, place, keys, remark."""

    def __init__(self, registry: CommandRegistry) -> None:
        super().__init__(_columns())
        self._registry = registry
        self._rows: list[Command] = []
        self._own: frozenset[str] = frozenset()
        self._clashing: dict[str, str] = {}
        self.show_commands("", {})

    def show_commands(self, text: str, own: Mapping[str, Sequence[str]]) -> None:
        """Show the commands whose words or keys contain ``text``."""
        self.beginResetModel()
        self._own = frozenset(own)
        self._clashing = {
            command: clash.key for clash in self._registry.clashes() for command in clash.ids
        }
        wanted = text.casefold()
        self._rows = [
            command
            for command in self._registry.commands()
            if not wanted
            or wanted in self._registry.label(command.id).casefold()
            or any(wanted in key.casefold() for key in self._registry.keys(command.id))
        ]
        self.endResetModel()

    def command_at(self, line: int) -> Command | None:
        """The command on a line."""
        return self._rows[line] if 0 <= line < len(self._rows) else None

    def line_count(self) -> int:
        return len(self._rows)

    def cell_at(self, line: int, column: int) -> TextCell:
        return self._cell(self._rows[line], self.columns[column].id)

    def _cell(self, command: Command, column: str) -> TextCell:
        registry = self._registry
        clash = self._clashing.get(command.id, "")
        match column:
            case "label":
                return TextCell(registry.label(command.id))
            case "place":
                everywhere = command.scope is Scope.GLOBAL
                page = command.place.split(".", 1)[0]
                words = self.tr("随处可用") if everywhere else registry.place_title(page)
                return TextCell(words, tone="text3")
            case "keys":
                keys = " · ".join(dict.fromkeys(shown(key) for key in registry.keys(command.id)))
                return TextCell(keys, tone="red" if clash else "text")
            case _:
                if clash:
                    words = self.tr("{key} 与另一命令相同或不可用").format(key=clash)
                    return TextCell(words, tone="red")
                return TextCell(self.tr("自定") if command.id in self._own else "", tone="accent")


class KeyDialog(QDialog):
    """Asks for the new key of one command."""

    def __init__(self, parent: QWidget, command: Command, registry: CommandRegistry) -> None:
        super().__init__(parent)
        label = registry.label(command.id)
        self.setWindowTitle(self.tr("改按键：{what}").format(what=label))
        self.setMinimumWidth(420)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setAccessibleName(self.tr("新按键"))
        keep = Button(self.tr("改用这个按键"), "primary", "large")
        cancel = Button(self.tr("取消"), size="large")
        keep.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        for button in (keep, cancel):
            button.setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(Label(self.tr("改按键：{what}").format(what=label), 16, bold=True))
        layout.addWidget(Label(self.tr("按下要用的键。留空恢复默认。"), tone="text2", wrap=True))
        layout.addWidget(self.field)
        layout.addWidget(hbox(None, cancel, keep))
        self.field.setFocus()

    def key(self) -> str:
        """What was pressed; empty for the default."""
        return self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)


class KeySettings(QWidget):
    """The key map.

    Attributes:
        keymapChanged: the officer's own keys, by command.
    """

    keymapChanged = Signal(object)

    def __init__(self, registry: CommandRegistry, own: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._registry = registry
        self._own: dict[str, tuple[str, ...]] = {name: tuple(keys) for name, keys in own.items()}
        self.model = KeyModel(registry)
        self.search = SearchField(self.tr("命令或按键"))
        self.search.searched.connect(lambda _text: self._show())
        self.table = TableView(columns=self.model.columns, row="dense", name=self.tr("按键"))
        self.table.setModel(self.model)
        self.table.opened.connect(lambda _index: self.change())
        self._warning = Label("", 12, tone="red", wrap=True)
        change = Button(self.tr("改所选命令的按键"), icon="keyboard-outline", key="Enter")
        change.clicked.connect(self.change)
        reset = Button(self.tr("全部恢复默认"), "quiet")
        reset.clicked.connect(self.reset)
        sheet = settings_sheet(
            self.tr("按键"),
            vbox(
                hbox((self.search, 1), change, reset),
                Label(self.tr("输入法打开时同样有效；输入法、系统占用的键不能用。"), 12,
                      tone="text3", wrap=True),
                self._warning,
                spacing=6,
            ),
        )  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(sheet)
        outer.addWidget(self.table, 1)
        self._show()

    def change(self) -> None:
        """Ask for another key of the current command."""
        command = self.model.command_at(self.table.current_row())
        if command is None:
            return
        dialog = KeyDialog(self, command, self._registry)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.set_key(command.id, dialog.key())

    def set_key(self, identifier: str, key: str) -> None:
        """Give a command one key of the officer's own; an empty one restores the default.

        A key that is forbidden or that another command would hear too is not taken.
        """
        before = dict(self._own)
        if key:
            self._own[identifier] = (key,)
        else:
            self._own.pop(identifier, None)
        self._registry.set_keymap(self._own)
        clash = next((one for one in self._registry.clashes() if identifier in one.ids), None)
        if clash is not None:
            self._own = before
            self._registry.set_keymap(before)
            others = [self._registry.label(one) for one in clash.ids if one != identifier]
            who = self.tr("已用于“{what}”").format(what="、".join(others))
            words = who if others else self.tr("被输入法、系统或别的程序占用")
            self._warning.setText(
                self.tr("{key} {why}，没有改动。").format(key=shown(clash.key), why=words)
            )
        else:
            self._warning.setText("")
            self.keymapChanged.emit(dict(self._own))
        self._show()

    def reset(self) -> None:
        """Forget all keys of the officer's own."""
        self._own = {}
        self._registry.set_keymap({})
        self._warning.setText("")
        self.keymapChanged.emit({})
        self._show()

    def warning(self) -> str:
        """Why the last key was not taken."""
        return self._warning.plain_text()

    def _show(self) -> None:
        self._warning.setVisible(bool(self._warning.plain_text()))
        self.model.show_commands(self.search.text().strip(), self._own)
