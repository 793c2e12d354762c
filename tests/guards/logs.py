"""An unexpected warning in the log fails the test, after qutebrowser's `logfail`.

Two ways to expect one: `with caplog.at_level(logging.WARNING)` for records of exactly that
level, or the marker `expect_log("app.sync")` for everything below a logger.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Watch(logging.Handler):
    """Collects records of WARNING and above that nobody expects.

    Attributes:
        unexpected: the records, formatted as `logger: LEVEL message`.
    """

    def __init__(self, expected: tuple[str, ...] | None, caplog: logging.Handler) -> None:
        """`expected` are logger names, empty for all, None for none."""
        super().__init__(logging.WARNING)
        self.unexpected: list[str] = []
        self._expected = expected
        self._caplog = caplog

    def emit(self, record: logging.LogRecord) -> None:
        """Take one record down, from whichever thread it comes."""
        if record.levelno == self._caplog.level or self._is_expected(record.name):
            return
        self.unexpected.append(f"{record.name}: {record.levelname} {record.getMessage()}")

    def _is_expected(self, name: str) -> bool:
        if self._expected is None:
            return False
        return not self._expected or any(
            name == parent or name.startswith(parent + ".") for parent in self._expected
        )


@contextmanager
def watching(watch: Watch) -> Iterator[Watch]:
    """Listen on the root logger for the length of a block."""
    root = logging.getLogger()
    root.addHandler(watch)
    try:
        yield watch
    finally:
        root.removeHandler(watch)
