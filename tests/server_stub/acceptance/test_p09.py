"""P9: the commitment is made for exactly one content and kept in the version it is hashed with
(S3 2.4)."""

from __future__ import annotations

from app.protocol.canonical import content_sha256
from tests.domain.clean_forms import SHANXI
from tests.server_stub.acceptance.offices import APPLICATIONS
from tests.server_stub.acceptance.regions import shanxi_draft
from tests.stories.telling import Story


def committed(tale: Story) -> None:
    path = f"{APPLICATIONS}/{tale.app_id}/commitment"
    tale.applicant.post(path, json={"text_version": "1"}).raise_for_status()


def test_without_it_nothing_is_taken(tale: Story) -> None:
    shanxi_draft(tale)
    answer = tale.tries("submit")
    assert (answer.status_code, answer.json()["code"]) == (422, "COMMITMENT_MISSING")
    assert tale.status == "DRAFT"


def test_a_change_takes_it_back(tale: Story) -> None:
    shanxi_draft(tale)
    committed(tale)
    ((entry_id, fields, _),) = SHANXI["education"]
    tale.saves("education", (entry_id, fields))
    assert tale.tries("submit").json()["code"] == "COMMITMENT_MISSING"


def test_it_stands_in_the_version_that_is_hashed(tale: Story) -> None:
    shanxi_draft(tale)
    tale.hands_in()
    version = tale.document["version"]
    assert version["commitment_ack"]["at"].startswith("2024-07-29T01:00:00")
    assert content_sha256(version) == version["content_sha256"]
    other = version | {"commitment_ack": version["commitment_ack"] | {"text_version": "0"}}
    assert content_sha256(other) != version["content_sha256"]
