"""P10: Shanxi takes nothing without all three publicity materials (S3 2.4, 三公示材料)."""

from __future__ import annotations

import pytest

from tests.domain.clean_forms import SHANXI
from tests.server_stub.acceptance.offices import APPLICATIONS
from tests.server_stub.acceptance.regions import shanxi_draft
from tests.stories.telling import Story

MODULE = "publicity_materials"
SLOTS = ("standard_publicity", "personal_publicity", "democratic_publicity")


@pytest.mark.parametrize("slot", SLOTS)
def test_each_of_the_three_is_needed(tale: Story, slot: str) -> None:
    shanxi_draft(tale)
    path = f"{APPLICATIONS}/{tale.app_id}"
    files = tale.applicant.get(path).json()["draft"]["attachments"]
    (gone,) = [file["att_id"] for file in files if file["slot"] == slot]
    tale.applicant.delete(f"{path}/attachments/{gone}").raise_for_status()
    answer = tale.tries_to_hand_in()
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "NOT_COMPLETE")
    assert any(error["where"].endswith(slot) for error in problem["errors"]), problem
    ((entry_id, _, _),) = SHANXI[MODULE]
    tale.attaches(MODULE, entry_id, slot)
    assert tale.tries_to_hand_in().status_code == 200
