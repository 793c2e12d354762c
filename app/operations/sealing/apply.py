"""Sealing a batch, document by document; each stands or falls alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from uuid_utils.compat import uuid7

from app.domain.dossier import DossierFile
from app.domain.sealing import Seal
from app.forms.problems import FormError
from app.forms.typesetting import typeset
from app.operations.envelope import files_here, find_case, put
from app.operations.errors import OperationRefused
from app.operations.sealing.clock import clock_trouble
from app.operations.sealing.fitness import unfit
from app.operations.sealing.forms import form_of
from app.operations.sealing.plan import SealPlan, places_of, sealed_here
from app.operations.sealing.settle import settle_documents
from app.operations.sealing.stamps import electronic_stamp, stamp_refusals
from app.protocol.canonical import sha256_hex
from app.protocol.operations import OperationKind
from app.protocol.seal_use import SealUse, UseResult
from app.seal.binding import Binding
from app.seal.image import SealImage
from app.seal.keys import OpenKey
from app.seal.problems import SealCode, SealError
from app.seal.stamp import Sealed, StampMeta, seal
from app.store import uploads
from app.store.errors import StoreError
from app.store.moments import local_day
from app.store.readmodels import CaseView
from app.store.seal_pages import Batch, BatchState, Item, ItemState

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

_PIN: Final = "PIN"
_PAYLOAD: Final = {
    "form", "method", "content_sha256", "dossier_rev", "seal_id", "doc_sha256", "stamped_sha256",
}  # fmt: skip
_OF_THE_KEY: Final = frozenset(
    {SealCode.KEY_CLOSED, SealCode.TOKEN_REMOVED, SealCode.TOKEN_ABSENT, SealCode.TOKEN_BUSY}
)
"""Troubles that the next document would have too: the batch stops and can go on."""


class BatchStopped(Exception):  # noqa: N818 - it is a state, not a defect
    """No document can be sealed with this key any more; those left stay planned. ``problem`` says
    why: the key is gone, or it is not the seal's.
    """

    def __init__(self, problem: SealError) -> None:
        super().__init__(problem.code.value)
        self.problem = problem


def open_batch(ws: Workspace, plan: SealPlan) -> Batch:
    """Write what will be sealed, before the first signature.

    :raises OperationRefused: this machine's clock cannot be relied on
        (:func:`app.operations.sealing.clock.clock_trouble`).
    """
    trouble = clock_trouble(ws)
    if trouble is not None:
        raise trouble
    batch_id = str(uuid7())
    items = tuple(
        Item(batch_id, place, one.app_id, one.name, one.form, one.content_sha256, one.doc_sha256)
        for place, one in enumerate(plan.included)
    )
    now = ws.clock.now()
    batch = Batch(batch_id, now, plan.seal.seal_id, BatchState.OPEN, items, plan.left_out)
    with ws.transaction(now) as writer:
        writer.seals.open_batch(batch)
        writer.audit("seal.batch", batch_id, {"seal": plan.seal.seal_id, "items": len(items)})
    return batch


def seal_item(
    ws: Workspace, batch: Batch, item: Item, registered: Seal, key: OpenKey, image: SealImage
) -> Item:
    """Seal one document of a batch; a document that is sealed already is left as it is, whatever
    the caller still holds it for.

    :return: the document as it stands now, SEALED or FAILED with its code.
    :raises BatchStopped: the key cannot be used, any more or for this seal; the document stays
        PLANNED.
    :raises ValueError: the seal is not the batch's.
    :raises StoreFull: there is no room; the document stays PLANNED and its use is ABANDONED, or
        it is sealed and its bytes wait in the journal for room in the store of files.
    """
    if registered.seal_id != batch.seal_id:
        raise ValueError(f"the batch is of {batch.seal_id}, not of {registered.seal_id}")
    with ws.journal.seals() as pages:
        item = pages.item(item.batch_id, item.place) or item
    if item.state is not ItemState.PLANNED:
        return item
    for problem in unfit(registered, key, image, ws.clock.now()):
        raise BatchStopped(SealError.of(problem))
    try:
        case = find_case(ws, item.app_id)
        made = typeset(form_of(case, item.form, local_day(batch.created_at), ws.account.org.name))
        _refuse_changed(ws, case, item, registered, sha256_hex(made.pdf))
    except (OperationRefused, FormError) as problem:
        return _failed(ws, item, str(problem.code), dict(problem.params))
    begun = _begin(ws, batch, item, case, key)
    binding = Binding(
        case_id=item.app_id,
        version_no=case.version.version_no,
        content_sha256=item.content_sha256,
        seal_id=batch.seal_id,
        usage_no=begun.usage_no,
        form=item.form,
        batch_id=batch.batch_id,
    )
    try:
        sealed = seal(
            made.pdf, key, image, places_of(made), StampMeta(binding, at=begun.server_time)
        )
    except SealError as problem:
        if problem.code in _OF_THE_KEY:
            _end(ws, begun, UseResult.ABANDONED, problem.code.value)
            raise BatchStopped(problem) from problem
        params = {name: str(value) for name, value in problem.problem.params.items()}
        return _failed(ws, item, f"seal.{problem.code.value}", params, begun)
    except BaseException as problem:
        _abandon(ws, begun, problem)
        raise
    try:
        done = _keep(ws, case, item, registered, begun, sealed)
    except BaseException as problem:
        _abandon(ws, begun, problem)
        raise
    settle_documents(ws)
    return done


def close_batch(ws: Workspace, batch_id: str, state: BatchState) -> Batch:
    """Note how a batch ended; documents that were not reached are CANCELLED with it."""
    with ws.transaction() as writer:
        batch = writer.seals.batch(batch_id)
        assert batch is not None
        for item in batch.items:
            if item.state is ItemState.PLANNED:
                writer.seals.put_item(replace(item, state=ItemState.CANCELLED))
        writer.seals.end_batch(batch_id, state)
        writer.audit("seal.batch_end", batch_id, {"state": state.value})
        ended = writer.seals.batch(batch_id)
    assert ended is not None
    return ended


def _refuse_changed(
    ws: Workspace, case: CaseView, item: Item, registered: Seal, doc_sha256: str
) -> None:
    if item.form in sealed_here(ws, case):
        raise OperationRefused("sealing.sealed_already")
    if case.version.content_sha256 != item.content_sha256 or doc_sha256 != item.doc_sha256:
        raise OperationRefused("sealing.changed_since")
    stamp = electronic_stamp(ws, case, item.form, registered.seal_id, doc_sha256, "")
    for refusal in stamp_refusals(ws, case, registered, stamp):
        raise OperationRefused.because(refusal)


def _begin(ws: Workspace, batch: Batch, item: Item, case: CaseView, key: OpenKey) -> SealUse:
    now = ws.clock.now()
    with ws.transaction(now) as writer:
        line = SealUse(
            seq=1,
            use_id=str(uuid7()),
            usage_no=writer.seals.next_usage_no(batch.seal_id),
            result=UseResult.BEGUN,
            at=ws.clock.local(),
            server_time=now,
            user_id=ws.account.user_id,
            user_name=ws.account.name,
            device_id=ws.device_id,
            seal_id=batch.seal_id,
            certificate=key.info.fingerprint,
            form=item.form,
            app_id=item.app_id,
            version_no=case.version.version_no,
            content_sha256=item.content_sha256,
            dossier_rev=case.application.dossier.rev if case.application.dossier else 0,
            batch_id=batch.batch_id,
            authentication=_PIN,
            doc_sha256=item.doc_sha256,
            prev_hash="",
        )
        begun = writer.seals.append(line)
        writer.audit("seal.begin", item.app_id, {"use": begun.hash})
    return begun


def _keep(
    ws: Workspace, case: CaseView, item: Item, registered: Seal, begun: SealUse, sealed: Sealed
) -> Item:
    """One transaction: the line, the operation, the bytes. Where another thread was faster, its
    document stands and this signature is thrown away.
    """
    name = f"{item.form}-{item.app_id}.pdf"
    file = DossierFile(name=name, bytes=len(sealed.data), mime="application/pdf")
    stamp = electronic_stamp(
        ws, case, item.form, registered.seal_id, sealed.sha256_before, sealed.sha256_after
    )
    done = replace(
        item,
        state=ItemState.SEALED,
        use_id=begun.use_id,
        stamped_sha256=sealed.sha256_after,
    )
    with ws.transaction() as writer:
        kept = writer.seals.item(item.batch_id, item.place)
        if kept is not None and kept.state is not ItemState.PLANNED:
            overtaken = _ended(ws, begun, UseResult.ABANDONED, "overtaken")
            writer.audit("seal.end", begun.app_id, {"use": writer.seals.append(overtaken).hash})
            return kept
        untold = writer.seals.since_last_sealed()
        line = writer.seals.append(
            begun.model_copy(
                update={
                    "result": UseResult.SEALED,
                    "at": ws.clock.local(),
                    "server_time": ws.clock.now(),
                    "stamped_sha256": sealed.sha256_after,
                    "field": sealed.field,
                    "page": sealed.page,
                    "rect_mm": sealed.rect_mm,
                    "cross_pages": sealed.cross_pages,
                }
            )
        )
        payload = stamp.model_dump(mode="json", include=_PAYLOAD) | {
            "uses": [one.model_dump(mode="json") for one in (*untold, line)]
        }
        uploads.note(writer, sealed.sha256_after, file)
        put(ws, writer, case, OperationKind.STAMP, payload, seen=files_here(case))
        writer.seals.put_item(done, sealed.data)
    return done


def _failed(
    ws: Workspace, item: Item, code: str, params: dict[str, str], begun: SealUse | None = None
) -> Item:
    failed = replace(
        item,
        state=ItemState.FAILED,
        code=code,
        params=params,
        use_id=begun.use_id if begun else "",
    )
    with ws.transaction() as writer:
        if begun is not None:
            line = writer.seals.append(_ended(ws, begun, UseResult.FAILED, code))
            writer.audit("seal.end", item.app_id, {"use": line.hash})
        writer.seals.put_item(failed)
        writer.audit("seal.failed", item.app_id, {"code": code})
    return failed


def _end(ws: Workspace, begun: SealUse, result: UseResult, detail: str) -> None:
    with ws.transaction() as writer:
        line = writer.seals.append(_ended(ws, begun, result, detail))
        writer.audit("seal.end", begun.app_id, {"use": line.hash})


def _abandon(ws: Workspace, begun: SealUse, problem: BaseException) -> None:
    """Nothing came of the use. Where not even this can be written, the next start does it."""
    with suppress(StoreError):
        detail = problem.code if isinstance(problem, StoreError) else type(problem).__name__
        _end(ws, begun, UseResult.ABANDONED, detail)


def _ended(ws: Workspace, begun: SealUse, result: UseResult, detail: str) -> SealUse:
    now = {"at": ws.clock.local(), "server_time": ws.clock.now()}
    return begun.model_copy(update=now | {"result": result, "detail": detail})
