"""What a machine verifies by: fetched at each sync where it changed, used without a server."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.domain.sealing import SealStatus
from app.operations.sealing.own_seals import KeyPlace, bind_key
from app.operations.sealing.registry import has_registry, known_seals
from app.operations.sealing.trust import trust_of
from app.operations.workspace import Workspace
from app.seal.verify.document import verify
from app.seal.verify.verdict import Verdict
from app.store.seal_book import BOOK_KIND, LIST_KIND, read_lists
from server_stub import seal_life
from server_stub.seal_authority import local_authority
from server_stub.seal_life import Hand
from server_stub.seal_trust import SealTrust
from server_stub.settings import SealFiles
from tests.operations import road
from tests.operations.office import Office, ops, sync
from tests.operations.sealing import desk
from tests.seal import picture, pki

CASE = "case-3"


def sealed(ws: Workspace) -> bytes:
    (done,) = desk.seal_all(ws, CASE).items
    with ws.blobs.open(done.stamped_sha256) as file:
        return bytes(file.readall())


def change(unit: Office, status: SealStatus) -> None:
    server = unit.world.server
    with server.db.write() as session:
        hand = Hand("u-lujs", "示例", server.clock.now())
        seal_life.change(session, desk.SEAL, status, hand)


def verdict(ws: Workspace, data: bytes) -> tuple[Verdict, str]:
    (one,) = verify(data, trust_of(ws, app_id=CASE)).seals
    return one.verdict, one.reason


def test_the_registry_comes_with_the_sync_and_verifies_without_a_server(
    unit: Office, sealer: Workspace
) -> None:
    assert has_registry(sealer)
    (known,) = known_seals(sealer)
    assert (known.seal_id, known.status) == (desk.SEAL, SealStatus.ACTIVE)
    data = sealed(sealer)
    assert sealer.sync is not None
    sealer.sync.stop()
    sealer.sync = None
    assert verdict(sealer, data)[0] is Verdict.AWAITING_TIMESTAMP


def test_a_seal_frozen_before_it_was_used_is_told_after_the_next_sync(
    unit: Office, sealer: Workspace
) -> None:
    change(unit, SealStatus.FROZEN)
    assert known_seals(sealer)[0].status is SealStatus.ACTIVE
    data = sealed(sealer)
    sync(sealer)
    assert known_seals(sealer)[0].status is SealStatus.FROZEN
    assert verdict(sealer, data) == (Verdict.SEAL_SUSPENDED, "SUSPENDED")


def test_nothing_is_fetched_again_that_is_here(unit: Office, sealer: Workspace) -> None:
    before = sealer.cache.document(BOOK_KIND, BOOK_KIND)
    assert before is not None
    sealer.cache.put_document(LIST_KIND, "former", 0, b"gone at the server")
    sync(sealer)
    assert sealer.cache.document(BOOK_KIND, BOOK_KIND) == before
    assert sealer.cache.documents(LIST_KIND) == {}


@pytest.mark.expect_log("app.operations.sealing.trust")
def test_a_list_that_is_none_does_not_keep_the_rest_from_being_verified(
    unit: Office, sealer: Workspace
) -> None:
    data = sealed(sealer)
    sealer.cache.put_document(LIST_KIND, "broken", 0, b"no list")
    assert verdict(sealer, data)[0] is Verdict.AWAITING_TIMESTAMP
    assert trust_of(sealer).crls == ()


def test_a_list_that_names_the_certificate_speaks_after_the_next_sync(
    unit: Office, sealer: Workspace, tmp_path: Path
) -> None:
    data = sealed(sealer)
    lists = [tmp_path / "issuer.crl", tmp_path / "root.crl"]
    lists[0].write_bytes(pki.revocation_list(pki.issuer()))
    lists[1].write_bytes(pki.revocation_list(pki.root()))
    roots = (tmp_path / "root.pem", tmp_path / "issuer.der")
    roots[0].write_bytes(pki.root().certificate.public_bytes(Encoding.PEM))
    roots[1].write_bytes(pki.issuer().certificate.public_bytes(Encoding.DER))
    server = unit.world.server
    vars(server)["seal_trust"] = SealTrust(SealFiles(roots, (), tuple(lists)), None, b"")
    sync(sealer)
    assert len(read_lists(sealer.cache)) == 2
    assert len(trust_of(sealer).crls) == 2
    assert verdict(sealer, data)[0] is Verdict.AWAITING_TIMESTAMP
    lists[0].write_bytes(pki.revocation_list(pki.issuer(), desk.key_of_unit().certificate))
    sync(sealer)
    assert verdict(sealer, data) == (Verdict.SEAL_REVOKED, "CERT_REVOKED")


def test_a_seal_of_the_local_authority_that_is_revoked_is_refused_by_server_and_machine(
    unit: Office, tmp_path: Path
) -> None:
    server = unit.world.server
    authority = local_authority(tmp_path, server.clock)
    vars(server)["seal_authority"] = authority
    key = desk.key_of_unit().key
    issued = authority.issue(key.public_key(), "单位公章", "示例市政", begin=pki.BORN)
    own = pki.Issued(issued, key, (authority.certificate,))
    desk.register(unit, certificates=[base64.b64encode(own.der).decode()])
    sealer = unit.officer(road.SEALER, "sealer")
    place = KeyPlace(backend="PKCS12", path=str(own.write(tmp_path)))
    bind_key(sealer, desk.SEAL, place, picture.seal_image("示例市政"))
    assert len(trust_of(sealer).crls) == 1
    change(unit, SealStatus.REVOKED)
    unit.world.later(minutes=1)
    sealer.clock._offset += timedelta(minutes=1)  # the machine has not heard of it yet
    data = sealed(sealer)
    assert verdict(sealer, data)[0] is Verdict.AWAITING_TIMESTAMP
    sync(sealer)
    assert verdict(sealer, data) == (Verdict.SEAL_REVOKED, "CERT_REVOKED")
    (stamp,) = [op for op in ops(sealer, CASE) if op.kind == "stamp"]
    assert (stamp.error_code, (stamp.error_params or {})["why"]) == ("SEAL_INVALID", "REVOKED")


def test_a_seal_whose_term_ends_is_expired_without_a_word_of_the_server(
    unit: Office, sealer: Workspace
) -> None:
    (known,) = known_seals(sealer)
    sealer.clock._offset += known.valid_to - sealer.clock.now() + timedelta(days=1)
    assert known_seals(sealer)[0].status is SealStatus.EXPIRED
