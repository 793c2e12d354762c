from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.cli import main
from app.cli.exits import Exit

NAMES = {
    "versions", "libraries", "display", "cjk_fonts", "keyring", "home_folder", "databases", "server"
}  # fmt: skip


def test_the_doctor_reports_every_check_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["doctor", "--home", str(tmp_path), "--json", "--language", "en"])
    report = json.loads(capsys.readouterr().out)
    assert {check["name"] for check in report["checks"]} == NAMES
    assert all(set(check) == {"name", "ok", "detail", "remedy"} for check in report["checks"])
    assert all(bool(check["remedy"]) != check["ok"] for check in report["checks"])
    assert report["ok"] == all(check["ok"] for check in report["checks"])
    assert code == (Exit.OK if report["ok"] else Exit.ATTENTION)


def test_the_doctor_speaks_to_people_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--language", "zh_CN", "doctor", "--home", str(tmp_path / "OneDrive")])
    assert code == Exit.ATTENTION
    assert "同步盘" in capsys.readouterr().out


def test_a_password_is_taken_from_the_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("secret\n"))
    main(["doctor", "--home", str(tmp_path), "--unlock", "--json"])
    assert json.loads(capsys.readouterr().out)["home"] == str(tmp_path)


@pytest.mark.parametrize("argv", [["heal"], ["sync"], ["sync", "--server", "x", "--user", "y",
                                                       "--claim", "-1"]])  # fmt: skip
def test_arguments_that_make_no_sense(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == Exit.USAGE
    assert capsys.readouterr().err
