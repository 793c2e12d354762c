"""``sync``: what the window does with the server, for scripts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli import output, secret
from app.cli.exits import Exit
from app.operations import claims, downloads, signin
from app.operations.errors import OperationRefused
from app.operations.probing import FileProber
from app.operations.workspace import Workspace
from app.protocol.messages import message
from app.store.errors import StoreError
from app.store.home import HomeLocked
from app.store.keys import KeysMissing, WrongPassword
from app.store.readmodels import QueueFilter
from app.store.vault import KeyringRefused
from app.sync.address import normalised
from app.sync.engine import SyncEngine
from app.sync.errors import ApiProblem, SignedOutError, SyncError
from app.sync.events import Event, Notice

ANSWER_SECONDS = 600.0
"""How long a claim may take, its pull included."""

Report = dict[str, Any]


def run(arguments: argparse.Namespace, language: str, home: Path) -> Exit:
    """Sync once and say what came of it."""
    report: Report = {"ok": False, "server": arguments.server, "user": arguments.user}
    notices: list[Notice] = []
    try:
        with _workspace(arguments, home) as workspace:
            notices += [Notice(one.code, one.params) for one in workspace.notices]
            code = _sync(arguments, workspace, report, notices)
    except (SyncError, StoreError, OperationRefused) as error:
        words = message(error.code, language, **error.params)
        report["error"] = {"code": error.code, "params": dict(error.params), "message": words}
        code = _exit_of(error)
    report["ok"] = code is Exit.OK
    report["notices"] = [
        {"code": one.code, "message": message(one.code, language, **one.params)} for one in notices
    ]
    _tell(report, language, as_json=arguments.json)
    return code


def _workspace(arguments: argparse.Namespace, home: Path) -> Workspace:
    """The home, by password where one was piped in, else by the system's keyring."""
    wanted = signin.SignIn(home, normalised(arguments.server), arguments.user)
    password = secret.password()
    if password:
        return signin.sign_in_online(wanted, password)
    return signin.unlock_offline(wanted)


def _sync(
    arguments: argparse.Namespace, workspace: Workspace, report: Report, notices: list[Notice]
) -> Exit:
    def hear(event: Event) -> None:
        if isinstance(event, Notice):
            notices.append(event)

    prober = FileProber() if arguments.download else None
    try:
        engine = workspace.start_sync(hear, auto=False, prober=prober)
        engine.sync_once().result()
        refused = _claim(workspace, arguments.claim, report)
        failed = _download(workspace, engine, report) if arguments.download else False
        waiting = _outbox(workspace, report)
    finally:
        if workspace.sync is not None:
            workspace.sync.stop()
        if prober is not None:
            prober.close()
    return Exit.ATTENTION if refused or failed or waiting else Exit.OK


def _claim(workspace: Workspace, count: int, report: Report) -> bool:
    """签收 the first ``count`` open cases; true where one of them was refused."""
    taken: list[str] = []
    refused: list[dict[str, str]] = []
    if count:
        free = workspace.queries.queue_ids(QueueFilter(view="to_claim"))[:count]
        answer = claims.claim(workspace, app_ids=free).result(ANSWER_SECONDS)
        taken = [result.app_id for result in answer.results if result.claim is not None]
        refused = [
            {"app_id": result.app_id, "code": result.code or ""}
            for result in answer.results
            if result.claim is None
        ]
    report["claimed"], report["refused"] = taken, refused
    return bool(refused)


def _download(workspace: Workspace, engine: SyncEngine, report: Report) -> bool:
    """Fetch the files of the cases in hand; true where something is missing after it."""
    mine = workspace.queries.queue_ids(QueueFilter(view="mine"))
    downloads.start(workspace, app_ids=mine)
    engine.downloads_done().result()
    missing = workspace.cache.estimate(mine)
    figures = engine.status.transfers
    report["downloads"] = {
        "cases": len(mine),
        "files": figures.files_done,
        "bytes": figures.bytes_done,
        "missing_files": missing.files,
        "missing_bytes": missing.bytes,
    }
    return missing.files > 0


def _outbox(workspace: Workspace, report: Report) -> bool:
    """Count the outbox and the queue; true where something waits for a person."""
    outbox = workspace.queries.outbox()
    report["cases"] = len(workspace.queries.queue_ids(QueueFilter(view="all")))
    report["outbox"] = {
        "confirmed_today": len(outbox.confirmed_today),
        "under_way": len(outbox.under_way),
        "need_you": [
            {
                "op_id": row.op_id,
                "app_id": row.app_id,
                "state": row.state.value,
                "code": row.why_code,
            }
            for row in outbox.need_you
        ],
    }
    return bool(outbox.need_you)


def _exit_of(error: SyncError | StoreError | OperationRefused) -> Exit:
    match error:
        case HomeLocked():
            return Exit.IN_USE
        case ApiProblem() | SignedOutError() | WrongPassword() | KeysMissing() | KeyringRefused():
            return Exit.SIGN_IN
        case OperationRefused():
            return Exit.SIGN_IN
        case SyncError():
            return Exit.SERVER
        case _:
            return Exit.STORE


def _tell(report: Report, language: str, *, as_json: bool) -> None:
    if as_json:
        output.document(report)
        return
    for notice in report["notices"]:
        output.complain(notice["message"])
    if "error" in report:
        output.complain(report["error"]["message"])
        return
    outbox = report["outbox"]
    figures: dict[str, object] = {
        "cases": report["cases"],
        "claimed": len(report["claimed"]),
        "confirmed": outbox["confirmed_today"],
        "waiting": outbox["under_way"],
        "need_you": len(outbox["need_you"]),
    }
    output.say(message("cli.sync.done", language, **figures))
    if "downloads" in report:
        output.say(message("cli.sync.downloads", language, **report["downloads"]))
