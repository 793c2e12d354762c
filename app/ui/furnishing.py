"""The main window with its pages, its commands and what leads from one page to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.model import Account
from app.store.readmodels import QueueFilter
from app.ui.app_commands import app_commands
from app.ui.dossier_ways import keeps_dossiers, way_from_queue, way_from_review
from app.ui.pages.queue import QueuePage
from app.ui.pages.settings.choices import Choices
from app.ui.pages.sync import SyncLog
from app.ui.palette_sections import palette_sections
from app.ui.seal_ways import verify_command, ways_from_case, ways_from_queue
from app.ui.session import Session
from app.ui.shell import MainWindow, Page, PageSpec, ShellCommands
from app.ui.status_line import StatusLine

if TYPE_CHECKING:
    from app.ui.pages.dossier import DossierPage
    from app.ui.pages.review import ReviewPage

APPROVERS = frozenset({"APPROVER", "OFFICE_LEAD"})
"""Roles that see the approval page (domain §4.7 T15)."""
SEALERS = frozenset({"SEALER"})
"""Roles that put on seals (domain §4.7 T17)."""
LATER: Final = (
    "app.ui.pages.review.page", "app.ui.pages.dossier.page", "app.ui.pages.batch.proposals",
    "app.ui.pages.approve.page",
    "app.ui.pages.sync.page", "app.ui.pages.settings.page", "app.ui.pages.review.timeline",
)  # fmt: skip
"""What pages and commands need that are not on screen at first, in the order of their use."""
SEAL_LATER: Final = ("app.ui.pages.seal.page",)
"""The same for seal holders alone: signing and typesetting are many modules."""
_PAINT_MS = 30
_LATEST_MS = 500


def loaded_later(account: Account) -> tuple[str, ...]:
    """What an account may need that is not on screen at first."""
    return LATER + (SEAL_LATER if set(account.roles) & SEALERS else ())


@dataclass
class Wishes:
    """What the program does when a page or command asks for it."""

    lock: Callable[[], None]
    sign_out: Callable[[], None]
    switch_user: Callable[[], None]
    set_theme: Callable[[str], None]
    set_percent: Callable[[int], None]
    set_language: Callable[[str], None]
    set_quota: Callable[[int], None]
    made: list[Page] = field(default_factory=list)
    """The pages made so far."""


class Furnishing(QObject):
    """Builds pages when they are first shown and joins them.

    Attributes:
        filled: the first page shows its cases; no page says so later than half a second.
    """

    filled = Signal()

    def __init__(
        self, window: MainWindow, session: Session, log: SyncLog, root: Path, wishes: Wishes
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._log = window, session, log
        self._root, self._wishes = root, wishes
        self._choices = Choices(window.state, session.workspace.policy)
        self._from = "queue"
        self._dossier_from = "queue"
        self._review: ReviewPage | None = None
        self._dossier: DossierPage | None = None
        for spec in self._specs():
            window.add_page(spec)
        self.shell = ShellCommands(window)
        window.commands.register(
            *app_commands(window, session, wishes), verify_command(window, session)
        )
        window.commands.set_keymap(self._choices.keymap())
        for section in palette_sections(window, session, self.open_case, lambda: self._review):
            self.shell.palette.add_provider(section)
        StatusLine(window, session)
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self.filled)
        self._filling.start(_LATEST_MS)

    @property
    def choices(self) -> Choices:
        """The settings in force."""
        return self._choices

    def _specs(self) -> list[PageSpec]:
        roles = set(self._session.workspace.account.roles)
        specs = [
            PageSpec("queue", self.tr("队列"), "inbox-outline", self._queue,
                     icon_current="inbox-full-outline"),
            PageSpec("review", self.tr("审阅"), "text-box-search-outline", self._review_page),
        ]  # fmt: skip
        if keeps_dossiers(self._session.workspace.account):
            specs.append(
                PageSpec("dossier", self.tr("意见"), "clipboard-edit-outline", self._dossier_page)
            )
        if roles & APPROVERS:
            specs.append(
                PageSpec("approve", self.tr("复核"), "clipboard-check-outline", self._approve)
            )
        if roles & SEALERS:
            specs.append(PageSpec("seal", self.tr("用章"), "stamper", self._seal))
        specs += [
            PageSpec("sync", self.tr("同步"), "cloud-sync-outline", self._sync, bottom=True),
            PageSpec("settings", self.tr("设置"), "cog-outline", self._settings, bottom=True),
        ]
        return specs

    def first_page(self) -> str:
        """Where the officer begins: approvers at their inbox."""
        return "approve" if "approve" in self._window.page_ids() else "queue"

    # --- pages ---------------------------------------------------------------------------------

    def _queue(self, window: MainWindow) -> Page:
        page = QueuePage(window, self._session)
        page.model.loaded.connect(self._loaded)
        page.openRequested.connect(self.open_case)
        if "dossier" in window.page_ids():
            way_from_queue(window, page, self.open_dossier)
        ways_from_queue(window, self._session, page)
        ways_from_case(window, self._session, "queue", lambda: page.preview.case)
        page.historyRequested.connect(self._show_history)
        self._session.locked.connect(page.preview.hide_number)
        return self._noted(page)

    def _loaded(self) -> None:
        if self._filling.isActive():
            self._filling.start(_PAINT_MS)  # the rows are painted first

    def _review_page(self, window: MainWindow) -> Page:
        from app.ui.pages.review import ReviewPage

        page = self._review = ReviewPage(window, self._session)
        page.closed.connect(lambda: window.show_page(self._from))
        ways_from_case(window, self._session, "review", lambda: page.case)
        if "dossier" in window.page_ids():
            way_from_review(window, page, self.open_dossier)
        return self._noted(page)

    def _dossier_page(self, window: MainWindow) -> Page:
        from app.ui.pages.dossier import DossierPage

        page = self._dossier = DossierPage(window, self._session)
        page.closed.connect(lambda: window.show_page(self._dossier_from))
        page.reviewRequested.connect(lambda app_id: self.open_case(app_id, page.filter))
        return self._noted(page)

    def _approve(self, window: MainWindow) -> Page:
        from app.ui.pages.approve import ApprovePage

        page = ApprovePage(window, self._session)
        page.openRequested.connect(self.open_case)
        ways_from_case(window, self._session, "approve", page.in_sight)
        return self._noted(page)

    def _seal(self, window: MainWindow) -> Page:
        from app.ui.pages.seal import SealPage

        page = SealPage(window, self._session)
        page.remedyRequested.connect(self._remedy)
        return self._noted(page)

    def _sync(self, window: MainWindow) -> Page:
        from app.ui.pages.sync import SyncPage

        page = SyncPage(window, self._session, self._log)
        page.openRequested.connect(self.open_case)
        keeps = "dossier" in window.page_ids()
        page.dossierRequested.connect(self.open_dossier if keeps else self.open_case)
        page.checkRequested.connect(self._check)
        return self._noted(page)

    def _settings(self, window: MainWindow) -> Page:
        from app.ui.pages.settings import SettingsPage

        page = SettingsPage(window, self._session, self._choices, self._root)
        wishes = self._wishes
        page.themeChosen.connect(wishes.set_theme)
        page.percentChosen.connect(wishes.set_percent)
        page.languageChosen.connect(wishes.set_language)
        page.quotaChosen.connect(wishes.set_quota)
        page.lockRequested.connect(wishes.lock)
        return self._noted(page)

    def _noted(self, page: Page) -> Page:
        self._wishes.made.append(page)
        return page

    # --- from one to another -------------------------------------------------------------------

    def open_case(self, app_id: str, filter_: QueueFilter) -> None:
        """Open a case in the review page; Esc leads back to where it was opened from."""
        if self._window.current != "review":
            self._from = self._window.current or "queue"
        self._window.show_page("review")
        if self._review is not None:
            self._review.open_case(app_id, filter_)

    def open_dossier(self, app_id: str, filter_: QueueFilter) -> None:
        """Open a case's dossier; Esc leads back to where it was opened from."""
        if self._window.current != "dossier":
            self._dossier_from = self._window.current or "queue"
        self._window.show_page("dossier")
        if self._dossier is not None:
            self._dossier.open_case(app_id, filter_)

    def _remedy(self, way: str, app_id: str, part: str) -> None:
        """What keeps a form from being sealed is put right on another page."""
        if way == "dossier" and "dossier" in self._window.page_ids():
            self.open_dossier(app_id, QueueFilter(view="onward"))
            self._go_to_part(app_id, part)
        elif way == "approve" and "approve" in self._window.page_ids():
            from app.ui.pages.approve import ApprovePage

            self._window.show_page("approve")
            page = self._window.page("approve")
            if isinstance(page, ApprovePage):
                page.select(app_id)
        else:
            self.open_case(app_id, QueueFilter(view="onward"))

    def _go_to_part(self, app_id: str, part: str) -> None:
        """Once the dossier is on screen, to the part in question."""
        dossier = self._dossier
        if dossier is None or not part:
            return

        def go(shown: str) -> None:
            dossier.caseShown.disconnect(go)
            if shown == app_id:
                dossier.go_gate("", part)

        dossier.caseShown.connect(go)

    def _check(self) -> None:
        from app.ui.pages.settings import SettingsPage

        self._window.show_page("settings")
        page = self._window.page("settings")
        if isinstance(page, SettingsPage):
            page.run_checks()

    def _show_history(self, app_id: str) -> None:
        from app.ui.pages.review.timeline import history_of

        window, session = self._window, self._session
        self._session.query(
            lambda ws: ws.queries.case(app_id),
            lambda case: history_of(window, case, session).open(),
        )
