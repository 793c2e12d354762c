"""The arguments of ``python -m app``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import __version__
from app.protocol.messages import DEFAULT_LANGUAGE, message

LANGUAGES = ("zh_CN", "en")


def parser() -> argparse.ArgumentParser:
    """Without a sub-command: the window; else one of the commands."""
    say = _words
    top = argparse.ArgumentParser(
        prog="titledesk", description=say("cli.about"), epilog=say("cli.exits"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    top.add_argument("--version", action="version", version=f"TitleDesk {__version__}")
    _add_account(top)
    _add_common(top)
    commands = top.add_subparsers(dest="command", metavar="{sync,doctor,verify,audit,evidence}")

    sync = commands.add_parser("sync", help=say("cli.sync"), description=say("cli.sync.about"))
    _add_account(sync, required=True)
    _add_common(sync)
    sync.add_argument("--claim", type=_count, default=0, metavar="N", help=say("cli.sync.claim"))
    sync.add_argument("--download", action="store_true", help=say("cli.sync.download"))
    sync.add_argument("--json", action="store_true", help=say("cli.json"))

    doctor = commands.add_parser(
        "doctor", help=say("cli.doctor"), description=say("cli.doctor.about")
    )
    doctor.add_argument("--server", metavar="URL", help=say("cli.server"))
    doctor.add_argument("--unlock", action="store_true", help=say("cli.doctor.unlock"))
    _add_common(doctor)
    doctor.add_argument("--json", action="store_true", help=say("cli.json"))

    _add_verify(commands)
    _add_audit(commands)
    _add_evidence(commands)
    return top


def _add_verify(commands: Any) -> None:
    say = _words
    verify = commands.add_parser(
        "verify", help=say("cli.verify"), description=say("cli.verify.about")
    )
    verify.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say("cli.verify.files"))
    verify.add_argument("--registry", type=Path, metavar="JSON", help=say("cli.verify.registry"))
    for name in ("root", "time-root", "crl"):
        verify.add_argument(
            f"--{name}", type=Path, action="append", default=[], metavar="FILE",
            help=say(f"cli.verify.{name.replace('-', '_')}"),
        )  # fmt: skip
    _add_common(verify)
    verify.add_argument("--json", action="store_true", help=say("cli.json"))


def _add_audit(commands: Any) -> None:
    say = _words
    audit = commands.add_parser("audit", help=say("cli.audit"), description=say("cli.audit.about"))
    audit.add_argument("what", choices=("verify",))
    audit.add_argument("--offline", action="store_true", help=say("cli.audit.offline"))
    _add_account(audit, required=True)
    _add_common(audit)
    audit.add_argument("--json", action="store_true", help=say("cli.json"))


def _add_evidence(commands: Any) -> None:
    say = _words
    evidence = commands.add_parser(
        "evidence", help=say("cli.evidence"), description=say("cli.evidence.about")
    )
    about = evidence.add_mutually_exclusive_group(required=True)
    about.add_argument("--case", nargs="+", metavar="ID", help=say("cli.evidence.case"))
    about.add_argument("--batch", metavar="ID", help=say("cli.evidence.batch"))
    evidence.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=say("cli.evidence.out")
    )
    _add_account(evidence, required=True)
    _add_common(evidence)
    evidence.add_argument("--json", action="store_true", help=say("cli.json"))


def _add_account(to: argparse.ArgumentParser, *, required: bool = False) -> None:
    to.add_argument("--server", metavar="URL", required=required, help=_words("cli.server"))
    to.add_argument("--user", metavar="NAME", required=required, help=_words("cli.user"))


def _add_common(to: argparse.ArgumentParser) -> None:
    # Sub-commands repeat these; SUPPRESS keeps one given before the sub-command from being undone.
    to.add_argument(
        "--home", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_words("cli.home")
    )
    to.add_argument(
        "--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=_words("cli.language")
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(text)
    return number


def _words(code: str) -> str:
    return f"{message(code, DEFAULT_LANGUAGE)} / {message(code, 'en')}".replace("%", "%%")
