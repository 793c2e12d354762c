"""The life of a seal: every step told, revoked for good, its certificate on the list of the demo's
authority, cases at the office told at once."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from app.domain.sealing import Seal, SealStatus
from app.protocol.feed import ChangeKind
from server_stub import registry, seal_life, seals
from server_stub.context import Server
from server_stub.publish import publish
from server_stub.seal_authority import local_authority
from server_stub.seal_life import Hand, SealRefusedError
from server_stub.seal_trust import SealTrust
from server_stub.settings import SealFiles
from server_stub.tables import AuditRow
from tests.server_stub.placing import put
from tests.server_stub.world import OTHER, PASSWORD, START, UNIT, World

SEAL = "seal-unit-1"


def seal(server: Server, **changes: object) -> Seal:
    """A seal of the unit, its certificate issued by the authority of the data folder."""
    authority = local_authority(server.db.path.parent, server.clock)
    key = ec.generate_private_key(ec.SECP256R1())
    issued = authority.issue(key.public_key(), "单位公章", "示例市政", begin=START)
    certificate = base64.b64encode(issued.public_bytes(Encoding.DER)).decode()
    known = Seal(
        seal_id=SEAL,
        name="单位公章",
        owner_org=UNIT,
        valid_from=START - timedelta(days=30),
        valid_to=START + timedelta(days=300),
        certificates=[certificate],
        mask_sha256="a" * 64,
    )
    return known.model_copy(update=changes)


def hand(world: World, reason: str = "示例原因") -> Hand:
    return Hand("u-admin1", reason, world.server.clock.now(), "d")


def done(world: World) -> list[str]:
    with world.server.db.read() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.subject == SEAL))
        return [row.action for row in rows]


@pytest.fixture
def registered(world: World) -> Seal:
    with world.server.db.write() as session:
        return seal_life.register(session, seal(world.server), hand(world))


def change(world: World, status: SealStatus, reason: str = "示例原因") -> Seal:
    with world.server.db.write() as session:
        return seal_life.change(session, SEAL, status, hand(world, reason))


def renew(world: World, to: datetime) -> Seal:
    with world.server.db.write() as session:
        return seal_life.renew(session, SEAL, to, hand(world))


def refused(world: World, status: SealStatus, reason: str = "示例原因") -> str:
    with pytest.raises(SealRefusedError) as told:
        change(world, status, reason)
    return told.value.code


def test_every_step_is_told_with_who_when_and_why(world: World, registered: Seal) -> None:
    world.later(days=1)
    change(world, SealStatus.FROZEN, "外出审计")
    world.later(days=1)
    change(world, SealStatus.ACTIVE, "审计结束")
    world.later(days=1)
    last = change(world, SealStatus.REVOKED, "更换新章")
    assert [step.status for step in last.history] == [
        SealStatus.ACTIVE, SealStatus.FROZEN, SealStatus.ACTIVE, SealStatus.REVOKED,
    ]  # fmt: skip
    assert [step.reason for step in last.history][1:] == ["外出审计", "审计结束", "更换新章"]
    assert {step.by for step in last.history} == {"u-admin1"}
    assert [step.at - START for step in last.history] == [timedelta(days=n) for n in range(4)]
    assert last.status_since == world.server.clock.now()
    assert done(world) == ["seal.register", "seal.freeze", "seal.activate", "seal.revoke"]


def test_what_makes_no_sense_is_refused(world: World, registered: Seal) -> None:
    assert refused(world, SealStatus.ACTIVE) == "SEAL_STATUS_SAME"
    assert refused(world, SealStatus.FROZEN, "  ") == "SEAL_REASON_MISSING"
    assert refused(world, SealStatus.EXPIRED) == "SEAL_STATUS_NOT_OFFERED"
    world.later(days=400)
    assert refused(world, SealStatus.FROZEN) == "SEAL_RENEW_FIRST"
    change(world, SealStatus.REVOKED)
    assert refused(world, SealStatus.ACTIVE) == "SEAL_REVOKED_FINAL"
    with pytest.raises(SealRefusedError, match="SEAL_REVOKED_FINAL"):
        renew(world, START + timedelta(days=900))
    again = pytest.raises(SealRefusedError, match="SEAL_REVOKED_FINAL")
    with again, world.server.db.write() as session:
        seal_life.register(session, registered, hand(world))
    assert done(world) == ["seal.register", "seal.revoke"]


def test_one_that_ran_out_is_active_again_by_a_new_term(world: World, registered: Seal) -> None:
    world.later(days=400)
    assert registered.as_of(world.server.clock.now()).status is SealStatus.EXPIRED
    with pytest.raises(SealRefusedError, match="SEAL_TERM_WRONG"):
        renew(world, START + timedelta(days=350))
    longer = renew(world, START + timedelta(days=900))
    assert longer.as_of(world.server.clock.now()).status is SealStatus.ACTIVE
    assert [step.valid_to - START for step in longer.history] == [
        timedelta(days=300), timedelta(days=900),
    ]  # fmt: skip


def test_a_new_key_and_picture_leave_the_former_ones_to_verify_by(
    world: World, registered: Seal
) -> None:
    other = seal(world.server, mask_sha256="b" * 64)
    with world.server.db.write() as session:
        both = seal_life.register(session, other, hand(world))
    assert both.certificates == [*registered.certificates, *other.certificates]
    assert (both.mask_sha256, both.former_masks) == ("b" * 64, ["a" * 64])
    assert both.status is SealStatus.ACTIVE
    assert len(both.history) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"owner_org": "org-nowhere"}, "SEAL_OFFICE_UNKNOWN"),
        ({"holders": ["foreign"]}, "SEAL_HOLDER_UNKNOWN"),
        ({"seal_id": "seal-other", "certificates": None}, "SEAL_CERT_TAKEN"),
        ({"owner_org": OTHER}, "SEAL_OTHER_OFFICE"),
        ({"valid_to": START - timedelta(days=60)}, "SEAL_TERM_WRONG"),
    ],
)
def test_a_registration_that_does_not_fit_is_refused(
    world: World, registered: Seal, changes: dict[str, object], code: str
) -> None:
    told = {"certificates": registered.certificates} if "certificates" in changes else {}
    wanted = seal(world.server, **(changes | told))
    with pytest.raises(SealRefusedError) as caught, world.server.db.write() as session:
        seal_life.register(session, wanted, hand(world))
    assert caught.value.code == code


def test_a_revoked_seals_certificates_stand_on_the_list(world: World, registered: Seal) -> None:
    server = world.server
    authority = local_authority(server.db.path.parent, server.clock)
    trust = SealTrust(SealFiles(), authority, b"")
    with server.db.read() as session:
        clean = trust.lists(session)["local"]
        assert trust.lists(session)["local"] == clean
    change(world, SealStatus.REVOKED)
    with server.db.read() as session:
        told = x509.load_der_x509_crl(trust.lists(session)["local"])
    own = x509.load_der_x509_certificate(base64.b64decode(registered.certificates[0]))
    entry = told.get_revoked_certificate_by_serial_number(own.serial_number)
    assert entry is not None
    assert entry.revocation_date_utc == server.clock.now().replace(microsecond=0)
    assert len(x509.load_der_x509_crl(clean)) == 0
    assert told.is_signature_valid(authority.certificate.public_key())  # type: ignore[arg-type]


def test_cases_that_wait_for_a_seal_hear_of_it_at_once_and_others_in_time(
    world: World, registered: Seal
) -> None:
    waits, early = world.submit(unit=UNIT), world.submit(number=2, unit=UNIT)
    put(world, waits, status="APPROVED_AT")
    change(world, SealStatus.FROZEN)

    def known(app_id: str) -> str:
        (seal,) = world.get(app_id)["surroundings"]["seals"]
        return str(seal["status"])

    assert (known(waits), known(early)) == ("FROZEN", "ACTIVE")
    put(world, early, status="APPROVED_AT")  # its next step
    assert known(early) == "FROZEN"


def test_the_registry_is_told_to_the_office_and_to_those_who_share_a_case(
    world: World, registered: Seal
) -> None:
    foreign = seal(world.server, seal_id="seal-other", owner_org=OTHER, name="外单位公章")
    with world.server.db.write() as session:
        seals.save_seal(session, foreign)
    with world.client("chenyao") as client:
        answer = client.get("/v1/seals")
        assert [one["seal_id"] for one in answer.json()["seals"]] == [SEAL]
        tag = {"If-None-Match": answer.headers["etag"]}
        assert client.get("/v1/seals", headers=tag).status_code == 304
    app_id = world.submit(unit=UNIT)
    world.clock.forward(minutes=11)  # it is not looked for at every sync
    with world.server.db.write() as session:  # both offices have had it
        publish(session, ChangeKind.APPLICATION, app_id, 99, {f"org:{UNIT}", f"org:{OTHER}"})
    with world.client("chenyao") as client:
        told = client.get("/v1/seals", headers=tag)
    assert [one["seal_id"] for one in told.json()["seals"]] == ["seal-other", SEAL]
    with world.client("admin1") as client:
        assert [one["seal_id"] for one in client.get("/v1/seals").json()["seals"]] == [SEAL]


def test_a_holder_freezes_their_seal_and_a_lead_lets_it_be_used_again(
    world: World, registered: Seal
) -> None:
    server = world.server
    with server.db.write() as session:
        registry.save_user(
            session, user_id="u-sealer", login="sealer", name="用章人", org_id=UNIT,
            roles=["SEALER"], password_hash=server.passwords.hash(PASSWORD),
        )  # fmt: skip
    path, body = f"/v1/seals/{SEAL}/status", {"reason": "密钥遗失"}
    with world.client("sealer") as holder:
        frozen = holder.post(path, json=body | {"status": "FROZEN"})
        assert frozen.json()["status"] == "FROZEN"
        assert holder.post(path, json=body | {"status": "ACTIVE"}).status_code == 403
        assert holder.post(path, json=body | {"status": "REVOKED"}).status_code == 403
    with world.client("lujs") as lead:
        assert lead.post(path, json=body | {"status": "ACTIVE"}).json()["status"] == "ACTIVE"
        again = lead.post(path, json=body | {"status": "ACTIVE"})
        assert (again.status_code, again.json()["code"]) == (409, "SEAL_STATUS_SAME")
        assert lead.post(path, json={"status": "FROZEN", "reason": ""}).status_code == 422
    with world.client("foreign2") as stranger:
        assert stranger.post(path, json=body | {"status": "FROZEN"}).status_code == 404
