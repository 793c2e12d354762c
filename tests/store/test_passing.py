"""What is looked at once: readable for the worker alone, gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.media.reader import open_stream
from app.store.passing import PassingFiles

WORDS = b"%PDF-1.7 a form of somebody" * 9000


def test_a_passing_file_is_read_with_its_key_and_not_without(tmp_path: Path) -> None:
    files = PassingFiles(tmp_path / "passing")
    source = files.put(WORDS, "表.pdf")
    stream = open_stream(source)
    assert stream.read() == WORDS
    stream.close()
    assert WORDS[:27] not in source.path.read_bytes()
    files.remove(source)
    assert not source.path.exists()


def test_what_another_program_left_is_removed_and_what_is_shown_stays(tmp_path: Path) -> None:
    left = PassingFiles(tmp_path).put(WORDS, "left.pdf")
    files = PassingFiles(tmp_path)
    first = files.put(WORDS, "a.pdf")
    second = files.put(WORDS, "b.pdf")
    assert not left.path.exists()
    assert first.path.exists()
    assert second.path.exists()
    files.clear()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_could_not_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = PassingFiles(tmp_path)
    monkeypatch.setattr("app.store.sealed_file.SealedWriter.finish", _full)
    with pytest.raises(OSError, match="no room"):
        files.put(WORDS, "a.pdf")
    assert list(tmp_path.iterdir()) == []


def _full(_writer: object) -> None:
    raise OSError(5, "no room")
