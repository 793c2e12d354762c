from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.store.engine import StoreCorrupt, immediate, make_engine, probe, snapshot
from app.store.errors import StoreFull

KEY = bytes(range(32))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = make_engine(tmp_path / "journal.db", KEY, durable=True)
    with immediate(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE note (text TEXT)")
        connection.exec_driver_sql("INSERT INTO note VALUES ('云知秋的意见')")
    return engine


def names(engine: Engine) -> list[str]:
    with snapshot(engine) as connection:
        return list(
            connection.exec_driver_sql("SELECT name FROM sqlite_master ORDER BY 1").scalars()
        )


def test_nothing_of_it_is_readable(engine: Engine, tmp_path: Path) -> None:
    for file in tmp_path.iterdir():  # with its write-ahead log, before and after folding it in
        assert "云知秋".encode() not in file.read_bytes()
    engine.dispose()
    raw = (tmp_path / "journal.db").read_bytes()
    assert "云知秋".encode() not in raw
    assert not raw.startswith(b"SQLite format 3")


def test_a_definition_is_rolled_back_with_its_transaction(engine: Engine) -> None:
    before = names(engine)

    def half() -> None:
        with immediate(engine) as connection:
            connection.exec_driver_sql("CREATE TABLE half_done (x)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert names(engine) == before
    engine.dispose()


def test_a_reader_sees_one_state(engine: Engine) -> None:
    with snapshot(engine) as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 1
        with immediate(engine) as writer:
            writer.exec_driver_sql("INSERT INTO note VALUES ('x')")
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 1
    with snapshot(engine) as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 2
    engine.dispose()


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_the_journal_waits_for_the_disk_and_the_cache_does_not(
    tmp_path: Path, durable: bool, level: int
) -> None:
    engine = make_engine(tmp_path / "some.db", KEY, durable=durable)
    with snapshot(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == level
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_another_key_and_damage_are_named(
    engine: Engine, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.dispose()
    path = tmp_path / "journal.db"
    with pytest.raises(StoreCorrupt) as caught:
        probe(make_engine(path, bytes(32), durable=True))
    assert caught.value.params == {"where": "journal"}
    raw = bytearray(path.read_bytes())
    raw[-100] ^= 1
    path.write_bytes(raw)
    broken = make_engine(path, KEY, durable=True)
    with pytest.raises(StoreCorrupt):
        probe(broken, thorough=True)
    broken.dispose()
    assert capfd.readouterr() == ("", "")  # SQLCipher's own log is silent


def test_a_whole_database_passes_the_thorough_look(engine: Engine) -> None:
    probe(engine, thorough=True)
    engine.dispose()


def test_a_full_disk_is_named_and_the_state_before_stays(engine: Engine) -> None:
    with snapshot(engine) as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 8")

    def too_much() -> None:
        with immediate(engine) as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 8")
            for _ in range(50):
                connection.exec_driver_sql("INSERT INTO note VALUES (hex(randomblob(4000)))")

    with pytest.raises(StoreFull) as caught:
        too_much()
    assert caught.value.params == {"where": "journal"}
    with snapshot(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM note").scalar() == 1
    engine.dispose()
