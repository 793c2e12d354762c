"""A batch from its plan to the server: what is left out, what is sealed, what the record says."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.operations.errors import OperationRefused
from app.operations.sealing import apply
from app.operations.sealing.apply import BatchStopped, close_batch, open_batch, seal_item
from app.operations.sealing.own_seals import provider, seal_image, why_unusable
from app.operations.sealing.plan import SealPlan, plan_batch
from app.operations.sealing.settle import settle_documents, take_up
from app.operations.workspace import Workspace
from app.protocol.canonical import sha256_hex
from app.protocol.seal_use import UseResult, walk
from app.seal import stamp
from app.seal.binding import read_binding
from app.seal.problems import SealCode, SealError
from app.store.seal_pages import BatchState, Item, ItemState
from tests.operations.office import Office, sync
from tests.operations.sealing import desk
from tests.operations.sealing.ready import IDS


def lines(ws: Workspace) -> list[tuple[str, UseResult, int]]:
    with ws.journal.seals() as pages:
        return [(line.app_id, line.result, line.usage_no) for line in pages.lines()]


def test_the_plan_says_what_is_sealed_and_what_not_and_why(alone: Workspace) -> None:
    plan = desk.planned(alone, *IDS)
    assert [one.app_id for one in plan.included] == list(IDS)
    assert {one.form for one in plan.included} == {desk.FORM}
    assert plan.left_out == ()
    again = plan_batch(alone, ["case-3", "no-such-case"], plan.seal, size_mm=(42, 42))
    assert [(one.app_id, one.code) for one in again.left_out] == [("no-such-case", "OP_CASE_GONE")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"holders": ["u-somebody-else"]}, "sealing.not_holder"),
        ({"status": "FROZEN"}, "sealing.status.FROZEN"),
        ({"allowed_forms": ["publicity_form"]}, "sealing.form_not_allowed"),
    ],
)
def test_a_seal_that_may_not_be_used_here_excludes_all(
    alone: Workspace, change: dict[str, object], code: str
) -> None:
    plan = desk.planned(alone, "case-3")
    seal = type(plan.seal).model_validate(plan.seal.model_dump() | change)
    barred = plan_batch(alone, ["case-3"], seal, size_mm=(42, 42))
    assert barred.included == ()
    assert {one.code for one in barred.left_out} == {code}


def test_a_batch_is_sealed_with_one_pin_and_reaches_the_server(
    unit: Office, sealer: Workspace
) -> None:
    plan = desk.planned(sealer, *IDS)
    batch = open_batch(sealer, plan)
    image = seal_image(sealer, desk.SEAL)
    with provider(sealer, desk.SEAL).open(desk.PIN) as key:
        for item in batch.items:
            assert seal_item(sealer, batch, item, plan.seal, key, image).state is ItemState.SEALED
    ended = close_batch(sealer, batch.batch_id, BatchState.DONE)
    assert ended.count(ItemState.SEALED) == 3
    assert lines(sealer) == [
        (app_id, result, number)
        for number, app_id in enumerate(IDS, start=1)
        for result in (UseResult.BEGUN, UseResult.SEALED)
    ]
    with sealer.journal.seals() as pages:
        assert walk(pages.lines()).intact
        assert pages.documents() == []
    for item in ended.items:
        with sealer.blobs.open(item.stamped_sha256) as file:
            sealed = file.readall()
        assert sha256_hex(sealed) == item.stamped_sha256
        (signature,) = PdfFileReader(BytesIO(sealed)).embedded_regular_signatures
        binding = read_binding(signature.signer_info)
        assert binding is not None
        assert (binding.case_id, binding.batch_id) == (item.app_id, batch.batch_id)
        assert binding.content_sha256 == item.content_sha256
    sync(sealer)
    for app_id in IDS:
        document = unit.world.get(app_id)
        assert document["status"] == "SEALED"
        (stamp,) = document["stamps"]
        assert (stamp["method"], stamp["seal_id"]) == ("ELECTRONIC", desk.SEAL)
        assert stamp["stamped_sha256"] in {item.stamped_sha256 for item in ended.items}


def test_what_is_sealed_is_not_sealed_again(alone: Workspace) -> None:
    plan = desk.planned(alone, "case-3")
    batch = open_batch(alone, plan)
    image = seal_image(alone, desk.SEAL)
    with provider(alone, desk.SEAL).open(desk.PIN) as key:
        done = seal_item(alone, batch, batch.items[0], plan.seal, key, image)
        assert seal_item(alone, batch, done, plan.seal, key, image) == done
    assert len(lines(alone)) == 2
    again = desk.planned(alone, "case-3")
    assert again.included == ()
    assert [one.code for one in again.left_out] == ["sealing.sealed_already"]


def test_a_document_that_two_threads_seal_is_sealed_once(
    alone: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is let in behind the first one's look at the document, before its transaction."""
    plan = desk.planned(alone, "case-3")
    batch = open_batch(alone, plan)
    (item,) = batch.items
    image = seal_image(alone, desk.SEAL)
    with provider(alone, desk.SEAL).open(desk.PIN) as key:
        real = stamp.seal
        begun: list[bool] = []
        others: list[Item] = []

        def overtaken(*given: Any) -> Any:
            made = real(*given)
            if not begun:
                begun.append(True)
                others.append(seal_item(alone, batch, item, plan.seal, key, image))
            return made

        monkeypatch.setattr(apply, "seal", overtaken)
        done = seal_item(alone, batch, item, plan.seal, key, image)
    assert [done] == others
    assert done.state is ItemState.SEALED
    results = [result for _, result, _ in lines(alone)]
    assert sorted(results) == sorted(
        [UseResult.BEGUN, UseResult.BEGUN, UseResult.SEALED, UseResult.ABANDONED]
    )
    assert len(alone.journal.ops_of("case-3")) == 1


