"""What a test started must have ended when it is over: threads and child processes."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import psutil

PATIENCE = 3.0  # seconds for what is already ending


def threads() -> set[threading.Thread]:
    """Return the threads that would keep the interpreter from exiting."""
    return {thread for thread in threading.enumerate() if not thread.daemon}


def children() -> set[int]:
    """Return the ids of this process's children."""
    listings = list(Path(f"/proc/{os.getpid()}/task").glob("*/children"))
    if not listings:  # not Linux
        return {child.pid for child in psutil.Process().children()}
    found: set[int] = set()
    for listing in listings:
        try:
            found.update(map(int, listing.read_text("ascii").split()))
        except FileNotFoundError:  # the thread has just ended
            continue
    return found


def left_behind(threads_before: set[threading.Thread], children_before: set[int]) -> list[str]:
    """Wait a moment for what is ending, end what remains, and return its description."""
    deadline = time.monotonic() + PATIENCE
    while True:
        new_threads = threads() - threads_before
        new_children = [
            process
            for pid in children() - children_before
            if (process := _running(pid)) is not None
        ]
        if not new_threads and not new_children:
            return []
        if time.monotonic() > deadline:
            break
        time.sleep(0.01)
    found = [f"thread {thread.name}" for thread in new_threads]
    for process in new_children:
        found.append(f"process {process.pid}: {' '.join(_command(process))[:200]}")
        process.kill()
    return found


def _running(pid: int) -> psutil.Process | None:
    """Return the process unless it has ended or is multiprocessing's own long-lived helper."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
    except psutil.NoSuchProcess:
        return None
    command = " ".join(_command(process))
    helper = "multiprocessing.resource_tracker" in command
    return None if helper or "multiprocessing.forkserver" in command else process


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
