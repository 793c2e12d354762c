"""A real worker for the tests of this room."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.media.client import MediaClient
from app.media.source import DocumentSource

WAIT_S = 60.0


class Asker:
    """Blocking questions to a `MediaClient`."""

    def __init__(self, client: MediaClient) -> None:
        self.client = client

    def _answer(self, ask: Callable[[Callable[[Any], None]], object]) -> Any:
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        ask(answers.put)
        return answers.get(timeout=WAIT_S)

    def describe(self, path: Path) -> Any:
        source = DocumentSource.of_file(path)
        return self._answer(lambda tell: self.client.describe(source, tell))

    def render(self, path: Path, page: int = 0, width: int = 300, rotation: int = 0) -> Any:
        source = DocumentSource.of_file(path)
        return self._answer(lambda tell: self.client.render(source, page, width, rotation, tell))

    def probe(self, path: Path) -> Any:
        source = DocumentSource.of_file(path)
        return self._answer(lambda tell: self.client.probe(source, tell))


@pytest.fixture(scope="package")
def asker() -> Iterator[Asker]:
    """One worker for all tests that do not harm it."""
    client = MediaClient()
    client.start()
    while client.worker_pid is None:  # the guard against leftovers counts children before a test
        time.sleep(0.02)
    yield Asker(client)
    client.close()


@pytest.fixture
def own_client() -> Iterator[Callable[..., MediaClient]]:
    """Workers a test may kill."""
    made: list[MediaClient] = []

    def make(**options: Any) -> MediaClient:
        client = MediaClient(**options)
        client.start()
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
