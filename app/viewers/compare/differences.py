"""Brings what differs between the two pages on display onto the screen, in pictures and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from app.media.client import MediaClient
from app.media.problems import MediaProblem
from app.viewers.colors import ViewerColors
from app.viewers.compare.comparer import Comparer, Pair
from app.viewers.compare.legend import Legend
from app.viewers.compare.modes import CompareMode
from app.viewers.compare.overlay import NEW_INK, OLD_INK, ChangeBoxes, LaidOver
from app.viewers.compare.pages import PageFate
from app.viewers.compare.side import Side
from app.viewers.compare.wording import compared_words

if TYPE_CHECKING:
    from app.viewers.compare.difference import Difference

REST_MS = 200
_OVER_ONE = (CompareMode.OVERLAY, CompareMode.DIFFERENCE)


class Looked(NamedTuple):
    """What is looked at, and how.

    `fate` is None while it is unknown what became of the page. `missing` is the side (0 left,
    1 right) that has no page beside the other's, or -1.
    """

    mode: CompareMode
    fate: PageFate | None
    missing: int
    left: str
    right: str


class Differences(QObject):
    """Compares the pages on display once they rest, and shows what was found.

    Attributes:
        shown: the `Difference` that is on the screen now.
    """

    shown = Signal(object)

    def __init__(
        self, client: MediaClient, left: Side, right: Side, legend: Legend, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._left, self._right, self._legend = left, right, legend
        self._looked = Looked(CompareMode.SIDE, None, -1, "", "")
        self._found: tuple[Pair, Difference] | None = None
        self._comparer = Comparer(client, self)
        self._comparer.compared.connect(self._on_compared)
        self._comparer.failed.connect(self._on_failed)
        self._over = LaidOver()
        self._boxes = (ChangeBoxes(OLD_INK), ChangeBoxes(NEW_INK))
        self.pages_said = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._compare)
        for side, boxes in zip((left, right), self._boxes, strict=True):
            side.view.canvas.add_overlay(boxes)
        left.view.canvas.add_overlay(self._over)

    @property
    def refused(self) -> bool:
        """Whether words stand in the place of the pages."""
        return self._over.has_words

    @property
    def kept_bytes(self) -> int:
        """Bytes of the results that are kept."""
        return self._comparer.kept_bytes

    def look(self, looked: Looked) -> None:
        """Pages, or the way they are shown, may have changed."""
        if looked != self._looked:
            self._looked = looked
            self._clear()
            self._found = None
        elif self._found is not None and self._found[0] != self._pair():
            self._clear()
            self._found = None
        self._rest.start()

    def set_strength(self, strength: float) -> None:
        """How much of the new page is let through, 0 to 1."""
        self._over.strength = strength
        self._repaint()

    def set_colors(self, colors: ViewerColors) -> None:
        """Draw words in other colours."""
        self._over.set_colors(colors)
        self._repaint()

    def forget(self) -> None:
        """Drop all that was found and whatever is on its way."""
        self._rest.stop()
        self._comparer.forget()
        self._found = None
        self._clear()

    def close(self) -> None:
        """Forget, and wait for the thread that compares."""
        self.forget()
        self._comparer.close()

    # --- comparing -----------------------------------------------------------------------------

    def _pair(self) -> Pair | None:
        old, new = self._left.ref(), self._right.ref()
        return Pair(old, new) if old is not None and new is not None else None

    def _compare(self) -> None:
        pair = self._pair()
        if pair is None or not (self._left.isVisible() or self._right.isVisible()):
            return
        if self._found is not None and self._found[0] == pair:
            return
        if self._looked.missing >= 0 or self._looked.fate is PageFate.SAME:
            self._comparer.stop()
            self._say_why_not()
        else:
            self._comparer.ask(pair)
        self.say()

    def _say_why_not(self) -> None:
        if self._looked.missing >= 0:
            self._instead(self.tr("只有一份有这一页"), self.tr("另一份没有可以对照的页。"))
        elif self._looked.mode is CompareMode.DIFFERENCE:
            self._instead(self.tr("这一页没有改动"), self.tr("两份的这一页完全一样。"))

    def _on_compared(self, pair: Pair, found: Difference) -> None:
        if pair != self._pair():
            return
        self._clear()
        self._found = (pair, found)
        mode, page = self._looked.mode, pair.old.page
        if not found.aligned:
            self._instead(
                self.tr("不同页面，未能对齐"),
                self.tr("两页的内容相差太大，叠在一起没有意义。请并排看，或换一页。"),
            )
        elif mode is CompareMode.OVERLAY:
            self._over.set_over(page, found)
        elif mode is CompareMode.DIFFERENCE:
            self._over.set_mix(page, found)
        else:
            self._boxes[0].set_boxes(page, found.gone)
            self._boxes[1].set_boxes(pair.new.page, found.come)
        self._repaint()
        self.say()
        self.shown.emit(found)

    def _on_failed(self, pair: Pair, _problem: MediaProblem) -> None:
        if pair == self._pair():
            self._instead(
                self.tr("这一页不能对比"), self.tr("有一份的这一页打不开，原因见那一份。")
            )
            self.say()

    # --- showing -------------------------------------------------------------------------------

    def _instead(self, title: str, line: str) -> None:
        if self._looked.mode in _OVER_ONE:
            self._over.set_words(self._left.view.page, title, line)
            self._repaint()

    def _clear(self) -> None:
        self._over.clear()
        for boxes in self._boxes:
            boxes.set_boxes(-1, ())
        self._repaint()

    def _repaint(self) -> None:
        for side in (self._left, self._right):
            side.view.canvas.viewport().update()

    def say(self) -> None:
        """Say in words what is on the screen."""
        found = self._found[1] if self._found is not None else None
        look, busy = self._looked, self._comparer.busy
        words = compared_words(found, look.left, look.right, waits=busy, fate=look.fate)
        inks: list[tuple[str, str]] = []
        if found is not None and found.aligned and look.mode is not CompareMode.OVERLAY:
            inks = [
                (OLD_INK, self.tr("红：只在{name}").format(name=look.left)),
                (NEW_INK, self.tr("蓝：只在{name}").format(name=look.right)),
            ]
            if look.mode is CompareMode.DIFFERENCE:
                inks.append(("grey", self.tr("灰：两份都有")))
        said = self.pages_said if found is None and not busy else ""
        self._legend.show_words(" · ".join(one for one in (words, said) if one), inks)
