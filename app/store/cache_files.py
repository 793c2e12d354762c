"""Which files the cases have, what is here and what is wanted, in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, bindparam, select, update

from app.store.cache_schema import attachment, attachment_ref, case_row
from app.store.case_row import SEALED, FileRef
from app.store.moments import to_ms
from app.store.projection import LOCAL_SQL, Phase

NONE, PARTIAL, WHOLE = 0, 1, 2
WANTED, PINNED = 1, 2
STATES: Final[tuple[Literal["NONE", "PARTIAL", "CACHED"], ...]] = ("NONE", "PARTIAL", "CACHED")

_BEHIND: Final = 100_000
"""Places of files of the version before come after those of the present one."""
_PUT_FILE: Final = (
    "INSERT INTO attachment (sha256, bytes, have, state, last_used) VALUES (?, ?, 0, 0, 0)"
    " ON CONFLICT DO NOTHING"
)
_PUT_REF: Final = "INSERT INTO attachment_ref (case_id, sha256, n, place) VALUES (?, ?, ?, ?)"
_PUT_FORMER: Final = (
    "INSERT INTO attachment_ref (case_id, sha256, n, place) VALUES (?, ?, 0, ?)"
    " ON CONFLICT DO NOTHING"
)
_HAVE: Final = (
    "SELECT coalesce(sum(r.n), 0), coalesce(sum(a.bytes), 0) FROM attachment_ref r"
    " JOIN attachment a ON a.sha256 = r.sha256"
    " WHERE r.case_id = ? AND r.n > 0 AND a.state = 2"
)
_SET_HAVE: Final = (
    "UPDATE case_row SET have_files = :files, have_bytes = :bytes,"  # noqa: S608
    f" local = {LOCAL_SQL.replace('have_files', ':files')} WHERE id = :id"
)


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file to fetch next; ``have`` bytes of ``bytes`` are here."""

    sha256: str
    bytes: int
    have: int
    app_id: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class FileState:
    """What of a file is here."""

    sha256: str
    bytes: int
    have: int
    state: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a download would fetch: cases with something missing, files and bytes missing."""

    cases: int
    files: int
    bytes: int


def refer(connection: Connection, case_id: int, files: Sequence[FileRef]) -> None:
    """Note the files of a case, and what of them is here already."""
    connection.exec_driver_sql("DELETE FROM attachment_ref WHERE case_id = ?", (case_id,))
    if files:
        connection.exec_driver_sql(_PUT_FILE, [(file.sha256, file.bytes) for file in files])
        connection.exec_driver_sql(
            _PUT_REF, [(case_id, file.sha256, file.n, file.place) for file in files]
        )
    recount(connection, case_id)


def refer_former(connection: Connection, case_id: int, files: Sequence[FileRef]) -> None:
    """Note files that go with a case, those of the version before for comparison and its sealed
    forms: kept and fetched with the case's own, behind them, and not counted among them.
    """
    if files:
        connection.exec_driver_sql(_PUT_FILE, [(file.sha256, file.bytes) for file in files])
        connection.exec_driver_sql(
            _PUT_FORMER, [(case_id, file.sha256, _BEHIND + file.place) for file in files]
        )


def recount(connection: Connection, case_id: int) -> None:
    """Count anew what of the files of a case is here."""
    have = connection.exec_driver_sql(_HAVE, (case_id,)).one()
    values = {"files": have[0], "bytes": have[1], "id": case_id}
    connection.exec_driver_sql(_SET_HAVE, values)


def set_state(
    connection: Connection,
    shas: Iterable[str],
    state: int,
    now: datetime,
    *,
    problem: str | None = None,
) -> set[str]:
    """Note that files are whole here, or not here; returns the applications they belong to."""
    wanted = [{"sha": sha} for sha in shas]
    if not wanted:
        return set()
    have = attachment.c.bytes if state == WHOLE else 0
    connection.execute(
        update(attachment)
        .where(attachment.c.sha256 == bindparam("sha"))
        .values(state=state, have=have, last_used=to_ms(now), problem=problem),
        wanted,
    )
    touched: set[int] = set()
    for one in wanted:
        touched.update(
            connection.execute(
                select(attachment_ref.c.case_id).where(attachment_ref.c.sha256 == one["sha"])
            ).scalars()
        )
    changed: set[str] = set()
    for case_id in touched:
        recount(connection, case_id)
        name = select(case_row.c.app_id).where(case_row.c.id == case_id)
        changed.add(connection.execute(name).scalar_one())
    return changed


def note_progress(connection: Connection, sha256: str, have: int) -> None:
    """Note how many bytes of a file are here, so that the next start knows where to go on."""
    connection.execute(
        update(attachment)
        .where(attachment.c.sha256 == sha256, attachment.c.state != WHOLE)
        .values(have=have, state=PARTIAL if have else NONE)
    )


def touch(connection: Connection, shas: Iterable[str], now: datetime) -> None:
    """Note that files were looked at; the least recently used go first when room is short."""
    rows = [{"sha": sha} for sha in shas]
    if rows:
        statement = update(attachment).where(attachment.c.sha256 == bindparam("sha"))
        connection.execute(statement.values(last_used=to_ms(now)), rows)


def want(connection: Connection, app_ids: Sequence[str], *, pinned: bool) -> None:
    """Ask for the files of some cases, in this order, behind those asked for before."""
    last = connection.exec_driver_sql("SELECT max(wish_order) FROM case_row").scalar() or 0
    level = PINNED if pinned else WANTED
    for order, app_id in enumerate(app_ids, start=int(last) + 1):
        connection.exec_driver_sql(
            "UPDATE case_row SET wish_order = CASE WHEN wish = 0 THEN ? ELSE wish_order END,"
            " wish = max(wish, ?) WHERE app_id = ?",
            (order, level, app_id),
        )


def unwant(connection: Connection, app_ids: Iterable[str], *, pin_only: bool = False) -> None:
    """Ask no longer for the files of some cases, or with ``pin_only`` only unpin them."""
    rows = [{"chosen": app_id} for app_id in app_ids]
    if rows:
        which = case_row.c.app_id == bindparam("chosen")
        if pin_only:
            which &= case_row.c.wish == PINNED
        level = WANTED if pin_only else 0
        connection.execute(update(case_row).where(which).values(wish=level), rows)


def wanted(connection: Connection, limit: int) -> list[WantedFile]:
    """The files to fetch next: cases in the order asked for, files in the form's order."""
    rows = connection.exec_driver_sql(
        "SELECT a.sha256, a.bytes, a.have, c.app_id, c.wish FROM case_row c"
        " JOIN attachment_ref r ON r.case_id = c.id JOIN attachment a ON a.sha256 = r.sha256"
        " WHERE c.wish > 0 AND a.state != ? AND NOT c.gone"
        " ORDER BY c.wish_order, r.place LIMIT ?",
        (WHOLE, limit),
    ).all()
    found: dict[str, WantedFile] = {}
    for sha256, size, have, app_id, wish in rows:
        found.setdefault(sha256, WantedFile(sha256, size, have, app_id, wish == PINNED))
    return list(found.values())


