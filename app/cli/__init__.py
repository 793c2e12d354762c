"""The command line: ``titledesk``, ``python -m app``.

Without a sub-command it opens the window. The others load no Qt.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.cli.arguments import parser
from app.cli.exits import Exit
from app.protocol.messages import DEFAULT_LANGUAGE
from app.store.home import default_root


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (:class:`~app.cli.exits.Exit`)."""
    # Whatever else is installed here must not see the models, and is not even looked for.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    arguments = parser().parse_args(argv)
    language = getattr(arguments, "language", None) or system_language()
    home: Path = getattr(arguments, "home", None) or default_root()
    try:
        if arguments.command == "sync":
            from app.cli import sync_command

            return sync_command.run(arguments, language, home)
        if arguments.command == "doctor":
            from app.cli import doctor_command

            return doctor_command.run(arguments, language, home)
        if arguments.command == "verify":
            from app.cli import verify_command

            return verify_command.run(arguments, language, home)
        if arguments.command == "audit":
            from app.cli import audit_command

            return audit_command.run(arguments, language, home)
        if arguments.command == "evidence":
            from app.cli import evidence_command

            return evidence_command.run(arguments, language, home)
        from app.cli import window_command

        return window_command.run(arguments, home)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def system_language() -> str:
    """Chinese unless the system speaks English."""
    if sys.platform == "win32":
        import ctypes
        import locale

        code = int(ctypes.windll.kernel32.GetUserDefaultUILanguage())
        name = locale.windows_locale.get(code, "")
    else:
        variables = ("LC_ALL", "LC_MESSAGES", "LANG")
        name = next((os.environ[key] for key in variables if os.environ.get(key)), "")
    return "en" if name.lower().startswith("en") else DEFAULT_LANGUAGE
