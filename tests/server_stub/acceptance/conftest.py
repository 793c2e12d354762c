"""The town of the stories, where a test needs real packs with every office on the route."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_stub.acceptance.beginnings import Beginnings
from tests.server_stub.world import World
from tests.stories.conftest import built, town
from tests.stories.telling import Story

__all__ = ["built", "town"]


@pytest.fixture(scope="session")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> Beginnings:
    """What many stories begin with, told once."""
    return Beginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.fixture
def tale(town: World, beginnings: Beginnings) -> Iterator[Story]:
    """A story told with the applicant of the town."""
    told = beginnings.story(town)
    yield told
    told.applicant.close()
