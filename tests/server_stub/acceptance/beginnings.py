"""Stories told as far as several tests need them: each beginning is told once and then copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx

from app.domain.enums import ApplicationType
from server_stub.db import Database, current_rev
from tests.server_stub.world import World
from tests.stories.telling import Story
from tests.stories.town import APPLICANT

Telling = TypeVar("Telling", bound=Callable[..., None])


@dataclass(frozen=True)
class _Beginning:
    """What a server has written, and who is signed in there, after the same words."""

    data: Path
    app_id: str
    profile_id: str
    type: ApplicationType
    now: datetime
    tokens: dict[str, str]


class Beginnings:
    """The beginnings that were told so far, as folders of data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, _Beginning] = {}

    def story(self, town: World) -> Tale:
        """A story in that town, which may take up a beginning while nothing has happened."""
        return Tale(town, town.client(APPLICANT), self)

    def keep(self, name: str, tale: Story) -> None:
        """Remember how far ``tale`` has come."""
        town, copy = tale.town, self._folder / str(len(self._known))
        data = _closed(town)
        shutil.copytree(data, copy)
        town.server.db = Database(data)
        now, tokens = town.server.clock.now(), dict(town.tokens)
        self._known[name] = _Beginning(
            copy, tale.app_id, tale.profile_id, tale.type, now, tokens
        )  # fmt: skip

    def take_up(self, name: str, tale: Story) -> bool:
        """Let ``tale`` have come as far as the one that is remembered under the name, if any."""
        known, town = self._known.get(name), tale.town
        if known is None:
            return False
        data = _closed(town)
        shutil.copytree(known.data, data, dirs_exist_ok=True)
        town.server.db = Database(data)
        town.server.clock.travel_to(known.now)
        town.tokens = dict(known.tokens)
        tale.applicant.headers["Authorization"] = f"Bearer {town.token(APPLICANT)}"
        tale.app_id, tale.profile_id, tale.type = known.app_id, known.profile_id, known.type
        return True


class Tale(Story):
    """A story that knows the beginnings of others."""

    def __init__(self, town: World, applicant: httpx.Client, beginnings: Beginnings) -> None:
        super().__init__(town, applicant)
        self.beginnings = beginnings
        self._first = _revision(town)

    @property
    def is_untold(self) -> bool:
        """Whether nothing was written since it was opened."""
        return not self.app_id and _revision(self.town) == self._first


def told_once(tell: Telling) -> Telling:
    """Let a beginning be told over HTTP a single time, and be taken up where it is told again."""

    @wraps(tell)
    def told(tale: Story, **more: Any) -> None:
        if not (isinstance(tale, Tale) and tale.is_untold):
            tell(tale, **more)
            return
        name = f"{tell.__qualname__} {sorted(more.items())}"
        if not tale.beginnings.take_up(name, tale):
            tell(tale, **more)
            tale.beginnings.keep(name, tale)

    return cast(Telling, told)


def _closed(town: World) -> Path:
    """The folder of the town's data, with everything written in it."""
    town.server.db.close()
    return town.server.db.path.parent


def _revision(town: World) -> int:
    with town.server.db.read() as session:
        return current_rev(session)
