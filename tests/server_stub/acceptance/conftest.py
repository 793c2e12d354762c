"""The town of the stories, where a test needs real packs with every office on the route."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.server_stub.world import World
from tests.stories.conftest import built, town
from tests.stories.telling import Story, story

__all__ = ["built", "town"]


@pytest.fixture
def tale(town: World) -> Iterator[Story]:
    """A story told with the applicant of the town."""
    told = story(town)
    yield told
    told.applicant.close()
