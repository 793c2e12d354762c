"""P1: withdraw only while nobody has claimed the stage (S1 3.1(5), S3 2.5; domain T09)."""

from __future__ import annotations

from tests.server_stub.acceptance.regions import market
from tests.server_stub.acting import claim
from tests.stories.telling import Story


def test_claimed_then_withdrawn_is_refused_in_words(tale: Story) -> None:
    market(tale)
    tale.claims("unitclerk")
    answer = tale.tries("withdraw")
    assert (answer.status_code, answer.json()["code"]) == (409, "WITHDRAW_AFTER_CLAIM")
    assert answer.json()["title"] == "审核单位已签收，不能撤回"
    assert tale.status == "CLAIMED"


def test_a_round_once_claimed_stays_closed_when_the_claim_is_given_back(tale: Story) -> None:
    market(tale)
    tale.claims("unitclerk")
    held = tale.document["claim"]["claim_id"]
    with tale.town.client("unitclerk") as handler:
        assert handler.delete(f"/v1/claims/{held}").status_code == 204
    assert tale.status == "SUBMITTED"
    assert tale.tries("withdraw").json()["code"] == "WITHDRAW_AFTER_CLAIM"


def test_withdrawn_then_claimed_is_refused(tale: Story) -> None:
    market(tale)
    assert tale.tries("withdraw").status_code == 200
    with tale.town.client("unitclerk") as handler:
        (answer,) = claim(handler, tale.app_id)
    assert (answer["claim"], answer["code"]) == (None, "WRONG_STATE")
    assert tale.status == "WITHDRAWN"


def test_what_was_withdrawn_is_corrected_and_handed_in_again(tale: Story) -> None:
    market(tale)
    tale.tries("withdraw")
    tale.hands_in()
    assert (tale.status, tale.document["current_version"]) == ("SUBMITTED", 2)
    tale.claims("unitclerk")
