from __future__ import annotations

from pathlib import Path

import pytest

from app.operations.doctor.databases import check_databases
from app.store.database import Database
from app.store.home import Home
from app.store.keys import create

PASSWORD = "correct horse"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.open(tmp_path, "http://127.0.0.1:1", "somebody")
    keys = create(home, PASSWORD)
    Database(home.journal_path, keys.derive("journal"), "journal").close()
    Database(home.cache_path, keys.derive("cache"), "cache").close()
    return home


def test_whole_databases_are_well(home: Home) -> None:
    check = check_databases(home.path.parent, PASSWORD)
    assert (check.ok, check.code) == (True, "doctor.databases.ok")


def test_without_a_password_the_files_are_looked_at(home: Home) -> None:
    check = check_databases(home.path.parent, None)
    assert (check.ok, check.code) == (True, "doctor.databases.locked")
    home.journal_path.write_bytes(home.journal_path.read_bytes()[:-100])
    assert check_databases(home.path.parent, None).code == "doctor.databases.damaged"


def test_a_changed_byte_is_found(home: Home) -> None:
    content = bytearray(home.journal_path.read_bytes())
    content[len(content) // 2] ^= 1
    home.journal_path.write_bytes(content)
    check = check_databases(home.path.parent, PASSWORD)
    assert check.code == "doctor.databases.damaged"
    assert "journal.db" in check.document("zh_CN")["detail"]
    assert home.journal_path.read_bytes() == bytes(content), "the doctor only looks"


def test_a_home_in_use_is_left_alone(home: Home) -> None:
    with home.lock():
        assert check_databases(home.path.parent, PASSWORD).code == "doctor.databases.in_use"


def test_no_home_yet(tmp_path: Path) -> None:
    assert check_databases(tmp_path / "none", None).ok
