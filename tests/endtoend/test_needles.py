"""The search of the tests at rest: it finds what stands there, and no random number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.endtoend.needles import Needles


@pytest.fixture
def needles() -> Needles:
    found = Needles()
    for text in ("a0003", "张三", "张三丰"):
        found.add_text(text)
    return found


@pytest.mark.parametrize("data", ["848984a01e8a00034cc7", "a00031", "fa0003"])
def test_few_digits_within_a_longer_number_are_chance(needles: Needles, data: str) -> None:
    assert needles.within(data.encode()) == []


@pytest.mark.parametrize("data", ["a0003", "user=a0003;", "\0a0003\0", "homes/a0003/x"])
def test_few_digits_as_a_word_are_found(needles: Needles, data: str) -> None:
    assert needles.within(data.encode()) == [b"a0003"]


def test_a_text_is_found_wherever_it_stands(needles: Needles, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes("0a张三0".encode())
    (tmp_path / "wide").write_bytes(b"\0" + "张三丰".encode("utf-16-le"))
    assert needles.below(tmp_path) == [
        f"cache: {'张三'.encode()!r}",
        f"wide: {'张三丰'.encode('utf-16-le')!r}",
    ]
