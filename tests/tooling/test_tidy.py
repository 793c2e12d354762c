"""What no file of the project may hold."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.devenv.places import ROOT

MACHINE_PATH = re.compile(
    r"(?<![\w./-])/(?:work|farm|root)/"
    r"|(?<![\w./-])/(?:home|Users)/[a-z]"
    r"|(?<![\w./-])/tmp/[a-z]"
    r"|[A-Z]:\\Users\\"
)
REGISTRY = re.compile("index" + r"-url|python" + r"hosted|pypi\." + "org")
BINARY = {".png", ".jpg", ".jpeg", ".pdf", ".ttf", ".otf", ".ico", ".woff2", ".p12", ".qm", ".gz"}


def _tracked() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode("utf-8").split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in BINARY:
            yield name, path.read_text("utf-8", errors="replace")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return dict(_tracked())


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine", "registry"])
def test_no_place_of_one_machine_is_named(texts: dict[str, str], pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts.items()
        if Path(name) != Path(__file__).relative_to(ROOT)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "work/main",
        "cd /root/x",
        "/home/ann/a",
        "open('/tmp/abc')",
        "C:\\Users\\ann",
        "(/tmp/x)",
    ],
)
def test_the_pattern_knows_a_machine_path(line: str) -> None:
    assert MACHINE_PATH.search(line)


def test_no_module_is_too_long_to_read(texts: dict[str, str]) -> None:
    long = {
        name: text.count("\n")
        for name, text in texts.items()
        if name.endswith(".py") and not name.startswith("tests/") and text.count("\n") > 400
    }
    assert not long
