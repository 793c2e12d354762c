"""The right pane of 重新提交: the scans of both versions, moved together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from app.domain.model import Attachment
from app.media.source import DocumentSource
from app.store.blobs import BlobMissing
from app.store.errors import StoreError
from app.ui.failures import failure_text
from app.ui.pages.resubmit.files import FileFate, FilePair
from app.ui.pages.stacks import replace_from
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets import CardAction, EmptyState, Tab, TabStrip, formats, hbox
from app.viewers.colors import ViewerColors
from app.viewers.compare.modes import CompareMode
from app.viewers.compare.view import CompareView, Document


class ScanPair(QFrame):
    """Tabs of slots over two documents.

    Attributes:
        downloadRequested: a file of one of the versions is not on this machine.
        pairChosen: the key of the `FilePair` whose tab was clicked.
    """

    downloadRequested = Signal()
    pairChosen = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pairs: list[FilePair] = []
        self._badges = ("", "")
        self._current = ""
        self._shown: tuple[str, ...] = ()
        self.tabs = TabStrip([], height=35)
        self.view = CompareView(session.media)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._tab_row = hbox((self.tabs, 1), margins=(12, 0, 12, 1), edge="b", height=36,
                             kind="panel")  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tab_row)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)
        self.tabs.chosen.connect(self._tab_chosen)
        theme.changed.connect(self._recolour)
        self._recolour()

    def _recolour(self) -> None:
        self.view.set_colors(ViewerColors.of(tokens().scheme(theme.dark)))

    @property
    def current(self) -> FilePair | None:
        """The pair on screen."""
        return next((one for one in self._pairs if one.key == self._current), None)

    def show_pairs(
        self, pairs: Sequence[FilePair], badges: tuple[str, str], wanted: str = ""
    ) -> None:
        """Show the files of a module; ``wanted`` is the key or the attachment to begin with.

        An attachment that is the same in both gives way to one that is not.
        """
        self._pairs, self._badges = list(pairs), badges
        words = {
            FileFate.REPLACED: self.tr("已换"),
            FileFate.ADDED: self.tr("新增"),
            FileFate.REMOVED: self.tr("删去"),
            FileFate.SAME: self.tr("相同"),
            FileFate.CHOSEN: "",
        }
        self.tabs.set_tabs([Tab(one.key, one.label, words[one.fate]) for one in pairs])
        keys = [
            one.key
            for one in pairs
            if wanted and (one.key == wanted or (one.has(wanted) and one.fate is not FileFate.SAME))
        ]
        known = [one.key for one in pairs if one.key == self._current]
        first = [one.key for one in pairs]
        self._current = next(iter([*keys, *([] if wanted else known), *first]), "")
        self.tabs.set_current(self._current)
        self._show()

    def step_tab(self, step: int, *, changed: bool = False) -> bool:
        """Show the pair before or after, only changed ones if wished; False where there is none."""
        same = FileFate.SAME if changed else None
        keys = [one.key for one in self._pairs if one.fate is not same or one.key == self._current]
        index = keys.index(self._current) + step if self._current in keys else -1
        if not 0 <= index < len(keys):
            return False
        self._tab_chosen(keys[index])
        self.tabs.set_current(self._current)
        return True

    def step_change(self, step: int) -> bool:
        """Show the next changed page, without going round; False where there is none.

        While the pages are still being compared nothing is passed over.
        """
        if self._stack.currentIndex() == 0 and self.view.waits:
            return True
        if self._stack.currentIndex() != 0 or not self.view.pairs_known:
            return False
        before = self.view.current
        return self.view.step_on(step) and self.view.current != before

    def look_again(self) -> None:
        """A file may have arrived."""
        if self._stack.currentIndex() != 0:
            self._shown = ()
            self._show()

    def close_documents(self) -> None:
        """Show nothing and keep no picture."""
        self._pairs, self._current, self._shown = [], "", ()
        self.view.close_documents()

    # --- showing -------------------------------------------------------------------------------

    def _tab_chosen(self, key: str) -> None:
        self._current = key
        self._show()
        self.pairChosen.emit(key)

    def _show(self) -> None:
        pair = self.current
        shas = tuple(one.sha256 if one else "" for one in (pair.old, pair.new)) if pair else ()
        if shas and shas == self._shown:
            return
        self._shown = ()
        if pair is None:
            self.view.close_documents()
            self._empty("file-outline", self.tr("这一类没有附件"), self.tr("只核对左边的改动。"))
            return
        try:
            sources = self._source(pair.old), self._source(pair.new)
        except BlobMissing:
            self.view.close_documents()
            self._say_missing(pair)
            return
        except (OSError, StoreError) as problem:
            self.view.close_documents()
            title = self.tr("{name} 在本机的副本打不开").format(name=pair.label)
            self._empty("file-alert-outline", title, failure_text(problem), download=True)
            return
        self._shown = shas
        old, new = (
            Document(source, badge, self._name(att))
            for source, badge, att in zip(sources, self._badges, (pair.old, pair.new), strict=True)
        )
        self._stack.setCurrentIndex(0)
        self.view.open(old, new)

    def _source(self, att: Attachment | None) -> DocumentSource | None:
        if att is None:
            return None
        return self._session.workspace.blobs.source(att.sha256, att.filename, att.mime)

    def _name(self, att: Attachment | None) -> str:
        if att is None:
            return self.tr("没有这份附件")
        return f"{att.filename}  {formats.hash_text(att.sha256)}"

    def _say_missing(self, pair: FilePair) -> None:
        blobs = self._session.workspace.blobs
        lacking = [
            (badge, att)
            for badge, att in zip(self._badges, (pair.old, pair.new), strict=True)
            if att is not None and not blobs.has(att.sha256)
        ]
        names = self.tr("、").join(
            " ".join(one for one in (badge, att.filename) if one) for badge, att in lacking
        )
        size = formats.bytes_text(sum(att.bytes for _, att in lacking))
        self._empty(
            "cloud-outline",
            self.tr("{names} 不在本机").format(names=names),
            self.tr("对照要两版的文件都在；还差 {size}。").format(size=size),
            download=True,
        )

    def _empty(self, icon: str, title: str, why: str, *, download: bool = False) -> None:
        actions = [CardAction("download", self.tr("下载本件附件"), key="Ctrl+D")]
        state = EmptyState(icon, title, why, actions if download else [])
        state.action.connect(lambda _id: self.downloadRequested.emit())
        replace_from(self._stack, 1, state)

    def set_compact(self, compact: bool) -> None:
        """One pane in narrow windows: old and new are flipped in place."""
        self.view.set_mode(CompareMode.FLIP if compact else CompareMode.SIDE)
