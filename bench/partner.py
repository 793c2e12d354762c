"""A process of its own that answers questions: what is measured in it disturbs nothing else.

A question is a line of JSON, the name of one of its methods and the arguments; so is the answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]
_QUIET = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}


class PartnerError(RuntimeError):
    """The other process is gone, or could not do what it was asked for."""


class Partner:
    """The asking side: ``ask("name", argument=…)``."""

    def __init__(self, module: str, python: str | Path = sys.executable) -> None:
        self._module = module
        self._words = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - lives on
        self._process = subprocess.Popen(
            [str(python), "-c", f"from {module} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            text=True,
            cwd=ROOT,
            env={**os.environ, **_QUIET},
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def ask(self, name: str, **arguments: Any) -> Any:
        """What it answers.

        :raises PartnerError: with its words.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps([name, arguments]) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self._words.seek(0)
            raise PartnerError(f"{self._module} ended at {name}: {self._words.read()[-2000:]}")
        answer = json.loads(line)
        if "problem" in answer:
            raise PartnerError(f"{self._module}: {answer['problem']}")
        return answer["answer"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._words.close()


def answer(methods: Mapping[str, Callable[..., Any]] | Sequence[Callable[..., Any]]) -> None:
    """The answering side: serve until the questions end."""
    known = (
        methods
        if isinstance(methods, Mapping)
        else {getattr(method, "__name__", ""): method for method in methods}
    )
    for line in sys.stdin:
        name, arguments = json.loads(line)
        try:
            said = {"answer": known[name](**arguments)}
        except Exception as problem:  # noqa: BLE001 - told to whoever asked
            said = {"problem": f"{name}: {type(problem).__name__}: {problem}"}
        print(json.dumps(said), flush=True)
