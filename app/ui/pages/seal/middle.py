"""The form in the middle: that of the current line, and the sheet of all that are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.operations.sealing.plan import Planned
from app.store.seal_pages import Item, ItemState
from app.ui.pages.seal import words
from app.ui.pages.seal.forms_source import FormsSource
from app.ui.pages.seal.sheet import Make

if TYPE_CHECKING:
    from app.ui.pages.seal.page import SealPage


class Middle(QObject):
    """Follows the list; forms are fetched off the window and the last few kept."""

    def __init__(self, page: SealPage) -> None:
        super().__init__(page)
        self._page = page
        self._forms = FormsSource()

    def forget(self) -> None:
        """Keep no form."""
        self._forms.forget()

    def fill_sheet(self) -> None:
        """All forms that are chosen on the sheet."""
        work = self._page.work
        chosen = [one for one in work.included() if work.is_ticked(one)]
        self._page.sheet.show_rows(chosen, self._maker)

    def show_form(self) -> None:
        """Show the form of the current line."""
        page, line = self._page, self._page.lists.current()
        if isinstance(line, Planned):
            rows = page.work.included()
            place = f"{page.lists.plan.place_of(line)} / {len(rows)}"
            page.preview.show_form(self._maker(line), _title(line.name, line.form), place)
            page.sheet.select(line)
        elif isinstance(line, Item) and line.stamped_sha256:
            sha256 = line.stamped_sha256
            make = lambda ws: self._forms.sealed(ws, sha256)  # noqa: E731 - one expression
            page.preview.show_form(make, _title(line.name, line.form), "")
        elif line is not None and not isinstance(line, Item):
            page.preview.show_nothing(self.tr("这一份不会用章"), words.reason(line))
        elif isinstance(line, Item) and line.state is ItemState.FAILED:
            page.preview.show_nothing(self.tr("这一份没有盖成"), words.said(line.code, line.params))
        elif isinstance(line, Item):
            why = self.tr("盖好的各份，选中就能看。")
            page.preview.show_nothing(self.tr("这一份还没有用章"), why)
        else:
            page.preview.show_nothing()

    def _maker(self, one: Planned) -> Make:
        plan, choice = self._page.work.plan(), self._page.work.choice
        assert plan is not None
        assert choice is not None
        app_id, form, made_on, seal = one.app_id, one.form, plan.made_on, choice
        return lambda ws: self._forms.planned(ws, app_id, form, made_on, seal)


def _title(name: str, form: str) -> str:
    return f"{name} · {words.form_name(form)}"
