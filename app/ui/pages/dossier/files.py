"""The scans of a part of the dossier: their names, adding one, taking one out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.domain.dossier import DossierFile
from app.ui.widgets import Button, clear_layout, formats

_LONGEST = 22


class FileChips(QFrame):
    """Names of files with a button to take each out, and one to add another.

    Attributes:
        addRequested: another file is wanted.
        dropRequested: a file shall go; carries its sha256.
        openRequested: a file shall be looked at; carries its sha256.
    """

    openRequested = Signal(str)
    addRequested = Signal()
    dropRequested = Signal(str)

    def __init__(self, *, single: bool = False) -> None:
        super().__init__()
        self._single = single
        self._shown: object = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def show_files(
        self, files: Sequence[str], known: Mapping[str, DossierFile], locked: str
    ) -> None:
        """Show these files by sha256."""
        state = (tuple(files), tuple(known.get(one) for one in files), locked)
        if state == self._shown:
            return
        self._shown = state
        clear_layout(self._row)
        for sha256 in files:
            self._add(sha256, known.get(sha256), locked)
        if not (self._single and files):
            add = Button(self.tr("添加"), "quiet", "small", icon="plus")
            add.set_blocked(locked)
            add.clicked.connect(self.addRequested)
            self._row.addWidget(add)
        self._row.addStretch(1)

    def _add(self, sha256: str, file: DossierFile | None, locked: str) -> None:
        name = file.name if file and file.name else formats.hash_text(sha256)
        short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 8]}…{name[-7:]}"
        size = f" · {formats.bytes_text(file.bytes)}" if file and file.bytes else ""
        tip = self.tr("打开 {name}").format(name=name)
        chip = Button(f"{short}{size}", "default", "small", icon="paperclip", tip=tip)
        chip.clicked.connect(lambda: self.openRequested.emit(sha256))
        self._row.addWidget(chip)
        if not locked:
            words = self.tr("去掉 {name}").format(name=name)
            drop = Button("", "quiet", "small", icon="close", tip=words)
            drop.clicked.connect(lambda: self.dropRequested.emit(sha256))
            self._row.addWidget(drop)
