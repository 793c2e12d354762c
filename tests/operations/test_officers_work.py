"""Whose work it was: counted from real days of an office."""

from __future__ import annotations

from datetime import timedelta

from app.domain.enums import Verb
from app.domain.model import Application
from app.operations import approve, comments, decide
from app.operations.officers_work import officers_work
from app.operations.workspace import Workspace
from tests.operations.office import Office, submitted, sync


def returned(office: Office, app_id: str) -> Workspace:
    ws = office.handler_with(app_id)
    comments.add(ws, app_id=app_id, module="papers", text="请更换早于现职称的论文。")
    decide.propose(ws, app_id=app_id, verb=Verb.RETURN)
    sync(ws)
    return ws


def seen(ws: Workspace, *app_ids: str) -> list[Application]:
    sync(ws)
    return [ws.queries.case(app_id).application for app_id in app_ids]


def test_what_was_decided_counts_for_who_proposed_it(office: Office) -> None:
    office.submit(submitted("A1"), submitted("A2"))
    returned(office, "A1")
    lead = office.officer("lujs", "two")
    approve.approve(lead, app_id="A1")
    sync(lead)
    cases = seen(lead, "A1", "A2")
    done = officers_work(cases, lead.account.org.org_id)
    (work,) = done.works
    claims = [entry.at for entry in cases[0].timeline if entry.action == "claim"]
    assert (work.claimed, work.passed, work.returned, work.not_passed) == (1, 0, 1, 0)
    proposal = cases[0].proposal
    assert proposal is not None
    assert work.officer == proposal.handler_name
    assert work.time_spent == proposal.proposed_at - claims[0]
    assert work.time_spent >= timedelta()
    assert done.since == done.until is not None


def test_what_was_sent_back_was_no_decision(office: Office) -> None:
    office.submit(submitted("A1"))
    returned(office, "A1")
    lead = office.officer("lujs", "two")
    approve.send_back(lead, app_id="A1", text="请核对社保")
    sync(lead)
    (work,) = officers_work(seen(lead, "A1"), lead.account.org.org_id).works
    assert (work.claimed, work.decided, work.time_spent) == (1, 0, timedelta())


def test_the_work_of_another_office_is_left_out(office: Office) -> None:
    office.submit(submitted("A1"))
    handler = returned(office, "A1")
    assert officers_work(seen(handler, "A1"), "org-elsewhere").works == ()


def test_nobody_worked(office: Office) -> None:
    office.submit(submitted("A1"))
    lead = office.officer("lujs", "two")
    done = officers_work(seen(lead, "A1"), lead.account.org.org_id)
    assert (done.works, done.since, done.until) == ((), None, None)
