"""A server with a newer rule pack than a client never disagrees with it silently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.profile import RuleUse
from server_stub import newer_packs
from server_stub.packs import Pack
from tests.server_stub.acting import claim, operation, result
from tests.server_stub.placing import put
from tests.server_stub.world import World


@pytest.fixture
def newer(world: World) -> World:
    """The world, in which the pack of the talent market gets a second version."""
    app_id = world.submit(app_id="case-1")
    assert world.get(app_id)["profile"] == "GXRC@1"
    return world


def publish_second_version(world: World) -> None:
    """One rule more, one with other parameters, one less."""
    pack = world.server.packs.by_key["GXRC@1"]
    first, second, *rest = pack.profile.rules
    uses = [
        second.model_copy(update={"params": {**second.params, "limit": 7}}),
        *rest,
        RuleUse(rule="R999"),
    ]
    profile = pack.profile.model_copy(update={"version": 2, "rules": uses})
    made = {**world.server.packs.by_key, "GXRC@2": Pack(b"{}", profile, "0" * 64)}
    world.server.packs = replace(world.server.packs, by_key=made)
    assert newer_packs.new_rules(world.server.packs, "GXRC@1", "GXRC@2") == [second.rule, "R999"]
    assert first.rule not in [use.rule for use in profile.rules]


def test_a_decision_by_the_older_rules_is_answered_with_what_is_new(newer: World) -> None:
    op = operation(newer, "case-1", "gxchen")
    publish_second_version(newer)
    with newer.client("gxchen") as handler:
        answer = result(handler, op)
        assert (answer["status"], answer["code"]) == ("conflict", "PROFILE_OUTDATED")
        assert answer["params"]["profile"] == "GXRC@2"
        assert answer["rule_ids"][-1] == "R999"
        assert answer["params"]["rules"] == "、".join(answer["rule_ids"])
        assert answer["current"]["profile"] == "GXRC@2"
        assert newer.get("case-1")["status"] == "SUBMITTED"
        again = operation(newer, "case-1", "gxchen")
        assert again.base.profile == "GXRC@2"
        assert result(handler, again)["status"] == "applied"


def test_who_takes_a_case_up_gets_it_by_the_newest_rules(newer: World) -> None:
    publish_second_version(newer)
    with newer.client("gxchen") as handler:
        claim(handler, "case-1")
        assert handler.get("/v1/applications/case-1").json()["profile"] == "GXRC@2"


def test_what_is_over_stays_as_it_was_judged(newer: World) -> None:
    put(newer, "case-1", status="NOT_PASSED")
    publish_second_version(newer)
    with newer.client("gxchen") as handler:
        assert result(handler, operation(newer, "case-1", "gxchen"))["code"] == "ALREADY_DECIDED"
    assert newer.get("case-1")["profile"] == "GXRC@1"


def test_of_a_version_that_is_gone_all_rules_are_new(newer: World) -> None:
    packs = newer.server.packs
    every = [use.rule for use in packs.profile("GXRC@1").rules]
    assert newer_packs.new_rules(packs, "GXRC@0", "GXRC@1") == every
