"""A form in the program's own viewer, given as bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.media.facts import DocumentInfo, PageSize
from app.media.source import DocumentSource
from app.store.errors import StoreError
from app.ui.failures import failure_text
from app.ui.forms.places import SealMark
from app.ui.forms.seal_places import SealPlaces
from app.ui.pages.stacks import replace_from
from app.ui.session import Session
from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets import ElideLabel, EmptyState, hbox
from app.viewers.colors import ViewerColors
from app.viewers.toolbar import ToolRow
from app.viewers.viewer import DocumentView
from app.viewers.zoom import Zoom, ZoomMode


class FormPreview(QWidget):
    """Shows a PDF that lies in no store, with the places of its seals.

    The keys PgUp and PgDn turn its pages, of the focused page and through :meth:`next_page`.

    Attributes:
        view: the viewer.
        head: the row above it, where a host may put more at the right.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._source: DocumentSource | None = None
        self._marks: tuple[SealMark, ...] = ()
        self._sizes: tuple[PageSize, ...] = ()
        self.key = ""
        self.view = DocumentView(session.media)
        self.view.set_tools_visible(False)
        self.view.set_strip_visible(False)
        self.view.canvas.set_zoom(Zoom(ZoomMode.PAGE))
        self._places = SealPlaces()
        self.view.canvas.add_overlay(self._places)
        self._title = ElideLabel("", 14, bold=True)
        self.tools = ToolRow(self.view, compact=True)
        self.head = hbox(
            (self._title, 1), self.tools, margins=(16, 0, 8, 1), edge="b", height=40, kind="panel"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.view)
        self.view.documentReady.connect(self._on_ready)
        theme.changed.connect(self._recolour)
        self._recolour()
        self.clear()

    @property
    def source(self) -> DocumentSource | None:
        """The document on screen; None while there is none."""
        return self._source

    @property
    def sizes(self) -> tuple[PageSize, ...]:
        """Its pages in points; empty until they are known."""
        return self._sizes

    def show_pdf(self, key: str, pdf: bytes, title: str, marks: Sequence[SealMark] = ()) -> None:
        """Show a document.

        :param key: what it is of, such as case and form; kept in :attr:`key`.
        :param title: stands above it and is its file name to the officer.
        """
        self._marks = tuple(marks)
        if self._source is not None and self._source.key == hashlib.sha256(pdf).hexdigest():
            self.key = key
            self._title.setText(title)
            self._place_marks()
            return
        try:
            source = self._session.workspace.passing.put(pdf, f"{title}.pdf")
        except (OSError, StoreError) as problem:
            self.clear()
            self.key = key
            self._title.setText(title)
            self.say(self.tr("打不开"), failure_text(problem))
            return
        before, self._source = self._source, source
        self.key = key
        self._title.setText(title)
        self._sizes = ()
        self._place_marks()
        self._stack.setCurrentWidget(self.view)
        self.tools.setVisible(True)
        self.view.set_document(source)
        self._remove(before)

    def clear(self) -> None:
        """Show nothing; the document goes from the disk and from memory."""
        before, self._source, self.key = self._source, None, ""
        self._marks, self._sizes = (), ()
        self._place_marks()
        self._title.setText("")
        self.tools.setVisible(False)
        self.view.close_document()
        self._stack.setCurrentWidget(self.view)
        self._remove(before)

    def say(self, title: str, why: str, icon: str = "file-alert-outline") -> None:
        """Words in place of a page: why there is none."""
        self.tools.setVisible(False)
        replace_from(self._stack, 1, EmptyState(icon, title, why, []))

    def next_page(self) -> None:
        """The next page, if there is one."""
        self.view.next_page()

    def previous_page(self) -> None:
        """The page before, if there is one."""
        self.view.previous_page()

    def hints(self) -> list[tuple[str, str]]:
        """Keys for the host's status bar."""
        return [("PgDn", self.tr("翻页"))]

    def _on_ready(self, info: DocumentInfo) -> None:
        self._sizes = info.sizes
        self._place_marks()

    def _place_marks(self) -> None:
        """Once the pages are known millimetres have a place on them."""
        self._places.set_marks(self._marks, self._sizes)
        self.view.canvas.viewport().update()

    def _remove(self, source: DocumentSource | None) -> None:
        if source is not None:
            self._session.media.forget(source.key)
            self._session.workspace.passing.remove(source)

    def _recolour(self) -> None:
        colours = ViewerColors.of(tokens().scheme(theme.dark))
        self.view.set_colors(colours)
        self.tools.set_colors(colours)
