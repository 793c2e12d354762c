"""The tool behind `dev.py mutate`; what needs cosmic-ray is left out where it is not installed."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from tools.devenv.places import ROOT, DevError
from tools.mutation import report
from tools.mutation.accepted import LIST, Change, read_accepted
from tools.mutation.covering import lines_run
from tools.mutation.forked import CrashError, OutOfTimeError, in_a_copy
from tools.mutation.places import Source, Spot
from tools.mutation.results import Outcome, Session
from tools.mutation.scope import files_of
from tools.mutation.swap import Live

CODE = '''
from dataclasses import dataclass

LIMIT: int | None = 5

@rule(sourced=False)
def late(days: int | None = 3) -> bool:
    """甲 > 乙"""
    words = {"甲": 1}
    if days is None or (
        days < 0
    ):
        return False
    return days > LIMIT

class Case:
    def open(self):
        def inner():
            return 1 + 1
        return inner() > 1
'''


def at(text: str) -> tuple[int, int]:
    """The line and column at which `text` stands in CODE."""
    before = CODE[: CODE.index(text)]
    return before.count("\n") + 1, len(before) - before.rfind("\n") - 1


@pytest.mark.parametrize("text", ["| None = 5", "False)\ndef", "| None = 3"])
def test_annotations_and_decorators_stay(text: str) -> None:
    assert not Source(CODE).may_change(at(text))


@pytest.mark.parametrize("text", ["5\n", "3)", "or (", "> LIMIT", "1 + 1"])
def test_the_rest_may_change(text: str) -> None:
    assert Source(CODE).may_change(at(text))


@pytest.mark.parametrize(
    ("text", "function", "lines"),
    [
        ("5\n", "", (4, 4)),
        ("3)", "", (7, 7)),
        ("1}", "late", (9, 9)),
        ("< 0", "late", (10, 12)),
        ("> LIMIT", "late", (14, 14)),
        ("+ 1", "Case.open", (19, 19)),
        ("> 1", "Case.open", (20, 20)),
    ],
)
def test_where_a_change_stands(text: str, function: str, lines: tuple[int, int]) -> None:
    found = Source(CODE).spot(at(text))
    assert found.function == function
    assert found.lines[0] <= lines[0]
    assert found.lines[1] == lines[1]


MODULE = """
def double(n):
    return n * 2

class A:
    size = 1
    def m(self):
        return 1
