"""The queue's answers over a hundred thousand cases, beside the bare SQL that answers each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.store.cache import Cache
from app.store.journal import Journal
from app.store.overlay import Overlay
from app.store.profiles import Profiles
from app.store.queue import Queue
from app.store.readmodels import QueueFilter, QueuePage, Sort
from bench import documents
from bench.bare_sql import TODO, Question, ask, connect
from bench.big_home import NOW, BigHome
from bench.timing import Report, interleave

WINDOW: Final = 120
"""As many rows as the list asks for at a time."""
P95_MS: Final = 50.0

FILTERS: Final[tuple[tuple[str, QueueFilter, str], ...]] = (
    ("level", QueueFilter(levels=frozenset({"SENIOR_ASSOC"})), "c.level = 'SENIOR_ASSOC'"),
    ("severity", QueueFilter(severities=frozenset({"BLOCK"})), "c.severities & 1"),
)
TYPED: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    ("typing 韦砚秋", (("韦", '"韦"'), ("韦砚", '"韦 砚"'), ("韦砚秋", '"韦 砚 秋"'))),
    ("typing wei", (("w", '"w" *'), ("we", '"we" *'), ("wei", '"wei" *'))),
    ("typing 示例 (in every row)", (("示", '"示"'), ("示例", '"示 例"'))),
)
SEARCHES: Final = (
    ("two characters: 韦砚", "韦砚", '"韦 砚"'),
    ("rare character: 䶮", documents.RARE, f'"{documents.RARE}"'),
    ("employer: 柳北水务第17", "柳北水务第17", '"柳 北 水 务 第 17" *'),
    ("beginning of a number: 0042", "0042", '"0042" *'),
    ("surname: 韦", "韦", '"韦"'),
)
SORTS: Final[tuple[tuple[Sort, str], ...]] = (
    ("deadline", "c.deadline, c.rank, c.id"),
    ("name", "c.name_key, c.id"),
    ("id_tail", "c.id_tail, c.id"),
    ("target_title", "c.target_title, c.id"),
    ("specialty", "c.specialty, c.id"),
    ("unit_name", "c.unit_name, c.id"),
    ("version", "c.version_no, c.id"),
    ("checks", "c.rank, c.id"),
    ("status", "c.status, c.id"),
    ("local", "c.local, c.id"),
    ("claim", "c.claim_name, c.id"),
    ("submitted", "c.submitted_at, c.id"),
)


class WrongAnswer(AssertionError):  # noqa: N818 - reads as what happened
    """Both sides must answer the same, or their times cannot be compared."""


@dataclass
class Sides:
    """Open databases: ours, and the bare drivers with and without encryption."""

    cache: Cache
    journal: Journal
    bare: Any
    plain: Any
    _profiles: Profiles = field(init=False)
    _queue: Queue = field(init=False)

    def __post_init__(self) -> None:
        self._profiles = Profiles(self.cache)
        self.forget()

    def forget(self) -> None:
        """Drop what the queue remembers, as after a change of the cache; rule packs stay."""
        overlay = Overlay(self.cache, self.journal)
        self._queue = Queue(overlay, self._profiles, documents.OFFICER)

    def ours(self, wanted: QueueFilter) -> QueuePage:
        """What the list is given."""
        return self._queue.page(wanted, 0, WINDOW, NOW)

    def counts(self) -> object:
        """The figures beside views and filters."""
        return self._queue.counts(NOW)


@contextmanager
def opened(big: BigHome, cache_key: bytes, journal_key: bytes) -> Iterator[Sides]:
    """All sides, on new connections."""
    cache = Cache(big.home.cache_path, cache_key)
    journal = Journal(big.home.journal_path, journal_key)
    bare, plain = connect(big.home.cache_path, cache_key), connect(big.plain, None)
    try:
        yield Sides(cache, journal, bare, plain)
    finally:
        for side in (cache, journal, bare, plain):
            side.close()


def measure(big: BigHome, rounds: int, report: Report) -> None:
    """Add the lines of the queue to ``report``.

    :raises WrongAnswer: ours and the floor disagree.
    """
    ring = big.keys()
    cache_key, journal_key = ring.derive("cache"), ring.derive("journal")
    _first_list(big, cache_key, journal_key, rounds, report)
    with opened(big, cache_key, journal_key) as sides:
        for name, wanted, where in FILTERS:
            pairs = [(wanted, Question(where=f"{TODO} AND {where}"))]
            _line(sides, f"filter: {name}", pairs, rounds, report, P95_MS)
        for name, texts in TYPED:
            pairs = [(QueueFilter(text=text), Question(match=match)) for text, match in texts]
            _line(sides, f"key press, {name}", pairs, rounds, report, P95_MS)
        for name, text, match in SEARCHES:
            pairs = [(QueueFilter(text=text), Question(match=match))]
            _line(sides, f"search, {name}", pairs, rounds, report, P95_MS)
        for column, order in SORTS:
            _sort_line(sides, column, order, rounds, report)
        report.compare("all counts beside the list", interleave(rounds, sides.counts)[0])


def _first_list(
    big: BigHome, cache_key: bytes, journal_key: bytes, rounds: int, report: Report
) -> None:
    question = Question()

    def ours() -> object:
        with opened(big, cache_key, journal_key) as sides:
            return sides.ours(QueueFilter())

    def floor(key: bytes | None) -> Callable[[], object]:
        def run() -> object:
            connection = connect(big.home.cache_path if key else big.plain, key)
            try:
                return ask(connection, question, NOW, WINDOW)
            finally:
                connection.close()

        return run

    taken = interleave(rounds, ours, floor(cache_key), floor(None))
    report.compare("first list, databases opened", taken[0], taken[1], aside=taken[2])


def _line(
    sides: Sides,
    name: str,
    pairs: list[tuple[QueueFilter, Question]],
    rounds: int,
    report: Report,
    p95: float | None,
) -> None:
    """One line over some questions; the queue has never been asked any of them."""
    series: list[list[float]] = [[], [], []]
    for wanted, question in pairs:
        _same(sides, wanted, question)
    for _ in range(rounds):
        sides.forget()
        for wanted, question in pairs:
            _extend(series, _once(sides, wanted, question))
    report.compare(name, series[0], series[1], p95_at_most=p95, aside=series[2])


def _sort_line(sides: Sides, column: Sort, order: str, rounds: int, report: Report) -> None:
    """The same cases in another order; how many there are is known to both sides."""
    wanted = replace(QueueFilter(), sort=column)
    question = Question(order=order, counted=False)
    _same(sides, wanted, question)
    taken = interleave(rounds, *_runs(sides, wanted, question))
    report.compare(f"sort by {column}", taken[0], taken[1], aside=taken[2], p95_at_most=P95_MS)


def _runs(
    sides: Sides, wanted: QueueFilter, question: Question
) -> tuple[Callable[[], object], ...]:
    return (
        lambda: sides.ours(wanted),
        lambda: ask(sides.bare, question, NOW, WINDOW),
        lambda: ask(sides.plain, question, NOW, WINDOW),
    )


def _once(sides: Sides, wanted: QueueFilter, question: Question) -> tuple[list[float], ...]:
    return interleave(1, *_runs(sides, wanted, question))


def _extend(series: list[list[float]], taken: tuple[list[float], ...]) -> None:
    for all_, new in zip(series, taken, strict=True):
        all_.extend(new)


def _same(sides: Sides, wanted: QueueFilter, question: Question) -> None:
    """Make sure that all sides answer the same, and warm them up.

    Unsent work moves cases in the order by local state, and there only the number is compared.
    """
    page = sides.ours(wanted)
    for connection in (sides.bare, sides.plain):
        answers = ask(connection, question, NOW, WINDOW)
        if question.counted and answers[0][0][0] != page.total:
            raise WrongAnswer(f"{wanted}: {page.total} cases, the floor has {answers[0][0][0]}")
        ids = [row[1] for row in answers[-1]]
        if wanted.sort != "local" and ids != [row.app_id for row in page.rows]:
            raise WrongAnswer(f"{wanted}: another order")
