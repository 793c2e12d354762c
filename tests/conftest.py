"""Rules that hold for every test. The guards themselves are in `tests/guards`."""

from __future__ import annotations

from tests.guards import surroundings

SCRATCH = surroundings.enter()  # before anything that imports Qt, keyring or platformdirs

import gc  # noqa: E402
from collections.abc import Iterator  # noqa: E402

import hypothesis  # noqa: E402
import pytest  # noqa: E402

from tests.guards import leaks, logs, network  # noqa: E402

network.install()

# No deadline: the machines are shared. No data base: a test run leaves no files in the checkout.
hypothesis.settings.register_profile(
    "default", deadline=None, database=None, derandomize=True, max_examples=60
)
hypothesis.settings.register_profile("full", deadline=None, database=None, max_examples=1000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long tests too")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("full" if config.getoption("--full") else "default")


def pytest_unconfigure() -> None:
    surroundings.leave(SCRATCH)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full"):
        return
    long_ones = [item for item in items if item.get_closest_marker("full")]
    if long_ones:
        config.hook.pytest_deselected(items=long_ones)
        items[:] = [item for item in items if item not in set(long_ones)]


def pytest_collection_finish() -> None:
    """Put aside what is loaded for good: looking through it again took time in every run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether `--full` was given, for a test that is longer then instead of left out."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_at_the_end() -> Iterator[None]:
    threads, children = leaks.threads(), leaks.children()
    yield
    left = leaks.left_behind(threads, children)
    if left:
        pytest.fail("left running by the session: " + "; ".join(left), pytrace=False)


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("shared_processes"):
        yield
        return
    threads, children = leaks.threads(), leaks.children()
    yield
    left = leaks.left_behind(threads, children)
    if left:
        pytest.fail("left running: " + "; ".join(left), pytrace=False)


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    marker = request.node.get_closest_marker("expect_log")
    expected = None if marker is None else tuple(marker.args)
    with logs.watching(logs.Watch(expected, caplog.handler)) as watch:
        yield
    if watch.unexpected:
        pytest.fail("unexpected log: " + "; ".join(watch.unexpected), pytrace=False)


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    network.attempts.clear()
    yield
    if network.attempts:
        pytest.fail(f"reached for the network: {network.attempts}", pytrace=False)
