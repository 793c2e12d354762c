"""验证印章: what the seals of any files, or of a case's documents, are worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.operations.export_name import free_name
from app.operations.sealing.verifying import (
    Document,
    Verified,
    documents_of,
    read_files,
    save_verdicts,
    verify_document,
)
from app.operations.workspace import Workspace
from app.ui.failures import failure_text
from app.ui.forms import FormPreview
from app.ui.i18n import language
from app.ui.session import Session
from app.ui.shell import Generation
from app.ui.theme import theme
from app.ui.verification import words
from app.ui.verification.card import FileVerdicts
from app.ui.widgets import (
    Button,
    CardAction,
    EmptyState,
    IconMark,
    Label,
    announce,
    clear_layout,
    hbox,
)

_WIDTH, _HEIGHT, _LIST = 1240, 860, 500
_AWAY: Final = 48
"""Of the window that stays to be seen around the dialog."""
Gather = Callable[[Workspace], Sequence[Document]]


def main_window(widget: QWidget) -> QWidget:
    """The window below all dialogs."""
    window = widget.window()
    while (below := window.parentWidget()) is not None:
        window = below.window()
    return window


class VerifyDialog(QDialog):
    """A card for each seal at the left, the file at the right.

    Attributes:
        files: what was verified, in the order of the list.
        preview: the file that is looked at.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        data_by_name: Mapping[str, bytes],
        app_id: str = "",
    ) -> None:
        """:param app_id: the case that the files should be of; empty for files of anybody."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("验证印章"))
        self._session, self._app_id = session, app_id
        self._generation = Generation()
        self._token = self._generation.next()
        self.files: list[Verified] = []
        self.preview = FormPreview(session)
        self.preview.setMinimumWidth(360)
        self._build()
        self._wire()
        room = main_window(parent).size()
        self.resize(
            min(theme.px(_WIDTH), room.width() - _AWAY),
            min(theme.px(_HEIGHT), room.height() - _AWAY),
        )
        self._show()
        if data_by_name:
            given = [Document(name, data) for name, data in data_by_name.items()]
            self.verify(lambda _ws: given)

    @classmethod
    def of_case(cls, parent: QWidget, session: Session, app_id: str) -> VerifyDialog:
        """Over everything that was sealed on a case."""
        dialog = cls(parent, session, {}, app_id)
        dialog.verify(lambda ws: documents_of(ws, app_id))
        return dialog

    # --- making --------------------------------------------------------------------------------

    def _build(self) -> None:
        self._mark = IconMark("shield-check-outline", "text2", 20)
        self.line = Label("", 14, bold=True, wrap=True)
        self.choose = Button(self.tr("打开文件…"), "primary", icon="folder-open-outline",
                             key="Ctrl+O")  # fmt: skip
        self.copy = Button(self.tr("复制文字"), icon="content-copy")
        self.save = Button(self.tr("导出 JSON"), icon="code-json")
        head = hbox(self._mark, (self.line, 1), self.choose, self.copy, self.save,
                    margins=(16, 10, 16, 10), kind="panel", edge="b")  # fmt: skip
        inner = QFrame()
        inner.setProperty("kind", "panel")
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(16, 12, 16, 12)
        self._list.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(theme.px(_LIST))
        body = hbox(scroll, (self.preview, 1), spacing=0)
        self.empty = EmptyState(
            "shield-search",
            self.tr("把 PDF 拖到这里"),
            self.tr("或打开一个或几个文件。不联网也能验证，文件不会上传。"),
            [CardAction("open", self.tr("打开文件…"), key="Ctrl+O")],
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(body)
        self.note = Label("", 12, tone="text2", wrap=True)
        self.shut = Button(self.tr("关闭"), size="large", key="Esc")
        for button in (self.choose, self.copy, self.save, self.shut):
            button.setAutoDefault(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        outer.addWidget(self._stack, 1)
        outer.addWidget(
            hbox((self.note, 1), self.shut, margins=(16, 8, 16, 8), kind="panel", edge="t")
        )

    def _wire(self) -> None:
        self.shut.clicked.connect(self.reject)
        self.choose.clicked.connect(self.open_files)
        self.empty.action.connect(lambda _id: self.open_files())
        self.copy.clicked.connect(self.copy_text)
        self.save.clicked.connect(self.save_json)
        for button in (self.copy, self.save):
            button.refused.connect(self.note.setText)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self.open_files)
        self.finished.connect(self._let_go)

    # --- verifying -----------------------------------------------------------------------------

    def open_files(self) -> None:
        """Ask for PDF files and verify them beside those that are here."""
        names, _kind = QFileDialog.getOpenFileNames(
            self, self.tr("验证印章"), "", self.tr("PDF 文件 (*.pdf);;所有文件 (*)")
        )
        self.take([Path(name) for name in names])

    def take(self, paths: Sequence[Path]) -> None:
        """Verify files of this machine."""
        if paths:
            self._app_id = ""  # files of anybody are not held against a case
            self.verify(lambda _ws: read_files(paths))

    def verify(self, gather: Gather) -> None:
        """Read documents and verify each, away from the window; they are added to the list."""
        app_id = self._app_id
        self.note.setText(self.tr("正在验证…"))

        def work(ws: Workspace) -> list[Verified]:
            return [verify_document(ws, one, app_id) for one in gather(ws)]

        self._session.query(work, self._verified, self._failed, self._token)

    def _verified(self, files: list[Verified]) -> None:
        known = {(one.document.name, one.document.data) for one in files}
        kept = [one for one in self.files if (one.document.name, one.document.data) not in known]
        self.files = [*files, *kept]
        self.note.setText("" if files else self.tr("这一件还没有电子印章"))
        self._show()
        first = next((one for one in files if one.document.data), None)
        if first is not None:
            self.look(first)

    def _failed(self, problem: Exception) -> None:
        self.note.setText(failure_text(problem))

    # --- showing -------------------------------------------------------------------------------

    def _show(self) -> None:
        nothing = "" if self.files else self.tr("还没有文件")
        self.copy.set_blocked(nothing)
        allowed = self._session.workspace.policy.export_allowed
        barred = "" if allowed else self.tr("由管理员设定：不允许导出")
        self.save.set_blocked(nothing or barred)
        self._stack.setCurrentIndex(1 if self.files else 0)
        self.choose.setVisible(bool(self.files))  # else the empty pane has the button
        clear_layout(self._list)
        if not self.files:
            self.line.setText(self.tr("验证印章"))
            return
        icon, tone, text = words.summary(self.files)
        self._mark.set_icon(icon, tone)
        self.line.setText(text)
        announce(self, text)
        now = self._session.now()
        for file in self.files:
            part = FileVerdicts(file, now)
            part.looked.connect(lambda file=file: self.look(file))
            self._list.addWidget(part)
        self._list.addStretch(1)

    def look(self, file: Verified) -> None:
        """Show a file at the right."""
        if file.document.data:
            name = file.document.name
            self.preview.show_pdf(name, file.document.data, name)

    # --- taking along --------------------------------------------------------------------------

    def copy_text(self) -> None:
        """复制文字: the verdicts as plain text."""
        if self.files:
            QGuiApplication.clipboard().setText(words.plain_text(self.files, self._session.now()))
            self.note.setText(self.tr("已复制"))

    def save_json(self) -> None:
        """导出 JSON: as ``titledesk verify --json`` tells it."""
        if self.save.reason:
            self.note.setText(self.save.reason)
            return
        folder = Path.home()
        suggested = self.tr("印章验证.json")
        name = free_name(suggested, lambda one: (folder / one).exists())
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("导出 JSON"), str(folder / name), "JSON (*.json)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # a copy never overwrites
        )  # fmt: skip
        if not chosen:
            return
        files, target, lang = tuple(self.files), Path(chosen), language()
        self._session.operate(
            lambda ws: save_verdicts(ws, files, target, lang),
            lambda _changes: self._saved(target.name),
            self._failed,
        )

    def _saved(self, name: str) -> None:
        self.note.setText(self.tr("已导出：{name}").format(name=name))

    # --- files from outside --------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.take([path for path in paths if path.is_file()])

    def _let_go(self) -> None:
        """Nothing of the files stays on the disk or in memory."""
        self._generation.cancel()
        self.files = []
        self.preview.clear()
