"""The demo set: what the table promises is what the rules find, and the server takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.diff import diff_versions
from app.domain.enums import Verb
from server_stub import cli
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.demo import dataset, heavy
from server_stub.demo.cases import offices
from server_stub.demo.cases.plan import WHOLE, persona_table, plan
from server_stub.import_folder import Imported, import_folder
from tests.server_stub.demo import judging
from tests.server_stub.demo.demo_set import NOW, DemoSet
from tests.server_stub.world import CHEAP

_DOCS = Path(__file__).parents[3] / "docs" / "demo-data.md"
_RULES = r"([R\d ]*?) ?"
_ROW = re.compile(
    rf"\| (\d+) \| `([a-z0-9-]+)` \| (\w+) \| (.+?) \| {_RULES}\| {_RULES}\| (.*?) ?\|"
)
_FEW = 11


def promised() -> dict[int, set[str]]:
    """The rules of each case, of its form and of its dossier, as docs/demo-data.md has them."""
    rows = _ROW.findall(_DOCS.read_text(encoding="utf-8"))
    return {int(row[0]): {*row[4].split(), *row[5].split()} for row in rows}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> DemoSet:
    folder = tmp_path_factory.mktemp("few") / "set"
    dataset.build(folder, applications=_FEW, now=NOW, workers=1)
    return DemoSet(folder)


@pytest.fixture(scope="module")
def taken(
    few: DemoSet, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Imported]]:
    """A server that took the set in, and what it said of that."""
    settings = replace(CHEAP, probe_files=True)
    root = tmp_path_factory.mktemp("judge") / "data"
    server = Server(root, settings, Clock(lambda: NOW), demo=False)
    yield server, import_folder(server, few.folder)
    server.close()


@pytest.fixture(scope="module")
def judge(taken: tuple[Server, Imported]) -> Server:
    """That server, which has looked into all of its files."""
    server, _ = taken
    judging.look_into_all(server)
    return server


def test_the_documented_table_is_the_plan() -> None:
    written = _DOCS.read_text(encoding="utf-8").splitlines()
    assert [line for line in written if _ROW.fullmatch(line)] == persona_table()


def test_the_command_line_serves_the_whole_set() -> None:
    assert cli._parser().parse_args(["serve", "--data", "."]).demo_size == WHOLE


@pytest.mark.parametrize("number", range(1, _FEW + 1))
def test_the_rules_find_what_the_table_says(few: DemoSet, judge: Server, number: int) -> None:
    app_id = few.application(number).app_id
    assert judging.rules(judge, app_id, NOW) == promised()[number]
    if not promised()[number]:
        assert few.gaps(number) == []


def test_the_server_takes_the_set(few: DemoSet, taken: tuple[Server, Imported]) -> None:
    _, done = taken
    assert (done.applications, done.users) == (_FEW, len(offices.officers(1, NOW.year)) + _FEW)
    on_disk = [path for path in few.folder.rglob("*") if path.is_file()]
    assert done.files == len({path.read_bytes() for path in on_disk}) - 1  # one is the manifest


def test_a_smaller_set_is_the_beginning_of_a_larger_one_byte_for_byte(
    few: DemoSet, tmp_path: Path
) -> None:
    dataset.build(tmp_path / "two", applications=2, now=NOW)
    two = DemoSet(tmp_path / "two")
    assert two.manifest.applications == few.manifest.applications[:2]
    paths = [path for path in two.folder.rglob("*") if path.is_file()]
    assert len(paths) > 30
    for path in paths:
        if path.name != "manifest.json":
            assert path.read_bytes() == (few.folder / path.relative_to(two.folder)).read_bytes()


def test_another_seed_is_another_world(few: DemoSet, tmp_path: Path) -> None:
    dataset.build(tmp_path / "other", applications=1, seed=2, now=NOW)
    other = DemoSet(tmp_path / "other").application(1).version
    same = few.application(1).version
    assert other.person.name != same.person.name
    assert not {a.sha256 for a in other.attachments} & {a.sha256 for a in same.attachments}


def test_everybody_can_sign_in_and_belongs_to_an_office(few: DemoSet) -> None:
    users = {user.login: user for user in few.manifest.users}
    assert users["chenyao"].org_id == users["a0001"].org_id == offices.UNIT
    assert {user.password for user in users.values()} == {"demo-2026"}
    numbers = [users[login].id_number for login in users if not login.startswith("a0")]
    assert len(set(numbers)) == len(numbers) == len(offices.officers(1, NOW.year))
    served = {users[login].org_id for login in users}
    assert served == {office.org_id for office in few.manifest.organisations}


def test_a_corrected_version_has_other_papers_and_the_rest_unchanged(few: DemoSet) -> None:
    case = few.application(11)
    (before,) = case.earlier_versions
    assert before.decision.verb is Verb.RETURN
    (comment,) = before.decision.module_comments
    assert (comment.from_rule, comment.field) == ("R071", "publish_date")
    assert before.person == case.version.person
    kept = {each.sha256 for each in before.attachments} & {
        each.sha256 for each in case.version.attachments
    }
    assert 10 <= len(kept) < len(case.version.attachments)
    old = few.version(11).model_copy(
        update={"modules": {k: m.entity() for k, m in before.modules.items()}}
    )
    # The list of insurance is as new as the version, and this time a month lies between the two.
    assert diff_versions(old, few.version(11)).changed == ["papers", "social_insurance"]


@pytest.mark.parametrize(
    ("applications", "now"),
    [(0, NOW), (301, NOW), (1, datetime(2026, 3, 2, 9, 0))],  # noqa: DTZ001
)
def test_what_cannot_be_built_is_refused_before_anything_is_written(
    tmp_path: Path, applications: int, now: datetime
) -> None:
    with pytest.raises(ValueError, match=r"applications|zone"):
        dataset.build(tmp_path / "set", applications=applications, now=now)
    assert not (tmp_path / "set").exists()


def test_the_command_writes_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["--out", str(tmp_path / "set"), "--applications", "1"]
    assert dataset.main(argv) == 0
    assert "files" in capsys.readouterr().out
    assert dataset.main(argv) == 1
    assert "not empty" in capsys.readouterr().err


@pytest.mark.full
@pytest.mark.timeout(600)
def test_the_whole_set(tmp_path: Path) -> None:
    dataset.build(tmp_path / "set", now=NOW, cache=tmp_path / "cache")
    server = Server(
        tmp_path / "data", replace(CHEAP, probe_files=True), Clock(lambda: NOW), demo=False
    )
    try:
        assert import_folder(server, tmp_path / "set").applications == WHOLE
        judging.look_into_all(server, 500)
        planned = {case.number: case.app_id(NOW.year) for case in plan(WHOLE)}
        found = {number: judging.rules(server, app_id, NOW) for number, app_id in planned.items()}
        assert found == promised()
    finally:
        server.close()
    sizes = sorted(path.stat().st_size for path in (tmp_path / "set").rglob("*"))
    assert 44_000_000 < sizes[-1] <= heavy.LIMIT
    assert sum(sizes) < 300_000_000
