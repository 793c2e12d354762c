"""Text that need not be typed: ready sentences, names of achievements, a batch's publicity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from app.domain.form import entry_title
from app.operations.dossier_batch import BatchPublicity, batch_publicities
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.dossier.reading import DossierView
from app.ui.session import Session
from app.ui.widgets import ConfirmDialog, ConfirmSpec

if TYPE_CHECKING:
    from app.ui.pages.dossier.page import DossierPage

_SHOWN = 40
_PLACE = "recommendation"
_NAMES = frozenset({"title", "project_name", "project", "name"})
"""Fields that name something the applicant did."""


def ready_sentences(case: CaseView) -> list[str]:
    """The texts of the library for a recommendation, the office's own first."""
    found = [one for one in case.reasons if one.module_code == _PLACE]
    found.sort(key=lambda one: (not one.org_id, -one.use_count))
    return [one.text.in_(language()) for one in found]


def achievements_of(case: CaseView) -> list[str]:
    """The names of works, projects and awards of the version, in the order of the form."""
    names = []
    for module in case.profile.modules:
        if not module.repeats or not _NAMES & {spec.code for spec in module.fields}:
            continue
        subject = case.subject
        rows = subject.rows(module.code) if subject is not None else []
        names += [entry_title(row, case.profile) for row in rows]
    return list(dict.fromkeys(names))


class TextActs(QObject):
    """The verbs that put text in."""

    def __init__(self, page: DossierPage, session: Session) -> None:
        super().__init__(page)
        self._page, self._session = page, session

    def library(self) -> None:
        """F4: choose a ready sentence; it goes in at the cursor, to be filled in."""
        view = self._open_view()
        if view is not None:
            self._put_in(
                self._choose(
                    ready_sentences(view.case), self.tr("意见库"), self.tr("没有现成的推荐意见")
                )
            )

    def achievements(self) -> None:
        """引用业绩: choose the name of something the applicant did."""
        view = self._open_view()
        if view is not None:
            none = self.tr("申报材料里没有业绩")
            self._put_in(self._choose(achievements_of(view.case), self.tr("引用业绩"), none))

    def copy_publicity(self) -> None:
        """复制同批公示: ask of which case, then take over days, place, way and photographs."""
        app_id = self._page.app_id
        if app_id and not self._page.locked:
            self._session.query(
                lambda ws: batch_publicities(ws, app_id=app_id),
                lambda found: self._ask(app_id, found),
                self._page.acts.say_problem,
            )

    def _open_view(self) -> DossierView | None:
        return None if self._page.locked else self._page.view

    def _choose(self, texts: Sequence[str], title: str, none: str) -> str:
        self._page.go(_PLACE)
        editor = self._page.opinion.editor
        menu = QMenu(editor)
        menu.setAccessibleName(title)
        menu.setToolTipsVisible(True)
        actions = {}
        for text in texts:
            short = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
            action = menu.addAction(short.replace("&", "&&"))
            action.setToolTip(text)
            actions[action] = text
        if not actions:
            menu.addAction(none).setEnabled(False)
        else:
            menu.setActiveAction(menu.actions()[0])
        chosen = menu.exec(editor.mapToGlobal(QPoint(12, editor.cursorRect().bottom() + 4)))
        return actions.get(chosen, "") if chosen else ""

    def _put_in(self, text: str) -> None:
        """At the cursor; the field's own undo takes it back."""
        if text:
            editor = self._page.opinion.editor
            editor.insertPlainText(text)
            editor.setFocus()

    def _ask(self, app_id: str, found: Sequence[BatchPublicity]) -> None:
        if self._page.app_id != app_id:
            return
        if not found:
            self._page.acts.say_refused(self.tr("本机没有同批的公示可以复制"))
            return
        answer = ConfirmDialog(
            ConfirmSpec(
                title=self.tr("复制同批公示"),
                consequence=self.tr(
                    "复制公示的起止日期、地点、方式和现场照片；有无异议和公示结果仍逐件填写。"
                ),
                verb=self.tr("复制"),
                option_label=self.tr("从哪一件复制"),
                options=[(one.app_id, one.words()) for one in found],
                danger=False,
            ),
            self._page,
        ).ask()
        if answer is None or self._page.app_id != app_id:
            return
        chosen = next(one for one in found if one.app_id == answer.option)
        work = self._page.work
        files = {**work.dossier.files, **chosen.files}
        work.set_values(self.tr("复制同批公示"), {**chosen.values(), ("files",): files})
