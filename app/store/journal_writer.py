"""What one action of an officer writes, within its one transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.protocol.canonical import canonical
from app.protocol.operations import Operation
from app.store import audit, outbox
from app.store.audit import AuditEntry
from app.store.draft import ApprovalDraft, DossierDraft, DraftKind, ReviewDraft
from app.store.errors import StoreError
from app.store.journal_schema import draft, setting
from app.store.moments import to_ms
from app.store.outbox import OpRecord
from app.store.readmodels import OpState
from app.store.seal_pages import SealPages


class NotUndoable(StoreError):  # noqa: N818 - reads as the state it names
    """The operation may have reached the server and cannot be taken back (``NOT_UNDOABLE``)."""


class JournalWriter:
    """Made by :meth:`Journal.transaction`; what it wrote stands together or not at all.

    Attributes:
        touched: applications whose projection may have changed.
    """

    def __init__(self, connection: Connection, actor: str, now: datetime) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now
        self.touched: set[str] = set()

    # --- operations

    def next_seq(self, app_id: str) -> int:
        """The sequence number that the next operation of a case must carry."""
        return outbox.next_seq(self._connection, app_id)

    def add_op(self, operation: Operation, *, subject: str) -> None:
        """Put an operation into the outbox, as the bytes it will always be sent as.

        :param subject: the applicant's name, for the lists.
        :raises ValueError: its ``seq`` is not :meth:`next_seq`.
        """
        if operation.seq != self.next_seq(operation.app_id):
            raise ValueError(f"seq {operation.seq} is not the next one of its case")
        outbox.add(self._connection, operation, subject, self._now)
        self.touched.add(operation.app_id)

    def op(self, op_id: str) -> OpRecord:
        """An operation as it stands now.

        :raises KeyError: it is not in the journal.
        """
        known = outbox.one(self._connection, op_id)
        if known is None:
            raise KeyError(op_id)
        return known

    def ops_of(self, app_id: str) -> list[OpRecord]:
        """All operations of a case, oldest first."""
        return outbox.of_case(self._connection, app_id)

    def undo_op(self, op_id: str) -> OpRecord:
        """Take back an operation of which nothing can have reached the server.

        :raises NotUndoable: an attempt to send it was made.
        """
        known = self.op(op_id)
        if not known.undoable:
            raise NotUndoable("NOT_UNDOABLE", name=known.subject)
        self._settle(known, OpState.CANCELLED)
        return known

    def archive_op(self, op_id: str, code: str | None = None) -> OpRecord:
        """Give up an operation in trouble; it stays in the journal for the record."""
        known = self.op(op_id)
        self._settle(known, OpState.ARCHIVED, code)
        return known

    def requeue_op(self, op_id: str) -> OpRecord:
        """Offer an operation in trouble again, as the same bytes under the same id."""
        known = self.op(op_id)
        back = OpState.UNCONFIRMED if known.attempts else OpState.READY
        self._settle(known, back)
        return known

    # --- drafts and settings

    def review(self, app_id: str) -> ReviewDraft | None:
        """The handler's draft of a case, as this transaction leaves it so far."""
        body = self._draft(app_id, DraftKind.REVIEW)
        return ReviewDraft.model_validate_json(body) if body is not None else None

    def approval(self, app_id: str) -> ApprovalDraft | None:
        """The approver's draft of a case, as this transaction leaves it so far."""
        body = self._draft(app_id, DraftKind.APPROVAL)
        return ApprovalDraft.model_validate_json(body) if body is not None else None

    def save_review(self, app_id: str, body: ReviewDraft) -> None:
        """Replace the handler's draft of a case."""
        self._save(app_id, DraftKind.REVIEW, body.model_dump_json(), body.has_work)

    def save_approval(self, app_id: str, body: ApprovalDraft) -> None:
        """Replace the approver's draft of a case."""
        self._save(app_id, DraftKind.APPROVAL, body.model_dump_json(), body.has_work)

    def save_dossier(self, app_id: str, body: DossierDraft) -> None:
        """Replace the dossier that a unit is filling in."""
        self._save(app_id, DraftKind.DOSSIER, body.model_dump_json(), has_work=True)

    def dossier(self, app_id: str) -> DossierDraft | None:
        """The dossier being filled in, as this transaction leaves it so far."""
        body = self._draft(app_id, DraftKind.DOSSIER)
        return DossierDraft.model_validate_json(body) if body is not None else None

    def delete_draft(self, app_id: str, kind: DraftKind) -> None:
        """Drop a draft whose content went into an operation, or that the officer threw away."""
        place = (draft.c.app_id == app_id) & (draft.c.kind == kind.value)
        self._connection.execute(delete(draft).where(place))
        self.touched.add(app_id)

    def setting(self, key: str, default: Any = None) -> Any:
        """A kept JSON value as it stands in this transaction."""
        found = self._connection.execute(select(setting.c.value).where(setting.c.key == key))
        text = found.scalar()
        return json.loads(text) if text is not None else default

    def put_setting(self, key: str, value: Any) -> None:
        """Keep a JSON value."""
        text = json.dumps(value, ensure_ascii=False)
        statement = insert(setting).values(key=key, value=text)
        self._connection.execute(
            statement.on_conflict_do_update(["key"], set_={"value": statement.excluded.value})
        )

    # --- seals

    @property
    def seals(self) -> SealPages:
        """The record of seal uses and the batches, in this transaction."""
        return SealPages(self._connection, self._now)

    # --- audit

    def audit(self, action: str, subject: str, payload: Any = None) -> AuditEntry:
        """Add the row that says what is done here; of ``payload`` (JSON) only the hash is kept."""
        return audit.append(
            self._connection,
            at=self._now,
            actor=self._actor,
            action=action,
            subject=subject,
            payload=canonical(payload),
        )

    def _settle(self, known: OpRecord, state: OpState, code: str | None = None) -> None:
        outbox.set_state(self._connection, known.op_id, state, self._now, code)
        outbox.release_held(self._connection, known.app_id)
        self.touched.add(known.app_id)

    def _draft(self, app_id: str, kind: DraftKind) -> str | None:
        place = (draft.c.app_id == app_id) & (draft.c.kind == kind.value)
        return self._connection.execute(select(draft.c.body).where(place)).scalar()

    def _save(self, app_id: str, kind: DraftKind, body: str, has_work: bool) -> None:
        place = (draft.c.app_id == app_id) & (draft.c.kind == kind.value)
        before = self._connection.execute(select(draft.c.has_work).where(place)).scalar()
        values = {"body": body, "has_work": has_work, "updated_at": to_ms(self._now)}
        statement = insert(draft).values(app_id=app_id, kind=kind.value, **values)
        self._connection.execute(statement.on_conflict_do_update(["app_id", "kind"], set_=values))
        if before != has_work:
            self.touched.add(app_id)
