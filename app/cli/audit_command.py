"""``audit verify``: whether the records of this machine and the server's hold, and where they break
first."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli import output, secret
from app.cli.exits import Exit
from app.operations import signin
from app.operations.errors import OperationRefused
from app.operations.sealing.compare import OtherSide, compare
from app.operations.workspace import Workspace
from app.protocol.messages import message
from app.protocol.seal_use import walk
from app.store.errors import StoreError
from app.store.home import HomeLocked
from app.sync.address import normalised
from app.sync.errors import SyncError

Told = dict[str, Any]


def run(arguments: argparse.Namespace, language: str, home: Path) -> Exit:
    """Walk the chains on both sides; ``ATTENTION`` where one is broken or they differ, ``SERVER``
    where only the server's could not be looked at."""
    wanted = signin.SignIn(home, normalised(arguments.server), arguments.user)
    password = secret.password()
    side: OtherSide | None = None
    trouble: SyncError | None = None
    try:
        with signin.unlock_offline(wanted, password or None) as workspace:
            told, well = _here(workspace)
            if not arguments.offline:
                try:
                    side = compare(workspace, password)
                except SyncError as error:
                    trouble = error
    except (StoreError, OperationRefused) as error:
        output.complain(message(error.code, language, **error.params))
        return Exit.IN_USE if isinstance(error, HomeLocked) else Exit.STORE
    well = well and (side is None or side.whole)
    if arguments.json:
        there = _there(side, trouble, language)
        output.document({"ok": well and trouble is None, **told, "server": there})
    else:
        _say_here(told, language)
        if side is not None:
            _say_there(side, language)
    if trouble is not None:
        why = message(trouble.code, language, **trouble.params)
        output.complain(message("cli.audit.not_compared", language, why=why))
    if not well:
        return Exit.ATTENTION
    return Exit.SERVER if trouble is not None else Exit.OK


def _here(workspace: Workspace) -> tuple[Told, bool]:
    actions = workspace.journal.verify_audit()
    with workspace.journal.seals() as pages:
        uses = walk(pages.lines())
    told = {
        "actions": _chain(actions.rows, actions.head.hash, actions.broken_at),
        "seal_uses": _chain(uses.lines, uses.head, uses.broken_at),
    }
    return told, actions.intact and uses.intact


def _there(side: OtherSide | None, trouble: SyncError | None, language: str) -> Told | None:
    """The server's side for a script; None where it was not asked for."""
    if trouble is not None:
        why = message(trouble.code, language, **trouble.params)
        return {"reached": False, "code": trouble.code, "message": why}
    if side is None:
        return None
    told: Told = {
        "reached": True,
        "log": _chain(side.log.lines, side.log.head, side.log.broken_at),
    }
    uses = side.uses
    if uses is not None:
        told["seal_uses"] = {
            **_chain(uses.lines, uses.head, uses.broken_at),
            "differs_at": uses.differs_at,
            "lacking_at": uses.lacking_at,
            "unsent": uses.unsent,
        }
    return told


def _say_here(told: Told, language: str) -> None:
    for name, chain in told.items():
        _say_chain(name, chain, language)


def _say_there(side: OtherSide, language: str) -> None:
    log = _chain(side.log.lines, side.log.head, side.log.broken_at)
    _say_chain("server_log", log, language)
    uses = side.uses
    if uses is None:
        return
    _say_chain("server_seal_uses", _chain(uses.lines, uses.head, uses.broken_at), language)
    for code, at in (
        ("cli.audit.differs", uses.differs_at),
        ("cli.audit.lacking", uses.lacking_at),
        ("cli.audit.unsent", uses.unsent or None),
    ):
        if at is not None:
            output.say(message(code, language, at=str(at)))


def _say_chain(name: str, chain: Told, language: str) -> None:
    code = "cli.audit.broken" if chain["broken_at"] else "cli.audit.whole"
    params = {key: str(value) for key, value in chain.items()}
    output.say(message(code, language, name=message(f"cli.audit.{name}", language), **params))


def _chain(lines: int, head: str, broken_at: int | None) -> Told:
    return {"lines": lines, "head": head, "broken_at": broken_at}
