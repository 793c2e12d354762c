"""Whether the databases of every account below a root open and are whole."""

from __future__ import annotations

from pathlib import Path

from app.operations.doctor.check import Check
from app.store.engine import StoreCorrupt, make_engine, probe
from app.store.errors import StoreError
from app.store.home import Home, HomeLocked, list_homes
from app.store.keys import KeyRing, WrongPassword, unlock_with_keyring, unlock_with_password

_PAGE = 4096  # SQLCipher 4's page size; a database is a whole number of pages


def check_databases(root: Path, password: str | None) -> Check:
    """Examine each account's databases: every page where they can be unlocked, else the files.

    :param password: tried on each account; without one the system's keyring is.
    """
    homes = list_homes(root)
    if not homes:
        return Check("databases", True, "doctor.databases.none")
    damaged: list[str] = []
    locked = 0
    for home in homes:
        try:
            with home.lock():
                keys = _unlocked(home, password)
                locked += keys is None
                damaged += _damage(home, keys)
        except HomeLocked as taken:
            params = {"pid": str(taken.pid or "?")}
            return Check("databases", False, "doctor.databases.in_use", params)
    if damaged:
        params = {"which": ", ".join(damaged)}
        return Check("databases", False, "doctor.databases.damaged", params)
    if locked:
        return Check("databases", True, "doctor.databases.locked", {"count": str(locked)})
    return Check("databases", True, "doctor.databases.ok", {"count": str(len(homes))})


def _unlocked(home: Home, password: str | None) -> KeyRing | None:
    try:
        if password is None:
            return unlock_with_keyring(home)
        return unlock_with_password(home, password)
    except WrongPassword:
        return None
    except StoreError:
        return None  # no keyring, or no keys yet: only the files can be looked at


def _damage(home: Home, keys: KeyRing | None) -> list[str]:
    found = []
    for path in (home.journal_path, home.cache_path):
        if not path.exists():
            continue
        if keys is None:
            whole = path.stat().st_size % _PAGE == 0
        else:
            whole = _opens(path, keys.derive(path.stem))
        if not whole:
            found.append(f"{home.path.name[:8]}/{path.name}")
    return found


def _opens(path: Path, key: bytes) -> bool:
    engine = make_engine(path, key, durable=False)
    try:
        probe(engine, thorough=True)
    except StoreCorrupt:
        return False
    finally:
        engine.dispose()
    return True