def sealed_forms(connection: Connection, sealed: Iterable[str]) -> list[WantedFile]:
    """Files that go with documents sealed here and nobody has to ask for: the same documents with
    their time stamps, of cases whose other files are not wanted.

    :param sealed: hashes of the documents.
    """
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT a.sha256, a.bytes, a.have, c.app_id FROM attachment_ref own"
        " JOIN case_row c ON c.id = own.case_id AND c.wish = 0 AND NOT c.gone"
        " JOIN attachment_ref r ON r.case_id = own.case_id AND r.place >= :place"
        " JOIN attachment a ON a.sha256 = r.sha256 AND a.state != :whole"
        "  AND a.sha256 NOT IN (SELECT value FROM json_each(:sealed))"
        " WHERE own.place >= :place AND own.sha256 IN (SELECT value FROM json_each(:sealed))",
        {"place": _BEHIND + SEALED, "whole": WHOLE, "sealed": json.dumps(sorted(sealed))},
    ).all()
    return [
        WantedFile(sha256, size, have, app_id, pinned=False) for sha256, size, have, app_id in rows
    ]


def wanted_totals(connection: Connection) -> tuple[int, int]:
    """How many files are wanted and not here, and the bytes they still lack."""
    row = connection.exec_driver_sql(
        "SELECT count(*), coalesce(sum(bytes - have), 0) FROM attachment WHERE state != ?"
        " AND sha256 IN (SELECT r.sha256 FROM case_row c JOIN attachment_ref r ON r.case_id = c.id"
        "  WHERE c.wish > 0 AND NOT c.gone)",
        (WHOLE,),
    ).one()
    return int(row[0]), int(row[1])


