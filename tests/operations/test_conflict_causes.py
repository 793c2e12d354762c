"""What lies behind PROFILE_OUTDATED, ROUTE_CHANGED and SEAL_INVALID, between real machines."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.enums import Verb
from app.operations import decide, onward, resolve_conflict
from app.operations.errors import OperationRefused
from app.store.readmodels import OpState
from app.sync import cycle
from app.sync.packs import refresh_packs
from tests.operations import road, trouble
from tests.operations.office import Office, late_paper, ops, submitted, sync
from tests.operations.test_resolve_conflict import in_conflict
from tests.server_stub.world import LZ


def test_newer_rules_are_fetched_and_what_they_find_anew_is_told(office: Office) -> None:
    ws = trouble.decided_by_older_rules(office)
    assert [one.rule_id for one in ws.queries.case("A1").findings] == []
    sync(ws)
    op_id = in_conflict(ws, "PROFILE_OUTDATED")
    assert trouble.pack_is_here(ws, office.world.server)
    view = ws.queries.conflict(op_id)
    news = view.news
    assert news is not None
    assert (news.old, news.new, news.here) == (LZ, trouble.NEWER, True)
    (found,) = news.found
    assert (found.rule_id, found.module_code, found.field) == ("R071", "papers", "publish_date")
    assert news.gone == ()
    assert "R071" not in news.quiet
    case = ws.queries.case("A1")
    assert case.profile.key == trouble.NEWER
    assert [one.rule_id for one in case.findings] == ["R071"]
    assert view.ways == ("reopen", "discard")


def test_reviewed_again_it_is_sent_again_and_accepted(office: Office) -> None:
    ws = trouble.decided_by_older_rules(office)
    sync(ws)
    resolve_conflict.reopen(ws, op_id=in_conflict(ws, "PROFILE_OUTDATED"))
    draft = ws.queries.case("A1").draft
    assert [one.text for one in draft.comments] == ["请补充近三年的业绩证明。"]
    (again,) = decide.propose(ws, app_id="A1", verb=Verb.RETURN).op_ids
    sync(ws)
    proposal = office.world.get("A1")["proposal"]
    assert proposal["op_id"] == again
    assert {op.op_id: op.state for op in ops(ws, "A1")}[again] is OpState.ACKED


def test_a_pass_by_older_rules_does_not_get_by_the_newer_ones(office: Office) -> None:
    trouble.without_a_rule(office.world.server)
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    trouble.put_in_force(office.world.server)
    sync(ws)
    resolve_conflict.reopen(ws, op_id=in_conflict(ws, "PROFILE_OUTDATED"))
    with pytest.raises(OperationRefused) as refused:
        decide.propose(ws, app_id="A1", verb=Verb.PASS)
    assert refused.value.code == "FINDINGS_OPEN"


def test_rules_put_in_force_in_the_middle_of_a_sync_come_with_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble.without_a_rule(office.world.server)
    office.submit(submitted("A1", **late_paper()))
    ws = office.handler_with("A1")
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    asked: list[bool] = []

    async def refresh(*parts: Any) -> bool:
        came = await refresh_packs(*parts)
        if not asked:  # the server has said what it has: newer rules come into force now
            trouble.put_in_force(office.world.server)
        asked.append(came)
        return came

    monkeypatch.setattr(cycle, "refresh_packs", refresh)
    sync(ws)
    assert asked == [False, True]
    assert trouble.pack_is_here(ws, office.world.server)
    news = ws.queries.conflict(in_conflict(ws, "PROFILE_OUTDATED")).news
    assert news is not None
    assert [one.rule_id for one in news.found] == ["R071"]


def test_a_new_rule_without_a_finding_is_named(office: Office) -> None:
    trouble.without_a_rule(office.world.server)
    office.submit(submitted("A1"))
    ws = office.handler_with("A1")
    decide.propose(ws, app_id="A1", verb=Verb.PASS)
    trouble.put_in_force(office.world.server)
    sync(ws)
    news = ws.queries.conflict(in_conflict(ws, "PROFILE_OUTDATED")).news
    assert news is not None
    assert (news.found, news.quiet) == ((), ("R071",))


def test_of_a_changed_route_both_are_told_and_what_differs(office: Office) -> None:
    ws = trouble.rerouted_meanwhile(office)
    view = ws.queries.conflict(in_conflict(ws, "ROUTE_CHANGED"))
    change = view.route
    assert change is not None
    old, new = ([node.org_id for node in route] for route in (change.old, change.new))
    assert road.DEPT in old
    assert new == [org_id for org_id in old if org_id != road.DEPT]
    assert [node.name for node in change.removed] == ["示例市住房和城乡建设局"]
    assert change.added == ()
    assert view.ways == ("reopen", "discard")
    resolve_conflict.reopen(ws, op_id=view.op.op_id)
    assert road.DEPT not in [
        target.node.org_id for target in onward.targets(ws, ws.queries.case("A1"))
    ]


def test_of_a_seal_that_does_not_hold_the_reason_is_told(office: Office) -> None:
    ws = trouble.revoked_meanwhile(office)
    view = ws.queries.conflict(in_conflict(ws, "SEAL_INVALID"))
    assert (view.params["name"], view.params["why"]) == ("公章", "REVOKED")
    assert view.ways == ("reopen", "discard")
    assert (view.news, view.route) == (None, None)
