"""What goes wrong at the seal desk: clear words, nothing half sealed, the record true."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.writer import copy_into_new_writer

from app.operations.sealing import apply, plan
from app.operations.sealing.apply import BatchStopped, close_batch, seal_item
from app.operations.sealing.own_seals import (
    KeyPlace,
    bind_key,
    office_seals,
    provider,
    seal_image,
)
from app.operations.sealing.plan import plan_batch
from app.operations.sealing.settle import take_up
from app.operations.workspace import Workspace
from app.protocol.canonical import sha256_hex
from app.protocol.messages import has_message, message
from app.protocol.operations import OperationKind
from app.protocol.seal_use import UseResult, walk
from app.seal.pin_guard import LIMIT
from app.seal.problems import SealCode, SealError
from app.seal.stamp import seal
from app.store.errors import StoreFull
from app.store.readmodels import OpState
from app.store.seal_pages import Batch, BatchState, Item, ItemState
from tests.endtoend.disk import Disk, disk
from tests.operations.office import Office, ops, sync
from tests.operations.sealing import desk
from tests.operations.sealing.ready import IDS
from tests.seal import picture, pki
from tests.seal.verify import sealed as hands

__all__ = ["disk"]


def sealed(ws: Workspace, batch: Batch, item: Item, **changes: Any) -> Item:
    """Seal one document as the desk does."""
    (registered,) = office_seals(ws, [ws.queries.case(item.app_id)])
    registered = registered.model_copy(update=changes)
    with provider(ws, desk.SEAL).open(desk.PIN) as key:
        return seal_item(ws, batch, item, registered, key, seal_image(ws, desk.SEAL))


def results(ws: Workspace) -> list[UseResult]:
    with ws.journal.seals() as pages:
        assert walk(pages.lines()).intact
        return [line.result for line in pages.lines()]


def untouched(ws: Workspace) -> None:
    """Nothing was sealed, nothing is on its way, and the record says so."""
    assert UseResult.SEALED not in results(ws)
    assert len(ws.blobs) == 0
    assert not [op for op in ops(ws, "case-3") if op.kind == OperationKind.STAMP.value]
    assert ws.journal.verify_audit().intact


def in_words(problem: Any) -> str:
    for language in ("zh_CN", "en"):
        text = problem.text(language)
        assert text
        assert "{" not in text
    words: str = problem.text()
    return words


BORN = pki.BORN
FOREIGN = {SealCode.CERT_FOREIGN_OFFICE}
KEYS: dict[str, tuple[Callable[[], pki.Issued], SealCode]] = {
    "expired": (lambda: pki.seal_key(begin=BORN, days=10), SealCode.CERT_EXPIRED),
    "not yet valid": (
        lambda: pki.seal_key(begin=BORN + timedelta(days=200)), SealCode.CERT_NOT_YET,
    ),
    "of another office": (
        lambda: pki.seal_key(organisation="另一单位"), SealCode.CERT_FOREIGN_OFFICE,
    ),
    "not for signing": (
        lambda: pki.seal_key(usages=("key_encipherment",)), SealCode.CERT_NO_SIGN_USAGE,
    ),
}  # fmt: skip


def test_a_certificate_that_will_not_do_stops_before_the_first_document(
    alone: Workspace, tmp_path: Path
) -> None:
    batch = desk.opened(alone, "case-3")
    for bad, (make, code) in KEYS.items():
        issued = make()
        place = KeyPlace(backend="PKCS12", path=str(issued.write(tmp_path, f"{bad}.p12")))
        bind_key(alone, desk.SEAL, place, picture.seal_image("示例市政"))
        own = {"certificates": [base64.b64encode(issued.der).decode()]}
        with pytest.raises(BatchStopped) as stopped:
            sealed(alone, batch, batch.items[0], **({} if code in FOREIGN else own))
        assert stopped.value.problem.code is code, bad
        assert in_words(stopped.value.problem.problem)
        assert results(alone) == [], "the key was not used, so there is no use to record"
    untouched(alone)
    (left,) = take_up(alone)
    assert left.items[0].state is ItemState.PLANNED, "with the right key it can go on"


def test_a_picture_that_is_not_the_registered_one_stops_the_batch(
    alone: Workspace, tmp_path: Path
) -> None:
    place = KeyPlace(backend="PKCS12", path=str(desk.key_of_unit().write(tmp_path)))
    bind_key(alone, desk.SEAL, place, picture.seal_image("另一单位"))
    batch = desk.opened(alone, "case-3")
    with pytest.raises(BatchStopped) as stopped:
        sealed(alone, batch, batch.items[0])
    assert stopped.value.problem.code is SealCode.IMAGE_FOREIGN
    assert "单位公章" in in_words(stopped.value.problem.problem)
    untouched(alone)


def test_wrong_pins_lock_the_key_and_the_right_one_does_not_help(alone: Workspace) -> None:
    told: list[SealCode] = []
    while SealCode.PIN_LOCKED not in told:
        with pytest.raises(SealError) as wrong, provider(alone, desk.SEAL).open("wrong"):
            pass
        told.append(wrong.value.code)
        assert in_words(wrong.value.problem)
        if wrong.value.code is SealCode.PIN_WAIT:
            tries = dict(alone.journal.setting("seals.tries", {}))
            for one in tries.values():
                one["last"] = "2020-01-01T00:00:00+00:00"  # time passes
            alone.journal.put_settings({"seals.tries": tries})
        assert len(told) < 4 * LIMIT
    with pytest.raises(SealError) as locked, provider(alone, desk.SEAL).open(desk.PIN):
        pass
    assert locked.value.code is SealCode.PIN_LOCKED
    untouched(alone)


def _encrypted(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.reader import PdfFileReader

    writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf)))
    writer.encrypt(owner_pass="secret")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(_encrypted, "seal.PDF_ENCRYPTED"), (lambda pdf: pdf[: len(pdf) // 2], "seal.PDF_DAMAGED")],
)
def test_a_form_that_is_locked_or_damaged_is_left_out_and_never_sealed(
    alone: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[bytes], bytes],
    code: str,
) -> None:
    real: Any = vars(plan)["typeset"]

    def spoilt(form: Any) -> Any:
        made = real(form)
        return replace(made, pdf=spoil(made.pdf))

    batch = desk.opened(alone, "case-3")
    monkeypatch.setattr(plan, "typeset", spoilt)
    (registered,) = office_seals(alone, [alone.queries.case("case-3")])
    (left,) = plan_batch(alone, ["case-3"], registered, size_mm=(42, 42)).left_out
    assert left.code == code
    assert has_message(code)
    monkeypatch.setattr(apply, "typeset", spoilt)
    monkeypatch.setattr(apply, "_refuse_changed", lambda *_: None)
    done = sealed(alone, batch, batch.items[0])
    assert (done.state, done.code) == (ItemState.FAILED, code)
    assert results(alone) == [UseResult.BEGUN, UseResult.FAILED]
    untouched(alone)


EDITED = {
    "case-3": (hands.text_appended, "ADDED_AFTER"),
    "case-4": (hands.flip, "CHANGED"),
    "case-5": (hands.trailing, "ADDED_AFTER"),
}


def test_a_form_edited_after_its_seal_is_refused_by_the_server(
    unit: Office, sealer: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody changes the file between the seal and its record."""
    batch = desk.opened(sealer, *EDITED)
    for item in batch.items:
        hand = EDITED[item.app_id][0]

        def edited(*args: Any, hand: Callable[[bytes], bytes] = hand, **more: Any) -> Any:
            made = seal(*args, **more)
            data = hand(made.data)
            return replace(made, data=data, sha256_after=sha256_hex(data))

        monkeypatch.setattr(apply, "seal", edited)
        sealed(sealer, batch, item)
    sync(sealer)
    for app_id, (_hand, why) in EDITED.items():
        (stamp,) = [op for op in ops(sealer, app_id) if op.kind == OperationKind.STAMP.value]
        assert (stamp.state, stamp.error_code) == (OpState.CONFLICT, "SEAL_INVALID")
        assert (stamp.error_params or {})["why"] == why
        assert unit.world.get(app_id)["stamps"] == []
        assert message("SEAL_INVALID", **(stamp.error_params or {})) != "SEAL_INVALID"


