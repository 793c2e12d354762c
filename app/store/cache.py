"""The cache: the server's word on this machine, written only by sync (design §3).

It can be thrown away and pulled again, so one that does not open is rebuilt without asking.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.domain.file_facts import PROBE_VERSION, FileFacts, facts_from_json
from app.domain.model import Activity, Application, ApplicationVersion, Organisation
from app.protocol.feed import ChangeKind
from app.store import cache_feed, cache_files
from app.store.cache_feed import AppliedPage, RawPage, TaggedDocument
from app.store.cache_files import Estimate, FileState, WantedFile
from app.store.cache_schema import document, file_facts, version_doc
from app.store.case_row import Checker
from app.store.database import Database, Notice, files_of
from app.store.engine import StoreCorrupt
from app.store.migrate import StoreNewer


@dataclass(frozen=True, slots=True)
class FeedState:
    """Where the feed stands; all None before the first page.

    ``whole`` is false while a whole pull is under way: some documents are then older than its
    beginning, and what they list need not be so any more.
    """

    cursor: str | None
    epoch: str | None
    durable_mark: int
    whole: bool


class Files(Protocol):
    """The whole files on disk: which, and how many."""

    def __contains__(self, sha256: object, /) -> bool: ...
    def __len__(self) -> int: ...


class Cache(Database):
    """The server's documents, what the lists need of them, and which files are here."""

    def __init__(self, path: Path, key: bytes) -> None:
        """See :class:`~app.store.database.Database` for the errors."""
        super().__init__(path, key, "cache")

    @classmethod
    def open(cls, path: Path, key: bytes) -> tuple[Cache, Notice | None]:
        """Open the cache, or make it anew where it does not open (``CACHE_REBUILT``)."""
        try:
            cache = cls(path, key)
        except (StoreCorrupt, StoreNewer):
            return cls._anew(path, key)
        if cache.damaged.exists():
            cache.close()
            return cls._anew(path, key)
        return cache, None

    @classmethod
    def _anew(cls, path: Path, key: bytes) -> tuple[Cache, Notice]:
        for file in files_of(path):
            file.unlink(missing_ok=True)
        cache = cls(path, key)
        cache.damaged.unlink(missing_ok=True)
        return cache, Notice("CACHE_REBUILT")

    def read_for(self, office: str) -> None:
        """Say whose lists these are: what stands with another office is done for this one."""
        with self.write() as connection:
            if cache_feed.get_meta(connection, cache_feed.READER) != office:
                cache_feed.put_meta(connection, cache_feed.READER, office)

    # --- the feed

    def feed_state(self) -> FeedState:
        """The cursor to go on from, its epoch and the server's durable mark."""
        with self.read() as connection:
            mark = cache_feed.get_meta(connection, "durable_mark")
            return FeedState(
                cache_feed.get_meta(connection, "cursor"),
                cache_feed.get_meta(connection, "epoch"),
                int(mark or 0),
                cache_feed.get_meta(connection, "sweeping") != "1",
            )

    def apply_page(
        self, page: RawPage, checker: Checker, unsent: Container[str] = frozenset()
    ) -> AppliedPage:
        """Take over a page with its cursor in one transaction; applying it again changes nothing.

        :param unsent: applications that must not be dropped (``Journal.unsent_cases``).
        :raises StoreFull: nothing of the page was taken over.
        """
        with self.write() as connection:
            return cache_feed.apply_page(connection, page, checker, unsent)

    def apply_current(self, app_id: str, rev: int, body: bytes, checker: Checker) -> AppliedPage:
        """Take over an application told outside the feed, unless a newer one is here."""
        with self.write() as connection:
            told = TaggedDocument(ChangeKind.APPLICATION.value, app_id, rev, body)
            return cache_feed.apply_current(connection, told, checker)

    def recheck(self, checker: Checker, app_ids: Iterable[str] | None = None) -> set[str]:
        """Run the checks anew (rule pack, organisations or file facts changed); None means all.

        :return: the applications whose counts came out different.
        """
        with self.write() as connection:
            return cache_feed.recheck(connection, app_ids, checker)

    def purge_gone(self, unsent: Container[str]) -> set[str]:
        """Drop applications that left the scope and carry no unsent work any more."""
        with self.write() as connection:
            return cache_feed.purge_gone(connection, unsent)

    # --- documents

    def put_document(self, kind: str, doc_id: str, rev: int, body: bytes) -> None:
        """Keep a document that does not come by the feed, as ``me`` or ``profile``."""
        with self.write() as connection:
            cache_feed.put_document(connection, kind, doc_id, rev, body)

    def document(self, kind: str, doc_id: str) -> bytes | None:
        """A document as it came."""
        with self.read() as connection:
            return _body(connection, kind, doc_id)

    def documents(self, kind: str) -> dict[str, bytes]:
        """All documents of a kind, by id."""
        with self.read() as connection:
            rows = connection.execute(
                select(document.c.id, document.c.body).where(document.c.kind == kind)
            )
            return {row.id: row.body for row in rows}

    def application(self, app_id: str) -> Application | None:
        """An application; None where it is not here or cannot be read."""
        body = self.document(ChangeKind.APPLICATION.value, app_id)
        try:
            return Application.model_validate_json(body) if body is not None else None
        except ValidationError:
            return None

    def organisation(self, org_id: str) -> Organisation | None:
        """An organisation; None where it is not here or cannot be read."""
        body = self.document(ChangeKind.ORGANISATION.value, org_id)
        try:
            return Organisation.model_validate_json(body) if body is not None else None
        except ValidationError:
            return None

    def organisations(self) -> dict[str, Organisation]:
        """The organisations that are here, by id; one that cannot be read is left out."""
        ids = self.documents(ChangeKind.ORGANISATION.value)
        known = {org_id: self.organisation(org_id) for org_id in ids}
        return {org_id: org for org_id, org in known.items() if org is not None}

    def activity(self, activity_id: str) -> Activity | None:
        """A review activity; None where it is not here or cannot be read."""
        body = self.document(ChangeKind.ACTIVITY.value, activity_id)
        try:
            return Activity.model_validate_json(body) if body is not None else None
        except ValidationError:
            return None

    def put_version(self, app_id: str, n: int, body: bytes) -> None:
        """Keep an earlier version as it came."""
        with self.write() as connection:
            values = {"body": body}
            statement = insert(version_doc).values(app_id=app_id, n=n, **values)
            connection.execute(statement.on_conflict_do_update(["app_id", "n"], set_=values))
            cache_feed.refer_former(connection, app_id)

    def version(self, app_id: str, n: int) -> ApplicationVersion | None:
        """An earlier version, if it is here and can be read."""
        with self.read() as connection:
            body = connection.execute(
                select(version_doc.c.body).where(
                    version_doc.c.app_id == app_id, version_doc.c.n == n
                )
            ).scalar()
        try:
            return ApplicationVersion.model_validate_json(body) if body is not None else None
        except ValidationError:
            return None

    def lacking_versions(self, limit: int) -> dict[str, dict[int, str]]:
        """Open cases of which earlier versions are not here.

        :return: application id → version number → ``content_sha256`` announced for it.
        """
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT app_id FROM case_row c WHERE resubmitted AND NOT gone AND phase <= 2"
                " AND version_no - 1 > (SELECT count(*) FROM version_doc v"
                " WHERE v.app_id = c.app_id AND v.n < c.version_no) ORDER BY deadline LIMIT ?",
                (limit,),
            )
            app_ids = [str(row[0]) for row in rows]
            held: dict[str, set[int]] = {}
            for app_id in app_ids:
                chosen = select(version_doc.c.n).where(version_doc.c.app_id == app_id)
                held[app_id] = set(connection.execute(chosen).scalars())
        lacking: dict[str, dict[int, str]] = {}
        for app_id in app_ids:
            application = self.application(app_id)
            refs = application.earlier_versions if application is not None else []
            lacking[app_id] = {
                ref.version_no: ref.content_sha256
                for ref in refs
                if ref.version_no not in held[app_id]
            }
        return {app_id: found for app_id, found in lacking.items() if found}

    # --- files

    def put_file_facts(self, facts: Mapping[str, FileFacts]) -> None:
        """Keep what the probes found out, by hash; :meth:`recheck` the cases afterwards."""
        with self.write() as connection:
            for sha256, fact in facts.items():
                values = {"body": fact.to_json()}
                statement = insert(file_facts).values(sha256=sha256, **values)
                connection.execute(statement.on_conflict_do_update(["sha256"], set_=values))

    def file_facts(self, shas: Iterable[str]) -> dict[str, FileFacts]:
        """What is known about some files."""
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT sha256, body FROM file_facts"
                " WHERE sha256 IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(set(shas))),),
            ).all()
        return {sha256: facts_from_json(body) for sha256, body in rows}

    def unprobed(self, limit: int) -> list[tuple[str, str]]:
        """Whole files that no present probe has looked at: hash, and a case that has it."""
        with self.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT a.sha256, min(c.app_id) FROM attachment a"
                " JOIN attachment_ref r ON r.sha256 = a.sha256 JOIN case_row c ON c.id = r.case_id"
                " WHERE a.state = 2 AND NOT EXISTS"
                " (SELECT 1 FROM file_facts f WHERE f.sha256 = a.sha256"
                " AND json_extract(f.body, '$.probe') >= ?)"
                " GROUP BY a.sha256 LIMIT ?",
                (PROBE_VERSION, limit),
            ).all()
            return [(row[0], row[1]) for row in rows]

    def files_of(self, app_id: str) -> list[FileState]:
        """The distinct files of a case in the form's order, and what of them is here."""
        with self.read() as connection:
            return cache_files.files_of(connection, app_id)

    def want(self, app_ids: Sequence[str], *, pinned: bool = False) -> None:
        """Ask for all files of some cases, in this order; ``pinned`` ones are never evicted."""
        with self.write() as connection:
            cache_files.want(connection, app_ids, pinned=pinned)

    def unwant(self, app_ids: Iterable[str], *, pin_only: bool = False) -> None:
        """Ask no longer for the files of some cases, or with ``pin_only`` only unpin them."""
        with self.write() as connection:
            cache_files.unwant(connection, app_ids, pin_only=pin_only)

    def wanted(self, limit: int = 64) -> list[WantedFile]:
        """The files to fetch next."""
        with self.read() as connection:
            return cache_files.wanted(connection, limit)

    def sealed_forms(self, sealed: Collection[str]) -> list[WantedFile]:
        """Files that go with documents sealed here, to be fetched without being asked for."""
        if not sealed:
            return []
        with self.read() as connection:
            return cache_files.sealed_forms(connection, sealed)

    def wanted_totals(self) -> tuple[int, int]:
        """How many files are wanted and not here, and the bytes they still lack."""
        with self.read() as connection:
            return cache_files.wanted_totals(connection)

    def referred_files(self) -> set[str]:
        """Hashes of the files that some case has; the others may be swept from the disk."""
        with self.read() as connection:
            return cache_files.referred(connection)

    def estimate(self, app_ids: Sequence[str]) -> Estimate:
        """What fetching all files of some cases would take."""
        with self.read() as connection:
            return cache_files.estimate(connection, app_ids)

    def mark_cached(self, shas: Iterable[str], now: datetime) -> set[str]:
        """Note that files are whole here; returns the applications they belong to."""
        with self.write() as connection:
            return cache_files.set_state(connection, shas, cache_files.WHOLE, now)

    def mark_missing(
        self, shas: Iterable[str], now: datetime, problem: str | None = None
    ) -> set[str]:
        """Note that files are not here (any more), and why; returns their applications."""
        with self.write() as connection:
            return cache_files.set_state(connection, shas, cache_files.NONE, now, problem=problem)

    def note_progress(self, sha256: str, have: int) -> None:
        """Note how many bytes of a file are here."""
        with self.write() as connection:
            cache_files.note_progress(connection, sha256, have)

    def touch(self, shas: Iterable[str], now: datetime) -> None:
        """Note that files were looked at."""
        with self.write() as connection:
            cache_files.touch(connection, shas, now)

    def evictable(self, unsent: Iterable[str]) -> list[FileState]:
        """Files that may be removed for want of room, those to remove first in front."""
        with self.read() as connection:
            return cache_files.evictable(connection, unsent)

    def pinned_bytes(self) -> int:
        """Bytes here of files that belong to a pinned case."""
        with self.read() as connection:
            return cache_files.pinned_bytes(connection)

    def reconcile(self, present: Files, now: datetime) -> set[str]:
        """Compare what is noted with what is on disk, after a rebuild or a crash.

        Files of which nothing is noted are looked for only where there are more than noted: a
        large cache has hundreds of thousands of them.

        :param present: hashes of the whole files on disk.
        :return: the applications for which something was put right.
        """
        with self.write() as connection:
            noted = cache_files.hashes(connection, whole=True)
            lost = [sha for sha in noted if sha not in present]
            found: list[str] = []
            if len(present) > len(noted) - len(lost):
                others = cache_files.hashes(connection, whole=False)
                found = [sha for sha in others if sha in present]
            changed = cache_files.set_state(connection, found, cache_files.WHOLE, now)
            return changed | cache_files.set_state(connection, lost, cache_files.NONE, now)

    def forget(self, kind: str, doc_id: str) -> None:
        """Drop a document that does not come by the feed."""
        with self.write() as connection:
            place = (document.c.kind == kind) & (document.c.id == doc_id)
            connection.execute(delete(document).where(place))


def _body(connection: Connection, kind: str, doc_id: str) -> bytes | None:
    place = (document.c.kind == kind) & (document.c.id == doc_id)
    body = connection.execute(select(document.c.body).where(place)).scalar()
    return bytes(body) if body is not None else None
