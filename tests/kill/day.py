"""An officer's day as a process of its own, to be killed at any moment.

Everything goes through :mod:`app.operations`. What the officer was promised (the draft is saved,
the decision is in the outbox) is written to a diary after the promise, one line each; a kill may
lose the last line of the diary, never a line before it.
"""

from __future__ import annotations

import json
import os
import random
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.anchors import MAX_PAGE, AnchorVerdict, FieldPath, ScanPlace
from app.domain.enums import Verb
from app.operations import anchors, approve, comments, decide, drafts, undo
from app.operations.errors import OperationRefused
from app.operations.workspace import Workspace
from app.store.draft import ComposerDraft
from app.store.home import Home
from app.store.keys import KeyRing
from app.store.readmodels import OpState, QueueFilter
from app.sync.errors import SyncError
from app.sync.http import Timeouts
from tests.proposing import propose

MODULE = "papers"


@dataclass(frozen=True)
class Shift:
    """Who works where. ``acts`` are the kinds of action, chosen at random by ``seed``."""

    root: Path
    url: str
    login: str
    diary: Path
    seed: int
    acts: tuple[str, ...]
    steps: int = 100_000


def open_home(shift: Shift) -> Workspace:
    """The home of the officer, unlocked; the key stands for an unlock password."""
    home = Home.open(shift.root, shift.url, shift.login)
    return Workspace(home=home, keys=key_of(shift.login), lock=home.lock())


def key_of(login: str) -> KeyRing:
    """A master key without the cost of stretching a password."""
    return KeyRing(login.encode().ljust(32, b"-"))


class Diary:
    """What was promised, line by line."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, what: str, **facts: Any) -> None:
        line = json.dumps({"what": what, **facts}) + "\n"
        os.write(self._file, line.encode())


def read(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a diary."""
    if not path.exists():
        return []
    lines = path.read_text("utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


class Officer:
    """Does one random thing after the other."""

    def __init__(self, shift: Shift, workspace: Workspace) -> None:
        self._workspace = workspace
        self._diary = Diary(shift.diary)
        self._chance = random.Random(shift.seed)
        self._typed = time.time_ns()
        self._sync: Future[None] | None = None
        self._acts = shift.acts

    def step(self) -> None:
        """One action; one that the rules refuse is no action."""
        act = self._chance.choice(self._acts)
        try:
            getattr(self, f"_{act}")()
        except OperationRefused:
            return

    def _case(self, view: str) -> str:
        found = self._workspace.queries.queue_ids(QueueFilter(view=view))  # type: ignore[arg-type]
        if not found:
            raise OperationRefused("NOTHING_TO_DO")
        return self._chance.choice(found)

    def _type(self) -> None:
        app_id = self._case("all")
        draft = self._workspace.queries.case(app_id).draft
        self._typed += 1
        composers = {**draft.composers, MODULE: ComposerDraft(text=f"第 {self._typed} 字")}
        changed = draft.model_copy(update={"composers": composers})
        drafts.save_draft(self._workspace, app_id=app_id, draft=changed)
        self._diary.note("typed", app_id=app_id, n=self._typed)

    def _look(self) -> None:
        """Hold the title against a page; its number tells which look it was."""
        app_id = self._case("mine")
        version = self._workspace.queries.case(app_id).version
        entry = version.entries(MODULE)[0].entry_id
        file = version.attachments_of(MODULE)[0].sha256
        page = self._chance.randrange(1, MAX_PAGE)
        anchors.draw(
            self._workspace,
            app_id=app_id,
            path=FieldPath(MODULE, entry, "title"),
            place=ScanPlace(att_sha256=file, page=page, rect=(0.1, 0.1, 0.5, 0.2)),
            verdict=AnchorVerdict.MATCH,
        )
        self._diary.note("looked", app_id=app_id, n=page)

    def _propose(self) -> None:
        app_id = self._case("mine")
        if self._chance.random() < 0.5:
            verb = Verb.PASS
        else:
            verb = Verb.RETURN
            comments.add(
                self._workspace, app_id=app_id, module=MODULE, text="发表时间需与版权页核对"
            )
        self._decided(propose(self._workspace, app_id=app_id, verb=verb).op_ids, app_id)

    def _recall(self) -> None:
        app_id = self._case("waiting")
        self._decided(decide.recall(self._workspace, app_id=app_id).op_ids, app_id)

    def _undo(self) -> None:
        ready = self._workspace.journal.ops_in({OpState.READY})
        if ready:
            op = self._chance.choice(ready)
            self._diary.note("undoing", op_id=op.op_id)
            undo.undo(self._workspace, op_id=op.op_id)
            self._diary.note("undone", op_id=op.op_id)

    def _approve(self) -> None:
        app_id = self._proposed()
        self._decided(approve.approve(self._workspace, app_id=app_id).op_ids, app_id)

    def _send_back(self) -> None:
        app_id = self._proposed()
        done = approve.send_back(self._workspace, app_id=app_id, text="请补充获奖项目的说明")
        self._decided(done.op_ids, app_id)

    def _proposed(self) -> str:
        rows = self._workspace.queries.approvals()
        if not rows:
            raise OperationRefused("NOTHING_TO_DO")
        return self._chance.choice(rows).app_id

    def _sync_now(self) -> None:
        if self._sync is not None:
            if not self._sync.done():
                return
            error = self._sync.exception()
            assert error is None or isinstance(error, SyncError), error
        assert self._workspace.sync is not None
        self._sync = self._workspace.sync.sync_once()

    def _decided(self, op_ids: tuple[str, ...], app_id: str) -> None:
        for op_id in op_ids:
            self._diary.note("decided", op_id=op_id, app_id=app_id)


def live(shift: Shift) -> None:
    """Work until killed, or until ``steps`` are done."""
    workspace = open_home(shift)
    workspace.start_sync(lambda _event: None, auto=False, timeouts=Timeouts(5, 15))
    officer = Officer(shift, workspace)
    Diary(shift.diary).note("open")
    for _ in range(shift.steps):
        officer.step()
    workspace.close()