def test_two_machines_seal_the_same_case_and_one_seal_stands(
    unit: Office, sealer: Workspace, tmp_path: Path
) -> None:
    other = desk.holder(unit, tmp_path, "sealer-2")
    for machine in (sealer, other):
        desk.seal_all(machine, "case-3")
    sync(sealer)
    sync(other)
    (stamp,) = unit.world.get("case-3")["stamps"]
    (mine,) = [op for op in ops(sealer, "case-3") if op.kind == OperationKind.STAMP.value]
    (late,) = [op for op in ops(other, "case-3") if op.kind == OperationKind.STAMP.value]
    assert stamp["stamped_sha256"] in mine.body.decode()
    assert late.state is OpState.CONFLICT
    assert late.error_code
    words = message(late.error_code, **(late.error_params or {}))
    assert words != late.error_code
    assert "{" not in words
    for machine in (sealer, other):
        assert results(machine) == [UseResult.BEGUN, UseResult.SEALED]
    assert other.queries.case("case-3").status.value == "SEALED"


def test_a_document_that_was_sealed_meanwhile_is_not_sealed_twice(alone: Workspace) -> None:
    batch = desk.opened(alone, "case-3")
    before = batch.items[0]
    assert sealed(alone, batch, before).state is ItemState.SEALED
    assert sealed(alone, batch, before).state is ItemState.SEALED
    with alone.transaction() as writer:  # another batch, planned before the first was begun
        other = replace(batch, batch_id="other", items=(replace(before, batch_id="other"),))
        writer.seals.open_batch(other)
    again = sealed(alone, other, other.items[0])
    assert (again.state, again.code) == (ItemState.FAILED, "sealing.sealed_already")
    assert results(alone) == [UseResult.BEGUN, UseResult.SEALED]


