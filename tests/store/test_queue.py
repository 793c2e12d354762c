"""The queue against a plain Python filter over the same documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import pytest

from app.domain.enums import Severity
from app.domain.finding import Finding
from app.domain.model import Application
from app.protocol.operations import OperationKind, OperationResult, ResultStatus
from app.store import tokens
from app.store.cache import Cache
from app.store.draft import ReviewDraft
from app.store.journal import Journal
from app.store.overlay import Overlay
from app.store.profiles import Profiles
from app.store.projection import LOCAL_ORDER
from app.store.queue import Queue
from app.store.readmodels import LocalState, QueueFilter, QueueRow, Sort, View
from tests.store.factory import (
    KEY,
    ME,
    NOW,
    application_doc,
    change,
    claim_doc,
    finding,
    no_findings,
    operation,
    page,
    sha_of,
)

NAMES = ["云知秋", "江一苇", "季明远", "阿依古丽·买买提", "𠮷野明", "云舒白", "Anna 李", "沈听澜"]
UNITS = ["示例市政工程集团有限公司", "样例县水利工程队", "桂山样例机械股份有限公司"]
SEVERITIES = [Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.ASK, Severity.GUARD]
STATUSES = ["SUBMITTED"] * 5 + ["CLAIMED"] * 3 + ["PROPOSED", "RETURNED", "APPROVED_AT"]
STATUSES += ["WITHDRAWN", "OF_TOMORROW"]


def proposal(verb: str, handler: str) -> dict[str, Any]:
    return {
        "op_id": "x", "decision": {"verb": verb}, "version_no": 1, "content_sha256": "",
        "handler_id": handler, "proposed_at": "2026-10-08T00:00:00Z",
    }  # fmt: skip


def some_doc(chance: random.Random, number: int) -> dict[str, Any]:
    status = chance.choice(STATUSES)
    days = chance.choice([-2, -0.01, 0.1, 0.3, 0.7, 1.2, 3, 6.5, 7.5, 20, None])
    deadline = (NOW + timedelta(days=days)).isoformat() if days is not None else None
    extra: dict[str, Any] = {}
    if status == "CLAIMED":
        hours = chance.choice([-3, 5])
        user = chance.choice([ME, "u-hanxu"])
        extra["claim"] = claim_doc(f"A{number}", user, NOW + timedelta(hours=hours))
    if status == "PROPOSED":
        extra["proposal"] = proposal("RETURN", "u-hanxu")
    if status in {"RETURNED", "APPROVED_AT"}:
        extra["history"] = [proposal("RETURN", chance.choice([ME, "u-hanxu"]))]
    return application_doc(
        f"A2026-{number:06d}",
        name=chance.choice(NAMES),
        status=status,
        deadline_current=deadline,
        version_no=chance.choice([1, 1, 2, 3]),
        unit_name=chance.choice(UNITS),
        level=chance.choice(["MIDDLE", "SENIOR_ASSOC", "OF_TOMORROW"]),
        specialty=chance.choice(["建筑施工", "给水排水"]),
        id_number=f"99999919900101{chance.randrange(10000):04d}",
        submitted_at=(NOW - timedelta(hours=chance.randrange(500))).isoformat(),
        files=[(f"f{chance.randrange(60)}", 10) for _ in range(chance.randrange(4))],
        **extra,
    )


def some_findings(application: Application) -> list[Finding]:
    chance = random.Random(application.app_id)
    if chance.random() < 0.4:
        return []
    return [finding(chance.choice(SEVERITIES)) for _ in range(chance.randrange(6))]


class World:
    """A cache and a journal with everything in them, and the queue over both."""

    def __init__(self, folder: Path, seed: int, cases: int = 120) -> None:
        self.cache = Cache(folder / "cache.db", KEY)
        self.journal = Journal(folder / "journal.db", KEY)
        self.queue = Queue(Overlay(self.cache, self.journal), Profiles(self.cache), ME)
        chance = random.Random(seed)
        docs = [some_doc(chance, number) for number in range(cases)]
        self.cache.apply_page(page(*map(change, docs)), some_findings)
        self.cache.mark_cached([sha_of(f"f{number}") for number in range(0, 60, 2)], NOW)
        self._work(chance, [doc["app_id"] for doc in docs])

    def _work(self, chance: random.Random, app_ids: list[str]) -> None:
        chosen = chance.sample(app_ids, 40)
        for place, app_id in enumerate(chosen):
            with self.journal.transaction(actor=ME, now=NOW) as writer:
                if place % 3 == 0:
                    writer.save_review(app_id, ReviewDraft(overall_text="写了一点"))
                if place % 2 == 0:
                    verb = chance.choice(["PASS", "RETURN"])
                    op = operation(app_id, writer.next_seq(app_id), verb=verb)
                    writer.add_op(op, subject="x")
                if place % 10 == 2:
                    recall = operation(app_id, writer.next_seq(app_id), OperationKind.RECALL)
                    writer.add_op(recall, subject="x")
            if place % 8 == 0:
                (first, *_) = self.journal.ops_of(app_id)
                self.journal.mark_sending([first.op_id])
                status = chance.choice([ResultStatus.CONFLICT, ResultStatus.REJECTED])
                self.journal.record_result(
                    OperationResult(op_id=first.op_id, status=status, code="NEW_VERSION"), NOW
                )

    @cached_property
    def whole(self) -> tuple[tuple[QueueRow, str], ...]:
        """All rows with the handler of each, of a world that nobody changes any more."""
        rows = self.queue.page(QueueFilter(view="all", sort="name"), 0, 10_000, NOW).rows
        return tuple((row, self._handler(row.app_id)) for row in rows)

    def _handler(self, app_id: str) -> str:
        application = self.cache.application(app_id)
        assert application is not None
        last = application.proposal or next(iter(application.history[-1:]), None)
        return last.handler_id if last else ""

    def all(self) -> list[QueueRow]:
        return [row for row, _ in self.whole]

    def close(self) -> None:
        self.cache.close()
        self.journal.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("queue"), seed=5)
    yield world
    world.close()


TODAY = datetime(2026, 10, 9, 16, tzinfo=UTC)  # midnight after NOW in Asia/Shanghai
OPEN = {"SUBMITTED", "CLAIMED", "UNKNOWN"}
ATTENTION = {LocalState.CONFLICT, LocalState.REJECTED, LocalState.HELD}


def free(row: QueueRow) -> bool:
    lease = row.lease_until
    return row.claim_user_id in {None, ME} or (lease is not None and lease <= NOW)


def in_view(view: View, row: QueueRow, handler: str) -> bool:
    open_ = row.status in OPEN
    todo = open_ and free(row)
    due = row.deadline is not None and TODAY - timedelta(days=1) <= row.deadline < TODAY
    conditions: dict[str, bool] = {
        "all": True,
        "todo": todo or row.local in ATTENTION,
        "to_claim": open_ and free(row) and row.claim_user_id != ME,
        "mine": open_ and row.claim_user_id == ME,
        "resubmitted": todo and row.resubmitted,
        "due_today": todo and due,
        "flagged": todo and bool(row.counts.block or row.counts.error),
        "clean": todo and row.counts.clean,
        "waiting": row.status == "PROPOSED",
        "returned": row.status == "RETURNED" and handler == ME,
        "onward": row.status in {"APPROVED_AT", "SEALED"},
        "done": row.status == "NOT_PASSED",
    }
    return conditions[view]


def severity_key(row: QueueRow) -> tuple[int, ...]:
    counts = row.counts
    return tuple(-n for n in (counts.block, counts.error, counts.warn, counts.ask, counts.guard))


FAR = datetime(9999, 1, 1, tzinfo=UTC)
ORDER: dict[Sort, Callable[[QueueRow], Any]] = {
    "deadline": lambda row: (row.deadline or FAR, severity_key(row)),
    "name": lambda row: tokens.sort_key(row.name),
    "id_tail": lambda row: row.id_tail,
    "target_title": lambda row: row.target_title,
    "specialty": lambda row: row.specialty,
    "unit_name": lambda row: row.unit_name,
    "version": lambda row: row.version_no,
    "checks": severity_key,
    "status": lambda row: row.status,
    "local": lambda row: LOCAL_ORDER.index(row.local),
    "claim": lambda row: row.claim_name or "",
    "submitted": lambda row: row.submitted_at,
}


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("view", get_args(View))
def test_views_and_orders(world: World, view: View, sort: Sort) -> None:
    expected = {row.app_id for row, handler in world.whole if in_view(view, row, handler)}
    for descending in (False, True):
        wanted = QueueFilter(view=view, sort=sort, descending=descending)
        got = world.queue.page(wanted, 0, 1000, NOW)
        assert {row.app_id for row in got.rows} == expected
        assert got.total == len(expected)
        keys = [ORDER[sort](row) for row in got.rows]
        assert keys == sorted(keys, reverse=descending)
        assert world.queue.ids(wanted, NOW) == [row.app_id for row in got.rows]


FILTERS: list[dict[str, Any]] = [
    {"levels": frozenset({"MIDDLE"})},
    {"levels": frozenset({"MIDDLE", "UNKNOWN"}), "severities": frozenset({"ERROR"})},
    {"statuses": frozenset({"CLAIMED"})},
    {"statuses": frozenset({"PROPOSED", "CLAIMED"}), "view": "all"},
    {"locals": frozenset({LocalState.QUEUED, LocalState.DRAFT}), "view": "all"},
    {"locals": frozenset({LocalState.CACHED})},
    {"severities": frozenset({"BLOCK", "GUARD"})},
    {"levels": frozenset({"o'clock\"; DROP"})},
    {"text": "云", "levels": frozenset({"SENIOR_ASSOC"}), "view": "all"},
]


@pytest.mark.parametrize("parts", FILTERS, ids="-".join)
def test_filters(world: World, parts: dict[str, Any]) -> None:
    wanted = QueueFilter(**parts)

    def fits(row: QueueRow, handler: str) -> bool:
        present = set(row.counts.as_dict())
        return (
            in_view(wanted.view, row, handler)
            and (not wanted.levels or row.level in wanted.levels)
            and (not wanted.statuses or row.status in wanted.statuses)
            and (not wanted.locals or row.local in wanted.locals)
            and (not wanted.severities or bool(present & wanted.severities))
            and wanted.text in row.name + row.unit_name
        )

    got = world.queue.page(wanted, 0, 1000, NOW)
    assert {row.app_id for row in got.rows} == {
        row.app_id for row, by in world.whole if fits(row, by)
    }


def nothing(row: QueueRow) -> bool:
    return False


def everything(row: QueueRow) -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("云", lambda row: "云" in row.name),
        ("知秋", lambda row: row.name == "云知秋"),
        ("云知秋", lambda row: row.name == "云知秋"),
        ("秋知", nothing),
        ("𠮷", lambda row: "𠮷" in row.name),
        ("𠮷野", lambda row: "𠮷野" in row.name),
        ("古丽·买买提", lambda row: "·" in row.name),
        ("古丽买买", lambda row: "·" in row.name),
        ("古丽•买", lambda row: "·" in row.name),
        ("水利", lambda row: "水利" in row.unit_name),
        ("云 水利", lambda row: "云" in row.name and "水利" in row.unit_name),
        ("机械股份", lambda row: "机械股份" in row.unit_name),
        ("司示例", nothing),
        ("ann", lambda row: row.name.startswith("Anna")),
        ("ANNA", lambda row: row.name.startswith("Anna")),
        ("nna", nothing),
        ("yzq", lambda row: row.name == "云知秋"),
        ("yunzhi", lambda row: row.name == "云知秋"),
        ("A2026-00001", lambda row: row.app_id.startswith("A2026-00001")),
        ("a2026-000017", lambda row: row.app_id == "A2026-000017"),
        ("000017", lambda row: row.app_id == "A2026-000017" or row.id_tail == "0017"),
        ("2026", everything),
        ("建筑施工", lambda row: row.specialty == "建筑施工"),
        ('"', everything),
        ("·", everything),
        ("   ", everything),
        ("云 AND 秋", nothing),
        ("NEAR(", nothing),
        ("\ud842", everything),
        ("云*", lambda row: "云" in row.name),
    ],
)
def test_search(world: World, text: str, fits: Callable[[QueueRow], bool]) -> None:
    got = world.queue.page(QueueFilter(view="all", text=text), 0, 1000, NOW)
    assert {row.app_id for row in got.rows} == {row.app_id for row in world.all() if fits(row)}
    assert got.total == len(got.rows)


@pytest.mark.parametrize("sort", ["deadline", "local", "name"])
@pytest.mark.parametrize("descending", [False, True])
def test_windows_and_places_agree_with_the_whole(
    world: World, sort: Sort, descending: bool
) -> None:
    wanted = QueueFilter(view="todo", sort=sort, descending=descending)
    whole = world.queue.ids(wanted, NOW)
    windows = [
        row.app_id
        for offset in range(0, len(whole), 7)
        for row in world.queue.page(wanted, offset, 7, NOW).rows
    ]
    assert windows == whole
    for index, app_id in enumerate(whole):
        place = world.queue.place(wanted, app_id, NOW)
        before = whole[index - 1] if index else None
        behind = whole[index + 1] if index + 1 < len(whole) else None
        assert (place.previous, place.next, place.index) == (before, behind, index)
        assert place.total == len(whole)


def test_a_case_that_left_the_filter_still_has_neighbours(world: World) -> None:
    whole = world.queue.ids(QueueFilter(view="all", sort="name"), NOW)
    inside = world.queue.ids(QueueFilter(view="clean", sort="name"), NOW)
    outside = next(app_id for app_id in whole if app_id not in inside)
    place = world.queue.place(QueueFilter(view="clean", sort="name"), outside, NOW)
    earlier = [one for one in inside if whole.index(one) < whole.index(outside)]
    assert place.index is None
    assert place.previous == (earlier[-1] if earlier else None)
    unknown = world.queue.place(QueueFilter(), "nobody", NOW)
    assert (unknown.previous, unknown.next, unknown.index) == (None, None, None)


def group_of(row: QueueRow) -> str:
    deadline = row.deadline
    if deadline is None:
        return "none"
    bounds = [(NOW, "overdue"), (TODAY, "today"), (TODAY + timedelta(days=1), "tomorrow")]
    bounds.append((TODAY + timedelta(days=6), "week"))
    return next((key for bound, key in bounds if deadline < bound), "later")


@pytest.mark.parametrize("descending", [False, True])
def test_deadline_groups(world: World, descending: bool) -> None:
    got = world.queue.page(QueueFilter(descending=descending), 0, 1000, NOW)
    seen: list[str] = []
    for head in got.groups:
        rows = got.rows[head.first_index : head.first_index + head.count]
        assert {group_of(row) for row in rows} == {head.key}
        assert head.bytes == sum(row.bytes for row in rows)
        assert head.cached == sum(row.cached == row.files for row in rows)
        deadlines = [row.deadline for row in rows if row.deadline]
        assert head.deadline == min(deadlines, default=None)
        assert head.label_code == f"group.{head.key}"
        seen.append(head.key)
    assert sum(head.count for head in got.groups) == got.total
    order = ["overdue", "today", "tomorrow", "week", "later", "none"]
    assert seen == [key for key in (order[::-1] if descending else order) if key in seen]
    assert world.queue.page(QueueFilter(sort="name"), 0, 5, NOW).groups == ()


def test_counts_are_those_of_the_views_and_filters(world: World) -> None:
    counts = world.queue.counts(NOW)
    for view, count in counts.views.items():
        assert count == world.queue.page(QueueFilter(view=view), 0, 1, NOW).total  # type: ignore[arg-type]
    for local, count in counts.locals.items():
        wanted = QueueFilter(locals=frozenset({local}))
        assert count == world.queue.page(wanted, 0, 1, NOW).total
    for name in ("levels", "statuses", "severities"):
        for value, count in getattr(counts, name).items():
            wanted = QueueFilter(**{name: frozenset({value})})
            assert count == world.queue.page(wanted, 0, 1, NOW).total


def test_an_action_shows_at_once(tmp_path: Path) -> None:
    world = World(tmp_path, seed=9, cases=60)
    waiting = QueueFilter(view="waiting")
    app_id = next(
        app_id
        for app_id in world.queue.ids(QueueFilter(view="mine"), NOW)
        if app_id not in world.journal.unsent_cases()
    )
    with world.journal.transaction(actor=ME, now=NOW) as writer:
        op = operation(app_id, 1, verb="PASS")
        writer.add_op(op, subject="x")
    (row,) = (row for row in world.queue.page(waiting, 0, 99, NOW).rows if row.app_id == app_id)
    assert (row.status, row.local, row.proposed_verb) == ("PROPOSED", LocalState.QUEUED, "PASS")
    with world.journal.transaction(actor=ME, now=NOW) as writer:
        writer.undo_op(op.op_id)
    assert app_id not in world.queue.ids(waiting, NOW)
    assert app_id in world.queue.ids(QueueFilter(view="mine"), NOW)
    world.cache.apply_page(page(change(application_doc(app_id, status="SEALED"), 9)), no_findings)
    assert app_id in world.queue.ids(QueueFilter(view="onward"), NOW)
    assert [row.app_id for row in world.queue.rows([app_id, "nobody"], NOW)] == [app_id]
    world.close()
