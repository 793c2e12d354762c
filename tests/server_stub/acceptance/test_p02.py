"""P2: Liuzhou never offers to withdraw (S0: only the unit's return unlocks)."""

from __future__ import annotations

from tests.server_stub.acceptance.offices import APPLICATIONS
from tests.server_stub.acceptance.regions import COMMENT, liuzhou, market
from tests.stories.telling import Story


def offered(tale: Story) -> list[str]:
    answer = tale.applicant.get(f"{APPLICATIONS}/{tale.app_id}/actions")
    assert answer.status_code == 200, answer.text
    actions: list[str] = answer.json()["actions"]
    return actions


def test_the_actions_of_a_submitted_application_have_no_withdraw(tale: Story) -> None:
    liuzhou(tale)
    assert "withdraw" not in offered(tale)
    answer = tale.tries("withdraw")
    assert (answer.status_code, answer.json()["code"]) == (409, "WITHDRAW_NOT_OFFERED")
    assert tale.status == "SUBMITTED"


def test_where_the_region_offers_it_the_action_goes_with_the_claim(tale: Story) -> None:
    market(tale)
    assert "withdraw" in offered(tale)
    tale.claims("unitclerk")
    assert "withdraw" not in offered(tale)


def test_what_was_returned_can_be_edited_and_handed_in_but_not_deleted(tale: Story) -> None:
    liuzhou(tale)
    tale.returns("unit", "请补充", COMMENT)
    assert set(offered(tale)) >= {"edit", "resubmit"}
    assert not {"withdraw", "delete", "submit"} & set(offered(tale))
