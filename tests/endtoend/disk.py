"""A disk that is really full: a small file system in memory, filled to its last byte."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sync.room import RESERVE

MIB = 1 << 20
SIZE = RESERVE + 24 * MIB


class Disk:
    """A file system of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._ballast = root / "somebody-elses-files"

    @property
    def free(self) -> int:
        return shutil.disk_usage(self.root).free

    def eat(self, leave: int = 0) -> None:
        """Let another program take everything but ``leave`` bytes."""
        with self._ballast.open("ab") as file:
            size = self._ballast.stat().st_size
            if self.free > leave:
                os.posix_fallocate(file.fileno(), size, self.free - leave)
            if leave == 0:
                with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                    os.write(file.fileno(), bytes(SIZE))

    def clear(self) -> None:
        """That program cleans up."""
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a file system needs root on Linux")
    root = tmp_path / "disk"
    root.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "titledesk-test", str(root)],
        capture_output=True, check=False, text=True,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield Disk(root)
    subprocess.run(["umount", str(root)], check=True)
