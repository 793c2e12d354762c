"""What can go wrong with the files on this machine, as codes with parameters.

Every error carries ``code``, a key of the message catalogue (``messages.store``), and ``params``
for its words; the words say what happened, what is safe and what to do.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StoreError(Exception):
    """Base of the errors of this room."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class StoreFull(StoreError):  # noqa: N818 - named in the contract between the rooms
    """There is no room left on the disk.

    Whatever was committed before stays valid, the change at hand was rolled back as a whole.
    """

    def __init__(self, where: str) -> None:
        super().__init__("STORE_FULL", where=where)


@contextmanager
def full_disk_as_error(where: str) -> Iterator[None]:
    """Turn an ``OSError`` that says the disk is full into :class:`StoreFull`.

    :param where: what was being written: ``journal``, ``cache``, ``blobs`` or ``home``.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in _FULL:
            raise StoreFull(where) from problem
        raise
