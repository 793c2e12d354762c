"""Writing the server's documents into the cache, in the caller's transaction."""

from __future__ import annotations

import json
import logging
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from pydantic import ValidationError
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.domain.finding import Finding
from app.domain.model import Application
from app.protocol.feed import ChangeKind, ChangesPage
from app.store import cache_files
from app.store.cache_schema import case_row, document, meta, version_doc
from app.store.case_row import (
    Checker,
    checks_columns,
    count_findings,
    former_files,
    index_application,
    sealed_files,
)
from app.store.projection import Phase

_log = logging.getLogger(__name__)
_FEED: Final = tuple(kind.value for kind in ChangeKind)

# Whole pages of documents go through these: text that is the same each time is prepared once.
_PUT_DOCUMENT: Final = (
    "INSERT INTO document (kind, id, rev, generation, body) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET rev = excluded.rev, generation = excluded.generation,"
    " body = excluded.body"
    " WHERE document.generation < excluded.generation OR document.rev <= excluded.rev RETURNING 1"
)
_OF_THE_CACHE: Final = ("id", "have_files", "have_bytes", "local", "wish", "wish_order", "gone")
_OF_THE_SERVER: Final = [c.name for c in case_row.columns if c.name not in _OF_THE_CACHE]
_PUT_ROW: Final = (
    f"INSERT INTO case_row ({', '.join(_OF_THE_SERVER)}, have_files, have_bytes, local, wish,"  # noqa: S608
    f" wish_order, gone) VALUES ({', '.join(f':{name}' for name in _OF_THE_SERVER)},"
    " 0, 0, 0, 0, 0, 0) ON CONFLICT (app_id) DO UPDATE SET gone = 0, "
    + ", ".join(f"{name} = excluded.{name}" for name in _OF_THE_SERVER)
    + " RETURNING id"
)
_PUT_WORDS: Final = (
    "INSERT OR REPLACE INTO case_search (rowid, name, pinyin, unit, title, ids)"
    " VALUES (:id, :name, :pinyin, :unit, :title, :ids)"
)
_REPLACED: Final = (
    "SELECT c.version_no, d.body FROM case_row c JOIN document d"
    " ON d.kind = 'application' AND d.id = c.app_id WHERE c.app_id = ? AND c.version_no < ?"
)
_KEEP_VERSION: Final = (
    "INSERT INTO version_doc (app_id, n, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
)


class RawChange(Protocol):
    """One change of the feed; ``body`` is the document as it came, None for a tombstone."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def rev(self) -> int: ...
    @property
    def body(self) -> bytes | None: ...


class RawPage(Protocol):
    """A page of the feed: ``head`` without its changes, and the changes undecoded."""

    @property
    def head(self) -> ChangesPage: ...
    @property
    def changes(self) -> Sequence[RawChange]: ...


@dataclass(frozen=True)
class TaggedDocument:
    """A document told outside the feed, with what the feed would say of it."""

    kind: str
    id: str
    rev: int
    body: bytes


@dataclass
class AppliedPage:
    """What a page changed.

    Attributes:
        changed: applications that are new or another.
        removed: applications that are here no more.
        kept: applications that left the scope and stay for the unsent work on them.
        applied_ops: operation id → revision of the document that lists it.
        kinds: other kinds of documents that changed; checks may come out differently then.
        reset: a whole pull began with this page.
        epoch_changed: the server was restored; acknowledged operations are to be offered again.
        unreadable: documents that are no application this program can read.
    """

    changed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    applied_ops: dict[str, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    reset: bool = False
    epoch_changed: bool = False
    unreadable: list[str] = field(default_factory=list)


READER: Final = "reader"
"""The mark that names the office whose lists these are."""


def get_meta(connection: Connection, key: str) -> str | None:
    """A mark of the feed."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()
    return str(found) if found is not None else None


def put_meta(connection: Connection, key: str, value: str) -> None:
    """Keep a mark of the feed."""
    statement = insert(meta).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(["key"], set_={"value": value}))


