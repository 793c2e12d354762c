"""Seal uses and batches of the journal, as one transaction sees and writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, func, select, update

from app.protocol.seal_use import GENESIS, SealUse, UseResult
from app.store.journal_schema import seal_batch, seal_item, seal_use
from app.store.moments import from_ms, to_ms


class BatchState(StrEnum):
    """Of a batch. OPEN is under way, or was when the program ended."""

    OPEN = "OPEN"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


class ItemState(StrEnum):
    """Of a document in a batch."""

    PLANNED = "PLANNED"
    SEALED = "SEALED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a batch does not seal: why by rule or code, with the parameters of its sentence."""

    app_id: str
    name: str
    form: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    rule_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A document of a batch; ``doc_sha256`` is the form as it was shown, before the seal."""

    batch_id: str
    place: int
    app_id: str
    name: str
    form: str
    content_sha256: str
    doc_sha256: str
    state: ItemState = ItemState.PLANNED
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    use_id: str = ""
    stamped_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its documents, in the order they are sealed in."""

    batch_id: str
    created_at: datetime
    seal_id: str
    state: BatchState
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]

    def count(self, state: ItemState) -> int:
        """How many documents are in a state."""
        return sum(item.state is state for item in self.items)


class SealPages:
    """Made for one connection by the journal."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    # --- the record of use

    def lines(self) -> Iterator[SealUse]:
        """All lines, oldest first."""
        for row in self._connection.execute(select(seal_use.c.body).order_by(seal_use.c.seq)):
            yield SealUse.model_validate_json(row.body)

    def lines_of(self, app_id: str) -> list[SealUse]:
        """The lines of a case, oldest first."""
        wanted = select(seal_use.c.body).where(seal_use.c.app_id == app_id)
        rows = self._connection.execute(wanted.order_by(seal_use.c.seq))
        return [SealUse.model_validate_json(row.body) for row in rows]

    def links(self, first: int) -> list[tuple[int, str]]:
        """Number and hash of every line from ``first`` on: enough to check links with no words."""
        wanted = select(seal_use.c.seq, seal_use.c.hash).where(seal_use.c.seq >= first)
        rows = self._connection.execute(wanted.order_by(seal_use.c.seq))
        return [(row.seq, row.hash) for row in rows]

    def since_last_sealed(self) -> list[SealUse]:
        """The lines after the newest that tells of a sealed document, oldest first."""
        sealed = select(func.max(seal_use.c.seq)).where(seal_use.c.result == UseResult.SEALED.value)
        last = int(self._connection.execute(sealed).scalar() or 0)
        later = select(seal_use.c.body).where(seal_use.c.seq > last).order_by(seal_use.c.seq)
        rows = self._connection.execute(later)
        return [SealUse.model_validate_json(row.body) for row in rows]

    def head(self) -> tuple[int, str]:
        """Number and hash of the newest line."""
        newest = select(seal_use.c.seq, seal_use.c.hash).order_by(seal_use.c.seq.desc()).limit(1)
        row = self._connection.execute(newest).first()
        return (row.seq, row.hash) if row else (0, GENESIS)

    def after(self, seq: int, limit: int) -> list[SealUse]:
        """The lines behind a number, oldest first."""
        later = select(seal_use.c.body).where(seal_use.c.seq > seq).order_by(seal_use.c.seq)
        rows = self._connection.execute(later.limit(limit))
        return [SealUse.model_validate_json(row.body) for row in rows]

    def hash_at(self, seq: int) -> str:
        """The hash of a line; empty where there is none, zeros before the first."""
        if seq == 0:
            return GENESIS
        wanted = select(seal_use.c.hash).where(seal_use.c.seq == seq)
        return str(self._connection.execute(wanted).scalar() or "")

    def next_usage_no(self, seal_id: str) -> int:
        """The number that the next use of a seal on this device carries."""
        highest = select(func.max(seal_use.c.usage_no)).where(seal_use.c.seal_id == seal_id)
        return int(self._connection.execute(highest).scalar() or 0) + 1

    def append(self, line: SealUse) -> SealUse:
        """Add a line behind the newest; its number and hashes are set here."""
        seq, last = self.head()
        whole = line.model_copy(update={"seq": seq + 1, "prev_hash": last}).sealed_in()
        self._connection.execute(
            seal_use.insert().values(
                seq=whole.seq,
                use_id=whole.use_id,
                app_id=whole.app_id,
                seal_id=whole.seal_id,
                usage_no=whole.usage_no,
                result=whole.result.value,
                body=whole.model_dump_json(),
                hash=whole.hash,
            )
        )
        return whole

    def unfinished(self) -> list[SealUse]:
        """Uses that were begun and of which no second line tells what came of them."""
        ended = select(seal_use.c.use_id).where(seal_use.c.result != UseResult.BEGUN.value)
        begun = (
            select(seal_use.c.body)
            .where(seal_use.c.result == UseResult.BEGUN.value, seal_use.c.use_id.not_in(ended))
            .order_by(seal_use.c.seq)
        )
        rows = self._connection.execute(begun)
        return [SealUse.model_validate_json(row.body) for row in rows]

    # --- batches

    def open_batch(self, batch: Batch) -> None:
        """Write a batch that is about to begin."""
        self._connection.execute(
            seal_batch.insert().values(
                batch_id=batch.batch_id,
                created_at=to_ms(self._now),
                seal_id=batch.seal_id,
                state=batch.state.value,
                left_out=json.dumps([_told(one) for one in batch.left_out], ensure_ascii=False),
            )
        )
        for item in batch.items:
            self._connection.execute(seal_item.insert().values(**_columns(item)))

    def item(self, batch_id: str, place: int) -> Item | None:
        """A document of a batch, as far as it is now."""
        here = (seal_item.c.batch_id == batch_id) & (seal_item.c.place == place)
        row = self._connection.execute(select(seal_item).where(here)).first()
        return _item(row) if row else None

    def put_item(self, item: Item, document: bytes | None = None) -> None:
        """Write how far a document is; ``document`` are the sealed bytes to be kept aside."""
        place = (seal_item.c.batch_id == item.batch_id) & (seal_item.c.place == item.place)
        values = _columns(item) | ({"document": document} if document is not None else {})
        self._connection.execute(update(seal_item).where(place).values(**values))

    def end_batch(self, batch_id: str, state: BatchState) -> None:
        """Write how a batch ended."""
        self._connection.execute(
            update(seal_batch).where(seal_batch.c.batch_id == batch_id).values(state=state.value)
        )

    def batch(self, batch_id: str) -> Batch | None:
        """A batch by its id."""
        wanted = select(seal_batch).where(seal_batch.c.batch_id == batch_id)
        row = self._connection.execute(wanted).first()
        return self._batch(row) if row else None

    def batches(self, state: BatchState | None = None, limit: int = 50) -> list[Batch]:
        """Batches, newest first."""
        newest = select(seal_batch).order_by(seal_batch.c.created_at.desc()).limit(limit)
        if state is not None:
            newest = newest.where(seal_batch.c.state == state.value)
        return [self._batch(row) for row in self._connection.execute(newest)]

    def documents(self) -> list[tuple[Item, bytes]]:
        """Sealed documents that the store of files does not have yet."""
        kept = select(seal_item).where(seal_item.c.document.is_not(None))
        return [(_item(row), row.document) for row in self._connection.execute(kept)]

    def sealed_files(self) -> set[str]:
        """Documents that were sealed here: the record names them, so they are never removed."""
        sealed = select(seal_item.c.stamped_sha256).where(seal_item.c.stamped_sha256 != "")
        return set(self._connection.execute(sealed).scalars())

    def drop_document(self, item: Item) -> None:
        """The store of files has it."""
        place = (seal_item.c.batch_id == item.batch_id) & (seal_item.c.place == item.place)
        self._connection.execute(update(seal_item).where(place).values(document=None))

    def _batch(self, row: Row[tuple[object, ...]]) -> Batch:
        items = select(seal_item).where(seal_item.c.batch_id == row.batch_id)
        found = self._connection.execute(items.order_by(seal_item.c.place))
        return Batch(
            row.batch_id,
            from_ms(row.created_at),
            row.seal_id,
            BatchState(row.state),
            tuple(_item(one) for one in found),
            tuple(_left_out(one) for one in json.loads(row.left_out)),
        )


def _columns(item: Item) -> dict[str, object]:
    return {
        "batch_id": item.batch_id,
        "place": item.place,
        "app_id": item.app_id,
        "name": item.name,
        "form": item.form,
        "content_sha256": item.content_sha256,
        "doc_sha256": item.doc_sha256,
        "state": item.state.value,
        "code": item.code,
        "params": json.dumps(dict(item.params), ensure_ascii=False),
        "use_id": item.use_id,
        "stamped_sha256": item.stamped_sha256,
    }


def _item(row: Row[tuple[object, ...]]) -> Item:
    return Item(
        row.batch_id, row.place, row.app_id, row.name, row.form, row.content_sha256,
        row.doc_sha256, ItemState(row.state), row.code, json.loads(row.params), row.use_id,
        row.stamped_sha256,
    )  # fmt: skip


def _told(one: LeftOut) -> dict[str, object]:
    return {
        "app_id": one.app_id,
        "name": one.name,
        "form": one.form,
        "code": one.code,
        "params": dict(one.params),
        "rule_ids": list(one.rule_ids),
    }


def _left_out(told: Mapping[str, object]) -> LeftOut:
    params, rules = told["params"], told["rule_ids"]
    assert isinstance(params, Mapping)
    assert isinstance(rules, Sequence)
    return LeftOut(
        str(told["app_id"]), str(told["name"]), str(told["form"]), str(told["code"]),
        {str(k): str(v) for k, v in params.items()}, tuple(str(rule) for rule in rules),
    )  # fmt: skip
