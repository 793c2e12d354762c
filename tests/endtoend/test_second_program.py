"""A second program on the same home, and a home whose program was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.enums import Verb
from app.protocol.messages import message
from app.store.home import HomeLocked
from app.store.readmodels import OpState
from tests.endtoend.conftest import OpenDesk
from tests.endtoend.front import Front
from tests.endtoend.town import CASE, Town
from tests.endtoend.words import told
from tests.proposing import propose
from tests.server_stub.world import PASSWORD

FIRST = """
import sys, time
from pathlib import Path
from app.operations import comments
from tests.endtoend.desk import Desk
from tests.endtoend.town import CASE

root, url = sys.argv[1:]
desk = Desk(Path(root), url)
desk.sign_in()
desk.claim(CASE)
comments.add(desk.ws, app_id=CASE, module="papers", text="请补传论文封面扫描件。")
print("open", flush=True)
time.sleep(600)
"""


@contextmanager
def first_program(root: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has the home open; killed at the end if it still runs."""
    program = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(root), url],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with program:
        assert program.stdout is not None
        assert program.stderr is not None
        try:
            assert program.stdout.readline() == "open\n", program.stderr.read()
            yield program
        finally:
            program.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_second_program_is_told_and_a_killed_one_bars_nobody(
    town: Town, front: Front, open_desk: OpenDesk, tmp_path: Path
) -> None:
    root = tmp_path / "homes"
    desk = open_desk()
    with first_program(root, front.url) as first:
        for enter in (desk.unlock, desk.sign_in):
            with pytest.raises(HomeLocked) as locked:
                enter()
            assert locked.value.pid == first.pid
            assert told(locked.value.code, locked.value.params)
        refused = subprocess.run(
            [sys.executable, "-m", "app", "sync", "--server", front.url, "--user", "chenyao",
             "--home", str(root)],
            input=PASSWORD, capture_output=True, check=False, text=True,
        )  # fmt: skip
        assert refused.returncode != 0
        said = message("HOME_LOCKED", "zh_CN", pid=str(first.pid))
        assert said in refused.stdout + refused.stderr
        other = open_desk("hanxu")
        other.sign_in()  # another officer's home is not barred
        other.close()
        os.kill(first.pid, signal.SIGKILL)
    assert first.returncode == -signal.SIGKILL

    desk.unlock()
    assert {notice.code for notice in desk.ws.notices} == {"KEYRING_UNFIT"}
    assert [one.text for one in desk.ws.queries.case(CASE).draft.comments] == [
        "请补传论文封面扫描件。"
    ]
    (op_id,) = propose(desk.ws, app_id=CASE, verb=Verb.RETURN).op_ids
    desk.go_online()
    desk.sync()
    assert desk.op(op_id).state is OpState.ACKED
    assert town.get(CASE)["applied_ops"] == [op_id]
