"""Claiming, moving a draft to a newer version, asking for a file again, saving a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.domain.model import Attachment
from app.media.problems import MediaProblem
from app.operations import claims, downloads, resolve_conflict
from app.operations.export_copy import export_copy
from app.operations.export_name import free_name, safe_name
from app.protocol.feed import ClaimAnswer
from app.store.draft import ComposerDraft
from app.ui.failures import failure_text
from app.ui.pages.review.asking import asking_text
from app.ui.session import Session
from app.ui.shell import MainWindow
from app.ui.widgets import ConfirmDialog, ConfirmSpec

if TYPE_CHECKING:
    from app.ui.pages.review.page import ReviewPage

CLAIM_SECONDS = 60.0
"""How long the server may take to answer a claim."""


class ClaimAndExport(QObject):
    """The rarer verbs of the review page."""

    def __init__(self, page: ReviewPage, window: MainWindow, session: Session) -> None:
        super().__init__(page)
        self._page, self._window, self._session = page, window, session

    def say_problem(self, problem: Exception) -> None:
        """Say in words what did not go, and that nothing was lost."""
        self._window.toasts.show_toast(failure_text(problem), "amber")

    def claim(self) -> None:
        """签收: needs the server, so it answers when the server does."""
        case = self._page.case
        if case is None:
            return
        app_id = case.app_id
        self._session.query(
            lambda ws: claims.claim(ws, app_ids=[app_id]).result(CLAIM_SECONDS),
            self._claimed,
            self.say_problem,
        )

    def _claimed(self, answer: ClaimAnswer) -> None:
        for result in answer.results:
            if result.claim is not None:
                self._window.toasts.show_toast(self.tr("已签收"))
            elif result.code is not None:
                self._window.toasts.show_toast(
                    self._session.words(result.code, result.params), "amber"
                )
        self._session.casesChanged.emit(frozenset(one.app_id for one in answer.results))

    def rebase(self) -> None:
        """Move the draft to the version now present; what did not change is kept."""
        case = self._page.case
        if case is None:
            return
        app_id = case.app_id
        self._session.operate(
            lambda ws: resolve_conflict.rebase_draft(ws, app_id=app_id), None, self.say_problem
        )

    def ask_for_file(self, problem: MediaProblem | None) -> None:
        """Put a comment into the box that says what is wrong and asks for a readable file."""
        case, place = self._page.case, self._page.place
        view = case.attachments.get(place.attachment) if case else None
        if view is None:
            return
        text = asking_text(view.attachment.filename, problem)
        box = ComposerDraft(text=text, entry_id=place.entry or None)
        if not self._page.composing.fill(box, self.tr("由附件问题带出")):
            words = self.tr("框里还有没加入的意见，先加入（Ctrl+Enter）或清空")
            self._window.toasts.show_toast(words, "amber")

    def fetch_again(self, att_id: str) -> None:
        """Throw the damaged copy of a file away and download it anew."""
        case = self._page.case
        view = case.attachments.get(att_id) if case else None
        if case is None or view is None:
            return
        app_id, sha256 = case.app_id, view.attachment.sha256
        self._session.media.forget(sha256)  # the worker may hold the damaged one open
        self._session.operate(
            lambda ws: downloads.fetch_again(ws, app_id=app_id, sha256=sha256),
            None,
            self.say_problem,
        )

    def export(self, att_id: str) -> None:
        """Save a copy outside the encrypted store; confirmed and audited."""
        case = self._page.case
        view = case.attachments.get(att_id) if case else None
        if case is None or view is None:
            return
        answer = ConfirmDialog(
            ConfirmSpec(
                title=self.tr("导出“{name}”").format(name=view.attachment.filename),
                consequence=self.tr(
                    "副本不再加密，任何能打开这台电脑的人都能看到。导出人、时间和文件记入日志。"
                ),
                verb=self.tr("导出副本"),
            ),
            self._page,
        ).ask()
        if answer is None:
            return
        target, _ = QFileDialog.getSaveFileName(
            self._page,
            self.tr("导出副本"),
            suggested_path(view.attachment),
            options=QFileDialog.Option.DontConfirmOverwrite,  # a copy never overwrites
        )
        if not target:
            return
        app_id = case.app_id
        self._session.operate(
            lambda ws: export_copy(ws, app_id=app_id, att_id=att_id, target=Path(target)),
            lambda _changes: self._exported(Path(target).name),
            self.say_problem,
        )

    def _exported(self, name: str) -> None:
        self._window.toasts.show_toast(self.tr("已导出副本：{name}").format(name=name))


def suggested_path(file: Attachment) -> str:
    """Where a copy is offered to be saved: a safe name, not taken yet, in the user's folder."""
    folder = Path.home()
    name = safe_name(file.filename, file.mime)
    return str(folder / free_name(name, lambda one: (folder / one).exists()))
