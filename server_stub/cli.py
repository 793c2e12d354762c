"""The command line of the server: serve, import, user add, seal, backup, new-epoch and so on."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from app.domain.enums import Role
from app.domain.profile import ProfileError
from app.protocol.messages import message
from server_stub import profile_command, registry, seal_command
from server_stub.app import create_app
from server_stub.backup import back_up
from server_stub.calendars import CalendarFileError
from server_stub.certificate_import import import_file
from server_stub.certificate_problems import RegistryRefusedError
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.db import ForeignDatabaseError
from server_stub.demo_data import CREDENTIALS, fill_if_empty, seal_files
from server_stub.import_folder import ImportRefusedError, import_folder
from server_stub.seal_life import SealRefusedError
from server_stub.seal_trust import SealTrust
from server_stub.serve import Tls, listen, serve, url_of
from server_stub.settings import SealFiles, Settings
from server_stub.tables import OrganisationRow, UserRow


class CommandError(Exception):
    """What was asked for cannot be done; the message says why."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it was done, 1 when not."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except ImportRefusedError as refused:
        for problem in refused.problems:
            words = message(problem.code, arguments.language, **problem.params)
            print(": ".join(filter(None, (problem.file, problem.field, words))), file=sys.stderr)
        return 1
    except ProfileError as refused:
        profile_command.print_problems(refused, arguments.language)
        return 1
    except RegistryRefusedError as refused:
        for one in refused.problems:
            place = message("CERT_ROW", arguments.language, row=one.row)
            words = message(one.code, arguments.language, **one.params)
            print(": ".join(filter(None, (place, one.column, words))), file=sys.stderr)
        return 1
    except SealRefusedError as refused:
        print(message(refused.code, arguments.language, **refused.params), file=sys.stderr)
        return 1
    except (CommandError, CalendarFileError, ForeignDatabaseError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="titledesk-server", description=__doc__)
    parser.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("serve", help="answer requests until told to end")
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=0, help="0 takes a free one")
    run.add_argument("--tls-cert", type=Path, help="certificate chain, PEM")
    run.add_argument("--tls-key", type=Path, help="its key, PEM")
    run.add_argument(
        "--seal-root", type=Path, action="append", default=[], metavar="FILE",
        help="certificate of an authority that issues seals' certificates, or one below it",
    )  # fmt: skip
    run.add_argument(
        "--seal-crl", type=Path, action="append", default=[], metavar="FILE",
        help="its list of revoked certificates; read again when it changes",
    )  # fmt: skip
    run.add_argument(
        "--time-root", type=Path, action="append", default=[], metavar="FILE",
        help="certificate of a time-stamp authority",
    )  # fmt: skip
    run.add_argument("--demo", action="store_true", help="synthetic data and a test clock")
    run.add_argument("--demo-size", type=int, default=78, metavar="N", help="applications")
    run.set_defaults(run=_serve)

    load = commands.add_parser("import", help="load a folder, see docs/import-format.md")
    load.add_argument("folder", type=Path)
    load.set_defaults(run=_import)

    certificates = commands.add_parser("certificates", help="the registry of certificates")
    intake = certificates.add_subparsers(required=True).add_parser(
        "import", help="take in a CSV or XLSX file, all of it or nothing"
    )
    intake.add_argument("file", type=Path)
    intake.set_defaults(run=_import_certificates)

    user = commands.add_parser("user", help="accounts").add_subparsers(required=True)
    add = user.add_parser("add", help="a new account; the password comes on standard input")
    add.add_argument("--login", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--org", required=True, help="id of the office")
    add.add_argument("--roles", required=True, help="for instance HANDLER,APPROVER")
    add.add_argument("--id-number", default="", help="for the ban on reviewing oneself")
    add.set_defaults(run=_add_user)

    copy = commands.add_parser("backup", help="copy the database while it runs")
    copy.add_argument("target", type=Path)
    copy.set_defaults(run=_backup)

    epoch = commands.add_parser("new-epoch", help="let every client pull everything again")
    epoch.set_defaults(run=_new_epoch)

    profile_command.add_parser(commands)
    seal_command.add_parser(commands)

    for command in (run, load, intake, add, copy, epoch):
        command.add_argument("--data", type=Path, required=True, help="the data folder")
    return parser


def _open(arguments: argparse.Namespace) -> Server:
    return Server(arguments.data, Settings(), Clock(), demo=False)


def _serve(arguments: argparse.Namespace) -> None:
    if (arguments.tls_cert is None) != (arguments.tls_key is None):
        raise CommandError("--tls-cert and --tls-key belong together")
    tls = Tls(arguments.tls_cert, arguments.tls_key) if arguments.tls_cert else None
    files = SealFiles(
        tuple(arguments.seal_root), tuple(arguments.time_root), tuple(arguments.seal_crl)
    )
    _look_at_seal_files(files)
    sock = listen(arguments.host, arguments.port)
    settings = Settings(probe_files=True, seal_files=files)
    api = create_app(arguments.data, demo=arguments.demo, settings=settings)
    ready: dict[str, object] = {"url": url_of(sock, tls)}
    if arguments.demo:
        fill_if_empty(api.state.server, arguments.data, arguments.demo_size)
        ready["demo"] = CREDENTIALS
        ready["seals"] = seal_files(arguments.data)
    serve(api, sock, tls, lambda: print(json.dumps(ready, ensure_ascii=False), flush=True))


def _look_at_seal_files(files: SealFiles) -> None:
    """Read them before anything else: at the first request it would be too late."""
    try:
        SealTrust(files, None, b"")
    except ValueError as problem:
        raise CommandError(f"--seal-root, --seal-crl, --time-root: {problem}") from problem


def _import(arguments: argparse.Namespace) -> None:
    server = _open(arguments)
    try:
        done = import_folder(server, arguments.folder)
    finally:
        server.close()
    print(json.dumps(vars(done)))


def _import_certificates(arguments: argparse.Namespace) -> None:
    server = _open(arguments)
    try:
        done = import_file(server, arguments.file)
    finally:
        server.close()
    print(json.dumps(vars(done)))


def _add_user(arguments: argparse.Namespace) -> None:
    roles = [name.strip() for name in arguments.roles.split(",")]
    strange = [name for name in roles if not Role(name).known]
    if strange:
        raise CommandError(f"unknown role: {', '.join(strange)}")
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if len(password) < 8:
        raise CommandError("a password has at least 8 characters")
    server = _open(arguments)
    try:
        with server.db.write() as session:
            if session.get(OrganisationRow, arguments.org) is None:
                raise CommandError(f"unknown office: {arguments.org}")
            if session.scalars(select(UserRow).where(UserRow.login == arguments.login)).first():
                raise CommandError(f"{arguments.login} exists already")
            registry.save_user(
                session,
                user_id=arguments.login,
                login=arguments.login,
                name=arguments.name,
                org_id=arguments.org,
                roles=roles,
                password_hash=server.passwords.hash(password),
                id_number_mac=server.id_number_mac(arguments.id_number),
            )
    finally:
        server.close()
    print(json.dumps({"user_id": arguments.login}))


def _backup(arguments: argparse.Namespace) -> None:
    server = _open(arguments)
    try:
        mark = back_up(server.db, arguments.target)
    finally:
        server.close()
    print(json.dumps({"durable_mark": mark}))


def _new_epoch(arguments: argparse.Namespace) -> None:
    server = _open(arguments)
    try:
        epoch = server.db.start_new_epoch()
    finally:
        server.close()
    print(json.dumps({"epoch": epoch}))
