from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.cli import main


def test_without_a_sub_command_the_window_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[dict[str, Any]] = []

    def run(**how: Any) -> int:
        asked.append(how)
        return 7

    monkeypatch.setattr("app.ui.main.run", run)
    argv = ["--server", "zc.example.cn", "--user", "me", "--home", str(tmp_path)]
    assert main([*argv, "--language", "en"]) == 7
    assert asked == [{"server": "zc.example.cn", "user": "me", "home": tmp_path, "language": "en"}]