def apply_page(
    connection: Connection, page: RawPage, checker: Checker, unsent: Container[str]
) -> AppliedPage:
    """Take over a page, its cursor and its epoch.

    :param unsent: applications with unsent work, which are kept whatever the server says.
    """
    head, done = page.head, AppliedPage(reset=page.head.reset)
    epoch = get_meta(connection, "epoch")
    done.epoch_changed = epoch is not None and epoch != head.epoch
    generation = int(get_meta(connection, "generation") or 0)
    if head.reset:
        generation += 1
        put_meta(connection, "generation", str(generation))
        put_meta(connection, "sweeping", "1")
    for change in page.changes:
        if change.body is None:
            _bury(connection, change, unsent, done)
        else:
            _take(connection, change, change.body, generation, checker, done)
    if not head.more and get_meta(connection, "sweeping") == "1":
        _sweep(connection, generation, unsent, done)
        put_meta(connection, "sweeping", "0")
    put_meta(connection, "cursor", head.cursor)
    put_meta(connection, "epoch", head.epoch)
    put_meta(connection, "durable_mark", str(head.durable_mark))
    return done


def apply_current(connection: Connection, told: TaggedDocument, checker: Checker) -> AppliedPage:
    """Take over one document told outside the feed, unless a newer one is here."""
    done = AppliedPage()
    generation = int(get_meta(connection, "generation") or 0)
    _take(connection, told, told.body, generation, checker, done)
    return done


def put_document(
    connection: Connection, kind: str, doc_id: str, rev: int, body: bytes, generation: int = 0
) -> bool:
    """Keep a document as it came; False where a newer one of this pull is here already."""
    return (
        connection.exec_driver_sql(_PUT_DOCUMENT, (kind, doc_id, rev, generation, body)).first()
        is not None
    )


def recheck(connection: Connection, app_ids: Iterable[str] | None, checker: Checker) -> set[str]:
    """Run the checks again and keep their counts; None means all. Returns what came out new."""
    kind = document.c.kind == ChangeKind.APPLICATION.value
    if app_ids is None:
        app_ids = connection.execute(select(document.c.id).where(kind)).scalars().all()
    changed: set[str] = set()
    for app_id in app_ids:
        body = connection.execute(
            select(document.c.body).where(kind, document.c.id == app_id)
        ).scalar()
        application = _parsed(body) if body is not None else None
        if application is None:
            continue
        columns = checks_columns(count_findings(_checked(application, checker)))
        differs = (case_row.c.rank != columns["rank"]) & (case_row.c.app_id == app_id)
        if connection.execute(update(case_row).where(differs).values(columns)).rowcount:
            changed.add(app_id)
    return changed


def purge_gone(connection: Connection, unsent: Container[str]) -> set[str]:
    """Drop the applications that left the scope and carry no unsent work any more."""
    gone = connection.execute(select(case_row.c.app_id).where(case_row.c.gone)).scalars().all()
    done = AppliedPage()
    for app_id in gone:
        if app_id not in unsent:
            _drop(connection, app_id, done)
    return done.removed


def _take(
    connection: Connection,
    change: RawChange,
    body: bytes,
    generation: int,
    checker: Checker,
    done: AppliedPage,
) -> None:
    if change.kind != ChangeKind.APPLICATION.value:
        if put_document(connection, change.kind, change.id, change.rev, body, generation):
            done.kinds.add(change.kind)
        return
    application = _parsed(body)
    if application is not None and application.app_id == change.id:
        _keep_replaced(connection, application)
    else:
        application = None
    if not put_document(connection, change.kind, change.id, change.rev, body, generation):
        return
    if application is None:
        done.unreadable.append(change.id)
        return
    _index(connection, application, checker)
    done.changed.add(change.id)
    done.applied_ops.update(dict.fromkeys(application.applied_ops, change.rev))


def _keep_replaced(connection: Connection, application: Application) -> None:
    """Keep the version that a new one replaces: it is what the new one is compared with."""
    replaced = connection.exec_driver_sql(
        _REPLACED, (application.app_id, application.current_version)
    ).first()
    if replaced is not None:
        body = json.dumps(json.loads(replaced[1])["version"], ensure_ascii=False).encode()
        connection.exec_driver_sql(_KEEP_VERSION, (application.app_id, replaced[0], body))


