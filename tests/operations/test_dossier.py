"""Keeping and saving a unit's dossier: offline, over the wire, and against a colleague."""

from __future__ import annotations

import pytest

from app.domain.dossier import Dossier
from app.domain.enums import Verb
from app.operations import decide, dossier
from app.operations import undo as undo_operation
from app.operations.errors import OperationRefused
from app.store.readmodels import LocalState, OpState
from tests.operations.office import Office, audited, ops, submitted, sync
from tests.operations.road import bare, opinion

MINE, OTHERS = "本人填写的推荐意见。", "同事填写的推荐意见。"


def saved(office: Office, app_id: str = "one") -> str:
    """The recommendation that the server has."""
    kept = office.world.get(app_id)["dossier"]
    return str(kept["recommendation"]["text"]) if kept else ""


def test_what_is_kept_offline_is_shown_and_goes_out_with_the_next_sync(office: Office) -> None:
    bare(office, "one")
    ws = office.officer("chenyao", online=True)
    dossier.keep_dossier(ws, app_id="one", dossier=opinion(MINE))
    case = ws.queries.case("one")
    assert case.dossier is not None
    assert case.dossier.recommendation.text == MINE
    assert case.dossier_draft is not None
    changes = dossier.save_dossier(ws, app_id="one")
    assert changes.undoable
    assert ws.queries.case("one").dossier_draft is None
    assert saved(office) == ""
    sync(ws)
    assert saved(office) == MINE
    assert office.world.get("one")["dossier"]["rev"] == 1
    assert ws.queries.case("one").dossier.recommendation.text == MINE  # type: ignore[union-attr]
    assert ops(ws, "one")[0].state is OpState.ACKED


def test_saving_nothing_is_refused_and_typing_it_back_leaves_no_draft(office: Office) -> None:
    bare(office, "one")
    ws = office.officer("chenyao")
    with pytest.raises(OperationRefused) as refused:
        dossier.save_dossier(ws, app_id="one")
    assert refused.value.code == "OP_DOSSIER_UNCHANGED"
    dossier.keep_dossier(ws, app_id="one", dossier=opinion(MINE))
    dossier.keep_dossier(ws, app_id="one", dossier=Dossier())
    assert ws.queries.case("one").dossier_draft is None


def test_undone_before_sending_it_stands_in_the_draft_again(office: Office) -> None:
    bare(office, "one")
    ws = office.officer("chenyao")
    dossier.keep_dossier(ws, app_id="one", dossier=opinion(MINE))
    changes = dossier.save_dossier(ws, app_id="one")
    undo_operation.undo(ws, op_id=changes.op_ids[0])
    draft = ws.queries.case("one").dossier_draft
    assert draft is not None
    assert draft.dossier.recommendation.text == MINE
    sync(ws)
    assert saved(office) == ""


def test_two_who_fill_in_the_same_dossier(office: Office) -> None:
    bare(office, "one")
    one, other = office.officer("chenyao"), office.officer("hanxu", "two")
    for ws, text in ((one, MINE), (other, OTHERS)):
        dossier.keep_dossier(ws, app_id="one", dossier=opinion(text))
        dossier.save_dossier(ws, app_id="one")
    sync(other)
    sync(one)
    (row,) = ops(one, "one")
    assert (row.state, row.error_code) == (OpState.CONFLICT, "DOSSIER_CHANGED")
    assert one.queries.case("one").local is LocalState.CONFLICT
    assert saved(office) == OTHERS


def test_a_draft_begun_before_a_colleague_saved_is_not_lost_and_not_forced(office: Office) -> None:
    bare(office, "one")
    one, other = office.officer("chenyao"), office.officer("hanxu", "two")
    dossier.keep_dossier(one, app_id="one", dossier=opinion(MINE))
    dossier.keep_dossier(other, app_id="one", dossier=opinion(OTHERS))
    dossier.save_dossier(other, app_id="one")
    sync(other)
    sync(one)
    with pytest.raises(OperationRefused) as refused:
        dossier.save_dossier(one, app_id="one")
    assert refused.value.code == "DOSSIER_CHANGED"
    dossier.keep_mine(one, app_id="one")
    dossier.save_dossier(one, app_id="one")
    sync(one)
    assert saved(office) == MINE
    assert office.world.get("one")["dossier"]["rev"] == 2


def test_throwing_mine_away_takes_the_colleagues(office: Office) -> None:
    bare(office, "one")
    one, other = office.officer("chenyao"), office.officer("hanxu", "two")
    dossier.keep_dossier(one, app_id="one", dossier=opinion(MINE))
    dossier.keep_dossier(other, app_id="one", dossier=opinion(OTHERS))
    dossier.save_dossier(other, app_id="one")
    sync(other)
    sync(one)
    dossier.discard_dossier(one, app_id="one")
    case = one.queries.case("one")
    assert case.dossier is not None
    assert case.dossier.recommendation.text == OTHERS
    assert "dossier.discard" in audited(one)


def test_a_pass_carries_along_what_was_typed(office: Office) -> None:
    office.submit(submitted("one"))
    ws = office.handler_with("one")
    case = ws.queries.case("one")
    assert case.dossier is not None
    told = case.dossier.recommendation
    longer = told.model_copy(update={"text": told.text + "为人正直。"})
    changed = case.dossier.model_copy(update={"recommendation": longer})
    dossier.keep_dossier(ws, app_id="one", dossier=changed)
    decide.propose(ws, app_id="one", verb=Verb.PASS)
    assert [row.kind for row in ops(ws, "one")] == ["save_dossier", "propose"]
    sync(ws)
    assert saved(office).endswith("为人正直。")
    assert office.world.get("one")["status"] == "PROPOSED"
    assert dossier.dossier_refusals(ws, ws.queries.case("one"))[0].code == "WRONG_STATE"


def test_an_approver_may_read_but_not_write(office: Office) -> None:
    bare(office, "one")
    ws = office.officer("lujs")
    (refusal,) = dossier.dossier_refusals(ws, ws.queries.case("one"))
    assert refusal.code == "NO_SCOPE"


def test_half_a_date_outlives_saving_and_taking_back(office: Office) -> None:
    bare(office, "one")
    ws = office.officer("chenyao")
    half = {"publicity.start_date": "2026-09-3x"}
    dossier.keep_dossier(ws, app_id="one", dossier=Dossier(), half=half)
    with pytest.raises(OperationRefused) as refused:
        dossier.save_dossier(ws, app_id="one")
    assert refused.value.code == "OP_DOSSIER_UNCHANGED"
    dossier.keep_dossier(ws, app_id="one", dossier=opinion(MINE))
    (op_id,) = dossier.save_dossier(ws, app_id="one").op_ids
    draft = ws.journal.dossier("one")
    assert draft is not None
    assert (draft.half, draft.base_rev) == (half, 1)
    undo_operation.undo(ws, op_id=op_id)
    draft = ws.journal.dossier("one")
    assert draft is not None
    assert (draft.half, draft.base_rev, draft.dossier.recommendation.text) == (half, 0, MINE)
    dossier.save_dossier(ws, app_id="one")
    sync(ws)
    assert saved(office) == MINE
    dossier.keep_dossier(ws, app_id="one", dossier=opinion(MINE), half={})
    assert ws.journal.dossier("one") is None
