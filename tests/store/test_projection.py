from __future__ import annotations

import pytest

from app.domain.enums import Status, Verb
from app.store.cache import Cache
from app.store.projection import (
    LOCAL_ORDER,
    OPEN,
    PendingOp,
    Phase,
    Projected,
    local_of_op,
    phase_of,
    project,
)
from app.store.readmodels import LocalState, OpState
from tests.store.factory import NOW, application_doc, change, no_findings, page, sha_of

P, R, A, S = "propose", "recall", "approve", "send_back"
READY, SENDING, LOST = OpState.READY, OpState.SENDING, OpState.UNCONFIRMED
CONFLICT, REJECTED, HELD, ACKED = (
    OpState.CONFLICT,
    OpState.REJECTED,
    OpState.HELD,
    OpState.ACKED,
)
CLAIMED, PROPOSED = Status.CLAIMED, Status.PROPOSED

# server's status and verb · operations (kind, verb, state) · what is shown: status, verb, badge
TABLE = [
    (CLAIMED, None, [], CLAIMED, None, None),
    (CLAIMED, None, [(P, "RETURN", READY)], PROPOSED, "RETURN", "queued"),
    (CLAIMED, None, [(P, "PASS", SENDING)], PROPOSED, "PASS", "sending"),
    (CLAIMED, None, [(P, "PASS", LOST)], PROPOSED, "PASS", "unconfirmed"),
    (CLAIMED, None, [(P, "PASS", READY), (R, "", READY)], CLAIMED, None, "queued"),
    (
        CLAIMED,
        None,
        [(P, "PASS", LOST), (R, "", READY), (P, "RETURN", READY)],
        PROPOSED,
        "RETURN",
        "unconfirmed",
    ),
    (CLAIMED, None, [(P, "PASS", CONFLICT)], CLAIMED, None, "conflict"),
    (CLAIMED, None, [(P, "PASS", REJECTED), (R, "", HELD)], CLAIMED, None, "rejected"),
    (Status.RETURNED, None, [(P, "PASS", CONFLICT)], Status.RETURNED, None, "conflict"),
    (CLAIMED, None, [(P, "PASS", ACKED)], CLAIMED, None, None),
    (CLAIMED, None, [(P, "PASS", OpState.CANCELLED)], CLAIMED, None, None),
    (CLAIMED, None, [(P, "PASS", OpState.ARCHIVED)], CLAIMED, None, None),
    (PROPOSED, "PASS", [(A, "", READY)], Status.APPROVED_AT, "PASS", "queued"),
    (PROPOSED, "RETURN", [(A, "", READY)], Status.RETURNED, "RETURN", "queued"),
    (PROPOSED, "REFER_DOWN", [(A, "", LOST)], Status.RETURNED, "REFER_DOWN", "unconfirmed"),
    (PROPOSED, "NOT_PASSED", [(A, "", READY)], Status.NOT_PASSED, "NOT_PASSED", "queued"),
    (PROPOSED, "UNKNOWN", [(A, "", READY)], PROPOSED, "UNKNOWN", "queued"),
    (PROPOSED, None, [(A, "", READY)], PROPOSED, None, "queued"),
    (PROPOSED, "PASS", [(S, "", READY)], CLAIMED, None, "queued"),
    (PROPOSED, "PASS", [(R, "", SENDING)], CLAIMED, None, "sending"),
    (PROPOSED, "PASS", [(P, "PASS", LOST)], PROPOSED, "PASS", "unconfirmed"),
    (CLAIMED, None, [("of_tomorrow", "", READY)], CLAIMED, None, "queued"),
]


def pending(ops: list[tuple[str, str, OpState]]) -> list[PendingOp]:
    return [PendingOp(f"op{place}", *op) for place, op in enumerate(ops)]


@pytest.mark.parametrize(("status", "verb", "ops", "shown", "shown_verb", "badge"), TABLE)
def test_the_officers_word_over_the_servers(
    status: Status,
    verb: str | None,
    ops: list[tuple[str, str, OpState]],
    shown: Status,
    shown_verb: str | None,
    badge: str | None,
) -> None:
    got = project(status, Verb(verb) if verb else None, pending(ops))
    wanted_verb = Verb(shown_verb) if shown_verb else None
    assert got == Projected(shown, wanted_verb, LocalState(badge) if badge else None)


@pytest.mark.parametrize("state", OpState)
def test_only_the_servers_list_takes_an_operation_away(state: OpState) -> None:
    op = PendingOp("op0", P, "PASS", state)
    kept = project(CLAIMED, None, [op])
    assert (kept.local is not None) == (state in OPEN)
    assert project(CLAIMED, None, [op], applied={"op0"}) == Projected(CLAIMED, None, None)


def test_a_draft_shows_behind_everything_that_waits() -> None:
    assert project(CLAIMED, None, [], has_draft=True).local is LocalState.DRAFT
    sent = pending([(P, "PASS", READY)])
    assert project(CLAIMED, None, sent, has_draft=True).local is LocalState.QUEUED


def test_every_state_has_its_place() -> None:
    assert set(LOCAL_ORDER) == set(LocalState)
    assert len(LOCAL_ORDER) == len(set(LOCAL_ORDER))
    assert {local_of_op(state) for state in OPEN} <= set(LOCAL_ORDER)
    assert {phase_of(status) for status in Status} == set(Phase)


@pytest.mark.parametrize(
    ("status", "have", "badge"),
    [
        ("SUBMITTED", [], LocalState.NONE),
        ("SUBMITTED", ["a"], LocalState.PARTIAL),
        ("CLAIMED", ["a", "b"], LocalState.CACHED),
        ("RETURNED", ["a", "b"], LocalState.CACHED),
        ("PASSED_FINAL", [], LocalState.DONE),
        ("NOT_PASSED", ["a", "b"], LocalState.DONE),
        ("OF_TOMORROW", ["a", "b"], LocalState.READONLY),
    ],
)
def test_the_badge_by_the_files_alone(
    cache: Cache, status: str, have: list[str], badge: LocalState
) -> None:
    doc = application_doc("A1", status=status, files=(("a", 1), ("b", 1)))
    cache.apply_page(page(change(doc)), no_findings)
    cache.mark_cached([sha_of(text) for text in have], NOW)
    with cache.read() as connection:
        place = connection.exec_driver_sql("SELECT local FROM case_row").scalar_one()
    assert LOCAL_ORDER[place] is badge
