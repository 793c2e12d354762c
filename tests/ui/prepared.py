"""An office in which work has been done: done once in a test run, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from app.operations.workspace import Workspace
from server_stub.packs import Packs
from server_stub.serve import ServerThread
from tests.operations.office import Office
from tests.server_stub.conftest import a_world

Prepare = Callable[..., Workspace]
"""Does the work in an office that it is given, with arguments; says whose desk the test is at."""


@dataclass(frozen=True)
class Left:
    """What was left behind when everybody had gone home.

    Attributes:
        root: the server's ``data`` and the ``machines``.
        login, machine, online: the workspace that was given back, to be opened again.
        packs: the rules that the server had in the end; it holds them in memory.
        wall, now: its two times.
    """

    root: Path
    login: str
    machine: str
    online: bool
    packs: Packs
    wall: datetime
    now: datetime


class Preparations:
    """All that was prepared in this run, by what did it."""

    def __init__(self, root: Path, filled: Path, listener: ServerThread) -> None:
        self._root, self._filled, self.listener = root, filled, listener
        self._made: dict[tuple[object, ...], Left] = {}

    def left_by(self, prepare: Prepare, *args: object) -> Left:
        """Let it be done where it has not been."""
        key = (prepare, *args)
        if key not in self._made:
            self._made[key] = self._make(self._root / str(len(self._made)), prepare, args)
        return self._made[key]

    def _make(self, root: Path, prepare: Prepare, args: tuple[object, ...]) -> Left:
        with a_world(root, self._filled, self.listener) as world:
            office = Office(world, root / "machines")
            try:
                ws = prepare(office, *args)
                return Left(
                    root=root,
                    login=ws.account.login,
                    machine=ws.home.path.parent.name,
                    online=ws.sync is not None,
                    packs=world.server.packs,
                    wall=world.clock.now,
                    now=world.server.clock.now(),
                )
            finally:
                office.close()


class Prepared:
    """Gives a test copies; call it with what prepares and its arguments, which must be hashable.

    What is done must have been sent before it is given back: who opens a home syncs.
    """

    def __init__(self, known: Preparations, folder: Path) -> None:
        self._known, self._folder = known, folder
        self._open = ExitStack()
        self._office: Office | None = None

    @property
    def office(self) -> Office:
        """The office of the copy that was made last."""
        assert self._office is not None, "nothing was prepared"
        return self._office

    def __call__(self, prepare: Prepare, *args: object) -> Workspace:
        """Open the workspace that ``prepare`` gives back, in a copy of the office it leaves."""
        left = self._known.left_by(prepare, *args)
        self._folder.mkdir()
        world = self._open.enter_context(
            a_world(self._folder, left.root / "data", self._known.listener)
        )
        shutil.copytree(left.root / "machines", self._folder / "machines")
        world.clock.now = left.wall
        world.server.clock.travel_to(left.now)
        self._office = Office(world, self._folder / "machines")
        self._open.callback(self._office.close)
        world.server.packs = left.packs
        return self._office.officer(left.login, left.machine, online=left.online)

    def close(self) -> None:
        """Everybody goes home."""
        self._open.close()


def places_first(request: pytest.FixtureRequest) -> None:
    """Make a test's office before the fixture that asks: what is made first is taken away last."""
    for name in ("office", "prepared"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
