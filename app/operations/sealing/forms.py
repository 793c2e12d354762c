"""The official form of a case on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from app.domain.enums import Verb
from app.forms.content.panel import panel_recommendation
from app.forms.content.publicity import publicity_form
from app.forms.content.return_notice import return_notice
from app.forms.content.source import Case
from app.forms.content.summary import summary_form
from app.forms.content.unit_opinion import unit_opinion
from app.forms.content.verification import verification_opinion
from app.forms.form import Form, FormCode
from app.forms.problems import FormCodeProblem, FormError
from app.store.readmodels import CaseView


def form_of(case: CaseView, code: str, made_on: date, office: str) -> Form:
    """The form of that code, filled from the case as it stands here.

    :param office: the name of the officer's office.
    :raises FormError: ``FORM_CONTENT_MISSING``, and for a form this program does not know.
    """
    make = _FORMS.get(code)
    if make is None:
        raise FormError(FormCodeProblem.CONTENT_MISSING, what=code)
    return make(case, made_on, office)


def source_of(case: CaseView) -> Case:
    """A case as the forms read it."""
    return Case(
        case.application,
        case.profile,
        case.organisation,
        case.dossier,
        working_days=_working_days(case),
    )


def _working_days(case: CaseView) -> int | None:
    shown = case.dossier.publicity if case.dossier else None
    calendar = case.subject.calendar if case.subject else None
    policy = case.profile.calendar
    if shown is None or calendar is None or shown.start_date is None or shown.end_date is None:
        return None
    counted = calendar.count(shown.start_date, shown.end_date, policy)
    return None if counted.unknown_years else counted.in_force.total


def _opinion(case: CaseView, made_on: date, _office: str) -> Form:
    leader = case.proposal.approver_name if case.proposal else ""
    return unit_opinion(source_of(case), made_on, leader=leader)


def _publicity(case: CaseView, made_on: date, _office: str) -> Form:
    shown = case.dossier.publicity if case.dossier else None
    if shown is None:
        raise FormError(FormCodeProblem.CONTENT_MISSING, what="公示情况")
    return publicity_form(source_of(case), shown, made_on)


def _panel(case: CaseView, made_on: date, _office: str) -> Form:
    return panel_recommendation(source_of(case), made_on)


def _summary(case: CaseView, made_on: date, _office: str) -> Form:
    return summary_form(source_of(case), made_on)


def _notice(case: CaseView, made_on: date, office: str) -> Form:
    decided = case.proposal or (case.application.history[-1] if case.application.history else None)
    if decided is None or decided.decision.verb is not Verb.RETURN:
        raise FormError(FormCodeProblem.CONTENT_MISSING, what="退回意见")
    due = case.application.deadline_current
    return return_notice(source_of(case), decided.decision, made_on, office=office, deadline=due)


def _verification(case: CaseView, made_on: date, office: str) -> Form:
    decided = case.proposal
    if decided is None:
        raise FormError(FormCodeProblem.CONTENT_MISSING, what="审验意见")
    text = decided.decision.overall_text or (
        "经审验，与登记库一致。" if decided.decision.verb is Verb.PASS else ""
    )
    source = source_of(case)
    return verification_opinion(source, decided.decision.comparison, text, made_on, office=office)


_FORMS: Final[Mapping[str, Callable[[CaseView, date, str], Form]]] = {
    FormCode.UNIT_OPINION: _opinion,
    FormCode.PUBLICITY: _publicity,
    FormCode.PANEL: _panel,
    FormCode.SUMMARY: _summary,
    FormCode.RETURN_NOTICE: _notice,
    FormCode.VERIFICATION: _verification,
}
