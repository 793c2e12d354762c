"""Two documents, compared."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from app.media.client import MediaClient
from app.media.source import DocumentSource
from app.viewers.colors import LIGHT
from app.viewers.compare.differences import Looked
from app.viewers.compare.modes import CompareMode
from app.viewers.compare.pages import (
    PageFate,
    PagePair,
    next_change,
    pair_at,
    pair_pages,
    unpaired,
)
from app.viewers.compare.parts import CompareParts
from app.viewers.compare.prints import PrintsOf
from app.viewers.compare.wording import pages_words


class Document(NamedTuple):
    """A document to compare: a short word in a frame (第 1 版), and its name."""

    source: DocumentSource | None
    badge: str
    name: str


class CompareView(CompareParts):
    """Shows two documents beside each other, one at a time, one over the other, or what differs.

    Pages are paired by the hashes of what they show once these are known, by number until then.

    Attributes:
        modeChanged: a `CompareMode`.
        pairsChanged: which pages belong together is known, or known better.
        compared: the `Difference` of the pages on display was shown.
    """

    modeChanged = Signal(object)
    pairsChanged = Signal()
    compared = Signal(object)

    def __init__(self, client: MediaClient, parent: QWidget | None = None) -> None:
        super().__init__(client, parent)
        self._mode = CompareMode.SIDE
        self._shown = 1
        self._documents = (Document(None, "", ""), Document(None, "", ""))
        self._known = False
        self._missing = -1
        self._prints = PrintsOf(client, self)
        self._connect()
        self.set_mode(CompareMode.SIDE)
        self.set_colors(LIGHT)
        self.retranslate()

    def _connect(self) -> None:
        self.differences.shown.connect(self.compared)
        self._prints.known.connect(self._on_prints)
        self.link.changed.connect(self.bar.show_link)
        self.link.partnerMissing.connect(self._on_missing)
        self.bar.modeChosen.connect(self._choose)
        self.bar.strengthChanged.connect(self.differences.set_strength)
        self.bar.linkToggled.connect(self.link.set_on)
        self.bar.swapRequested.connect(self.swap)
        self.bar.changeStepped.connect(self.step_change)
        self.bar.zoomStepped.connect(lambda by: self.zoom_in() if by > 0 else self.zoom_out())
        self.bar.fitRequested.connect(lambda wide: self.fit_width() if wide else self.fit_page())
        self.bar.turnRequested.connect(self.rotate_right)
        self.pages.pairChosen.connect(self.go_pair)
        for side in (self.left, self.right):
            side.view.documentReady.connect(self._on_ready)
            side.view.stateChanged.connect(self._moved_on)

    # --- documents -----------------------------------------------------------------------------

    @property
    def documents(self) -> tuple[Document, Document]:
        """What is compared: left and right."""
        return self._documents

    @property
    def pairs(self) -> tuple[PagePair, ...]:
        """Which pages belong together."""
        return self._pairs

    @property
    def pairs_known(self) -> bool:
        """Whether that is known by what the pages show, and not only by their numbers."""
        return self._known

    @property
    def waits(self) -> bool:
        """Whether it is not known yet which pages there are and how they belong together."""
        counts = self.left.view.page_count, self.right.view.page_count
        return self._prints.waits or (self._known and min(counts) == 0)

    def open(self, old: Document, new: Document) -> None:
        """Compare two documents; `old` stands left."""
        self._documents = (old, new)
        self.differences.forget()
        self._pairs, self._known, self._missing = (), False, -1
        self.pages.set_pairs((), known=False)
        self.link.set_pairs(())
        self.bar.set_names(old.badge or old.name, new.badge or new.name)
        self.left.open(*old)
        self.right.open(*new)
        self._prints.ask(old.source, new.source)
        self._head_words()
        self._look()

    def close_documents(self) -> None:
        """Show nothing and keep no picture."""
        self._prints.stop()
        self.differences.forget()
        for side in (self.left, self.right):
            side.view.set_document(None)
        self._cache.clear()
        self._documents = (Document(None, "", ""), Document(None, "", ""))

    @property
    def kept_bytes(self) -> int:
        """Bytes of drawn pages and of comparisons that are kept."""
        return self._cache.bytes + self.differences.kept_bytes

    def shut_down(self) -> None:
        """Close the documents and wait for the thread that compares."""
        self.close_documents()
        self.differences.close()

    def swap(self) -> None:
        """Left becomes right; pages, zoom and place stay."""
        states = self.right.view.view_state(), self.left.view.view_state()
        sides = (self.left, self.right)
        left, right = self._documents
        linked = self.link.on
        self.link.set_on(False)
        self.open(right, left)
        for side, state in zip(sides, states, strict=True):
            side.view.set_document(side.view.source, state)
        self.link.set_on(linked)

    def _on_ready(self) -> None:
        counts = self.left.view.page_count, self.right.view.page_count
        if min(counts) > 0 and not self._known:
            self._set_pairs(unpaired(*counts), known=False)
        self._moved_on()

    def _on_prints(self, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        self._set_pairs(pair_pages(old, new), known=True)

    def _set_pairs(self, pairs: tuple[PagePair, ...], *, known: bool) -> None:
        self._pairs, self._known = pairs, known
        self.link.set_pairs(pairs)
        self.pages.set_pairs(pairs, known=known)
        self._show_list()
        self._moved_on()
        self.pairsChanged.emit()

    # --- pages ---------------------------------------------------------------------------------

    @property
    def current(self) -> int | None:
        """Index of the pair on display; None where the panes show pages of different pairs."""
        left, right = self.left.view.page, self.right.view.page
        if self._missing == 1:
            return pair_at(self._pairs, left, new=False)
        index = pair_at(self._pairs, right, new=True)
        if index is None:
            return pair_at(self._pairs, left, new=False)
        same = self._pairs[index].old in (left, None)
        return index if same else None

    def go_pair(self, index: int) -> None:
        """Show a pair of pages; where one side has none it stays where it is."""
        if not 0 <= index < len(self._pairs):
            return
        pair = self._pairs[index]
        self.link.go(pair)

    def step_change(self, step: int = 1) -> None:
        """Show the next pair (1) or the previous one (-1) that differs."""
        at = self.current
        found = next_change(self._pairs, -1 if at is None else at, step)
        if found is not None:
            self.go_pair(found)

    def step_on(self, step: int) -> bool:
        """As `step_change`, but not round the end; False where there is no further change."""
        at = self.current
        found = next_change(self._pairs, -1 if at is None else at, step)
        beyond = found is not None and at is not None and (found - at) * step > 0
        if found is None or not (beyond or at is None):
            return False
        self.go_pair(found)
        return True

    def _on_missing(self, side: int, missing: bool) -> None:
        if missing:
            self._missing = side
        elif self._missing == side:
            self._missing = -1
        pane = (self.left, self.right)[side]
        pane.head.set_note(self.tr("没有对应的页") if missing else "")
        self._moved_on()

    def _moved_on(self) -> None:
        index = self.current
        if index is not None:
            self.pages.show_current(index)
        self._look()

    # --- modes ---------------------------------------------------------------------------------

    @property
    def mode(self) -> CompareMode:
        """The mode in force."""
        return self._mode

    def _choose(self, mode: CompareMode) -> None:
        if mode is CompareMode.FLIP and self._mode is CompareMode.FLIP:
            self.flip()
        else:
            self.set_mode(mode)

    def set_mode(self, mode: CompareMode) -> None:
        """Show the pages another way."""
        changed = mode is not self._mode
        self._mode = mode
        self.bar.show_mode(mode)
        self._arrange()
        self._head_words()
        self._look()
        if changed:
            self.modeChanged.emit(mode)

    def flip(self) -> None:
        """Show the other document in the same place."""
        if self._mode is not CompareMode.FLIP:
            self.set_mode(CompareMode.FLIP)
            return
        self._shown = 1 - self._shown
        self._arrange()
        self._look()

    def _arrange(self) -> None:
        mode = self._mode
        single = mode is not CompareMode.SIDE
        shown = self._shown if mode is CompareMode.FLIP else 0
        leader = 0 if self.left.isVisible() or not self.right.isVisible() else 1
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.setUpdatesEnabled(False)
        self.left.setVisible(not single or shown == 0)
        self.right.setVisible(not single or shown == 1)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.link.align(leader)
        self.setUpdatesEnabled(True)
        front = self.right if single and shown == 1 else self.left if single else self.right
        self.setFocusProxy(front)
        if had_focus:
            front.view.setFocus()

    def _head_words(self) -> None:
        """Over one picture of both, both are named."""
        old, new = self._documents
        badge = old.badge
        if self._mode in (CompareMode.OVERLAY, CompareMode.DIFFERENCE) and old.badge and new.badge:
            badge = f"{old.badge} → {new.badge}"
        self.left.head.set_words(badge, old.name)

    # --- differences ---------------------------------------------------------------------------

    def _fate(self) -> PageFate | None:
        index = self.current
        return self._pairs[index].fate if index is not None and self._known else None

    def _look(self) -> None:
        names = tuple(one.badge or one.name for one in self._documents)
        self.differences.look(Looked(self._mode, self._fate(), self._missing, names[0], names[1]))
        self.differences.pages_said = pages_words(self._pairs) if self._known else ""
        self.differences.say()

    # --- looks ---------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words in the language of now."""
        self.setAccessibleName(self.tr("对比两份附件"))
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
