"""What is wrong with this machine, and what mends it: for IT, by window and command line."""

from __future__ import annotations

from pathlib import Path

from app.operations.doctor.check import Check

__all__ = ["Check", "examine"]


def examine(
    root: Path, *, server: str | None = None, password: str | None = None, language: str
) -> list[Check]:
    """Run every check.

    :param root: the folder that holds the homes; need not exist.
    :param server: its address; that of the home used last where None.
    :param password: unlocks the databases; without it the system's keyring may.
    :param language: of the words inside a check's parameters.
    """
    # The window asks single checks before it is shown: those must not load what these need.
    from app.operations.doctor import machine
    from app.operations.doctor.databases import check_databases
    from app.operations.doctor.folder import check_home
    from app.operations.doctor.server import check_server
    from app.store.home import list_homes

    homes = list_homes(root)
    address = server or (homes[0].server_url if homes else None)
    return [
        machine.check_versions(),
        machine.check_libraries(),
        machine.check_display(),
        machine.check_fonts(),
        machine.check_keyring(),
        check_home(root),
        check_databases(root, password),
        check_server(address, language),
    ]
