"""``sync`` against the reference server: what scripts get to see."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.cli.exits import Exit
from app.store.home import Home
from tests.server_stub.conftest import filled, listener, world
from tests.server_stub.world import PASSWORD, World
from tests.sync.papers import submit_with_files

__all__ = ["filled", "listener", "world"]


class Command:
    """Runs ``sync`` for one user."""

    def __init__(
        self, world: World, home: Path, patch: pytest.MonkeyPatch, out: pytest.CaptureFixture[str]
    ) -> None:
        self.url = world.url
        self.home = home
        self._patch = patch
        self._out = out

    def __call__(self, *more: str, password: str = PASSWORD, user: str = "gxchen") -> Any:
        self._patch.setattr("sys.stdin", io.StringIO(f"{password}\n" if password else ""))
        argv = ["sync", "--server", self.url, "--user", user, "--home", str(self.home), "--json"]
        code = main([*argv, *more])
        return code, json.loads(self._out.readouterr().out)


@pytest.fixture
def command(
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    return Command(world, tmp_path / "homes", monkeypatch, capsys)


def test_it_claims_and_downloads(command: Command, world: World) -> None:
    for number in (1, 2, 3):
        submit_with_files(world, f"app-{number}", [1000 + number, 2000 + number], number)
    code, report = command("--claim", "2", "--download")
    assert code == Exit.OK, report
    assert len(report["claimed"]) == 2
    assert report["cases"] == 3
    assert report["downloads"]["files"] == 4
    assert report["downloads"]["missing_files"] == 0
    claims = [world.get(app_id)["claim"]["user_id"] for app_id in report["claimed"]]
    assert claims == ["u-gxchen"] * 2
    assert report["outbox"] == {"confirmed_today": 0, "under_way": 0, "need_you": []}


def test_it_speaks_to_people(
    command: Command, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.submit()
    command._patch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    argv = ["sync", "--server", world.url, "--user", "gxchen", "--home", str(command.home)]
    assert main([*argv, "--language", "en"]) == Exit.OK
    assert "Synced: 1 applications" in capsys.readouterr().out


def test_a_wrong_password_is_told(command: Command) -> None:
    code, report = command(password="wrong")
    assert code == Exit.SIGN_IN
    assert report["error"]["code"] == "BAD_CREDENTIALS"
    assert report["error"]["message"] != "BAD_CREDENTIALS"
    assert not report["ok"]


def test_no_password_and_no_keyring(command: Command) -> None:
    code, report = command(password="")
    assert code == Exit.SIGN_IN
    assert report["error"]["code"] == "SIGNIN_NO_HOME"
    command()
    code, report = command(password="")
    assert code == Exit.SIGN_IN
    assert report["error"]["code"] in {"KEYRING_UNFIT", "KEYS_MISSING_KEYRING"}


def test_a_server_that_is_down(command: Command) -> None:
    command.url = "http://127.0.0.1:9"
    code, report = command()
    assert code == Exit.SERVER
    assert report["error"]["code"] == "UNREACHABLE"


@pytest.mark.parametrize("url", ["http://zc.example.cn", "not an address"])
def test_an_address_that_cannot_be_used(command: Command, url: str) -> None:
    command.url = url
    code, _ = command()
    assert code == Exit.SERVER


def test_a_home_in_use_is_left_alone(command: Command) -> None:
    command()
    home = Home.open(command.home, command.url, "gxchen", create=False)
    with home.lock():
        code, report = command()
    assert code == Exit.IN_USE
    assert report["error"]["params"]["pid"]
