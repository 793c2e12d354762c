"""A server's data folder with many applications and files of log-normal sizes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator

from app.domain.model import ApplicationVersion, Attachment, Organisation
from bench import documents
from bench.fixtures import Recipe, kept
from bench.server import PASSWORD
from server_stub import bulk
from server_stub.clock import Clock
from server_stub.context import Server
from server_stub.settings import Settings

LOGIN: Final = "chenyao"
FILES_PER_CASE: Final = 2
_SIGMA: Final = 1.3
"""Spread of the sizes: most scans are small, some are twenty times the median."""
_LEAST, _LARGEST_SHARE = 4_096, 0.05
_MADE_OF: Final = ("bench/documents.py", "bench/office.py", "server_stub/tables.py")


@dataclass(frozen=True)
class Office:
    """The folder to serve, and what is in it."""

    data: Path
    cases: int
    files: tuple[tuple[str, int], ...]
    """sha256 and length of each attachment."""

    @property
    def bytes(self) -> int:
        """The length of all attachments."""
        return sum(size for _, size in self.files)


def office(cases: int, megabytes: int, base: Path | None = None) -> Office:
    """The office with ``cases`` applications of two files each, built where it is not there.

    :param megabytes: the length of all files together, in units of 1,000,000 bytes.
    """
    recipe = Recipe(f"office-{cases}-{megabytes}", _MADE_OF)
    folder = kept(recipe, lambda fresh: _build(fresh, cases, megabytes), base)
    listed = (folder / "files.txt").read_text("ascii").split()
    sizes = [(folder / "files" / sha256).stat().st_size for sha256 in listed]
    return Office(folder / "data", cases, tuple(zip(listed, sizes, strict=True)))


def sizes(count: int, total: int, rng: Generator) -> list[int]:
    """Log-normal lengths that add up to about ``total`` bytes; none takes more than a twentieth."""
    drawn = rng.lognormal(0.0, _SIGMA, count)
    scaled = drawn * (total / drawn.sum())
    return [int(size) for size in np.clip(scaled, _LEAST, max(_LEAST, total * _LARGEST_SHARE))]


def _build(folder: Path, cases: int, megabytes: int) -> None:
    rng = np.random.default_rng(2026)
    (folder / "files").mkdir()
    lengths = sizes(cases * FILES_PER_CASE, megabytes * 1_000_000, rng)
    files = [(_write(folder / "files", length, rng), length) for length in lengths]
    (folder / "files.txt").write_text("\n".join(sha256 for sha256, _ in files), "ascii")
    server = Server(folder / "data", Settings(), Clock(), demo=False)
    unit = Organisation(org_id=documents.UNIT, name="示例市政工程集团有限公司")
    bulk.insert_office(server, unit, [(LOGIN, "陈瑶", ["HANDLER"])], PASSWORD)
    bulk.insert_blobs(server, ((sha256, folder / "files" / sha256) for sha256, _ in files))
    bulk.insert_applications(
        server, _drafts(cases, files), profile=documents.PROFILE, unit_org_id=unit.org_id
    )
    server.close()


def _write(folder: Path, length: int, rng: Generator) -> str:
    """A file that compresses as little as a scan does; returns its sha256, which is its name."""
    content = b"%PDF-1.7\n" + rng.bytes(length - 9)
    sha256 = hashlib.sha256(content).hexdigest()
    (folder / sha256).write_bytes(content)
    return sha256


def _drafts(cases: int, files: list[tuple[str, int]]) -> Iterator[ApplicationVersion]:
    now = datetime.now(UTC)
    for number in range(cases):
        document = documents.document(number, now, rows=12)["version"]
        draft = ApplicationVersion.model_validate(document)
        own = files[number * FILES_PER_CASE : (number + 1) * FILES_PER_CASE]
        attachments = [
            Attachment(
                att_id=f"{draft.app_id}-{place}",
                sha256=sha256,
                bytes=length,
                mime="application/pdf",
                slot="fulltext",
                module_code="papers",
                filename=f"论文{place}.pdf",
            )
            for place, (sha256, length) in enumerate(own)
        ]
        yield draft.model_copy(update={"version_no": 0, "attachments": attachments})
