"""A piece of work in a copy of this process: nothing that it changes is left, and it can be ended.

What it gives back must be JSON. POSIX only: without `fork` every mutant would import everything.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Callable
from typing import Any


class OutOfTimeError(Exception):
    """The work took longer than it may."""


class CrashError(Exception):
    """The work ended without giving anything back."""


def in_a_copy(work: Callable[[], Any], seconds: float) -> Any:
    """Do `work` in a copy of this process, silently, and return what it returns.

    Raises:
        OutOfTimeError: it was not done after so many seconds; the copy is gone.
        CrashError: the copy ended by an exception or a signal.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        _be_the_copy(work, writing)
    os.close(writing)
    try:
        return _answer(reading, seconds)
    except OutOfTimeError:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(reading)
        os.waitpid(pid, 0)


def _be_the_copy(work: Callable[[], Any], writing: int) -> None:
    status = 1
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        with os.fdopen(writing, "w", encoding="utf-8") as answer:
            json.dump(work(), answer)
        status = 0
    finally:
        os._exit(status)  # no exit handlers: they belong to the process that was copied


def _answer(reading: int, seconds: float) -> Any:
    text = b""
    while select.select([reading], [], [], seconds)[0]:
        part = os.read(reading, 1 << 20)
        if not part:
            if not text:
                raise CrashError
            return json.loads(text)
        text += part
    raise OutOfTimeError
