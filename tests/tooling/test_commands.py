from __future__ import annotations

import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

import dev
from tools.devenv import checks, commands, demo, places

PY = sys.executable


def test_an_old_python_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    version = namedtuple("version", "major minor micro releaselevel serial")  # noqa: PYI024
    monkeypatch.setattr(sys, "version_info", version(3, 9, 18, "final", 0))
    assert dev.main() == 2
    shown = capsys.readouterr().err
    assert "需要 Python 3.11" in shown
    assert "Python 3.11 or newer is needed" in shown


def test_every_command_has_help() -> None:
    shown = subprocess.run([PY, "dev.py", "--help"], cwd=places.ROOT, capture_output=True,
                           text=True, check=True).stdout  # fmt: skip
    for name in ("demo", "test", "lint", "run", "serve", "lock", "mutate", "bench"):
        assert f"    {name} " in shown


def test_a_mistyped_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.dispatch(["demo", "--headles"])
    assert "--headles" in capsys.readouterr().err


def test_all_checks_run_and_the_last_line_stays(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    status = checks.run_steps([
        ("first", [PY, "-c", "import sys; print('broken'); sys.exit(4)"]),
        ("second", [PY, "-c", "print('....'); print('== 12 passed in 3.4 s ==')"]),
    ])  # fmt: skip
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert status == 1
    assert lines[-1] == "== 12 passed in 3.4 s =="
    summary = [line.split() for line in lines[-3:-1]]
    assert [row[0] for row in summary] == ["first", "second"]
    assert summary[0][3:] == ["FAILED", "(exit", "4)"]
    assert summary[1][3:] == ["ok"]


def test_all_passed_is_zero(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert checks.run_steps([("only", [PY, "-c", "print('fine')"])]) == 0
    assert capfdbinary.readouterr().out.endswith(b"fine\n")


def test_the_last_check_waits_for_what_runs_beside(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    made = tmp_path / "made"
    make = f"import pathlib, time; time.sleep(1); pathlib.Path({str(made)!r}).touch(); print('x')"
    look = f"import pathlib; print(pathlib.Path({str(made)!r}).exists())"
    steps = [("first", [PY, "-c", ""]), ("second", [PY, "-c", look])]
    assert checks.run_steps(steps, [PY, "-c", make]) == 0
    said = capfdbinary.readouterr().out.decode().splitlines()
    assert said[-1] == "True"
    assert "x" not in said


def test_the_ready_line_is_read() -> None:
    line = '{"url": "http://127.0.0.1:1", "demo": {"login": "chenyao", "password": "x"}}\n'
    assert demo.parse_ready_line(line) == demo.Running("http://127.0.0.1:1", "chenyao", "x")


def test_the_ready_line_tells_of_seals() -> None:
    line = (
        '{"url": "u", "demo": {"login": "chenyao", "password": "x", "sealer": "sealer1"},'
        ' "seals": {"folder": "/data/seals", "pin": "246810"}}\n'
    )
    read = demo.parse_ready_line(line)
    assert (read.sealer, read.seals, read.pin) == ("sealer1", "/data/seals", "246810")


@pytest.mark.parametrize("line", ["", "Traceback", "[]", '{"url": "u"}', '{"url": "u", "demo": 1}'])
def test_anything_else_is_refused(line: str) -> None:
    with pytest.raises(places.DevError, match="first line"):
        demo.parse_ready_line(line)


@pytest.mark.parametrize(
    ("platform", "variables", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
    ],
)
def test_where_a_window_can_be_shown(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], shown: bool
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert demo.has_display() is shown


def test_children_do_not_inherit_a_foreign_module_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    child = places.environment({"QT_QPA_PLATFORM": "offscreen"})
    assert "PYTHONPATH" not in child
    assert child["PYTHONUTF8"] == "1"
    assert child["QT_QPA_PLATFORM"] == "offscreen"
