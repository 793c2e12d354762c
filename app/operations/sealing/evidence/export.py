"""Making a pack: collected first, then written in one go beside its target, then named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from asn1crypto import parser
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.operations.errors import OperationRefused
from app.operations.sealing.evidence import known as knowing
from app.operations.sealing.evidence.pack_file import PackFile, writing
from app.operations.sealing.evidence.papers import Paper, Scope, bytes_of, of_batch, of_cases
from app.operations.sealing.evidence.record import files_of, record_of
from app.operations.sealing.evidence.summary import Document, Facts, summary
from app.protocol.messages import DEFAULT_LANGUAGE
from app.seal.verify.document import verify
from app.seal.verify.telling import told_file

if TYPE_CHECKING:
    from app.operations.workspace import Workspace

SUMMARY: Final = "summary.html"
VERDICTS: Final = "verdicts.json"


@dataclass(frozen=True, slots=True)
class Absent:
    """A document that is not in the pack; ``code`` of the catalogue says why."""

    app_id: str
    form: str
    person: str
    code: str


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """What became of an export.

    ``not_good`` are files in the pack whose seals do not all hold; ``stamps_absent`` counts those
    that the server time-stamped while the file with the stamp is not on this machine yet.
    """

    target: Path
    sha256: str
    bytes: int
    documents: int
    time_stamped: int
    stamps_absent: int = 0
    not_good: tuple[str, ...] = ()
    absent: tuple[Absent, ...] = ()
    record_whole: bool = True

    @property
    def well(self) -> bool:
        """Everything is in it, every seal holds, the record is whole."""
        return self.record_whole and not self.not_good and not self.absent


@dataclass(slots=True)
class _Made:
    """What the documents came to while they were written."""

    documents: list[Document] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    signatures: list[EmbeddedPdfSignature] = field(default_factory=list)


def export_pack(
    ws: Workspace,
    target: Path,
    *,
    app_ids: Sequence[str] | None = None,
    batch_id: str | None = None,
    progress: Callable[[int], bool] = lambda _done: True,
) -> EvidenceReport:
    """Write all that proves the seals of some cases, or of one batch, to ``target``.

    Files come from the encrypted store alone; nothing is fetched. The audit row stands before the
    first byte is written.

    :param progress: told how many documents are done; False ends it, and nothing is left.
    :raises OperationRefused: ``OP_EXPORT_FORBIDDEN``, ``OP_EXPORT_EXISTS``,
        ``OP_EXPORT_UNWRITABLE``, ``OP_CASE_GONE``, ``evidence.no_batch``, ``evidence.empty``,
        ``evidence.stopped``.
    :raises StoreFull: there is no room at ``target``.
    """
    if not ws.policy.export_allowed:
        raise OperationRefused("OP_EXPORT_FORBIDDEN")
    scope = of_batch(ws, batch_id) if batch_id else of_cases(ws, app_ids or ())
    if not scope.papers:
        raise OperationRefused("evidence.empty")
    now = ws.clock.now()
    with writing(target, now) as pack:
        _note(ws, scope, target)
        known = knowing.known_of(ws, scope)
        made = _documents(ws, pack, scope, known, progress)
        certificates, pems = knowing.certificates_of(known, made.signatures)
        lists = dict(knowing.lists_of(known))
        for name, data in {**pems, **lists}.items():
            pack.add(name, data)
        pack.add_json(knowing.REGISTRY, knowing.registry_file(known))
        good = all(one["good"] for one in made.verdicts)
        pack.add_json(VERDICTS, {"ok": good, "files": made.verdicts})
        record = record_of(ws, scope)
        for name, body in files_of(scope, record):
            if isinstance(body, bytes):
                pack.add(name, body)
            else:
                pack.add_json(name, body)
        told = {
            "made_at": now.isoformat(), "made_by": ws.account.user_id, "device": ws.device_id,
            "office": ws.account.org.org_id, "cases": list(scope.app_ids), "batch": scope.batch_id,
        }  # fmt: skip
        facts = Facts(
            ws.account.name, ws.account.org.name, ws.device_id, now, scope, record,
            tuple(made.documents), tuple((one.person, one.form, one.code) for one in made.absent),
            tuple(certificates), tuple(knowing.arguments(certificates, lists)),
        )  # fmt: skip
        pack.add(SUMMARY, summary(facts).encode())
        pack.close_with(told)
    return EvidenceReport(
        target=target,
        sha256=_digest(target),
        bytes=target.stat().st_size,
        documents=len(made.documents),
        time_stamped=sum(one.time_stamped for one in made.documents),
        stamps_absent=sum(one.stamp_absent for one in made.documents),
        not_good=tuple(one["file"] for one in made.verdicts if not one["good"]),
        absent=tuple(made.absent),
        record_whole=record.uses.intact and record.actions.intact,
    )


def _note(ws: Workspace, scope: Scope, target: Path) -> None:
    told = {"name": target.name, "files": [paper.sealed for paper in scope.papers]}
    with ws.transaction() as writer:
        for subject in [scope.batch_id] if scope.batch_id else scope.app_ids:
            writer.audit("seal.evidence", subject, told)


def _documents(
    ws: Workspace,
    pack: PackFile,
    scope: Scope,
    known: knowing.Known,
    progress: Callable[[int], bool],
) -> _Made:
    """The file with its time stamp where it is here; the one that was sealed beside it, since the
    record names that.
    """
    made = _Made()
    for done, paper in enumerate(scope.papers):
        if not progress(done):
            raise OperationRefused("evidence.stopped")
        sealed, why = bytes_of(ws, paper.sealed)
        stamped = bytes_of(ws, paper.time_stamped)[0] if paper.time_stamped else b""
        data = stamped or sealed
        if not data:
            made.absent.append(Absent(paper.app_id, paper.form, paper.person, why))
            continue
        name = f"documents/{paper.name}"
        pack.add(name, data)
        as_sealed = ""
        if stamped and sealed:
            as_sealed = f"documents/as-sealed/{paper.name}"
            pack.add(as_sealed, sealed)
        found = verify(data, known.trust)
        made.verdicts.append(told_file(name, found, DEFAULT_LANGUAGE))
        signatures = _signatures(data)
        made.signatures += signatures
        parts = _covered(pack, paper, signatures)
        made.documents.append(Document(name, as_sealed, paper, found, bool(stamped), parts))
    progress(len(scope.papers))
    return made


def _signatures(data: bytes) -> list[EmbeddedPdfSignature]:
    try:
        return list(PdfFileReader(BytesIO(data), strict=False).embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, TypeError):
        return []  # its verdict tells that it cannot be read


def _covered(
    pack: PackFile, paper: Paper, signatures: Sequence[EmbeddedPdfSignature]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Each signature as a file of its own, and the bytes of the document that it covers."""
    parts: list[tuple[str, tuple[int, ...]]] = []
    for number, one in enumerate(signatures, 1):
        name = f"signatures/{paper.name.removesuffix('.pdf')}-{number}.p7s"
        pack.add(name, one.pkcs7_content[: parser.peek(one.pkcs7_content)])  # zeroes fill the gap
        parts.append((name, tuple(int(side) for side in one.byte_range)))
    return tuple(parts)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
