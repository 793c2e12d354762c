"""``python -m app audit verify``: it names the first link that does not hold."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.cli import main
from app.cli.exits import Exit
from app.operations import signin
from app.operations.workspace import Workspace
from app.protocol.seal_use import GENESIS, SealUse, UseResult
from app.store.journal_schema import audit, seal_use
from server_stub.audit import record
from server_stub.serve import ServerThread
from server_stub.tables import AuditRow
from server_stub.tables_units import SealUseRow
from tests.server_stub.conftest import filled, listener, world
from tests.server_stub.world import CHEAP, PASSWORD, World

__all__ = ["filled", "listener", "world"]

USER = "gxchen"


@pytest.fixture
def home(world: World, tmp_path: Path) -> Path:
    """A home with three actions and two lines of a seal's use in its record."""
    with signin.sign_in_online(signin.SignIn(tmp_path, world.url, USER), PASSWORD) as workspace:
        for number in range(3):
            with workspace.transaction() as writer:
                writer.audit("test", f"case-{number}", {"n": number})
        for result in (UseResult.BEGUN, UseResult.SEALED):
            with workspace.transaction() as writer:
                writer.seals.append(line(workspace, result))
    return tmp_path


def line(workspace: Workspace, result: UseResult) -> SealUse:
    now = workspace.clock.now()
    return SealUse(
        seq=1, use_id="u", usage_no=1, result=result, at=now, server_time=now, user_id=USER,
        user_name="示例", device_id="d", seal_id="s", certificate="c", form="unit_opinion",
        app_id="case-1", version_no=1, content_sha256="0" * 64, doc_sha256="0" * 64,
        prev_hash=GENESIS,
    )  # fmt: skip


def verified(
    world: World, home: Path, patch: pytest.MonkeyPatch, out: pytest.CaptureFixture[str]
) -> tuple[int, Any]:
    patch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    argv = ["audit", "verify", "--server", world.url, "--user", USER, "--home", str(home), "--json"]
    code = main(argv)
    return code, json.loads(out.readouterr().out)


def tamper(world: World, home: Path, statement: Any) -> None:
    wanted = signin.SignIn(home, world.url, USER)
    with (
        signin.unlock_offline(wanted, PASSWORD) as workspace,
        workspace.journal.write() as connection,
    ):
        connection.execute(statement)


def test_a_whole_record_is_told_with_its_heads(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = verified(world, home, monkeypatch, capsys)
    assert code == Exit.OK, told
    assert told["seal_uses"]["lines"] == 2
    assert told["actions"]["lines"] >= 3
    assert told["actions"]["broken_at"] is None


def test_the_first_broken_link_is_named(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(world, home, update(audit).where(audit.c.subject == "case-1").values(actor="other"))
    code, told = verified(world, home, monkeypatch, capsys)
    assert code == Exit.ATTENTION
    broken = told["actions"]["broken_at"]
    assert broken is not None
    assert told["seal_uses"]["broken_at"] is None


def test_a_line_of_a_seal_that_was_rewritten_is_named(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with signin.unlock_offline(signin.SignIn(home, world.url, USER), PASSWORD) as workspace:
        with workspace.journal.seals() as pages:
            first, second = pages.lines()
        forged = second.model_copy(update={"stamped_sha256": "f" * 64})
        with workspace.journal.write() as connection:
            connection.execute(
                update(seal_use).where(seal_use.c.seq == 2).values(body=forged.model_dump_json())
            )
    assert first.seq == 1
    code, told = verified(world, home, monkeypatch, capsys)
    assert code == Exit.ATTENTION
    assert told["seal_uses"]["broken_at"] == 2


def test_an_account_that_was_never_here_is_told(
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    argv = ["audit", "verify", "--server", world.url, "--user", "nobody", "--home", str(tmp_path)]
    assert main(argv) == Exit.STORE
    assert capsys.readouterr().err


def test_both_sides_are_compared(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = verified(world, home, monkeypatch, capsys)
    assert code == Exit.OK
    assert told["server"]["reached"]
    assert told["server"]["log"]["broken_at"] is None
    assert told["server"]["seal_uses"] == {
        "lines": 0, "head": "", "broken_at": None, "differs_at": None, "lacking_at": None,
        "unsent": 2,
    }  # fmt: skip


def synced(world: World, home: Path) -> None:
    """Bring two true lines of this very device to the server."""
    with signin.unlock_offline(signin.SignIn(home, world.url, USER), PASSWORD) as workspace:
        with workspace.journal.write() as connection:
            connection.execute(delete(seal_use))
        own = {"device_id": workspace.device_id, "user_id": workspace.account.user_id}
        for result in (UseResult.BEGUN, UseResult.SEALED):
            with workspace.transaction() as writer:
                writer.seals.append(line(workspace, result).model_copy(update=own))
        workspace.start_sync(lambda _: None, auto=False).sync_once().result(60)


def test_a_line_that_differs_from_the_servers_is_named(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    synced(world, home)
    code, told = verified(world, home, monkeypatch, capsys)
    assert (code, told["server"]["seal_uses"]["lines"]) == (Exit.OK, 2)
    with world.server.db.write() as session:
        row = session.scalars(select(SealUseRow).where(SealUseRow.seq == 2)).one()
        forged = SealUse.model_validate_json(row.doc).model_copy(update={"app_id": "case-9"})
        row.doc = forged.model_dump_json()
        row.hash = forged.sealed_in().hash
    code, told = verified(world, home, monkeypatch, capsys)
    assert code == Exit.ATTENTION
    assert told["server"]["seal_uses"]["differs_at"] == 2
    assert told["server"]["seal_uses"]["broken_at"] == 2
    assert told["seal_uses"]["broken_at"] is None


def test_a_server_whose_log_is_broken_is_named(
    world: World, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world.submit()
    with world.server.db.write() as session:
        record(session, at="2026", actor="a", action="x", subject="y")
        record(session, at="2026", actor="a", action="x", subject="y")
        last = session.scalars(select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert last is not None
        last.subject = "z"
        at = last.seq
    code, told = verified(world, home, monkeypatch, capsys)
    assert code == Exit.ATTENTION
    assert told["server"]["log"]["broken_at"] == at


def test_a_server_that_cannot_be_reached_is_told_and_can_be_left_out(
    filled: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(filled, tmp_path / "server")
    with ServerThread(tmp_path / "server", settings=CHEAP) as running:
        url = running.url
        signin.sign_in_online(signin.SignIn(tmp_path, url, USER), PASSWORD).close()
    where = ["--server", url, "--user", USER, "--home", str(tmp_path), "--language", "zh_CN"]
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["audit", "verify", *where]) == Exit.SERVER
    assert "没有与服务器核对" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["audit", "verify", *where, "--offline"]) == Exit.OK
    assert capsys.readouterr().err == ""
