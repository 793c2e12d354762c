"""The middle pane: the slots of the entry on screen, the tools, and the scan itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from app.domain.model import Attachment
from app.media.problems import MediaProblem
from app.store.errors import StoreError
from app.store.readmodels import AttachmentView, CaseView
from app.ui.failures import failure_text
from app.ui.i18n import language
from app.ui.pages.review.asking import DAMAGED_HERE, OWN_TROUBLE
from app.ui.pages.review.place import Place, slot_missing, slots_at
from app.ui.pages.stacks import replace_from
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets import CardAction, EmptyState, Label, Tab, TabStrip, formats, hbox
from app.viewers.colors import ViewerColors
from app.viewers.toolbar import ToolRow
from app.viewers.viewer import DocumentView
from app.viewers.viewer_tools import ViewerTools

_FETCH = "fetch"


class ScanPane(QFrame):
    """Shows one attachment at a time.

    Attributes:
        attachmentChosen: the id of the attachment whose slot was clicked.
        downloadRequested: the officer wants the missing file.
        askAgainRequested, exportRequested: from the error card of an unreadable file.
        fetchAgainRequested: the copy on this machine is damaged; the id of its attachment.
    """

    attachmentChosen = Signal(str)
    downloadRequested = Signal()
    askAgainRequested = Signal()
    exportRequested = Signal(str)
    fetchAgainRequested = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._case: CaseView | None = None
        self._place = Place()
        self._shown = ""
        self._damaged = self._own_trouble = False
        self.problem: MediaProblem | None = None
        self.tabs = TabStrip([], height=35)
        self._facts = Label("", 12, tone="text3")
        self.view = DocumentView(session.media)
        self.tools = ViewerTools(self.view, session.media)
        self.tools_small = ToolRow(self.view, compact=True)
        self.tools.dress(self.tools_small)
        self._offer("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._tab_row = hbox(
            (self.tabs, 1), self._facts, self.tools_small, margins=(12, 0, 12, 1), edge="b",
            height=36, kind="panel",
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tab_row)
        column.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._choose_slot)
        self.view.problemShown.connect(self._offer)
        self.view.askAgainRequested.connect(self._ask_again)
        self.view.exportRequested.connect(lambda: self.exportRequested.emit(self._shown))
        theme.changed.connect(self._recolour)
        self._recolour()
        self.set_compact(False)

    def _recolour(self) -> None:
        """The viewer knows no theme: it is told its colours."""
        colours = ViewerColors.of(tokens().scheme(theme.dark))
        self.view.set_colors(colours)
        self.tools.set_colors(colours)

    def show_place(self, case: CaseView, place: Place) -> None:
        """Show the slots of an entry and the attachment chosen in it."""
        self._case, self._place = case, place
        tabs = []
        current = ""
        for slot, files in slots_at(case, place):
            missing = slot_missing(case, place, slot)
            tabs.append(
                Tab(
                    slot.code,
                    slot.label.in_(language()),
                    self.tr("缺") if missing else len(files) or "",
                    "alert-octagon" if missing else "",
                    "red" if missing else "text3",
                    alert=missing,
                )
            )
            if any(att.att_id == place.attachment for att in files):
                current = slot.code
        self.tabs.set_tabs(tabs)
        self.tabs.set_current(current)
        self._show_attachment(case.attachments.get(place.attachment))

    def refresh(self) -> None:
        """Look again whether the file has arrived."""
        if self._case is not None:
            self.show_place(self._case, self._place)

    def set_compact(self, compact: bool) -> None:
        """Narrow windows: the tools move into the row of slots, thumbnails go."""
        self.view.set_tools_visible(not compact)
        self.tools_small.setVisible(compact)
        self._facts.setVisible(not compact)
        self.view.set_strip_visible(not compact)

    def hints(self) -> list[tuple[str, str]]:
        """The keys of the viewer, most used first."""
        return [
            ("PgDn", self.tr("翻页")),
            ("Ctrl+PgDn", self.tr("下一附件")),
            ("Ctrl+0", self.tr("适宽")),
            ("Ctrl+R", self.tr("右转")),
            ("Alt+M", self.tr("放大镜")),
            ("Ctrl+E", self.tr("增强")),
            ("Ctrl+F", self.tr("查找")),
            ("F11", self.tr("独立窗口")),
            ("F6", self.tr("换区")),
            ("F1", self.tr("按键")),
        ]

    def _offer(self, problem: str) -> None:
        """What can be done about an unreadable file: its copy here, or what was handed in."""
        self.problem = self.view.problem  # the viewer forgets it while it tries again
        self._damaged = problem in DAMAGED_HERE
        self._own_trouble = problem in OWN_TROUBLE
        if self._damaged:
            self.view.set_card_actions(self.tr("重新下载"))
            return
        allowed = self._session.workspace.policy.export_allowed
        self.view.set_card_actions(
            None if self._own_trouble else self.tr("请申报人重新上传"),
            self.tr("导出副本"),
            export_barred="" if allowed else self.tr("由管理员设定：不允许导出"),
        )

    def _ask_again(self) -> None:
        if self._damaged:
            self.fetchAgainRequested.emit(self._shown)
        elif not self._own_trouble:
            self.askAgainRequested.emit()

    def _choose_slot(self, code: str) -> None:
        if self._case is None:
            return
        for slot, files in slots_at(self._case, self._place):
            if slot.code == code and files:
                self.attachmentChosen.emit(files[0].att_id)
            elif slot.code == code:
                self._show_empty(
                    "file-alert-outline",
                    self.tr("{slot}：申报人没有上传").format(slot=slot.label.in_(language())),
                    self.tr("可按预检提示转为意见，请申报人补交。"),
                    [],
                )

    def _show_attachment(self, view: AttachmentView | None) -> None:
        if view is None:
            self._shown = ""
            self._facts.setText("")
            self.view.set_document(None)
            self._show_empty(
                "file-outline", self.tr("这一条没有附件"), self.tr("只核对右边的表单。"), []
            )
            return
        att = view.attachment
        self._facts.setText(self._fact_line(att, view))
        if view.state != "CACHED":
            self._shown = ""
            self.view.set_document(None)
            size = formats.bytes_text(att.bytes - view.have)
            self._show_empty(
                "cloud-outline",
                self.tr("{name} 还没有下载").format(name=att.filename),
                self.tr("还差 {size}；下载后可离线审阅。").format(size=size),
                [CardAction("download", self.tr("下载本件附件"), key="Ctrl+D")],
            )
            return
        if self._shown != att.att_id:
            try:
                source = self._session.workspace.blobs.source(att.sha256, att.filename, att.mime)
            except (OSError, StoreError) as problem:
                self._show_damaged(att, problem)
                return
            self._shown = att.att_id
            self.view.set_document(source)
        self._stack.setCurrentIndex(0)

    def _show_damaged(self, att: Attachment, problem: Exception) -> None:
        self._shown = ""
        self.view.set_document(None)
        self._show_empty(
            "file-alert-outline",
            self.tr("{name} 在本机的副本打不开").format(name=att.filename),
            failure_text(problem),
            [CardAction(_FETCH, self.tr("重新下载"))],
        )

    def _fact_line(self, att: Attachment, view: AttachmentView) -> str:
        kind = att.mime.rsplit("/", 1)[-1].upper()
        pages = self.tr("{n} 页").format(n=att.pages) if att.pages else ""
        checked = self.tr("已校验") if view.state == "CACHED" else ""
        parts = (kind, pages, formats.bytes_text(att.bytes), checked)
        return " · ".join(part for part in parts if part)

    def _show_empty(self, icon: str, title: str, why: str, actions: list[CardAction]) -> None:
        state = EmptyState(icon, title, why, actions)
        state.action.connect(self._act)
        replace_from(self._stack, 1, state)

    def _act(self, action: str) -> None:
        if action == _FETCH:
            self.fetchAgainRequested.emit(self._place.attachment)
        else:
            self.downloadRequested.emit()
