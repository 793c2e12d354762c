"""P4: a resubmission is version n+1; earlier versions never change, and the difference between two
of them lists what was flagged and what changed (S3 2.7)."""

from __future__ import annotations

from typing import Any

from app.domain.model import ApplicationVersion
from app.protocol.canonical import content_sha256
from tests.domain.clean_forms import LIUZHOU
from tests.server_stub.acceptance.regions import COMMENT, liuzhou
from tests.stories.telling import Story

ASKED = {"module": "experience", "text": "请补充近三年的主要经历，写明岗位。"}


def answered(tale: Story) -> dict[str, Any]:
    """Two comments; the applicant follows one of them and changes something else, too."""
    liuzhou(tale)
    tale.returns("unit", "请补充两处", COMMENT, ASKED)
    for code, name in (("education", "major"), ("achievements", "content")):
        changed = [
            (entry_id, {**fields, name: f"{fields[name]}（已更正）"})
            for entry_id, fields, _ in LIUZHOU[code]
        ]
        tale.tries_to_save(code, *changed)
    tale.hands_in("resubmit")
    return tale.document


def test_version_two_stands_beside_an_unchanged_version_one(tale: Story) -> None:
    liuzhou(tale)
    with tale.town.client("unitclerk") as handler:
        path = f"/v1/applications/{tale.app_id}/versions/1"
        before = handler.get(path).content
        tale.returns("unit", "请补充", COMMENT)
        tale.hands_in("resubmit")
        assert handler.get(path).content == before
        second = handler.get(f"/v1/applications/{tale.app_id}/versions/2")
    assert second.status_code == 200
    document = tale.document
    assert (document["current_version"], document["status"]) == (2, "SUBMITTED")
    (earlier,) = document["earlier_versions"]
    first = ApplicationVersion.model_validate_json(before)
    assert earlier["content_sha256"] == first.content_sha256
    assert content_sha256(second.json()) == document["version"]["content_sha256"]


def test_the_difference_lists_flagged_and_changed_modules(tale: Story) -> None:
    answered(tale)
    with tale.town.client("unitclerk") as handler:
        path = f"/v1/applications/{tale.app_id}/diff"
        found = handler.get(path, params={"old": 1, "new": 2}).json()
        assert handler.get(path, params={"old": 1, "new": 7}).status_code == 404
    standing = {module["code"]: module["standing"] for module in found["modules"]}
    assert standing == {
        "education": "FLAGGED_CHANGED",
        "experience": "FLAGGED_UNCHANGED",
        "achievements": "CHANGED_UNFLAGGED",
    }


def test_the_resubmission_enters_at_the_first_stage(tale: Story) -> None:
    document = answered(tale)
    assert (document["stage_index"], document["route"][0]["state"]) == (0, "now")
    assert document["proposal"] is None
    assert [proposal["outcome"] for proposal in document["history"]] == ["APPROVED"]
