"""What an act has to play with: the program, hands and eyes, and what earlier acts told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.store.readmodels import QueueFilter, QueueRow
from app.ui.main import DesktopApp
from app.ui.pages.queue import QueuePage
from app.ui.pages.review import ReviewPage
from app.ui.shell import MainWindow
from tests.journey.driver import Driver

if TYPE_CHECKING:
    from app.operations.workspace import Workspace
    from tests.journey.record import Step

SIZE = (1920, 1000)


@dataclass
class Scene:
    """The program in this process."""

    app: DesktopApp
    driver: Driver
    given: dict[str, Any]

    @property
    def window(self) -> MainWindow:
        """The main window; there is one after signing in."""
        window = self.app.window
        assert window is not None
        return window

    @property
    def workspace(self) -> Workspace:
        """What is open."""
        session = self.app.session
        assert session is not None
        return session.workspace

    def sign_in(self, login: str, password: str, step: Step, *, offline: bool = False) -> None:
        """Type name and password and press Enter, or Ctrl+O."""
        page = self.app.sign_in_window
        assert page is not None
        page.resize(920, 608)
        self.app.show()
        page.login.setText(login)
        self.driver.type(password, page.password)
        self.driver.settle()
        self.driver.picture(step, page)
        self.driver.press("Ctrl+O" if offline else "Return", page.password)
        self.driver.wait_for(
            "the window", lambda: self.app.window is not None or page.problem(), 60
        )
        said = page.problem() if self.app.window is None else ""
        step.check("no problem is said", said == "", said)
        self.window.resize(*SIZE)
        self.driver.settle()

    def sign_in_again(self, password: str) -> None:
        """After an offline unlock the server wants to know who it is."""
        self.app.sign_in_to_server(password)

    def sync_now(self) -> None:
        """F5."""
        self.window.commands.trigger("app.sync")

    def queue(self) -> QueuePage:
        """The queue page."""
        page = self.window.page("queue")
        assert isinstance(page, QueuePage)
        return page

    def review(self) -> ReviewPage:
        """The review page."""
        page = self.window.page("review")
        assert isinstance(page, ReviewPage)
        return page

    def rows(self, filter_: QueueFilter) -> list[QueueRow]:
        """The cases of a filter, as the queue would list them."""
        now = self.workspace.clock.now()
        return list(self.workspace.queries.queue(filter_, 0, 500, now).rows)

    def ids(self, view: str) -> set[str]:
        """The cases of a view."""
        return {row.app_id for row in self.rows(QueueFilter(view=view))}  # type: ignore[arg-type]

    def with_finding(self, rows: list[QueueRow], rule: str) -> str:
        """The first of these cases that a rule found something in."""
        for row in rows:
            case = self.workspace.queries.case(row.app_id)
            if case is not None and any(one.rule_id == rule for one in case.findings):
                return row.app_id
        raise AssertionError(f"no case with {rule}")

    def applicant_of(self, app_id: str) -> str:
        """The login of a demo case's applicant: case N belongs to ``a`` and N in four digits."""
        return f"a{int(app_id.rsplit('-', 1)[-1]):04d}"

    def open_case(self, app_id: str) -> None:
        """Open a case in the review page and wait until its form is shown."""
        review = self.review()
        self.window.show_page("review")
        review.open_case(app_id, QueueFilter(view="mine"))
        self.driver.wait_for(
            f"case {app_id}", lambda: review.case is not None and review.case.app_id == app_id
        )
        self.driver.settle()

    def approve_batch(self, app_ids: list[str], step: Step) -> None:
        """Tick the passes of the inbox and approve them together."""
        page = self.window.page("approve")
        page.tick(app_ids)  # type: ignore[attr-defined]
        self.driver.settle()
        self.driver.picture(step, name="approve-ticked")
        self.driver.in_dialog(lambda dialog: self._accept(dialog, step))
        self.window.commands.trigger("approve.batch")
        self._wait_answered(app_ids)

    def approve_one(self, app_id: str, step: Step) -> None:
        """Approve one proposal by key."""
        page = self.window.page("approve")
        page.select(app_id)  # type: ignore[attr-defined]
        self.driver.pause(0.4)
        self.driver.picture(step)
        self.window.commands.trigger("approve.approve")
        self._wait_answered([app_id])

    def _accept(self, dialog: Any, step: Step) -> None:
        self.driver.picture(step, dialog)
        dialog.do.click()

    def _wait_answered(self, app_ids: list[str]) -> None:
        outbox = self.workspace.queries.outbox

        def answered() -> bool:
            view = outbox()
            known = {op.app_id for op in (*view.under_way, *view.confirmed_today)}
            return set(app_ids) <= known

        self.driver.wait_for("the approvals in the outbox", answered)
