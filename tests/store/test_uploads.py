"""What waits to be handed in: noted and taken off by different threads, and nothing is lost."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from app.domain.dossier import DossierFile
from app.store import uploads
from app.store.journal import Journal

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
FILE = DossierFile(name="意见.pdf", bytes=10, mime="application/pdf")
MANY = 40


def name(number: int) -> str:
    return f"{number:064x}"


def note(journal: Journal, *numbers: int) -> None:
    for number in numbers:
        with journal.transaction(actor="u-1", now=NOW) as writer:
            uploads.note(writer, name(number), FILE)


def test_what_is_noted_while_others_are_handed_in_is_not_lost(journal: Journal) -> None:
    note(journal, *range(MANY))
    sealing = threading.Thread(target=lambda: note(journal, *range(MANY, 2 * MANY)))
    sealing.start()
    for number in range(MANY):
        uploads.handed_in(journal, name(number))
    sealing.join()
    assert set(uploads.waiting(journal)) == {name(number) for number in range(MANY, 2 * MANY)}


def test_two_of_one_transaction_are_both_noted(journal: Journal) -> None:
    with journal.transaction(actor="u-1", now=NOW) as writer:
        uploads.note(writer, name(1), FILE)
        uploads.note(writer, name(2), FILE)
    uploads.handed_in(journal, name(3))
    assert uploads.waiting(journal) == {name(1): FILE, name(2): FILE}
