"""Sealed forms on their way in: every seal is verified before the stamp stands (domain §4.10)."""

from __future__ import annotations

from app.domain.sealing import Seal, Stamp, StampMethod
from app.domain.workflow import valid_stamps
from app.protocol.form_binding import FormBinding
from app.protocol.operations import ConflictCode, ResultStatus
from app.seal.verify.verdict import Verdict as SealVerdict
from server_stub import seals
from server_stub.act import Act
from server_stub.blobstore import magic_of
from server_stub.judge import Verdict, conflict
from server_stub.tables import BlobRow, BlobUseRow

_LARGEST = 64 * 1024 * 1024


def twice(act: Act, stamp: Stamp, seal: Seal | None) -> Verdict | None:
    """That the form has this very seal already, from another machine; None where it has not."""
    if stamp.method is not StampMethod.ELECTRONIC or seal is None:
        return None
    for known in valid_stamps(act.application):
        same = (known.form, known.seal_id) == (stamp.form, stamp.seal_id)
        if same and known.method is StampMethod.ELECTRONIC:
            return conflict(ConflictCode.FORM_SEALED, name=known.signer_name, seal=seal.name)
    return None


def refusal(act: Act, stamp: Stamp, seal: Seal | None) -> Verdict | None:
    """Why a sealed form is not taken; None where it is, and for a seal on paper."""
    if seal is not None and seal.allowed_forms and stamp.form not in seal.allowed_forms:
        return _invalid(seal.name, "FORM")
    if stamp.method is not StampMethod.ELECTRONIC:
        return None
    if seal is None:
        return _invalid(stamp.seal_id, SealVerdict.NOT_TRUSTED)
    from app.seal.verify.anchors import context  # pyHanko, where a sealed form comes in
    from app.seal.verify.document import verify

    data = _file(act, stamp.stamped_sha256)
    if data is None:
        return Verdict(ResultStatus.REJECTED, "SEALED_FILE_MISSING")
    offices = {seal.owner_org, *act.application.nodes_seen}
    version = act.application.version
    trust = context(
        seals.of_offices(act.session, offices),
        now=act.now,
        roots=act.server.seal_trust.roots,
        time_roots=act.server.seal_trust.time_roots,
        crls=act.server.seal_trust.lists(act.session).values(),
        received_at=act.now,
        expected=(act.application.app_id, version.version_no, version.content_sha256),
    )
    found = verify(data, trust)
    if not found.good:
        return _invalid(seal.name, found.worst or SealVerdict.PICTURE_ONLY)
    if all(one.seal_id != stamp.seal_id for one in found.seals):
        return _invalid(seal.name, SealVerdict.NOT_TRUSTED)
    if found.form != stamp.form:
        return _invalid(seal.name, "OTHER_FORM")
    if not any(_same(act, stamp, shown) for shown in found.shows):
        return _invalid(seal.name, SealVerdict.OTHER_CASE_OR_VERSION)
    return None


def _same(act: Act, stamp: Stamp, shown: FormBinding) -> bool:
    """Whether the document shows this case as it stands, with the dossier that the stamp names."""
    version = act.application.version
    here = (act.application.app_id, version.version_no, version.content_sha256)
    dossier = shown.dossier_rev in (0, stamp.dossier_rev)
    return (shown.app_id, shown.version_no, shown.content_sha256) == here and dossier


def taken(act: Act, stamp: Stamp) -> Stamp:
    """Keep a sealed form with its case, with a time stamp where the server has an authority."""
    if stamp.method is not StampMethod.ELECTRONIC:
        return stamp
    _use(act, stamp.stamped_sha256)
    data = _file(act, stamp.stamped_sha256)
    authority = act.server.time_authority
    if data is None:
        return stamp
    stamp = stamp.model_copy(update={"bytes": len(data)})
    if authority is None:
        return stamp
    from app.seal.time_stamp import add_time_stamp

    stamped = add_time_stamp(data, authority)
    with act.server.blobs.incoming() as incoming:
        incoming.write(stamped)
        incoming.keep()
        sha256 = incoming.sha256
    magic = magic_of(stamped)
    act.session.merge(BlobRow(sha256=sha256, bytes=len(stamped), magic=magic))
    _use(act, sha256)
    return stamp.model_copy(update={"time_stamped_sha256": sha256, "time_stamped_at": act.now})


def _file(act: Act, sha256: str) -> bytes | None:
    row = act.session.get(BlobRow, sha256) if sha256 else None
    if row is None or row.bytes > _LARGEST:
        return None
    return act.server.blobs.path(sha256).read_bytes()


def _use(act: Act, sha256: str) -> None:
    use = BlobUseRow(sha256=sha256, app_id=act.application.app_id, submitted=True)
    act.session.merge(use)


def _invalid(name: str, why: str) -> Verdict:
    return Verdict(ResultStatus.CONFLICT, "SEAL_INVALID", {"name": name, "why": str(why)})
