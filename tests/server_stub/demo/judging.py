"""What the rules say of a set's cases once a server has taken it in, with all that it knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from app.domain.checks import Subject, check
from app.domain.checks.engine import ACCEPT, FORWARD, LOSS_ITEM_2, run
from app.domain.enums import Status
from app.domain.file_facts import FileFacts
from server_stub import cases, decision_rules, file_facts
from server_stub.context import Server
from server_stub.tables import BlobRow
from tests.domain.clean_parts import PAGE, made_file

FILE_RULES = frozenset({"R043", "R074", "R076", "R103", "R105"})
"""Rules that speak of how a file was made; only real files can break them."""


GATES = {"forward": FORWARD, "accept": ACCEPT, "item 2": LOSS_ITEM_2}


def rules(server: Server, app_id: str, now: datetime) -> set[str]:
    """The ids of the rules that stand in the way of PASS; none for what was not handed in."""
    subject = _subject(server, app_id, now)
    if subject.case is not None and subject.case.status is Status.LOSS_PUBLICITY:
        return set()
    return {found.rule_id for found in check(subject)}


def at_gate(server: Server, app_id: str, now: datetime, told: str) -> bool:
    """Whether a rule objects where the table says so, for instance ``R136 (forward)``."""
    rule, _, gate = told.rstrip(")").partition(" (")
    found = run(_subject(server, app_id, now), GATES[gate])
    return rule in {each.rule_id for each in found}


def _subject(server: Server, app_id: str, now: datetime) -> Subject:
    with server.db.read() as session:
        case = cases.load(session, app_id)
        assert case is not None
        profile = server.packs.profile(case.application.profile).for_type(case.application.type)
        return decision_rules.subject_of(session, server, case, profile, now)


def pretend_to_have_looked(server: Server) -> None:
    """Every file was looked into, and is as it should be."""
    with server.db.write() as session:
        known = {
            row.sha256: _good(row.sha256, row.magic) for row in session.scalars(select(BlobRow))
        }
        file_facts.keep(session, known)


def _good(sha256: str, magic: str) -> FileFacts:
    _, facts = made_file("any", sha256, "photo", "jpg")  # a page as large as a scan will do, too
    return replace(facts, magic=magic or facts.magic, looks=(PAGE,))


def look_into_all(server: Server, seconds: float = 240) -> None:
    """Have every file looked into by the worker."""
    with server.db.read() as session:
        hashes = list(session.scalars(select(BlobRow.sha256)))
    server.probing.look_at(hashes)
    assert server.probing.wait_for(hashes, seconds)
