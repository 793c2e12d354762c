"""From the chosen verb to the outbox: what is asked before, and what is said after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from app.domain.enums import Verb
from app.domain.finding import Finding
from app.operations import decide
from app.operations import undo as undo_operation
from app.operations.changes import Changes
from app.operations.notes import acknowledged
from app.operations.refer import ReferTarget, ReturnTo, refer_targets
from app.operations.verbs import VerbOffer
from app.ui.i18n import language
from app.ui.session import Session
from app.ui.widgets import ConfirmDialog, ConfirmSpec

if TYPE_CHECKING:
    from app.store.readmodels import CaseView
    from app.ui.pages.review.page import ReviewPage


@dataclass(frozen=True)
class _Asked:
    """What a verb needs besides the draft."""

    category: str | None = None
    return_to: ReturnTo | None = None


class Deciding(QObject):
    """Proposes what was chosen on the review page."""

    def __init__(self, page: ReviewPage, session: Session) -> None:
        super().__init__(page)
        self._page, self._session = page, session

    def keep_verb(self, verb: Verb) -> None:
        """The chosen verb is part of the draft."""
        self._page.work.update(lambda draft: draft.model_copy(update={"verb": verb}), quiet=True)

    def acknowledge(self, warnings: tuple[Finding, ...]) -> None:
        """The warnings of a decision were read: one key, and the next one proposes."""
        self._page.work.update_with_undo(
            self.tr("看过提醒"), lambda draft: acknowledged(draft, warnings)
        )

    def propose(self, verb: Verb) -> None:
        """提请: one operation in the outbox, then the next case."""
        case, offer = self._page.case, self._page.verdict.offer(verb)
        asked = self._ask(case, offer) if case is not None and offer is not None else None
        if case is None or offer is None or asked is None:
            return
        self._page.work.flush()
        app_id, name, label = case.app_id, case.version.person.name, offer.label.in_(language())

        def done(changes: Changes) -> None:
            words = self.tr("已放入待发送：{name} {verb}").format(name=name, verb=label)
            op_id = changes.op_ids[0] if changes.op_ids else ""
            self._session.undo.push(
                words, lambda: self._undo(op_id), lambda: self._page.open_case(app_id)
            )
            self._page.acts.say_undo(words)
            place = self._page.neighbours
            if place is not None and place.next is not None:
                self._page.open_case(place.next)

        self._session.operate(
            lambda ws: decide.propose(
                ws,
                app_id=app_id,
                verb=verb,
                reason_category=asked.category,
                return_to=asked.return_to,
            ),
            done,
            self._page.acts.say_problem,
        )

    def _ask(self, case: CaseView, offer: VerbOffer) -> _Asked | None:
        """What the verb needs to know; None where the officer thought better of it."""
        if offer.categories:
            options = [(one.code, one.label.in_(language())) for one in offer.categories]
            category = self._choose(case, offer, self.tr("理由类别"), options)
            return _Asked(category=category) if category else None
        if offer.verb is Verb.REFER_DOWN:
            targets = refer_targets(case.application)
            choices = [(one.return_to, target_words(one)) for one in targets]
            chosen = self._choose(case, offer, self.tr("退回到"), choices)
            known = [_Asked(return_to=one.return_to) for one in targets if one.return_to == chosen]
            return known[0] if known else None
        return _Asked()

    def _choose(
        self, case: CaseView, offer: VerbOffer, label: str, options: Sequence[tuple[str, str]]
    ) -> str:
        verb = offer.proposal_label.in_(language())
        answer = ConfirmDialog(
            ConfirmSpec(
                title=f"{verb} {case.version.person.name}",
                consequence=offer.consequence(language()),
                verb=verb,
                option_label=label,
                options=options,
                danger=offer.terminal,
            ),
            self._page,
        ).ask()
        return answer.option if answer else ""

    def _undo(self, op_id: str) -> None:
        self._session.operate(
            lambda ws: undo_operation.undo(ws, op_id=op_id), None, self._page.acts.say_problem
        )


def target_words(target: ReferTarget) -> str:
    """退回单位：示例市政 for a target of REFER_DOWN."""
    translate = QCoreApplication.translate
    words = {
        "APPLICANT": translate("review", "退回申报人"),
        "UNIT": translate("review", "退回单位：{name}"),
        "LOWER": translate("review", "退回下级：{name}"),
    }
    return words[target.return_to].format(name=target.name)
