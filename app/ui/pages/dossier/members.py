"""The members of the deliberation group as a table that can be typed in."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout

from app.domain.dossier import Member
from app.ui.pages.dossier.edit import Path
from app.ui.pages.dossier.work import DossierWork
from app.ui.widgets import Button, Label, LineEdit

_PATH: Path = ("deliberation", "members")
_PARTS = ("name", "post", "title")


class MemberTable(QFrame):
    """One row a member; widgets are kept while the number of members stays."""

    def __init__(self, work: DossierWork) -> None:
        super().__init__()
        self._work = work
        self._rows: list[tuple[list[LineEdit], Button]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._names = (self.tr("姓名"), self.tr("职务"), self.tr("职称"))
        self._heads = [Label(words, 12, tone="text3") for words in self._names]
        for column, (head, stretch) in enumerate(zip(self._heads, (2, 3, 3), strict=True)):
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, stretch)
        self.add = Button(self.tr("添加成员"), "quiet", "small", icon="plus")
        self.add.clicked.connect(self.add_member)

    def fields(self, row: int) -> list[LineEdit]:
        """Name, post and title of a row."""
        return self._rows[row][0]

    def show_members(self, members: list[Member], locked: str) -> None:
        """Show these members."""
        self._fit(len(members))
        for head in self._heads:
            head.setVisible(bool(members))
        for member, (fields, drop) in zip(members, self._rows, strict=True):
            for part, field in zip(_PARTS, fields, strict=True):
                value = str(getattr(member, part))
                if field.text() != value:
                    field.setText(value)
                field.set_locked(locked)
            drop.setVisible(not locked)
        self.add.set_blocked(locked)

    def add_member(self) -> None:
        """One more row, with the focus in it."""
        members = list(self._work.value(_PATH))
        self._work.set_value(self.tr("添加成员"), _PATH, [*members, Member(name="")])
        if self._rows:
            self._rows[-1][0][0].setFocus()

    def _fit(self, count: int) -> None:
        while len(self._rows) > count:
            fields, drop = self._rows.pop()
            for widget in (*fields, drop):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        while len(self._rows) < count:
            self._append(len(self._rows))

    def _append(self, row: int) -> None:
        fields = []
        for column, part in enumerate(_PARTS):
            words = self.tr("第 {n} 人{what}").format(n=row + 1, what=self._names[column])
            field = LineEdit(name=words)
            field.textEdited.connect(lambda text, part=part: self._typed(row, part, text))
            self._grid.addWidget(field, row + 1, column)
            fields.append(field)
        tip = self.tr("去掉第 {n} 人").format(n=row + 1)
        drop = Button("", "quiet", "small", icon="close", tip=tip)
        drop.clicked.connect(lambda: self._drop(row))
        self._grid.addWidget(drop, row + 1, len(_PARTS))
        self._rows.append((fields, drop))

    def _typed(self, row: int, part: str, text: str) -> None:
        members = list(self._work.value(_PATH))
        members[row] = members[row].model_copy(update={part: text})
        self._work.type_value(_PATH, members)

    def _drop(self, row: int) -> None:
        members = list(self._work.value(_PATH))
        del members[row]
        self._work.set_value(self.tr("去掉成员"), _PATH, members)
