"""``python -m app verify``: verdicts for people and for scripts, and an exit code that tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main
from app.cli.exits import Exit
from tests.seal.registered import registered
from tests.seal.verify import sealed as desk


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "seals.json"
    path.write_text(json.dumps([registered().model_dump(mode="json")]), encoding="utf-8")
    return path


def written(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def test_a_good_file_ends_well(
    tmp_path: Path, registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "good.pdf", desk.sealed())
    arguments = ["--language", "zh_CN", "verify", file, "--registry", str(registry)]
    assert main(arguments) == Exit.OK
    said = capsys.readouterr().out
    assert "完整，等待时间戳" in said
    assert "非国密 GB/T 38540 签章" in said


def test_one_that_was_changed_tells_by_its_exit_code_and_in_json(
    tmp_path: Path, registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = written(tmp_path, "good.pdf", desk.sealed())
    bad = written(tmp_path, "bad.pdf", desk.flip(desk.sealed()))
    arguments = ["verify", good, bad, "--registry", str(registry), "--json"]
    assert main(arguments) == Exit.ATTENTION
    told = json.loads(capsys.readouterr().out)
    assert [file["good"] for file in told["files"]] == [True, False]
    assert told["files"][1]["seals"][0]["verdict"] == "CHANGED"


def test_without_a_registry_nobody_is_trusted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "good.pdf", desk.sealed())
    assert main(["verify", file, "--json"]) == Exit.ATTENTION
    told = json.loads(capsys.readouterr().out)
    assert told["files"][0]["seals"][0]["verdict"] == "NOT_TRUSTED"


def test_what_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nowhere.pdf"
    assert main(["verify", str(missing)]) == Exit.ATTENTION
    assert str(missing) in capsys.readouterr().err
    assert main(["verify", str(missing), "--registry", str(missing)]) == Exit.USAGE
