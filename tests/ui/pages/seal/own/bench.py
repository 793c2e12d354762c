"""A seal holder's window with the tab 印章, a worker for scans, and things to import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.media.client import MediaClient
from app.operations.workspace import Workspace
from app.ui.commands import CommandRegistry
from app.ui.pages.seal.own import OwnSealsTab
from app.ui.pages.seal.own.wizard import SealWizard
from app.ui.session import Session
from app.ui.shell import MainWindow, Page, PageSpec, TaskRunner, UiState
from tests.operations.sealing import desk
from tests.seal import picture
from tests.ui.desk import Desk, wait_for


class TabPage(Page):
    """A page with nothing but the tab."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        from PySide6.QtWidgets import QVBoxLayout

        self.tab = OwnSealsTab(window, session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tab)


@dataclass
class Bench:
    """The window, its tab, and a folder for files."""

    desk: Desk
    tab: OwnSealsTab
    folder: Path

    @property
    def ws(self) -> Workspace:
        return self.desk.ws

    def wizard(self) -> SealWizard:
        """The wizard that is open."""
        wait_for(lambda: self.tab.wizard)
        opened = self.tab.wizard
        assert isinstance(opened, SealWizard)
        return opened

    def scan_file(self, name: str = "scan.png", pixels: int = 600) -> Path:
        """A scan of the unit's seal, sharp and alone."""
        path = self.folder / name
        picture.drawn("示例市政", "职称评审专用章", pixels).save(path)
        return path


@contextmanager
def bench_of(
    app: QApplication,
    workspace: Workspace,
    media: MediaClient,
    folder: Path,
    size: tuple[int, int] = (1366, 688),
) -> Iterator[Bench]:
    """Open the window over a worker that runs; close it at the end, and leave the worker."""
    tasks = TaskRunner()
    window = MainWindow(CommandRegistry(app), tasks, UiState())
    session = Session(workspace, tasks, lambda: media)
    session.setParent(window)
    opened = Desk(window, session)
    page: TabPage
    window.add_page(PageSpec("seal", "用章", "stamper", lambda w: TabPage(w, session)))
    window.resize(*size)
    window.show()
    window.show_page("seal")
    page = window.page("seal")  # type: ignore[assignment]
    try:
        yield Bench(opened, page.tab, folder)
    finally:
        if page.tab.wizard is not None:
            page.tab.wizard.reject()
        opened.close()


__all__ = ["Bench", "bench_of", "desk"]