def referred(connection: Connection) -> set[str]:
    """The files that some case has."""
    return set(connection.execute(select(attachment_ref.c.sha256).distinct()).scalars())


def estimate(connection: Connection, app_ids: Sequence[str]) -> Estimate:
    """What fetching all files of some cases would take; a file that several share counts once."""
    missing: dict[str, int] = {}
    cases = 0
    for app_id in app_ids:
        files = [file for file in files_of(connection, app_id) if file.state != WHOLE]
        cases += bool(files)
        missing.update({file.sha256: file.bytes - file.have for file in files})
    return Estimate(cases, len(missing), sum(missing.values()))


def hashes(connection: Connection, *, whole: bool) -> list[str]:
    """The files that are noted to be here, or all others."""
    condition = "= 2" if whole else "!= 2"
    rows = connection.exec_driver_sql(f"SELECT sha256 FROM attachment WHERE state {condition}")  # noqa: S608
    return [row[0] for row in rows]


def files_of(connection: Connection, app_id: str) -> list[FileState]:
    """The distinct files of a case in the form's order."""
    rows = connection.exec_driver_sql(
        "SELECT a.sha256, a.bytes, a.have, a.state, a.problem FROM case_row c"
        " JOIN attachment_ref r ON r.case_id = c.id JOIN attachment a ON a.sha256 = r.sha256"
        " WHERE c.app_id = ? ORDER BY r.place",
        (app_id,),
    ).all()
    return [FileState(*row) for row in rows]


def evictable(connection: Connection, unsent: Iterable[str]) -> list[FileState]:
    """Whole files that may be removed for want of room, those to remove first in front.

    Never among them: files of a pinned case, of a case with unsent work, or of an open case whose
    download was asked for, and sealed forms: those that were sealed here would be fetched again.
    First go files of no case, then those of closed cases, then the others, each the least recently
    used first.
    """
    rows = connection.exec_driver_sql(
        "SELECT a.sha256, a.bytes, a.have, a.state, a.problem FROM attachment a"
        " LEFT JOIN attachment_ref r ON r.sha256 = a.sha256"
        " LEFT JOIN case_row c ON c.id = r.case_id"
        " WHERE a.state = :whole GROUP BY a.sha256 HAVING max(coalesce(c.wish = :pinned"
        "  OR (c.wish > 0 AND c.phase IN (:open, :proposed)) OR r.place >= :sealed"
        "  OR c.app_id IN (SELECT value FROM json_each(:unsent)), 0)) = 0"
        " ORDER BY max(CASE WHEN c.id IS NULL THEN 0 WHEN c.phase IN (:open, :proposed) THEN 2"
        "  ELSE 1 END), a.last_used, a.sha256",
        {
            "whole": WHOLE,
            "pinned": PINNED,
            "open": int(Phase.OPEN),
            "proposed": int(Phase.PROPOSED),
            "unsent": json.dumps(sorted(unsent)),
            "sealed": _BEHIND + SEALED,
        },
    ).all()
    return [FileState(*row) for row in rows]


def pinned_bytes(connection: Connection) -> int:
    """Bytes here of files that belong to a pinned case."""
    found = connection.exec_driver_sql(
        "SELECT coalesce(sum(bytes), 0) FROM attachment a WHERE state = ? AND EXISTS (SELECT 1"
        " FROM attachment_ref r JOIN case_row c ON c.id = r.case_id"
        " WHERE r.sha256 = a.sha256 AND c.wish = ?)",
        (WHOLE, PINNED),
    ).scalar_one()
    return int(found)
