"""What applications have in common, as an index: files, titles, numbers, turns of phrase.

A trace says that a key stands in a case of a person. Of one key only the first few are kept: who
asks wants to know *whether* it stands elsewhere, and a blank form that a hundred thousand hand in
must cost no more than one that eight hand in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from app.domain.certificate_fields import comparable
from app.domain.model import Application, ApplicationVersion, Person
from app.domain.normal import title_key
from app.domain.recommendation import GRAM, bare
from server_stub.tables_units import TraceRow

FILE, TITLE, GRAMS, CERTIFICATE = "file", "title", "grams", "certificate"
IDENTIFIERS: Final = ("id_number", "phone", "email")
"""What an account uses alone (S1 注册 4); each is a kind of trace, too."""

ACCOUNT = "user:"
"""Begins the ``app_id`` of what an account leaves."""

FULL = 8
"""So many traces of one key are kept."""
SKETCH = 12
"""So many of a recommendation's runs of characters stand for all of them."""

_PAPERS = "papers"


class Trace(NamedTuple):
    """One key in one place of a case."""

    kind: str
    value: str
    module_code: str = ""
    entry_id: str = ""

    @property
    def key(self) -> str:
        """What others are found by."""
        return f"{self.kind}:{self.value}"


class Found(NamedTuple):
    """A trace that another person has left."""

    trace: Trace
    app_id: str


class Kept(NamedTuple):
    """What came of keeping traces: the cases of others that have one key more, or one less, in
    common; and all traces of others with the same keys, in the order in which they came."""

    concerned: set[str]
    found: list[Found]


def of_case(application: Application) -> set[Trace]:
    """Every trace that a case leaves, by its present version and its dossier."""
    version = application.version
    found = set(of_person(version.person))
    found |= {
        Trace(FILE, each.sha256, each.module_code, each.entry_id or "")
        for each in version.attachments
    }
    found |= set(_titles(version))
    found |= set(_certificates(version))
    if application.dossier is not None:
        year = version.declaration.year
        place = f"{application.unit_org_id}|{year}|"
        found |= {
            Trace(GRAMS, key) for key in sketch(application.dossier.recommendation.text, place)
        }
    return found


def of_person(person: Person) -> Iterator[Trace]:
    """What a person is told apart by."""
    for kind in IDENTIFIERS:
        value = str(getattr(person, kind)).strip()
        if value:
            yield Trace(kind, value.casefold())


def sketch(written: str, place: str) -> list[str]:
    """The smallest hashes of a text's runs of characters: two texts have as large a share of them
    in common as of the runs themselves (bottom-k sketch, Broder 1997).

    :param place: begins each run, so that texts of other places agree in nothing.
    """
    plain = bare(written)
    runs = {plain[at : at + GRAM] for at in range(len(plain) - GRAM + 1)}
    hashes = (hashlib.blake2b((place + run).encode(), digest_size=8).hexdigest() for run in runs)
    return sorted(hashes)[:SKETCH]


def others(session: Session, traces: Iterable[Trace], person_id: str) -> list[Found]:
    """Where other persons have left the same keys, in the order in which they came."""
    rows = _with_keys(session, {trace.key for trace in traces})
    return [_found(row) for row in rows if row.person_id != person_id]


def keep(session: Session, app_id: str, person_id: str, wanted: set[Trace]) -> Kept:
    """Make ``wanted`` the traces of a case or account."""
    own = select(TraceRow.key, TraceRow.module_code, TraceRow.entry_id)
    before = {
        _trace(row.key, row.module_code, row.entry_id)
        for row in session.execute(own.where(TraceRow.app_id == app_id))
    }
    gone, new = before - wanted, wanted - before
    if gone:
        session.execute(delete(TraceRow).where(TraceRow.app_id == app_id))
        new = wanted
    there = _with_keys(session, {trace.key for trace in gone | wanted})
    count = Counter(row.key for row in there)
    kept = sorted(trace for trace in new if count[trace.key] < FULL)
    if kept:
        session.execute(
            insert(TraceRow),
            [
                {
                    "key": trace.key,
                    "app_id": app_id,
                    "module_code": trace.module_code,
                    "entry_id": trace.entry_id,
                    "person_id": person_id,
                }
                for trace in kept
            ],
        )
    changed = {trace.key for trace in gone} | {trace.key for trace in kept}
    foreign = [row for row in there if row.person_id != person_id]
    mine = {trace.key for trace in wanted}
    return Kept(
        {row.app_id for row in foreign if row.key in changed},
        [_found(row) for row in foreign if row.key in mine],
    )


def certificate_key(number: str) -> str:
    """A certificate's number as it is found by."""
    return comparable("cert_no", number)


def _certificates(version: ApplicationVersion) -> Iterator[Trace]:
    """The numbers stated anywhere: in the current title, or of a certificate to be verified."""
    for code in version.modules:
        for row in version.entries(code):
            for field in ("cert_no", "mgmt_no"):
                key = certificate_key(str(row.fields.get(field) or ""))
                if key:
                    yield Trace(CERTIFICATE, key, code, row.entry_id)


def _titles(version: ApplicationVersion) -> Iterator[Trace]:
    for row in version.entries(_PAPERS):
        key = title_key(str(row.fields.get("title") or ""))
        if key:
            yield Trace(TITLE, key, _PAPERS, row.entry_id)


class _Row(NamedTuple):
    key: str
    app_id: str
    module_code: str
    entry_id: str
    person_id: str


def _with_keys(session: Session, keys: set[str]) -> list[_Row]:
    columns = (
        TraceRow.key,
        TraceRow.app_id,
        TraceRow.module_code,
        TraceRow.entry_id,
        TraceRow.person_id,
    )
    rows = session.execute(select(*columns).where(TraceRow.key.in_(keys)).order_by(text("rowid")))
    return [_Row(*row) for row in rows]


def _found(row: _Row) -> Found:
    return Found(_trace(row.key, row.module_code, row.entry_id), row.app_id)


def _trace(key: str, module_code: str, entry_id: str) -> Trace:
    kind, value = key.split(":", 1)
    return Trace(kind, value, module_code, entry_id)
