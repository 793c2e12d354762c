"""The journal: the officer's word on this machine, written only by operations (design §3).

Every commit waits for the disk. What an officer did is one transaction: the operation, the change
of the draft and the audit row stand together or not at all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from app.protocol.operations import OperationKind, OperationResult
from app.store import audit, outbox
from app.store.audit import AuditEntry, AuditHead, AuditVerdict
from app.store.database import Database, Notice, files_of
from app.store.draft import ApprovalDraft, DossierDraft, DraftKind, ReviewDraft
from app.store.engine import StoreCorrupt
from app.store.journal_schema import draft, op, setting
from app.store.journal_writer import JournalWriter
from app.store.moments import from_ms
from app.store.outbox import OpRecord
from app.store.projection import OPEN, TROUBLED, PendingOp
from app.store.readmodels import OpState
from app.store.seal_pages import SealPages

_EPOCH = "feed.epoch"


@dataclass(frozen=True, slots=True)
class SavedReview:
    """A handler's draft and when it was last written."""

    draft: ReviewDraft
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """What stands over the server's word on one case: open operations, oldest first."""

    ops: tuple[PendingOp, ...] = ()
    has_draft: bool = False


class Journal(Database):
    """Drafts, outbox, audit and settings.

    Attributes:
        projection: grows whenever what stands over the server's word may have changed.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """See :class:`~app.store.database.Database` for the errors."""
        super().__init__(path, key, "journal")
        self.projection = 0
        with self.write() as connection:
            outbox.recover(connection)

    @classmethod
    def open(cls, path: Path, key: bytes) -> tuple[Journal, Notice | None]:
        """Open the journal; one that does not open is set aside, never deleted.

        :return: with ``JOURNAL_SET_ASIDE`` (param ``file``) where that was done.
        :raises StoreNewer: a newer program wrote it; it is left where it is.
        """
        try:
            return cls(path, key), None
        except StoreCorrupt:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
            aside = path.with_name(f"{path.stem}.set-aside-{stamp}{path.suffix}")
            for old, new in zip(files_of(path), files_of(aside), strict=True):
                if old.exists():
                    old.rename(new)
            return cls(path, key), Notice("JOURNAL_SET_ASIDE", {"file": aside.name})

    # --- actions of the officer

    @contextmanager
    def transaction(self, *, actor: str, now: datetime) -> Iterator[JournalWriter]:
        """One action: all that the writer wrote is on the disk when this returns, or nothing.

        :raises StoreFull: nothing was written.
        """
        with self.write() as connection:
            writer = JournalWriter(connection, actor, now)
            yield writer
        if writer.touched:
            self.projection += 1

    def save_review(self, app_id: str, body: ReviewDraft, *, actor: str, now: datetime) -> None:
        """Keep what is being typed; no action, and so without an audit row."""
        with self.transaction(actor=actor, now=now) as writer:
            writer.save_review(app_id, body)

    def save_approval(self, app_id: str, body: ApprovalDraft, *, actor: str, now: datetime) -> None:
        """Keep what an approver is typing; no action, and so without an audit row."""
        with self.transaction(actor=actor, now=now) as writer:
            writer.save_approval(app_id, body)

    def save_dossier(self, app_id: str, body: DossierDraft, *, actor: str, now: datetime) -> None:
        """Keep the dossier that is being filled in; no action, and so without an audit row."""
        with self.transaction(actor=actor, now=now) as writer:
            writer.save_dossier(app_id, body)

    # --- drafts and settings

    def review(self, app_id: str) -> SavedReview | None:
        """The handler's draft of a case."""
        found = self._draft(app_id, DraftKind.REVIEW)
        return SavedReview(ReviewDraft.model_validate_json(found[0]), found[1]) if found else None

    def approval(self, app_id: str) -> ApprovalDraft | None:
        """The approver's draft of a case."""
        found = self._draft(app_id, DraftKind.APPROVAL)
        return ApprovalDraft.model_validate_json(found[0]) if found else None

    def dossier(self, app_id: str) -> DossierDraft | None:
        """The dossier of a case that was begun and not yet put into the outbox."""
        found = self._draft(app_id, DraftKind.DOSSIER)
        return DossierDraft.model_validate_json(found[0]) if found else None

    def setting(self, key: str, default: Any = None) -> Any:
        """A kept JSON value."""
        with self.read() as connection:
            text = connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
        return json.loads(text) if text is not None else default

    def settings(self) -> dict[str, Any]:
        """All kept values, so that a program can answer from memory."""
        with self.read() as connection:
            rows = connection.execute(select(setting.c.key, setting.c.value)).all()
        return {row.key: json.loads(row.value) for row in rows}

    def put_settings(self, values: Mapping[str, Any]) -> None:
        """Keep JSON values that are no action: positions, widths, tokens."""
        with self.write() as connection:
            writer = JournalWriter(connection, "", datetime.now(UTC))
            for key, value in values.items():
                writer.put_setting(key, value)

    def change_setting(self, key: str, change: Callable[[Any], Any], default: Any = None) -> None:
        """Keep what ``change`` makes of a kept JSON value; nobody writes between the two."""
        with self.write() as connection:
            writer = JournalWriter(connection, "", datetime.now(UTC))
            before = writer.setting(key, default)
            after = change(before)
            if after != before:
                writer.put_setting(key, after)

    # --- what stands over the server's word

    def pending(self) -> dict[str, Pending]:
        """Open operations and drafts, by application."""
        ops: dict[str, list[PendingOp]] = defaultdict(list)
        states = sorted(OPEN)
        with self.read() as connection:
            rows = connection.execute(
                select(op.c.app_id, op.c.op_id, op.c.kind, op.c.verb, op.c.state)
                .where(op.c.state.in_(states))
                .order_by(op.c.position)
            )
            for row in rows:
                ops[row.app_id].append(PendingOp(row.op_id, row.kind, row.verb, OpState(row.state)))
            drafted = set(
                connection.execute(select(draft.c.app_id).where(draft.c.has_work)).scalars()
            )
        return {
            app_id: Pending(tuple(ops.get(app_id, ())), app_id in drafted)
            for app_id in ops.keys() | drafted
        }

    def stamping(self) -> dict[str, str]:
        """Applications with a seal that the server has not taken yet.

        :return: by application: the code of why it did not, empty while it is on its way.
        """
        with self.read() as connection:
            rows = connection.execute(
                select(op.c.app_id, op.c.state, op.c.error_code)
                .where(op.c.kind == OperationKind.STAMP.value, op.c.state.in_(sorted(OPEN)))
                .order_by(op.c.position)
            )
            return {
                row.app_id: (row.error_code or "") if row.state in TROUBLED else "" for row in rows
            }

    def unsent_cases(self) -> frozenset[str]:
        """Applications that carry unsent work and must not be dropped."""
        return frozenset(self.pending())

    # --- the outbox

    def op(self, op_id: str) -> OpRecord | None:
        """An operation by its id."""
        with self.read() as connection:
            return outbox.one(connection, op_id)

    def ops_of(self, app_id: str) -> list[OpRecord]:
        """All operations of a case, oldest first."""
        with self.read() as connection:
            return outbox.of_case(connection, app_id)

    def ops_in(self, states: Collection[OpState]) -> list[OpRecord]:
        """Operations in some states, oldest first."""
        with self.read() as connection:
            return outbox.in_states(connection, states)

    def ready_ops(self, limit: int, now: datetime) -> list[OpRecord]:
        """What may be sent now, oldest first, in order within each case."""
        with self.read() as connection:
            return outbox.ready(connection, now, limit)

    def take_ready(
        self, limit: int, now: datetime, accept: Callable[[OpRecord], bool]
    ) -> list[OpRecord]:
        """What may be sent now, marked as going out in the same step: from here on none of it can
        be undone.

        :param accept: what it refuses waits, and those behind it in its case.
        :return: the operations as they stood before.
        """
        with self._states() as connection:
            offered = outbox.ready(connection, now, limit, accept)
            outbox.mark_sending(connection, [known.op_id for known in offered])
        return offered

    def mark_sending(self, op_ids: Iterable[str]) -> None:
        """Note that operations go out now; from here on they cannot be undone."""
        with self._states() as connection:
            outbox.mark_sending(connection, op_ids)

    def mark_unsent(
        self,
        op_ids: Iterable[str],
        *,
        next_try_at: datetime,
        code: str,
        params: Mapping[str, str] | None = None,
    ) -> None:
        """Note that nothing of the last attempt left this machine (no connection was made)."""
        with self._states() as connection:
            outbox.mark_unsent(connection, op_ids, next_try_at, code, params or {})

    def mark_unconfirmed(
        self,
        op_ids: Iterable[str],
        *,
        next_try_at: datetime,
        code: str,
        params: Mapping[str, str] | None = None,
    ) -> None:
        """Note that no answer came: the operations may have arrived and are sent again."""
        with self._states() as connection:
            outbox.mark_unconfirmed(connection, op_ids, next_try_at, code, params or {})

    def record_result(self, result: OperationResult, now: datetime) -> OpState | None:
        """Note the server's answer to one operation; its new state, None for a strange one."""
        with self._states() as connection:
            return outbox.record_result(connection, result, now)

    def acknowledge(
        self, applied: Mapping[str, int], now: datetime, *, durable_mark: int | None = None
    ) -> set[str]:
        """Settle the operations that the server's documents list; call it after the cache has them.

        :param applied: operation id → revision of the document that lists it.
        :param durable_mark: the newest server sequence that a backup holds.
        :return: the cases of settled operations.
        """
        with self._states() as connection:
            cases = outbox.acknowledge(connection, applied, now) if applied else set()
            if durable_mark is not None:
                outbox.settle_durable(connection, durable_mark)
        return cases

    def enter_epoch(self, epoch: str) -> set[str]:
        """Note the server's epoch; a new one means that it was restored from a backup.

        Acknowledged operations that no backup held are then offered again.

        :return: the cases of these operations.
        """
        known = self.setting(_EPOCH)
        if known == epoch:
            return set()
        with self._states() as connection:
            JournalWriter(connection, "", datetime.now(UTC)).put_setting(_EPOCH, epoch)
            return outbox.offer_again(connection) if known is not None else set()

    def prune(self, before: datetime) -> None:
        """Forget operations settled before a moment that cannot be asked for again."""
        with self.write() as connection:
            outbox.prune(connection, before)

    # --- seals

    @contextmanager
    def seals(self) -> Iterator[SealPages]:
        """The record of seal uses and the batches, to read."""
        with self.read() as connection:
            yield SealPages(connection, datetime.now(UTC))

    # --- audit

    def audit_head(self) -> AuditHead:
        """The newest row of the chain, which goes along with each batch."""
        with self.read() as connection:
            return audit.head(connection)

    def audit_entries(self, limit: int = 200) -> list[AuditEntry]:
        """The newest rows, newest first."""
        with self.read() as connection:
            return audit.entries(connection, limit)

    def audit_of(self, subjects: Collection[str]) -> tuple[list[AuditEntry], list[tuple[int, str]]]:
        """The rows of some subjects with the links of the chain from them on."""
        with self.read() as connection:
            return audit.of_subjects(connection, subjects)

    def verify_audit(self) -> AuditVerdict:
        """Walk the whole chain."""
        with self.read() as connection:
            return audit.verify(connection)

    @contextmanager
    def _states(self) -> Iterator[Connection]:
        with self.write() as connection:
            yield connection
        self.projection += 1

    def _draft(self, app_id: str, kind: DraftKind) -> tuple[str, datetime] | None:
        place = (draft.c.app_id == app_id) & (draft.c.kind == kind.value)
        with self.read() as connection:
            row = connection.execute(select(draft.c.body, draft.c.updated_at).where(place)).first()
        return (row.body, from_ms(row.updated_at)) if row else None
