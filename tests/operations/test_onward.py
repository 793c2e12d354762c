"""Sealing on paper and sending on: from the unit to the office above, which then sees the case."""

from __future__ import annotations

import pytest

from app.domain.enums import Verb
from app.operations import approve, decide, onward
from app.operations import undo as undo_operation
from app.operations.errors import OperationRefused
from app.operations.workspace import Workspace
from tests.operations import road
from tests.operations.office import Office, ops, submitted, sync

FORM = "unit_opinion"


@pytest.fixture
def passed(office: Office) -> Office:
    """A case that the unit has approved, with a department above the unit."""
    road.build(office)
    office.submit(submitted("one"))
    handler, lead = office.handler_with("one"), office.officer("lujs", "lead")
    decide.propose(handler, app_id="one", verb=Verb.PASS)
    sync(handler)
    sync(lead)
    approve.approve(lead, app_id="one")
    sync(lead)
    assert office.world.get("one")["status"] == "APPROVED_AT"
    return office


def stamped(office: Office) -> Workspace:
    """The seal holder, who has recorded the seal."""
    sealer = office.officer(road.SEALER, "sealer")
    onward.stamp_on_paper(sealer, app_id="one", form=FORM)
    sync(sealer)
    return sealer


def test_it_waits_for_the_seal_and_the_handler_does_not_seal(passed: Office) -> None:
    handler = passed.officer("hanxu", "two")
    case = handler.queries.case("one")
    assert onward.forms_to_seal(case) == [FORM]
    assert [refusal.code for refusal in onward.stamp_refusals(handler, case, FORM)] == ["NO_SCOPE"]
    with pytest.raises(OperationRefused) as refused:
        onward.forward(handler, app_id="one")
    assert refused.value.code == "R135"


def test_a_seal_on_paper_is_bound_to_version_and_dossier(passed: Office) -> None:
    stamped(passed)
    document = passed.world.get("one")
    (stamp,) = document["stamps"]
    assert document["status"] == "SEALED"
    assert (stamp["method"], stamp["signer_id"]) == ("PAPER", f"u-{road.SEALER}")
    assert stamp["content_sha256"] == document["version"]["content_sha256"]
    assert stamp["dossier_rev"] == document["dossier"]["rev"]


def test_the_office_proposed_comes_first_and_a_skip_says_why_not(passed: Office) -> None:
    sealer = stamped(passed)
    first, *later = onward.targets(sealer, sealer.queries.case("one"))
    assert (first.node.org_id, first.proposed, first.allowed) == (road.DEPT, True, True)
    assert later
    assert not any(target.allowed or target.proposed for target in later)
    with pytest.raises(OperationRefused):
        onward.forward(sealer, app_id="one", target_org="org-nowhere")


def test_forwarded_it_is_seen_by_the_next_office(passed: Office) -> None:
    sealer = stamped(passed)
    onward.forward(sealer, app_id="one")
    sync(sealer)
    document = passed.world.get("one")
    assert (document["status"], document["stage_index"]) == ("SUBMITTED", 1)
    clerk = passed.officer(road.CLERK, "dept")
    case = clerk.queries.case("one")
    assert case.application.node_org == road.DEPT
    assert case.dossier is not None
    assert case.dossier.recommendation.text


def test_taken_back_before_sending_it_stays(passed: Office) -> None:
    sealer = stamped(passed)
    changes = onward.forward(sealer, app_id="one")
    undo_operation.undo(sealer, op_id=changes.op_ids[0])
    sync(sealer)
    assert passed.world.get("one")["status"] == "SEALED"
    assert [row.kind for row in ops(sealer, "one")][-1] == "forward"
