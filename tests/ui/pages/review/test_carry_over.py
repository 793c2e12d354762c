"""A version that came back: what was verified before is offered, taken over and taken back."""

from __future__ import annotations

from app.domain.enums import Verb
from app.operations import approve, comments, decide, findings
from app.operations.workspace import Workspace
from app.ui.pages.review import ReviewPage
from app.ui.widgets import Button, FindingCard
from tests.operations.office import Office, late_paper, submitted, sync
from tests.operations.test_resolve_conflict import resubmitted
from tests.ui.desk import wait_for
from tests.ui.pages.review.test_page import MakeDesk, open_page
from tests.ui.prepared import Prepared

WORDS = "沿用上一版的核实 1 条"


def came_back(office: Office, publish_date: str = "") -> Workspace:
    """A1 has a paper that is too old: verified, returned for another module, and here again."""
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    (finding,) = ws.queries.case("A1").findings
    findings.acknowledge(ws, app_id="A1", finding_id=finding.finding_id)
    comments.add(ws, app_id="A1", module="achievements", text="请补充近三年的业绩证明。")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    lead = office.officer("lujs", "two")
    approve.approve(lead, app_id="A1")
    sync(lead)
    resubmitted(office, **({"publish_date": publish_date} if publish_date else {}))
    return office.handler_with("A1", machine="three")


def offered(page: ReviewPage) -> bool:
    return any(
        WORDS in button.text() or WORDS in button.accessibleName()
        for button in page.banner.findChildren(Button)
    )


def test_an_answer_that_still_holds_is_offered_shown_and_taken_back(
    prepared: Prepared, desk: MakeDesk
) -> None:
    place = desk(prepared(came_back))
    page = open_page(place, "A1")
    assert offered(page)
    page.acts.on_banner("resubmitted", "carry_over")
    wait_for(lambda: page.case is not None and len(page.case.draft.acks) == 1)
    wait_for(lambda: not offered(page))
    page.go_module("papers")
    states = {
        card.spec.rule: card.spec.state for card in page.sheet.findings.findChildren(FindingCard)
    }
    assert states["R071"] == "沿用上一版核实"
    place.session.undo.undo()
    wait_for(lambda: page.case is not None and page.case.draft.acks == [])
    wait_for(lambda: offered(page))


def test_a_changed_module_offers_nothing(prepared: Prepared, desk: MakeDesk) -> None:
    page = open_page(desk(prepared(came_back, "2016-04")), "A1")
    assert not offered(page)
    assert page.case is not None
    assert len(page.case.carried) == 0
