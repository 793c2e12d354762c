from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from app.store.home import Home, HomeLocked, HomeMissing, HomeNewer, home_name, list_homes
from app.store.readmodels import SigninSummary

SERVER = "https://title.example.invalid"
HOLDER = """
import sys, time
from pathlib import Path
from app.store.home import Home
lock = Home.at(Path(sys.argv[1])).lock()
print("held", flush=True)
time.sleep(60)
"""


def test_one_folder_for_each_server_and_user(tmp_path: Path) -> None:
    first = Home.open(tmp_path, SERVER, "songqh")
    assert Home.open(tmp_path, SERVER + "/", " songqh ") == first
    others = {
        Home.open(tmp_path, SERVER, "lujs").path,
        Home.open(tmp_path, "https://other.example.invalid", "songqh").path,
    }
    assert first.path not in others
    assert len(others) == 2
    assert {home.path for home in list_homes(tmp_path)} == others | {first.path}


def test_the_user_is_told_nowhere(tmp_path: Path) -> None:
    home = Home.open(tmp_path, SERVER, "songqh")
    home.save_summary(SigninSummary(cases=3))
    names = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")]
    texts = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any("songqh" in name for name in names)
    assert not any(b"songqh" in text for text in texts)
    assert home_name(SERVER, "songqh") == home.path.name


def test_a_home_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(HomeMissing):
        Home.open(tmp_path, SERVER, "songqh", create=False)
    assert list_homes(tmp_path) == []
    assert list_homes(tmp_path / "nowhere") == []


def test_a_newer_home_is_left_alone(tmp_path: Path) -> None:
    home = Home.open(tmp_path, SERVER, "songqh")
    facts = json.loads((home.path / "home.json").read_text())
    (home.path / "home.json").write_text(json.dumps({**facts, "version": 99}))
    with pytest.raises(HomeNewer):
        Home.open(tmp_path, SERVER, "songqh")
    assert list_homes(tmp_path) == []


def test_the_figures_of_the_sign_in_screen_are_kept(tmp_path: Path) -> None:
    home = Home.open(tmp_path, SERVER, "songqh")
    assert home.summary == SigninSummary()
    summary = SigninSummary(46, 17, 1_400_000_000, 3, {date(2026, 10, 9): 12})
    home.save_summary(summary)
    again = Home.open(tmp_path, SERVER, "songqh")
    assert again.summary == summary
    assert again.summary.due_on(date(2026, 10, 9)) == 12
    assert again.summary.due_on(date(2026, 10, 10)) == 0


def test_a_broken_figure_does_not_bar_the_way(tmp_path: Path) -> None:
    home = Home.open(tmp_path, SERVER, "songqh")
    facts = json.loads((home.path / "home.json").read_text())
    (home.path / "home.json").write_text(json.dumps({**facts, "summary": {"cases": "many"}}))
    assert Home.open(tmp_path, SERVER, "songqh").summary == SigninSummary()


def test_the_same_program_cannot_take_it_twice(tmp_path: Path) -> None:
    home = Home.open(tmp_path, SERVER, "songqh")
    with home.lock():
        with pytest.raises(HomeLocked) as caught:
            home.lock()
        assert caught.value.pid == os.getpid()
        with Home.open(tmp_path, SERVER, "lujs").lock():
            pass
    with home.lock():
        pass


def test_a_second_program_is_told_who_has_it_and_a_kill_frees_it(tmp_path: Path) -> None:
    home = Home.open(tmp_path, SERVER, "songqh")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home.path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HomeLocked) as caught:
            home.lock()
        assert caught.value.pid == holder.pid
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    with home.lock():
        pass
