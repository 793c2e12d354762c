"""What IT sets for a machine: absent, sound, damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.operations.policy import Policy, load_policy


def test_an_absent_file_sets_nothing(tmp_path: Path) -> None:
    assert load_policy(tmp_path / "policy.json") == Policy()


def test_what_is_set_holds_and_the_unknown_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(
        '{"server_url": "https://title.example.invalid", "export_allowed": false,'
        ' "idle_lock_minutes": 5, "quota_gib": 3, "of_tomorrow": 1}'
    )
    assert load_policy(path) == Policy("https://title.example.invalid", False, 5, 3)


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"quota_gib": 0}', '{"idle_lock_minutes": -1}', '{"server_url": 7}']
)
def test_a_damaged_file_is_taken_at_its_strictest(tmp_path: Path, body: str) -> None:
    path = tmp_path / "policy.json"
    path.write_text(body)
    assert load_policy(path) == Policy(export_allowed=False, damaged=True)


def test_a_file_that_cannot_be_read_is_damaged(tmp_path: Path) -> None:
    assert load_policy(tmp_path).damaged
