"""The stage: it runs the acts in order and does for them what only an outsider can do.

An act asks by a JSON line on its standard output (``{"ask": "stop_server"}``) and reads ``ok`` when
it is done. ``kill_me`` is answered by SIGKILL.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.journey import sealed
from tests.journey.server import ServerProcess

ACT_SECONDS = 240
HOME = "client"
"""The folder of the machine that most acts are at."""


class ActError(RuntimeError):
    """An act ended otherwise than it should."""


@dataclass
class Stage:
    """Where the journey takes place."""

    out: Path
    scratch: Path
    server: ServerProcess
    told: dict[str, object] = field(default_factory=dict)

    @property
    def record(self) -> Path:
        """The file of steps."""
        return self.out / "steps.jsonl"

    def tell_of_seals(self) -> None:
        """Let the acts know where the demo's seals lie, and their PIN."""
        self.told["seals"] = self.server.told["seals"]

    def copy_home(self, name: str) -> None:
        """Another machine with the same content, for acts that only look; nobody may be at work."""
        shutil.copytree(self.scratch / HOME, self.scratch / name)

    def play(
        self, act: str, *, killed: bool = False, scale: str = "1", home: str = HOME, **given: str
    ) -> None:
        """Run one act.

        :param home: the machine: its folder beside the others.
        :param killed: the act asks to be killed, and must not end otherwise.
        :raises ActError: when it ends with an error, or outlives its time.
        """
        argv = [
            sys.executable, "-m", "tests.journey.act", act, "--url", self.server.url,
            "--home", str(self.scratch / home), "--out", str(self.out),
        ]  # fmt: skip
        argv += [f"--given={key}={value}" for key, value in given.items()]
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": scale,
            "PYTHONUNBUFFERED": "1",
        }
        process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            env=environment,
        )  # fmt: skip
        was_killed = self._attend(process)
        code = process.wait(ACT_SECONDS)
        if killed != was_killed or (not killed and code != 0):
            raise ActError(f"act {act} ended with {code}")

    def _attend(self, process: subprocess.Popen[str]) -> bool:
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin, process.stdout:
            for line in process.stdout:
                message = _message(line)
                if message is None:
                    sys.stderr.write(line)
                    continue
                if "tell" in message:
                    self.told.update(message["tell"])
                    continue
                ask = message.get("ask")
                if ask == "kill_me":
                    process.send_signal(signal.SIGKILL)
                    return True
                if isinstance(ask, str):
                    self._do(ask)
                process.stdin.write("ok\n")
                process.stdin.flush()
        return False

    def _do(self, what: str) -> None:
        if what == "stop_server":
            self.server.stop()
        elif what == "start_server":
            self.server.start()
        elif what == "revoke_seal":
            sealed.revoke(self.server.url)


def _message(line: str) -> dict[str, dict[str, object]] | None:
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) and {"ask", "tell"} & message.keys() else None
