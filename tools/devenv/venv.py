"""The virtual environment: made when absent, brought up to the lock when stale."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from tools.devenv.places import LOCK, VENV, DevError, environment, say, script

STAMP = "titledesk-lock.sha256"


def lock_digest(lock: Path = LOCK) -> str:
    """Return what the stamp of an up-to-date environment says."""
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def is_current(venv: Path = VENV, lock: Path = LOCK) -> bool:
    """Whether `venv` works and was last installed from this very lock."""
    stamp = venv / STAMP
    return (
        stamp.is_file()
        and stamp.read_text("ascii").strip() == lock_digest(lock)
        and _interpreter_works(venv)
    )


def ensure(venv: Path = VENV, lock: Path = LOCK) -> None:
    """Make `venv` agree with `lock`; does nothing when it does.

    Raises:
        DevError: the environment cannot be made, or a package cannot be installed.
    """
    if is_current(venv, lock):
        return
    if not _interpreter_works(venv):
        say(f"正在创建 {venv.name}", f"making {venv.name}")
        _check([sys.executable, "-m", "venv", "--clear", str(venv)])
    say("正在安装锁定的依赖，首次约一分钟", "installing the locked requirements")
    _check([
        str(script(venv, "python")), "-m", "pip", "install",
        "--require-hashes", "--only-binary", ":all:", "--disable-pip-version-check",
        "--no-input", "--progress-bar", "off", "--quiet", "-r", str(lock),
    ])  # fmt: skip
    (venv / STAMP).write_text(lock_digest(lock) + "\n", "ascii")


def _interpreter_works(venv: Path) -> bool:
    """Whether the environment has an interpreter that starts, is new enough and has pip."""
    python = script(venv, "python")
    if not python.is_file():
        return False
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        answer = subprocess.run(
            [str(python), "-c", question], env=environment(), capture_output=True, check=False
        )
    except OSError:  # a link to an interpreter that is gone, or of another machine
        return False
    return answer.returncode == 0


def _check(command: list[str]) -> None:
    done = subprocess.run(
        command,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-25:])
        raise DevError(f"命令未完成：{' '.join(command)}", f"the command failed:\n{tail}")
