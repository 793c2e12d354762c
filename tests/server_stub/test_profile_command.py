"""``titledesk-server profile check FILE`` as the author of a rule pack meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.profile import profile_sha256
from app.locate import resource
from app.protocol.messages import catalogue
from server_stub.cli import main

PACKS = sorted(Path(resource("profiles")).glob("*.json"))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_the_packs_of_the_program_can_be_used(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["profile", "check", str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["profile"] == f"{path.stem}@1"
    assert told["sha256"] == profile_sha256(path.read_bytes())


def test_each_problem_has_file_line_place_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = resource("profiles", "GXRC.json").read_text("utf-8").splitlines()
    committee = next(n for n, line in enumerate(lines) if '"id": "committee"' in line)
    lines[committee] = lines[committee].replace('"kind": "COMMITTEE"', '"kind": "BOARD"')
    label = next(n for n, line in enumerate(lines) if line.startswith('  "label"'))
    lines[label] = '  "label": {"zh_CN": "广西人才市场职称管理"},'
    file = tmp_path / "mine.json"
    file.write_text("\n".join(lines), "utf-8")
    assert main(["profile", "check", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    first, second, last = said.err.splitlines()
    assert first == (f"{file}:{label + 1}: label.en: 缺少 en 的文字；每处文字都要有 zh_CN 和 en")
    kind = "types.EVALUATION.routing.stages[2].kind"
    assert second.startswith(
        f"{file}:{committee + 1}: {kind}: 没有 BOARD 这种机构，可用：UNIT, DEPT"
    )
    assert last == f"{file} 不能使用：2 处有误。"


def test_it_speaks_english_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{\n  "a": 1,,\n}', "utf-8")
    assert main(["--language", "en", "profile", "check", str(file)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{file}:2: not JSON: it breaks off at line 2, column 10",
        f"{file} cannot be used: 1 things are wrong.",
    ]


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", "check", str(tmp_path / "x.json")]) == 1
    assert "x.json" in capsys.readouterr().err


def test_every_problem_has_words_in_both_languages() -> None:
    words = [
        {code: text for code, text in catalogue(language).items() if code.startswith("pack.")}
        for language in ("zh_CN", "en")
    ]
    assert words[0].keys() == words[1].keys()
    assert len(words[0]) >= 30
