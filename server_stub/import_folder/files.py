"""The files of a folder: named well, there, and exactly what the manifest says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from server_stub.blobstore import magic_of
from server_stub.import_folder.manifest import FileSpec
from server_stub.import_folder.paths import folded, locate, refusal
from server_stub.import_folder.problems import ImportProblem

_PIECE = 1024 * 1024


@dataclass(frozen=True)
class FileHere:
    """A file that was read once, from beginning to end."""

    path: Path
    sha256: str
    bytes: int
    magic: str


def examine(
    folder: Path, wanted: Iterable[tuple[str, FileSpec]]
) -> tuple[dict[str, FileHere], list[ImportProblem]]:
    """Every file by its path in the manifest, and everything that is wrong with them."""
    problems: list[ImportProblem] = []
    named: dict[str, str] = {}
    places: dict[str, Path] = {}
    attachments = list(wanted)
    for field, spec in attachments:
        code = refusal(spec.path)
        other = named.setdefault(folded(spec.path), spec.path)
        if code is None and other != spec.path:
            params = {"other": other}
            code = "IMPORT_CASE_COLLISION"
            problems.append(ImportProblem(spec.path, f"{field}.path", code, params))
            continue
        if code is None and spec.path not in places:
            place, code = locate(folder, spec.path)
            if place is not None:
                places[spec.path] = place
        if code is not None:
            problems.append(ImportProblem(spec.path, f"{field}.path", code))
    with ThreadPoolExecutor(max_workers=2) as readers:
        found = dict(zip(places, readers.map(_read, places.values()), strict=True))
    for field, spec in attachments:
        here = found.get(spec.path)
        if here is not None and spec.path in places:
            problems += _differences(field, spec, here)
    return found, problems


def _read(path: Path) -> FileHere:
    digest, size, head = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            head = head or piece[:1024]
            digest.update(piece)
            size += len(piece)
    return FileHere(path, digest.hexdigest(), size, magic_of(head))


def _differences(field: str, spec: FileSpec, here: FileHere) -> list[ImportProblem]:
    problems = []
    if spec.sha256 != here.sha256:
        params = {"manifest": spec.sha256, "file": here.sha256}
        problems.append(ImportProblem(spec.path, f"{field}.sha256", "IMPORT_WRONG_HASH", params))
    if spec.bytes is not None and spec.bytes != here.bytes:
        params = {"manifest": str(spec.bytes), "file": str(here.bytes)}
        problems.append(ImportProblem(spec.path, f"{field}.bytes", "IMPORT_WRONG_LENGTH", params))
    return problems