def _index(connection: Connection, application: Application, checker: Checker) -> None:
    reader = get_meta(connection, READER) or ""
    indexed = index_application(application, _checked(application, checker), reader)
    case_id = connection.exec_driver_sql(_PUT_ROW, indexed.row).scalar_one()
    cache_files.refer(connection, case_id, indexed.files)
    _refer_former(connection, case_id, application.app_id, application.current_version)
    cache_files.refer_former(connection, case_id, sealed_files(application))
    connection.exec_driver_sql(_PUT_WORDS, {"id": case_id, **indexed.search})


def refer_former(connection: Connection, app_id: str) -> None:
    """Note the files of the version before the present one of a case, once that version is here."""
    row = connection.execute(
        select(case_row.c.id, case_row.c.version_no).where(case_row.c.app_id == app_id)
    ).first()
    if row is not None:
        _refer_former(connection, row[0], app_id, row[1])


def _refer_former(connection: Connection, case_id: int, app_id: str, present: int) -> None:
    body = connection.execute(
        select(version_doc.c.body)
        .where(version_doc.c.app_id == app_id, version_doc.c.n < present)
        .order_by(version_doc.c.n.desc())
        .limit(1)
    ).scalar()
    if body is not None:
        cache_files.refer_former(connection, case_id, former_files(body))


def _parsed(body: bytes) -> Application | None:
    try:
        return Application.model_validate_json(body)
    except ValidationError:
        _log.warning("a document of the feed is no application this program can read")
        return None


def _checked(application: Application, checker: Checker) -> Sequence[Finding]:
    try:
        return checker(application)
    except Exception:  # noqa: BLE001 - one strange form must not keep the others from arriving
        _log.exception("the checks broke off on application %s", application.app_id)
        return ()


def _bury(
    connection: Connection, change: RawChange, unsent: Container[str], done: AppliedPage
) -> None:
    if change.kind != ChangeKind.APPLICATION.value:
        place = (document.c.kind == change.kind) & (document.c.id == change.id)
        connection.execute(delete(document).where(place))
        done.kinds.add(change.kind)
    elif change.id in unsent:
        _keep_gone(connection, change.id, done)
    else:
        _drop(connection, change.id, done)


def _sweep(
    connection: Connection, generation: int, unsent: Container[str], done: AppliedPage
) -> None:
    """Drop what a whole pull did not list."""
    stale = connection.execute(
        select(document.c.kind, document.c.id).where(
            document.c.generation < generation, document.c.kind.in_(_FEED)
        )
    ).all()
    for kind, doc_id in stale:
        if kind != ChangeKind.APPLICATION.value:
            place = (document.c.kind == kind) & (document.c.id == doc_id)
            connection.execute(delete(document).where(place))
            done.kinds.add(kind)
        elif doc_id in unsent:
            _keep_gone(connection, doc_id, done)
        else:
            _drop(connection, doc_id, done)


def _keep_gone(connection: Connection, app_id: str, done: AppliedPage) -> None:
    columns = {"gone": True, "phase": int(Phase.ELSEWHERE)}
    connection.execute(update(case_row).where(case_row.c.app_id == app_id).values(columns))
    done.kept.add(app_id)


def _drop(connection: Connection, app_id: str, done: AppliedPage) -> None:
    case_id = connection.execute(select(case_row.c.id).where(case_row.c.app_id == app_id)).scalar()
    if case_id is not None:
        connection.exec_driver_sql("DELETE FROM case_search WHERE rowid = ?", (case_id,))
        connection.execute(delete(case_row).where(case_row.c.id == case_id))
    connection.execute(delete(version_doc).where(version_doc.c.app_id == app_id))
    place = (document.c.kind == ChangeKind.APPLICATION.value) & (document.c.id == app_id)
    connection.execute(delete(document).where(place))
    done.removed.add(app_id)
