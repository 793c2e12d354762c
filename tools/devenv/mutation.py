"""`dev.py mutate`: mutation testing of the domain, with a tool that is installed on demand."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from tools.devenv.places import MUTATION_LOCK, ROOT, DevError, environment, run, say, venv_python

_ONLY_AS_SOURCE = "yattag"
"""What is published without a wheel: pure Python, built on this machine."""


def mutate(arguments: Sequence[str]) -> int:
    """Run `tools.mutation`, which arguments go to; install what it needs into `.venv` first.

    Raises:
        DevError: this system cannot copy a running process, or a package cannot be installed.
    """
    if not hasattr(os, "fork"):
        raise DevError(
            "变异测试需要能复制进程的系统（Linux、macOS 或 WSL）",
            "mutation testing needs a system that can fork: Linux, macOS or WSL",
        )
    if not _is_there():
        say("正在安装变异测试工具", "installing the tool for mutation testing")
        status = run([
            venv_python(), "-m", "pip", "install",
            "--require-hashes", "--only-binary", ":all:", "--no-binary", _ONLY_AS_SOURCE,
            "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--quiet",
            "-r", MUTATION_LOCK.relative_to(ROOT).as_posix(),
        ])  # fmt: skip
        if status:
            raise DevError("安装未完成", "the installation failed")
    return run([venv_python(), "-m", "tools.mutation", *arguments])


def _is_there() -> bool:
    question = "import cosmic_ray.mutating"
    asked = subprocess.run(
        [venv_python(), "-c", question], env=environment(), capture_output=True, check=False
    )
    return asked.returncode == 0
