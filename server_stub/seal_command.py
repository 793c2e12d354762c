"""``seal``: the registry of seals on the command line: register, list, freeze, revoke and so on."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.domain.partial_date import CHINA
from app.domain.sealing import Seal, SealStatus
from app.forms.form import FormCode
from server_stub import seal_life, seal_request, seals
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.seal_life import Hand
from server_stub.settings import Settings

_BY = "registrar"
_STATUS = {
    "freeze": SealStatus.FROZEN,
    "activate": SealStatus.ACTIVE,
    "revoke": SealStatus.REVOKED,
}


def add_parser(commands: Any) -> None:
    """Add ``seal`` with its commands."""
    seal = commands.add_parser("seal", help="the registry of seals, see docs/seals.md")
    wanted = seal.add_subparsers(required=True, metavar="WHAT")

    register = wanted.add_parser("register", help="take in a request for registration")
    register.add_argument("file", type=Path)
    register.add_argument("--from", dest="valid_from", type=_first, metavar="DATE")
    register.add_argument("--to", dest="valid_to", type=_last, metavar="DATE")
    register.set_defaults(run=_register)

    listing = wanted.add_parser("list", help="all seals with their state, one JSON document")
    listing.add_argument("--history", action="store_true", help="with every step: who, when, why")
    listing.set_defaults(run=_list)

    for name, words in (
        ("freeze", "let it not be used for a while"),
        ("activate", "let a frozen seal be used again"),
        ("revoke", "end it for good; its certificates come onto the list of the revoked"),
    ):
        step = wanted.add_parser(name, help=words)
        step.add_argument("seal")
        step.set_defaults(run=_change, status=_STATUS[name])
        _reasoned(step)
    renew = wanted.add_parser("renew", help="give it a longer term")
    renew.add_argument("seal")
    renew.add_argument("--to", dest="valid_to", type=_last, metavar="DATE", required=True)
    renew.set_defaults(run=_renew)
    _reasoned(renew)
    amend = wanted.add_parser("amend", help="say anew who holds it, or what it may be put on")
    amend.add_argument("seal")
    amend.set_defaults(run=_amend)
    _reasoned(amend)
    for step in (register, amend):
        step.add_argument(
            "--form", action="append", default=[], dest="forms", choices=sorted(FormCode),
            help="a form it may be put on; without any, all of them (amend: as before)",
        )  # fmt: skip
        step.add_argument(
            "--holder", action="append", default=[], dest="holders", metavar="USER",
            help="who may use it; without any, who asks (amend: as before)",
        )  # fmt: skip
    _reasoned(register, required=False)
    for step in wanted.choices.values():
        step.add_argument("--data", type=Path, required=True, help="the data folder")


def _reasoned(step: argparse.ArgumentParser, *, required: bool = True) -> None:
    step.add_argument("--reason", required=required, default="", help="why; kept in its history")
    step.add_argument("--by", default=_BY, metavar="NAME", help="who does it; kept as well")


def _register(arguments: argparse.Namespace) -> None:
    request = seal_request.read(arguments.file)
    terms = seal_request.Terms(
        arguments.valid_from, arguments.valid_to, arguments.forms, arguments.holders
    )
    asked = seal_request.seal_of(request, terms)
    _write(arguments, lambda session, hand: seal_life.register(session, asked, hand))


def _change(arguments: argparse.Namespace) -> None:
    _write(
        arguments,
        lambda session, hand: seal_life.change(session, arguments.seal, arguments.status, hand),
    )


def _renew(arguments: argparse.Namespace) -> None:
    _write(
        arguments,
        lambda session, hand: seal_life.renew(session, arguments.seal, arguments.valid_to, hand),
    )


def _amend(arguments: argparse.Namespace) -> None:
    _write(
        arguments,
        lambda session, hand: seal_life.amend(
            session,
            arguments.seal,
            hand,
            holders=arguments.holders or None,
            allowed_forms=arguments.forms or None,
        ),
    )


def _write(arguments: argparse.Namespace, do: Callable[[Any, Hand], Seal]) -> None:
    server = Server(arguments.data, Settings(), Clock(), demo=False)
    try:
        with server.db.write() as session:
            done = do(session, Hand(arguments.by, arguments.reason, server.clock.now()))
    finally:
        server.close()
    sys.stdout.write(json.dumps(_told(done, history=False), ensure_ascii=False) + "\n")


def _list(arguments: argparse.Namespace) -> None:
    server = Server(arguments.data, Settings(), Clock(), demo=False)
    try:
        with server.db.read() as session:
            found = [seal.as_of(server.clock.now()) for seal in seals.every(session)]
    finally:
        server.close()
    told = [_told(seal, history=arguments.history) for seal in found]
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _told(seal: Seal, *, history: bool) -> dict[str, Any]:
    shown = {
        "seal_id", "name", "kind", "owner_org", "status", "status_since", "valid_from", "valid_to",
        "allowed_forms", "holders",
    }  # fmt: skip
    if history:
        shown.add("history")
    return seal.model_dump(mode="json", include=shown)


def _first(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), CHINA).astimezone(UTC)


def _last(text: str) -> datetime:
    """The end of a day."""
    return _first(text) + timedelta(days=1, seconds=-1)