def test_a_batch_takes_no_seal_but_its_own(alone: Workspace) -> None:
    plan = desk.planned(alone, "case-3")
    batch = open_batch(alone, plan)
    other = plan.seal.model_copy(update={"seal_id": "another"})
    image = seal_image(alone, desk.SEAL)
    with (
        provider(alone, desk.SEAL).open(desk.PIN) as key,
        pytest.raises(ValueError, match="another"),
    ):
        seal_item(alone, batch, batch.items[0], other, key, image)
    assert lines(alone) == []


def test_a_key_that_is_gone_stops_the_batch_and_the_rest_can_go_on(alone: Workspace) -> None:
    plan = desk.planned(alone, *IDS)
    batch = open_batch(alone, plan)
    image = seal_image(alone, desk.SEAL)
    with provider(alone, desk.SEAL).open(desk.PIN) as key:
        seal_item(alone, batch, batch.items[0], plan.seal, key, image)
    with pytest.raises(BatchStopped) as stopped:
        seal_item(alone, batch, batch.items[1], plan.seal, key, image)
    assert stopped.value.problem.code is SealCode.KEY_CLOSED
    assert lines(alone)[-1][1] is UseResult.ABANDONED
    (left,) = take_up(alone)
    assert [item.state for item in left.items] == [
        ItemState.SEALED, ItemState.PLANNED, ItemState.PLANNED,
    ]  # fmt: skip
    with provider(alone, desk.SEAL).open(desk.PIN) as key:
        for item in left.items:
            seal_item(alone, left, item, plan.seal, key, image)
    ended = close_batch(alone, batch.batch_id, BatchState.DONE)
    assert ended.count(ItemState.SEALED) == 3


def test_a_form_that_changed_since_it_was_shown_is_not_sealed(alone: Workspace) -> None:
    plan = desk.planned(alone, "case-3")
    shown = type(plan.included[0])(
        **{
            name: getattr(plan.included[0], name)
            for name in type(plan.included[0]).__dataclass_fields__
        }
        | {"doc_sha256": "0" * 64}
    )
    batch = open_batch(alone, SealPlan(plan.seal, plan.made_on, (shown,), ()))
    with provider(alone, desk.SEAL).open(desk.PIN) as key:
        image = seal_image(alone, desk.SEAL)
        failed = seal_item(alone, batch, batch.items[0], plan.seal, key, image)
    assert (failed.state, failed.code) == (ItemState.FAILED, "sealing.changed_since")
    assert lines(alone) == []


def test_a_cancelled_batch_keeps_what_is_sealed(alone: Workspace) -> None:
    plan = desk.planned(alone, *IDS)
    batch = open_batch(alone, plan)
    with provider(alone, desk.SEAL).open(desk.PIN) as key:
        seal_item(alone, batch, batch.items[0], plan.seal, key, seal_image(alone, desk.SEAL))
    ended = close_batch(alone, batch.batch_id, BatchState.CANCELLED)
    assert [item.state for item in ended.items] == [
        ItemState.SEALED, ItemState.CANCELLED, ItemState.CANCELLED,
    ]  # fmt: skip
    assert take_up(alone) == []


def test_a_wrong_pin_is_counted_over_restarts(alone: Workspace) -> None:
    with pytest.raises(SealError) as wrong, provider(alone, desk.SEAL).open("no"):
        pass
    assert wrong.value.problem.code is SealCode.PIN_WRONG
    assert "no" not in str(alone.journal.settings().get("seals.tries"))
    with pytest.raises(SealError) as again, provider(alone, desk.SEAL).open("no"):
        pass
    assert int(again.value.problem.params["left"]) == int(wrong.value.problem.params["left"]) - 1


def test_a_seal_without_a_key_here_is_refused(unit: Office, sealer: Workspace) -> None:
    other = unit.officer("lujs", "another")
    seal = desk.planned(sealer, "case-3").seal
    assert why_unusable(other, seal, other.clock.now()) == "sealing.no_key"
    with pytest.raises(OperationRefused):
        provider(other, desk.SEAL)


def test_bytes_that_did_not_reach_the_files_do_so_later(alone: Workspace) -> None:
    plan = desk.planned(alone, "case-3")
    batch = open_batch(alone, plan)
    with provider(alone, desk.SEAL).open(desk.PIN) as key:
        done = seal_item(alone, batch, batch.items[0], plan.seal, key, seal_image(alone, desk.SEAL))
    with alone.blobs.open(done.stamped_sha256) as file:
        sealed = file.readall()
    alone.blobs.remove(done.stamped_sha256)
    with alone.transaction() as writer:
        writer.seals.put_item(done, sealed)
    assert settle_documents(alone) == 1
    assert alone.blobs.has(done.stamped_sha256)
    assert settle_documents(alone) == 0
