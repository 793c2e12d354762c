"""What can be done with the scans of the dossier: adding, looking at, fetching, taking out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.dossier_files import files_of
from app.operations import downloads
from app.operations.dossier_file import add_dossier_file
from app.ui.pages.dossier.files_path import dropped, with_file
from app.ui.pages.dossier.scan_dialog import ScanDialog
from app.ui.session import Session

if TYPE_CHECKING:
    from app.ui.pages.dossier.page import DossierPage


class FileActs(QObject):
    """The verbs of the scans."""

    def __init__(self, page: DossierPage, session: Session) -> None:
        super().__init__(page)
        self._page, self._session = page, session

    def choose(self, part: str) -> None:
        """Ask for a scan and add it to a part of the dossier."""
        kinds = self.tr("扫描件 (*.pdf *.jpg *.jpeg *.png)")
        name, _kind = QFileDialog.getOpenFileName(self._page, self.tr("添加扫描件"), "", kinds)
        if name:
            self.add(part, Path(name))

    def add(self, part: str, path: Path) -> None:
        """Take a scan into the store and name it in the dossier."""
        app_id, ws = self._page.app_id, self._session.workspace
        words = self.tr("添加 {name}").format(name=path.name)
        self._session.tasks.mutation(
            lambda: add_dossier_file(ws, app_id=app_id, path=path),
            lambda added: self._page.work.set_values(
                words, with_file(self._page.work, part, *added)
            ) if self._page.app_id == app_id else None,
            self._page.acts.say_problem,
        )  # fmt: skip

    def drop(self, part: str, sha256: str) -> None:
        """Take a scan out of the dossier; it can be taken back."""
        self._page.work.set_values(self.tr("去掉扫描件"), dropped(self._page.work, part, sha256))

    def look(self, sha256: str) -> None:
        """Show a scan over the page."""
        file = self._page.work.dossier.files.get(sha256)
        dialog = ScanDialog(self._session, sha256, file, self._page)
        app_id = self._page.app_id
        dialog.downloadRequested.connect(lambda: self._download(app_id))
        dialog.open()

    def look_at_first(self) -> None:
        """Alt+O: the first scan of the part in work, else of the dossier."""
        sha256 = self.first()
        if sha256:
            self.look(sha256)

    def first(self) -> str:
        """The scan that :meth:`look_at_first` would show; empty where there is none."""
        named = files_of(self._page.work.dossier)
        here = [sha for place, sha in named if place.startswith(self._page.current_part)]
        return next(iter([*here, *(sha for _place, sha in named)]), "")

    def _download(self, app_id: str) -> None:
        self._session.query(
            lambda ws: downloads.start(ws, app_ids=[app_id]),
            lambda _none: None,
            self._page.acts.say_problem,
        )
