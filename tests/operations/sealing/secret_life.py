"""A seal holder's program that meets every trouble there is, talking as much as it can.

    python -m tests.operations.sealing.secret_life ROOT URL LOGIN SEAL SCRATCH

Wrong and right PIN come on standard input. All loggers are heard, a crash report with the values of
its frames is written, and the last seal ends in a segmentation fault.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from app.media.client import MediaClient
from app.operations.sealing import apply
from app.operations.sealing.own_seals import office_seals, provider, seal_image
from app.operations.sealing.settle import take_up
from app.operations.workspace import Workspace
from app.seal.problems import SealError
from app.store.home import Home
from tests.kill.day import key_of

_log = logging.getLogger(__name__)


def main() -> None:
    """Wrong PIN, one sealed, one failed, one that crashes the program in the middle."""
    root, url, login, seal_id, scratch = sys.argv[1:]
    logging.basicConfig(filename=Path(scratch, "all.log"), level=1)
    report = Path(scratch, "fault.log").open("w")  # noqa: SIM115 - to the end of the program
    faulthandler.enable(report, all_threads=True)
    home = Home.open(Path(root), url, login)
    ws = Workspace(home=home, keys=key_of(login), lock=home.lock())
    media = MediaClient()
    media.start()
    (batch,) = take_up(ws)
    (registered,) = office_seals(ws, [ws.queries.case(batch.items[0].app_id)])
    try:
        provider(ws, seal_id).open(sys.stdin.readline().rstrip("\n"))
    except SealError:
        _log.exception("wrong")
    with provider(ws, seal_id).open(sys.stdin.readline().rstrip("\n")) as key:
        image, real = seal_image(ws, seal_id), vars(apply)["seal"]

        def broken(*_args: Any, **_more: Any) -> Any:
            real(*_args, **_more)
            raise RuntimeError("in the middle of sealing")

        def crashing(*_args: Any, **_more: Any) -> Any:
            say("crashing")
            real(*_args, **_more)
            os.kill(os.getpid(), signal.SIGSEGV)

        apply.seal_item(ws, batch, batch.items[0], registered, key, image)
        while media.worker_pid is None:
            time.sleep(0.02)
        say("sealed")
        sys.stdin.readline()
        vars(apply)["seal"] = broken
        try:
            apply.seal_item(ws, batch, batch.items[1], registered, key, image)
        except RuntimeError as error:
            _log.exception("broken")
            told = traceback.TracebackException.from_exception(error, capture_locals=True)
            Path(scratch, "report.txt").write_text("".join(told.format()), "utf-8")
        vars(apply)["seal"] = crashing
        apply.seal_item(ws, batch, batch.items[2], registered, key, image)


def say(word: str) -> None:
    """A word to the test."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
