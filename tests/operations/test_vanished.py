"""Rules that objected to the version before and no longer do."""

from __future__ import annotations

from app.domain.enums import Verb
from app.operations import approve, comments
from app.operations.vanished import vanished_rules
from tests.operations.office import Office, late_paper, submitted, sync
from tests.operations.test_resolve_conflict import resubmitted
from tests.proposing import propose


def test_a_corrected_date_makes_its_rule_vanish(office: Office) -> None:
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    assert vanished_rules(ws, ws.queries.case("A1")) == {}
    comments.add(ws, app_id="A1", module="papers", text="请更换任现职以来的论文。")
    propose(ws, app_id="A1", verb=Verb.RETURN)
    sync(ws)
    lead = office.officer("lujs", "two")
    approve.approve(lead, app_id="A1")
    sync(lead)
    resubmitted(office, publish_date="2021-02")
    again = office.handler_with("A1", machine="three")
    assert vanished_rules(again, again.queries.case("A1")) == {"papers": ("R071",)}