"""


@pytest.fixture
def module() -> ModuleType:
    made = ModuleType("mutated_here")
    exec(compile(MODULE, "mutated_here.py", "exec"), made.__dict__)
    return made


def test_functions_and_methods_change_where_they_are(module: ModuleType) -> None:
    kept, instance = module.double, module.A()
    live = Live("mutated_here", MODULE)
    assert live.become(MODULE.replace("n * 2", "n * 3").replace("return 1", "return 4"))
    assert kept(2) == 6
    assert instance.m() == 4
    assert not live.become(MODULE.replace("size = 1", "size = 2"))


def test_a_copy_answers_and_leaves_nothing() -> None:
    seen: list[int] = []

    def work() -> list[str]:
        seen.append(1)
        return ["甲" * 100_000]

    assert in_a_copy(work, 30) == ["甲" * 100_000]
    assert seen == []


def test_a_copy_that_takes_too_long_is_ended() -> None:
    with pytest.raises(OutOfTimeError):
        in_a_copy(lambda: time.sleep(60), 0.2)


def test_a_copy_that_breaks_is_told() -> None:
    with pytest.raises(CrashError):
        in_a_copy(lambda: sys.exit(1), 30)


def test_the_lines_that_run_are_seen() -> None:
    with lines_run([__file__]) as lines:
        at("LIMIT")
    first = at.__code__.co_firstlineno
    assert lines[__file__] >= {first + 2, first + 3}
    assert max(lines[__file__]) == first + 3


def test_a_session_goes_on_where_it_ended(tmp_path: Path) -> None:
    first = Session("a/b.py", "x = 1", "tests 1", tmp_path)
    first.put("one", Outcome.KILLED)
    first.put("two", Outcome.SURVIVED)
    again = Session("a/b.py", "x = 1", "tests 1", tmp_path)
    assert (again.get("one"), again.get("two")) == (Outcome.KILLED, Outcome.SURVIVED)
    more_tests = Session("a/b.py", "x = 1", "tests 2", tmp_path)
    assert (more_tests.get("one"), more_tests.get("two")) == (Outcome.KILLED, None)
    assert Session("a/b.py", "x = 2", "tests 2", tmp_path).get("one") is None


CHANGE = Change("a.py", "f", "if a:", "if not a:")


def result(killed: int, survived: int) -> report.FileResult:
    """A file with as many mutants; the survivors are one change, made in several places."""
    tried = [report.Tried(1, Change("a.py", "f", "x", str(n)), Outcome.KILLED)
             for n in range(killed)]  # fmt: skip
    tried += [report.Tried(2, CHANGE, Outcome.SURVIVED)] * survived
    return report.FileResult("a.py", len(tried), {one.change for one in tried}, tried)


@pytest.mark.parametrize(("survived", "status"), [(0, 0), (1, 0), (2, 1)])
def test_a_tenth_is_too_many(survived: int, status: int) -> None:
    assert report.verdict([result(18, survived)], {}) == status


def test_survivors_are_shown_with_their_change() -> None:
    lines = report.survivors([result(1, 1)], {})
    assert lines == ["a.py:2 f  SURVIVED", "    - if a:", "    + if not a:"]
    assert "same object" in report.survivors([result(1, 1)], {CHANGE: "same object"})[0]
    assert report.table([result(3, 1)])[-1] == "| all | 4 | 4 | 3 | 0 | 1 | 25.0% |"


def test_a_needless_entry_is_an_error() -> None:
    results = [result(19, 1)]
    assert report.verdict(results, {CHANGE: "why"}) == 0
    assert report.stale(results, {Change("b.py", "f", "x", "y"): "not looked at"}) == []
    for needless in (Change("a.py", "f", "gone", "y"), Change("a.py", "f", "x", "3")):
        assert len(report.stale(results, {needless: "why"})) == 1
        assert report.verdict(results, {needless: "why"}) == 1


def test_the_accepted_survivors_are_complete() -> None:
    for change in read_accepted(LIST):
        assert (ROOT / change.file).is_file()


@pytest.mark.parametrize("rest", ["", 'why = ""', 'why = "x"\nwhom = "y"'])
def test_an_incomplete_entry_is_refused(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(
        f'[[accepted]]\nfile = "a"\nfunction = ""\nbefore = "b"\nafter = "c"\n{rest}\n', "utf-8"
    )
    with pytest.raises(DevError, match="entry 1"):
        read_accepted(path)


@pytest.mark.parametrize("name", ["app/ui", "app/domain/checks/none.py", "setup.py"])
def test_only_the_domain_is_mutated(name: str) -> None:
    with pytest.raises(DevError, match="not among"):
        files_of([name])


def test_what_a_source_becomes() -> None:
    pytest.importorskip("cosmic_ray", reason="installed by `dev.py mutate`")
    from tools.mutation.mutants import mutants_of

    source = (
        "def f(a: int | None, b: list[int]) -> bool:\n"
        '    """x > 1"""\n'
        "    if a not in b and any(c for c in b if c):\n"
        "        return a is None\n"
        '    return "a > b" == "c"\n'
    )
    found = [(one.line, one.after) for one in mutants_of(source)]
    assert all(one.spot == Spot("f", (one.line, one.line)) for one in mutants_of(source))
    assert sorted(found) == sorted(
        [
            (3, "if a in  b and any(c for c in b if c):"),
            (3, "if not a not in b and any(c for c in b if c):"),
            (3, "if a not in b or any(c for c in b if c):"),
            (3, "if a not in b and all(c for c in b if c):"),
            (3, "if a not in b and any(c for c in b if not (c)):"),
            (4, "return a is not None"),
            (5, 'return "a > b" != "c"'),
        ]
    )