def test_an_error_in_the_middle_is_recorded_and_the_document_can_be_sealed_later(
    alone: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = desk.opened(alone, "case-3")
    with monkeypatch.context() as patch:
        patch.setattr(apply, "_keep", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sealed(alone, batch, batch.items[0])
    assert results(alone) == [UseResult.BEGUN, UseResult.ABANDONED]
    untouched(alone)
    assert sealed(alone, batch, batch.items[0]).state is ItemState.SEALED


def test_a_disk_that_fills_up_in_the_middle_of_a_batch(
    disk: Disk, unit: Office, tmp_path: Path
) -> None:
    vars(unit)["_root"] = disk.root / "machines"
    ws = desk.holder(unit, tmp_path)
    batch = desk.opened(ws, *IDS)
    assert sealed(ws, batch, batch.items[0]).state is ItemState.SEALED
    disk.eat()
    with pytest.raises(StoreFull) as full:
        sealed(ws, batch, batch.items[1])
    assert "此前保存的都在" in message(full.value.code)
    disk.clear()
    (left,) = take_up(ws)
    assert [item.state for item in left.items] == [
        ItemState.SEALED, ItemState.PLANNED, ItemState.PLANNED,
    ]  # fmt: skip
    for item in left.items:
        sealed(ws, left, item)
    ended = close_batch(ws, left.batch_id, BatchState.DONE)
    assert ended.count(ItemState.SEALED) == 3
    told = results(ws)
    assert told.count(UseResult.SEALED) == 3
    assert told.count(UseResult.BEGUN) == 3 + told.count(UseResult.ABANDONED)
    assert ws.journal.verify_audit().intact
    assert len(ws.blobs) == 3
    sync(ws)
    assert [unit.world.get(app_id)["status"] for app_id in IDS] == ["SEALED"] * 3
