"""``doctor``: what is wrong with this machine, and what mends it."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli import output, secret
from app.cli.exits import Exit
from app.operations.doctor import examine
from app.protocol.messages import message


def run(arguments: argparse.Namespace, language: str, home: Path) -> Exit:
    """Run every check; ``ATTENTION`` where one found something."""
    password = secret.password() if arguments.unlock else None
    checks = examine(home, server=arguments.server, password=password, language=language)
    well = all(check.ok for check in checks)
    documents = [check.document(language) for check in checks]
    if arguments.json:
        output.document({"ok": well, "home": str(home), "checks": documents})
    else:
        for found in documents:
            mark = message("cli.ok" if found["ok"] else "cli.not_ok", language)
            output.say(f"{mark} {found['name']}: {found['detail']}")
            if found["remedy"]:
                output.say(f"    {found['remedy']}")
    return Exit.OK if well else Exit.ATTENTION
