"""Verifying documents at a desk: any files, or what was sealed on a case."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.domain.sealing import Stamp
from app.operations.changes import Changes
from app.operations.envelope import find_case
from app.operations.outside import new_file
from app.operations.sealing.standing import electronic_stamps, sealed_bytes
from app.operations.sealing.trust import trust_of
from app.seal.verify.details import SealDetail, details
from app.seal.verify.document import verify
from app.seal.verify.telling import told_file, unread
from app.seal.verify.verdict import FileVerdict
from app.store.blobs import BlobMissing
from app.store.readmodels import CaseView
from app.store.sealed_file import SealedFileError

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

MOST_BYTES: Final = 200 * 1024 * 1024
"""Larger files are no forms; they are said instead of filling the memory."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to verify.

    Attributes:
        name: as the reader finds it.
        data: its bytes; empty where they could not be had.
        why: a code of the catalogue why they could not, with ``params``.
    """

    name: str
    data: bytes = field(default=b"", repr=False)
    why: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verified:
    """A file with its verdicts.

    Attributes:
        found: None where the file could not be read.
        seals: what stands in it about each seal, by field.
        stamp: the record's entry for the file, where it is one of the case.
    """

    document: Document
    found: FileVerdict | None
    seals: Mapping[str, SealDetail] = field(default_factory=dict)
    stamp: Stamp | None = None

    @property
    def good(self) -> bool:
        """Whether all its seals hold and the record stands by them."""
        voided = self.stamp is not None and self.stamp.voided
        return self.found is not None and self.found.good and not voided


def read_files(paths: Iterable[Path]) -> list[Document]:
    """Files of this machine; one that cannot be read says why. Blocks."""
    return [_read(path) for path in paths]


def documents_of(ws: Workspace, app_id: str) -> list[Document]:
    """What was sealed on a case, here or elsewhere; what is not on this machine says so.

    :raises OperationRefused: ``OP_CASE_GONE``.
    """
    case = find_case(ws, app_id)
    return [_stamped(ws, case, stamp) for stamp in electronic_stamps(ws, case)]


def verify_document(ws: Workspace, document: Document, app_id: str = "") -> Verified:
    """The verdict on every seal of a file, by what this machine knows of the registry. Blocks.

    :param app_id: the case that it should be of; a file of its record should be of the version
        that was sealed, any other of the version at hand.
    """
    if document.why:
        return Verified(document, None)
    stamp, expected = None, None
    if app_id:
        case = find_case(ws, app_id)
        stamp = _recorded(ws, case, document.data)
        version = stamp or case.version
        expected = (app_id, version.version_no, version.content_sha256)
    trust = trust_of(ws, expected=expected, app_id=app_id)
    return Verified(document, verify(document.data, trust), details(document.data), stamp)


def verdicts(files: Iterable[Verified], language: str) -> dict[str, Any]:
    """As ``titledesk verify --json`` tells them."""
    told = list(files)
    return {
        "ok": bool(told) and all(one.good for one in told),
        "files": [
            unread(one.document.name, one.document.why)
            if one.found is None
            else told_file(one.document.name, one.found, language)
            for one in told
        ],
    }


def save_verdicts(ws: Workspace, files: Iterable[Verified], target: Path, language: str) -> Changes:
    """Write :func:`verdicts` to ``target``; see :func:`~app.operations.outside.new_file`."""
    body = json.dumps(verdicts(files, language), ensure_ascii=False, indent=1)
    with new_file(ws, target, "verify.save", "", {}) as file:
        file.write(f"{body}\n".encode())
    return Changes()


def _read(path: Path) -> Document:
    try:
        if path.stat().st_size > MOST_BYTES:
            params = {"most": str(MOST_BYTES // 1024 // 1024)}
            return Document(path.name, why="verify.too_large", params=params)
        return Document(path.name, path.read_bytes())
    except OSError as error:
        why = {"why": error.strerror or str(error)}
        return Document(path.name, why="verify.unreadable", params=why)


def _stamped(ws: Workspace, case: CaseView, stamp: Stamp) -> Document:
    name = f"{stamp.form}-{case.app_id}-{stamp.stamped_sha256[:8]}.pdf"
    try:
        return Document(name, sealed_bytes(ws, stamp))
    except BlobMissing:
        return Document(name, why="verify.not_here")
    except SealedFileError:
        return Document(name, why="verify.damaged_here")


def _recorded(ws: Workspace, case: CaseView, data: bytes) -> Stamp | None:
    digest = hashlib.sha256(data).hexdigest()
    for stamp in electronic_stamps(ws, case):
        if digest in (stamp.stamped_sha256, stamp.time_stamped_sha256):
            return stamp
    return None
