"""Each contract of import-linter, seen to break in a small copy of the house."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.devenv.places import ROOT

ROOMS = ("domain", "protocol", "store", "media", "sync", "seal", "operations", "viewers", "ui")
BREAKS = {
    "Imports run downwards only": ("app/store/bad.py", "import app.operations"),
    "Qt lives in the window and the viewers": ("app/media/bad.py", "from PySide6 import QtGui"),
    "Only sync speaks HTTP": ("app/operations/bad.py", "import httpx"),
    "The domain is pure": ("app/domain/bad.py", "from pathlib import Path"),
    "Media takes the sealed file": ("app/media/bad.py", "import app.store.fine"),
    "The server shares the domain": ("server_stub/bad.py", "import app.store"),
    "The client does not reach into the server": ("app/sync/bad.py", "import server_stub"),
    "Seals keep nothing": ("app/seal/bad.py", "import app.store"),
    "The server holds no keys of tokens": ("server_stub/bad.py", "import app.seal.pkcs11"),
    "Viewers know nothing of applications": ("app/viewers/bad.py", "import app.domain"),
}
ALLOWED = {
    "app/ui/fine.py": "import PySide6, app.viewers, app.domain",
    "app/sync/fine.py": "import httpx, app.store",
    "app/store/sealed_file.py": "import os",
    "app/media/fine.py": "import app.store.sealed_file",
    "app/store/fine.py": "import app.media",
    "app/seal/pkcs11.py": "import pkcs11",
    "server_stub/fine.py": "import app.domain, app.protocol, app.media, app.seal, pathlib",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("app", "server_stub", *(f"app/{room}" for room in ROOMS)):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "app" / "locate.py").touch()
    for name, source in ALLOWED.items():
        (tmp_path / name).write_text(source + "\n", "utf-8")
    return tmp_path


def _check(house: Path) -> tuple[int, list[str]]:
    program = "from importlinter.cli import lint_imports_command as main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-logo", "--no-cache"],
        cwd=house,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = [line for line in done.stdout.splitlines() if " BROKEN" in line]
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return done.returncode, broken


def test_what_the_house_allows_is_kept(house: Path) -> None:
    assert _check(house) == (0, [])


@pytest.mark.parametrize(("contract", "where"), BREAKS.items(), ids=BREAKS.keys())
def test_a_wrong_import_breaks_its_contract(
    house: Path, contract: str, where: tuple[str, str]
) -> None:
    (house / where[0]).write_text(where[1] + "\n", "utf-8")
    status, broken = _check(house)
    assert status == 1
    assert any(line.startswith(contract) for line in broken), broken
