"""What Ctrl+K finds besides commands: views of the queue, applicants, ready comments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.reasons import fill
from app.store.readmodels import QueueFilter, QueuePage, QueueRow
from app.ui.commands.providers import Deliver, ListProvider, PaletteItem, PaletteProvider
from app.ui.i18n import language
from app.ui.pages.queue import QueuePage as QueueScreen
from app.ui.pages.queue.side import view_items
from app.ui.pages.resubmit.files import FileChoice, file_choices
from app.ui.pages.titles import titled
from app.ui.session import Session
from app.ui.shell import Generation, MainWindow

if TYPE_CHECKING:
    from app.ui.pages.review import ReviewPage

_SHOWN = 5
Open = Callable[[str, QueueFilter], None]


def palette_sections(
    window: MainWindow,
    session: Session,
    open_case: Open,
    review: Callable[[], ReviewPage | None],
) -> list[PaletteProvider]:
    """The sections after the commands, in the order of the style guide.

    ``review`` gives the review page where it was made already.
    """
    translate = QCoreApplication.translate
    return [
        ListProvider(translate("palette", "视图"), partial(_views, window)),
        People(session, open_case),
        ListProvider(translate("palette", "意见库"), partial(_reasons, window, review)),
        ListProvider(translate("palette", "与当前附件对比"), partial(_files, window, review)),
    ]


def _views(window: MainWindow) -> Sequence[PaletteItem]:
    def show(view: str) -> None:
        window.show_page("queue")
        page = window.page("queue")
        if isinstance(page, QueueScreen):
            page.show_view(view)

    return [
        PaletteItem(item.label, partial(show, item.id), icon=item.icon) for item in view_items()
    ]


def _reasons(window: MainWindow, review: Callable[[], ReviewPage | None]) -> Sequence[PaletteItem]:
    """The ready comments of the case on the review page; none while no case is open."""
    page = review()
    case = page.case if page is not None else None
    if page is None or case is None:
        return []

    def insert(text: str, reason_id: str) -> None:
        window.show_page("review")
        origin = QCoreApplication.translate("palette", "出自意见库 {id}").format(id=reason_id)
        page.composing.insert(text, reason_id, origin)

    items = []
    for reason in case.reasons:
        text, _missing = fill(reason, {}, language())
        items.append(
            PaletteItem(
                text,
                partial(insert, text, reason.reason_id),
                remark=reason.reason_id,
                icon="bookshelf",
            )
        )
    return items


def _files(window: MainWindow, review: Callable[[], ReviewPage | None]) -> Sequence[PaletteItem]:
    """Every other attachment of both versions, to stand beside the one on the review page."""
    page = review()
    case = page.case if page is not None else None
    if page is None or case is None:
        return []

    def beside(choice: FileChoice) -> None:
        window.show_page("review")
        page.comparing.open_files(choice.pair, choice.badges)

    return [
        PaletteItem(choice.words, partial(beside, choice), remark=choice.remark, icon="compare")
        for choice in file_choices(case, page.place.attachment)
    ]


class People:
    """Applicants by name, unit or number, asked of the store."""

    def __init__(self, session: Session, open_case: Open) -> None:
        self._session, self._open = session, open_case
        self._generation = Generation()

    @property
    def title(self) -> str:
        """The heading of the section."""
        return QCoreApplication.translate("palette", "申报人")

    def search(self, query: str, deliver: Deliver) -> None:
        """Ask the store; the answer comes when it is there."""
        text = query.strip()
        token = self._generation.next()
        if not text:
            deliver([])
            return
        wanted, now = QueueFilter(view="all", text=text), self._session.now()

        def found(page: QueuePage) -> None:
            deliver([self._item(row, wanted) for row in page.rows])

        self._session.query(lambda ws: ws.queries.queue(wanted, 0, _SHOWN, now), found, token=token)

    def _item(self, row: QueueRow, wanted: QueueFilter) -> PaletteItem:
        version = QCoreApplication.translate("palette", "第 {n} 版").format(n=row.version_no)
        title = titled(row.target_title, row.level)
        parts = (title, version, row.status_label.in_(language()))
        return PaletteItem(
            row.name,
            partial(self._open, row.app_id, wanted),
            remark=" · ".join(part for part in parts if part),
            icon="account-outline",
        )
