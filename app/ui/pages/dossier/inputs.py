"""Fields that stand for values of the dossier: dates, numbers, and what binds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from app.ui.pages.dossier.edit import Path
from app.ui.pages.dossier.work import DossierWork
from app.ui.theme import repolish
from app.ui.widgets import CheckBox, ComboBox, LineEdit, Radio, TextEdit

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)


def read_date(text: str) -> date | None:
    """2026-09-24, 2026/9/24, 20260924 or 2026年9月24日; None for anything else."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        return None


class DayEdit(LineEdit):
    """A day, typed; the arrow keys go a day on or back.

    Attributes:
        dayEdited: another day stands here, or none; half a date says nothing.
        halfEdited: what stands here is no date, such as half of one; empty when it is one again.
    """

    dayEdited = Signal(object)
    halfEdited = Signal(str)

    def __init__(self, *, name: str) -> None:
        super().__init__("", self.placeholder(), name=name)
        self._day: date | None = None
        self.setFixedWidth(132)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._tidy)

    @staticmethod
    def placeholder() -> str:
        """How a day is written."""
        return QCoreApplication.translate("dossier", "年-月-日")

    def show_day(self, day: date | None, half: str = "") -> None:
        """Show a day that stands in the dossier; what is being typed stays.

        :param half: what was typed here before and is no date.
        """
        if day != self._day:
            self._day = day
            self.setText(day.isoformat() if day else "")
            self.set_bad(False)
        if half and not self.hasFocus() and self.text() != half:
            self.setText(half)
            self.set_bad(True)

    def forget(self) -> None:
        """Half a date belongs to the case it was typed in."""
        self._day = None
        self.clear()
        self.set_bad(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None or self._day is None or self.isReadOnly():
            super().keyPressEvent(event)
            return
        day = self._day + timedelta(days=step)
        self.setText(day.isoformat())
        self.halfEdited.emit("")
        self._say(day)

    def _typed(self, text: str) -> None:
        day = read_date(text)
        self.set_bad(False)
        good = day is not None or not text.strip()
        self.halfEdited.emit("" if good else text)
        if good:
            self._say(day)

    def _tidy(self) -> None:
        day = read_date(self.text())
        self.set_bad(bool(self.text().strip()) and day is None)
        if day is not None:
            self.setText(day.isoformat())

    def _say(self, day: date | None) -> None:
        if day != self._day:
            self._day = day
            self.dayEdited.emit(day)


class Binder:
    """Makes the fields of a section and keeps them in step with the dossier."""

    def __init__(self, work: DossierWork) -> None:
        self._work = work
        self._shows: list[Callable[[str], None]] = []
        self._days: list[DayEdit] = []

    def forget(self) -> None:
        """Another case comes: half a date of the one before goes."""
        for day in self._days:
            day.forget()

    def show(self, locked: str) -> None:
        """Show what stands in the dossier; ``locked`` says why it cannot be changed."""
        for one in self._shows:
            one(locked)

    def line(self, path: Path, name: str, hint: str = "") -> LineEdit:
        """One line of text."""
        field = LineEdit("", hint, name=name)
        field.textEdited.connect(lambda text: self._work.type_value(path, text))

        def show(locked: str) -> None:
            _put_text(field, str(self._work.value(path) or ""))
            field.set_locked(locked)

        self._shows.append(show)
        return field

    def names(self, path: Path, name: str) -> LineEdit:
        """Names in one line, parted by 、; what is typed stays as it is while it is typed."""
        field = LineEdit("", "", name=name)
        field.textEdited.connect(lambda text: self._work.type_value(path, _names(text)))

        def show(locked: str) -> None:
            value = list(self._work.value(path))
            if _names(field.text()) != value:
                field.setText("、".join(value))
            field.set_locked(locked)

        self._shows.append(show)
        return field

    def number(self, path: Path, name: str) -> LineEdit:
        """A count of people; empty is none."""
        field = LineEdit("", "", name=name)
        field.setFixedWidth(64)

        def typed(text: str) -> None:
            digits = text.strip()
            good = digits.isascii() and digits.isdigit() and len(digits) < 4
            field.set_bad(bool(digits) and not good)
            if good or not digits:
                self._work.type_value(path, int(digits) if digits else None)

        def show(locked: str) -> None:
            value = self._work.value(path)
            if not field.hasFocus():
                _put_text(field, "" if value is None else str(value))
                field.set_bad(False)
            field.set_locked(locked)

        field.textEdited.connect(typed)
        self._shows.append(show)
        return field

    def text(self, path: Path, name: str, *, rows: int, hint: str = "") -> TextEdit:
        """Several lines of text; what an input method still composes is not taken."""
        field = TextEdit("", hint, name=name, rows=rows)
        field.textChanged.connect(lambda: self._work.type_value(path, field.toPlainText()))

        def show(locked: str) -> None:
            wanted = str(self._work.value(path) or "")
            if field.toPlainText() != wanted:
                blocked = field.blockSignals(True)
                field.setPlainText(wanted)
                field.blockSignals(blocked)
            if field.isReadOnly() != bool(locked):
                field.setReadOnly(bool(locked))
                field.setToolTip(locked)
                repolish(field)

        self._shows.append(show)
        return field

    def day(self, path: Path, name: str) -> DayEdit:
        """A day."""
        field = DayEdit(name=name)
        self._days.append(field)
        place = ".".join(path)
        field.halfEdited.connect(lambda text: self._work.type_half(place, text))
        field.dayEdited.connect(lambda day: self._work.type_value(path, day))

        def show(locked: str) -> None:
            field.show_day(self._work.value(path), self._work.half(place))
            field.set_locked(locked)

        self._shows.append(show)
        return field

    def tick(self, path: Path, words: str) -> CheckBox:
        """Yes or not."""
        box = CheckBox(words)
        box.clicked.connect(lambda on: self._work.set_value(words, path, bool(on)))

        def show(locked: str) -> None:
            box.setChecked(bool(self._work.value(path)))
            box.setEnabled(not locked)

        self._shows.append(show)
        return box

    def radios(
        self, path: Path, name: str, choices: Sequence[tuple[str, Any]], owner: QWidget
    ) -> list[Radio]:
        """One of few; none is chosen while nobody said."""
        group = QButtonGroup(owner)
        group.setExclusive(False)  # nothing chosen must stay possible
        made = []
        for words, value in choices:
            radio = Radio(words)
            radio.setAutoExclusive(False)
            radio.clicked.connect(lambda _on=False, value=value: self._choose(name, path, value))
            group.addButton(radio)
            made.append((radio, value))

        def show(locked: str) -> None:
            now = self._work.value(path)
            for radio, value in made:
                radio.setChecked(now is not None and now == value)
                radio.setEnabled(not locked)

        self._shows.append(show)
        return [radio for radio, _value in made]

    def _choose(self, name: str, path: Path, value: Any) -> None:
        self._work.set_value(name, path, value)
        self._work.changed.emit()

    def combo(
        self,
        get: Callable[[], str],
        put: Callable[[str], None],
        name: str,
        choices: Sequence[tuple[str, str]],
    ) -> ComboBox:
        """A choice that is read and written by the section itself."""
        box = ComboBox(choices, name=name)
        box.activated.connect(lambda _index: put(box.chosen()))

        def show(locked: str) -> None:
            box.choose(get())
            box.set_locked(locked)

        self._shows.append(show)
        return box


def _names(text: str) -> list[str]:
    return [name for name in re.split(r"[、,，;；\s]+", text) if name]


def _put_text(field: LineEdit, text: str) -> None:
    """Show a text; the cursor and what an input method composes stay where nothing changed."""
    if field.text() != text:
        field.setText(text)
