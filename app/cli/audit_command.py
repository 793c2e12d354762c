"""``audit verify``: whether the record of this machine holds, and where it breaks first."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli import output, secret
from app.cli.exits import Exit
from app.operations import signin
from app.operations.errors import OperationRefused
from app.protocol.messages import message
from app.protocol.seal_use import walk
from app.store.errors import StoreError
from app.store.home import HomeLocked
from app.sync.address import normalised


def run(arguments: argparse.Namespace, language: str, home: Path) -> Exit:
    """Walk both chains; ``ATTENTION`` where one is broken."""
    wanted = signin.SignIn(home, normalised(arguments.server), arguments.user)
    try:
        with signin.unlock_offline(wanted, secret.password() or None) as workspace:
            actions = workspace.journal.verify_audit()
            with workspace.journal.seals() as pages:
                uses = walk(pages.lines())
    except (StoreError, OperationRefused) as error:
        output.complain(message(error.code, language, **error.params))
        return Exit.IN_USE if isinstance(error, HomeLocked) else Exit.STORE
    told = {
        "actions": _chain(actions.rows, actions.head.hash, actions.broken_at),
        "seal_uses": _chain(uses.lines, uses.head, uses.broken_at),
    }
    well = actions.intact and uses.intact
    if arguments.json:
        output.document({"ok": well, **told})
    else:
        for name, chain in told.items():
            code = "cli.audit.broken" if chain["broken_at"] else "cli.audit.whole"
            params = {key: str(value) for key, value in chain.items()}
            output.say(
                message(code, language, name=message(f"cli.audit.{name}", language), **params)
            )
    return Exit.OK if well else Exit.ATTENTION


def _chain(lines: int, head: str, broken_at: int | None) -> dict[str, Any]:
    return {"lines": lines, "head": head, "broken_at": broken_at}
