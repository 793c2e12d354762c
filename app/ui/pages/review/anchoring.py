"""Drawing where a field stands on a scan, and what comes of it (domain F9)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from app.domain.anchors import (
    Anchor,
    AnchorVerdict,
    AnchorVisibility,
    FieldPath,
    ScanPlace,
    rounded,
)
from app.domain.finding import Finding
from app.operations import anchors
from app.operations.draft_edits import with_anchor, without_anchor
from app.operations.errors import OperationRefused
from app.store.draft import ComposerDraft
from app.store.readmodels import CaseView
from app.ui.pages.review import banners
from app.ui.pages.review.anchor_marks import (
    anchors_for,
    part_of,
    path_words,
    place_words,
    verdict_words,
    who_words,
)
from app.ui.pages.review.anchor_places import AnchorPlaces
from app.ui.pages.review.fields import FILES
from app.ui.pages.review.place import Place
from app.ui.pages.review.verdict_choice import VerdictChoice
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.theme import theme
from app.ui.theme.tokens import tokens
from app.ui.widgets.a11y import announce
from app.viewers.anchor_draw import AnchorDraw, Drawn
from app.viewers.colors import ViewerColors
from app.viewers.tool_button import ToolButton

if TYPE_CHECKING:
    from app.ui.pages.review.page import ReviewPage

_GLYPH = "image-filter-center-focus"


class Anchoring(AnchorPlaces):
    """Draws anchors on the scan of the review page, and follows them both ways."""

    def __init__(self, page: ReviewPage, window: MainWindow, session: Session) -> None:
        super().__init__(page, session)
        self._window = window
        self.draw = AnchorDraw(self._view.canvas)
        self.choice = VerdictChoice(self._view)
        self._on: tuple[str, str] = ("", "")
        self._path = FieldPath("", "", "")
        self._for_comment = False
        self._made: Anchor | None = None
        self._asked: Drawn | None = None
        self._stale = False
        self._tools = [ToolButton(_GLYPH), ToolButton(_GLYPH)]
        for tool, row in zip(self._tools, (self._view.tools, page.scan.tools_small), strict=True):
            tool.clicked.connect(page.acts.anchor)
            row.add_tool(tool)
        self.draw.drawn.connect(self._drawn)
        self.draw.removeRequested.connect(self._remove)
        self.choice.chosen.connect(self._chosen)
        self.choice.dismissed.connect(self._leave)
        self.choice.closed.connect(self._leave)
        self.choice.commentRequested.connect(self._comment)
        self._view.canvas.viewMoved.connect(self._follow)
        page.work.saved.connect(self._saved)
        theme.changed.connect(self._recolour)
        self._recolour()

    def show(self) -> None:
        """Show the marks of the file on screen; what was begun on another file is left."""
        case = self._page.case
        if case is None:
            return
        self._name_tools()
        on = (case.app_id, self._page.place.attachment)
        if on != self._on:
            self._on = on
            self._stop()
        super().show()

    # --- drawing -------------------------------------------------------------------------------

    def blocked(self) -> str:
        """Why nothing can be drawn now; empty when it can."""
        case = self._page.case
        if case is None:
            return self.tr("没有打开的申报")
        if not self._view.isVisible() or self._view.source is None or not self._view.page_count:
            return self.tr("先打开一个附件")
        return banners.why_barred(case, self._session)

    def begin(self, *, for_comment: bool = False) -> None:
        """Ctrl+G: draw the place of the current field, or of the file where none is current."""
        case, place = self._page.case, self._page.place
        reason = self.blocked()
        if case is None or reason:
            if reason:
                self._window.toasts.show_toast(reason, "amber")
            return
        self._stop()
        self._for_comment = for_comment or self._page.sheet.composer.editor.hasFocus()
        self._path = self._target(case, place)
        label, value = path_words(case, self._path)
        old = self._old(case, place)
        start = Drawn(old.page - 1, part_of(old)) if old is not None else None
        if old is None:
            words = self.tr("定位“{field}”：拖出一个框，或按 Enter 用方向键画；Esc 取消")
        elif self.is_own(old):
            words = self.tr("定位“{field}”：重画，或 Enter 沿用这个框；Delete 删去，Esc 取消")
        else:
            words = self.tr("定位“{field}”：Enter 沿用{name}的框，或重画；Esc 取消")
        name = who_words(old) if old is not None else ""
        words = words.format(field=f"{label} {value}".strip(), name=name)
        self.draw.begin(words, start)
        announce(self._view, words)
        if start is not None:
            self._view.scroll_to(start.page, start.part)

    def _target(self, case: CaseView, place: Place) -> FieldPath:
        """The field of the comment in the box or on the form; else the slot of the file."""
        box = self._page.composing
        if self._for_comment and box.about_field:
            return FieldPath(place.module, box.about_entry, box.about_field)
        if place.field not in ("", FILES):
            return FieldPath(place.module, place.entry, place.field)
        view = case.attachments[place.attachment]
        att = view.attachment
        return FieldPath(att.module_code, att.entry_id or place.entry, att.slot)

    def _old(self, case: CaseView, place: Place) -> Anchor | None:
        """The place drawn before: one's own, else another office's, which Enter takes over."""
        found = anchors_for(case, self._path, self.office)
        here = [one for one in found if self.att_id(case, one) == place.attachment]
        return here[0] if here else None

    def _drawn(self, drawn: Drawn) -> None:
        case = self._page.case
        if case is None:
            self._stop()
            return
        label, value = path_words(case, self._path)
        self._asked = drawn
        self.choice.ask(f"{label} {value}".strip(), self._beside())

    def _chosen(self, verdict: AnchorVerdict) -> None:
        case, drawn = self._page.case, self._asked
        if case is None or drawn is None:
            self._stop()
            return
        own_only = self.choice.own_only
        try:
            anchor = anchors.made(
                self._session.workspace,
                case,
                path=self._path,
                place=self._scan_place(case, drawn),
                verdict=verdict,
                visibility=AnchorVisibility.ORG if own_only else AnchorVisibility.CHAIN,
            )
        except (OperationRefused, ValueError) as problem:
            self._stop()
            self._page.acts.say_problem(problem)
            return
        self._made, self._stale, self._lit = anchor, True, None
        self.draw.end()  # its mark stands there now
        label = path_words(case, self._path)[0]
        words = self.tr("定位 {field}：{verdict}").format(
            field=label, verdict=verdict_words(verdict)
        )
        self._page.work.update_with_undo(words, lambda draft: with_anchor(draft, anchor))
        self._window.commands.refresh()
        attached = self._for_comment and self._page.composing.attach([anchor.place])
        if verdict is not AnchorVerdict.MATCH and not attached:
            self.choice.offer(words, self._beside())
            return
        self._leave()
        self._page.acts.say_undo(words)

    def _scan_place(self, case: CaseView, drawn: Drawn) -> ScanPlace:
        left, top, width, height = drawn.part
        att = case.attachments[self._page.place.attachment].attachment
        rect = rounded((left, top, left + width, top + height))
        return ScanPlace(att_sha256=att.sha256, page=drawn.page + 1, rect=rect)

    def _remove(self) -> None:
        """Delete while drawing: the place drawn before goes."""
        case = self._page.case
        old = self._old(case, self._page.place) if case is not None else None
        self._stop()
        if case is None or old is None or not self.is_own(old):
            self._window.toasts.show_toast(self.tr("这里没有本单位的定位"), "amber")
            return
        sent = anchors.is_sent(case, old.anchor_id)
        words = self.tr("删去定位 {place}").format(place=place_words(case, old))
        self._stale, self._lit = True, None
        self._page.work.update_with_undo(
            words, lambda draft: without_anchor(draft, old.anchor_id, sent=sent)
        )
        self._page.acts.say_undo(words)

    # --- comments ------------------------------------------------------------------------------

    def places_of(self, finding: Finding) -> list[ScanPlace]:
        """What the own office found wrong where a finding is: it goes along with its comment."""
        case, code = self._page.case, finding.field or finding.slot
        if case is None or not code:
            return []
        path = FieldPath(finding.module_code, finding.entry_id or "", code)
        return [
            one.place
            for one in anchors_for(case, path, self.office)
            if self.is_own(one) and one.verdict is not AnchorVerdict.MATCH
        ]

    def _comment(self) -> None:
        """Begin a comment that says what was seen, with the place attached."""
        case, anchor = self._page.case, self._made
        if case is None or anchor is None:
            return
        label, value = path_words(case, anchor.path)
        where = place_words(case, anchor)
        if anchor.verdict is AnchorVerdict.UNREADABLE:
            text = self.tr("“{label}”在扫描件（{where}）上看不清，请重新清晰扫描后上传。")
        elif value:
            text = self.tr("“{label}”填写为“{value}”，与扫描件（{where}）不一致，请核对后更正。")
        else:
            text = self.tr("扫描件（{where}）与“{label}”不符，请核对后更正。")
        module = case.profile.module(anchor.path.module)
        is_field = bool(module and module.field(anchor.path.code))
        box = ComposerDraft(
            text=text.format(label=label, value=value, where=where),
            entry_id=anchor.path.entry_id or None,
            field=anchor.path.code if is_field else None,
            anchors=[anchor.place],
        )
        if anchor.path.module != self._page.place.module:
            path = anchor.path
            self._page.go(replace(self._page.place, module=path.module, entry=path.entry_id,
                                  finding="", field=path.code if is_field else ""))  # fmt: skip
        self._page.acts.fill(self._page.composing.fill(box, self.tr("由定位带出")))

    # --- ending --------------------------------------------------------------------------------

    def _beside(self) -> QRectF:
        """The rectangle in the coordinates of the viewer."""
        canvas = self._view.canvas
        rect = canvas.part_rect(*self._asked) if self._asked is not None else QRectF()
        corner = canvas.viewport().mapTo(self._view, rect.topLeft().toPoint())
        return QRectF(corner.x(), corner.y(), rect.width(), rect.height())

    def _follow(self) -> None:
        if self.choice.isVisible():
            self.choice.place_beside(self._beside())

    def _leave(self) -> None:
        """The rectangle goes; the keys go back to the page of paper."""
        had = self.choice.hasFocus() or self.choice.focusWidget() is not None
        self._stop()
        if had:
            self._view.setFocus()

    def _stop(self) -> None:
        self.draw.end()
        self.choice.hide()
        self._asked = None

    def _saved(self) -> None:
        """An anchor may answer a question: the checks look again once it is written."""
        if self._stale:
            self._stale = False
            self._page.look_again()

    def _name_tools(self) -> None:
        words = self.tr("定位字段")
        for tool in self._tools:
            tool.set_words(words, "Ctrl+G")
        self._tools[0].setText(words)

    def _recolour(self) -> None:
        colours = ViewerColors.of(tokens().scheme(theme.dark))
        self.draw.set_colors(colours)
        for tool in self._tools:
            tool.set_colors(colours)
