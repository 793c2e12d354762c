"""A scan of the dossier, looked at over the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.dossier import DossierFile
from app.store.errors import StoreError
from app.ui.failures import failure_text
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets import Button, CardAction, EmptyState, formats, hbox
from app.viewers.colors import ViewerColors
from app.viewers.viewer import DocumentView

_WIDTH, _HEIGHT = 900, 720


class ScanDialog(QDialog):
    """Shows one file; where it is not on this machine, says so and offers to fetch it.

    Attributes:
        downloadRequested: the officer wants the file fetched.
    """

    downloadRequested = Signal()

    def __init__(
        self, session: Session, sha256: str, file: DossierFile | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = file.name if file and file.name else formats.hash_text(sha256)
        self.setWindowTitle(name)
        self.setModal(True)
        self.view: DocumentView | None = None
        self._shown = self._look(session, sha256, file, name)
        close = Button(self.tr("关闭"), size="large", key="Esc")
        close.clicked.connect(self.accept)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._shown, 1)
        outer.addWidget(hbox(None, close, margins=(16, 8, 16, 8), kind="panel", edge="t"))
        self.finished.connect(self._let_go)
        room = parent.window().size()
        self.resize(
            min(theme.px(_WIDTH), room.width() - 64), min(theme.px(_HEIGHT), room.height() - 64)
        )

    def _look(self, session: Session, sha256: str, file: DossierFile | None, name: str) -> QWidget:
        try:
            mime = file.mime or None if file else None
            source = session.workspace.blobs.source(sha256, name, mime)
        except (OSError, StoreError) as problem:
            state = EmptyState(
                "cloud-outline",
                self.tr("{name} 不在本机").format(name=name),
                failure_text(problem),
                [CardAction("download", self.tr("下载本件附件"))],
            )
            state.action.connect(lambda _name: self._fetch())
            return state
        view = self.view = DocumentView(session.media)
        view.set_colors(ViewerColors.of(tokens().scheme(theme.dark)))
        view.set_document(source)
        return view

    def _fetch(self) -> None:
        self.downloadRequested.emit()
        self.accept()

    def _let_go(self) -> None:
        """The pages of the file stay in no memory when it is not looked at any more."""
        if self.view is not None:
            self.view.close_document()
