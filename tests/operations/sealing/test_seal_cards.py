"""What a holder is told of a seal, and what to do about it."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.operations.sealing.import_seal import open_candidate
from app.operations.sealing.own_seals import KeyPlace, bind_key, registered_seals
from app.operations.sealing.seal_cards import SealCard, seal_card, seal_cards
from app.operations.workspace import Workspace
from app.seal.pin_guard import LIMIT
from app.seal.problems import SealError
from app.store.seal_book import LIST_KIND
from tests.operations import road
from tests.operations.office import Office
from tests.operations.sealing import desk
from tests.operations.sealing.desk import SEAL
from tests.operations.sealing.test_registration import IMAGE, seal
from tests.seal import hsm, picture, pki


def card(ws: Workspace, **changes: Any) -> SealCard:
    """The card of the unit's seal."""
    return seal_card(ws, seal(seal_id=SEAL, **changes), pki.NOW)


def codes(one: SealCard) -> list[str]:
    return [trouble.code for trouble in one.troubles]


@pytest.fixture
def bound(machine: Workspace, p12: Path) -> Workspace:
    """The machine, with the key file and the picture bound."""
    place = KeyPlace(backend="PKCS12", path=str(p12))
    with open_candidate(machine, place, pki.PIN) as candidate:
        bind_key(machine, SEAL, candidate.place, IMAGE)
    return machine


def der(issued: pki.Issued) -> list[str]:
    return [base64.b64encode(issued.der).decode()]


def test_a_seal_without_a_key_shows_the_registered_certificate(machine: Workspace) -> None:
    one = card(machine)
    assert (codes(one), one.usable, one.registered) == (["own_seals.no_key"], False, True)
    assert one.info is not None
    assert one.info.fingerprint == desk.key_of_unit().fingerprint
    assert (one.image, one.place) == (None, None)


def test_a_bound_seal_can_be_used(bound: Workspace) -> None:
    one = card(bound)
    assert (codes(one), one.usable, one.registered, one.tries_left) == ([], True, False, None)
    assert one.image == IMAGE
    assert one.info is not None
    assert one.info.chain == ("示例印章签发证书", "示例印章根证书")


@pytest.mark.parametrize(
    ("changes", "standing", "found"),
    [
        ({"status": "FROZEN"}, "FROZEN", ["sealing.status.FROZEN"]),
        ({"status": "REVOKED"}, "REVOKED", ["sealing.status.REVOKED"]),
        ({"valid_to": pki.NOW - timedelta(days=1)}, "EXPIRED", ["sealing.status.EXPIRED"]),
        ({"valid_from": pki.NOW + timedelta(days=1)}, "NOT_YET", ["sealing.status.NOT_YET"]),
        ({"status": "SOMETHING_NEW"}, "UNKNOWN", ["sealing.status.UNKNOWN"]),
        ({"holders": ["u-other"]}, "ACTIVE", ["sealing.not_holder"]),
        ({"mask_sha256": "ab" * 32}, "ACTIVE", ["own_seals.image_not_registered"]),
        ({"size_mm": (40, 40)}, "ACTIVE", ["own_seals.diff.SIZE"]),
        ({"certificates": der(pki.seal_key())}, "ACTIVE", ["seal.CERT_FOREIGN_OFFICE"]),
    ],
)
def test_what_the_registration_says_against_it_is_told(
    bound: Workspace, changes: dict[str, Any], standing: str, found: list[str]
) -> None:
    one = card(bound, **changes)
    assert (one.standing, codes(one), one.usable) == (standing, found, False)
    for trouble in one.troubles:
        for language in ("zh_CN", "en"):
            words = trouble.text(language) + trouble.remedy(language)
            assert trouble.code not in words
            assert "{" not in words


def test_an_end_that_is_near_is_told_but_keeps_nothing_from_use(bound: Workspace) -> None:
    one = card(bound, valid_to=pki.NOW + timedelta(days=29))
    assert (codes(one), one.usable) == (["own_seals.term_ends"], True)
    last_day = desk.key_of_unit().certificate.not_valid_after_utc - timedelta(days=3)
    one = seal_card(bound, seal(valid_to=last_day + timedelta(days=90), seal_id=SEAL), last_day)
    assert (codes(one), one.usable) == (["own_seals.certificate_ends"], True)


def test_a_key_file_that_is_gone_or_changed_is_told(bound: Workspace, p12: Path) -> None:
    data = p12.read_bytes()
    p12.unlink()
    assert codes(card(bound)) == ["seal.KEY_FILE_MISSING"]
    p12.write_bytes(data + b"x")
    one = card(bound)
    assert (codes(one), one.usable) == (["own_seals.key_file_changed"], False)
    p12.write_bytes(data)
    assert card(bound).usable


@pytest.mark.parametrize(
    ("issued", "found"),
    [
        ({"days": 100}, "seal.CERT_EXPIRED"),
        ({"begin": pki.NOW + timedelta(days=5)}, "seal.CERT_NOT_YET"),
        ({"usages": ("key_encipherment",)}, "seal.CERT_NO_SIGN_USAGE"),
    ],
)
def test_a_certificate_that_is_no_use_is_told(
    machine: Workspace, tmp_path: Path, issued: dict[str, Any], found: str
) -> None:
    key = pki.seal_key(organisation="示例市政", **issued)
    place = KeyPlace(backend="PKCS12", path=str(key.write(tmp_path, "other.p12")))
    with open_candidate(machine, place, pki.PIN) as candidate:
        bind_key(machine, SEAL, candidate.place, IMAGE)
    one = card(machine, certificates=der(key))
    assert (codes(one), one.usable) == ([found], False)


def test_a_certificate_on_a_list_of_its_issuer_is_told(bound: Workspace) -> None:
    lists = {
        "broken": b"no list",
        "foreign": pki.revocation_list(pki.root(), desk.key_of_unit().certificate),
        "empty": pki.revocation_list(pki.issuer()),
    }
    for name, told in lists.items():
        bound.cache.put_document(LIST_KIND, name, 0, told)
    assert card(bound).usable
    own = pki.revocation_list(pki.issuer(), desk.key_of_unit().certificate)
    bound.cache.put_document(LIST_KIND, "own", 0, own)
    one = card(bound)
    assert (codes(one), one.usable) == (["own_seals.certificate_revoked"], False)
    assert "2026-01-01" in one.troubles[0].text()


def test_wrong_pins_are_shown_and_a_locked_key_is_told(bound: Workspace, p12: Path) -> None:
    place = KeyPlace(backend="PKCS12", path=str(p12))
    with pytest.raises(SealError):
        open_candidate(bound, place, "wrong")
    one = card(bound)
    assert (one.tries_left, one.usable) == (LIMIT - 1, True)
    tries = bound.journal.setting("seals.tries", {})
    bound.journal.put_settings({
        "seals.tries": {key: {"wrong": LIMIT, "last": ""} for key in tries}
    })  # fmt: skip
    one = card(bound)
    assert (one.tries_left, codes(one), one.usable) == (0, ["seal.PIN_LOCKED"], False)


def test_a_token_that_is_absent_is_told_and_found_again(
    machine: Workspace, tokens: hsm.Hsm
) -> None:
    tokens.token("cards", ("seal", desk.key_of_unit()))
    place = KeyPlace(backend="PKCS11", path=str(hsm.module()), token="cards", label="seal")
    bind_key(machine, SEAL, place, IMAGE)
    assert card(machine).usable
    gone = tokens.pull()
    one = card(machine)
    assert (codes(one), one.usable, one.registered) == (["seal.TOKEN_ABSENT"], False, True)
    tokens.plug_in(gone)
    assert card(machine).usable
    elsewhere = place.model_copy(update={"path": "/no/such/driver.so"})
    bind_key(machine, SEAL, elsewhere, IMAGE)
    assert codes(card(machine)) == ["seal.TOKEN_MODULE"]


def test_the_seals_of_the_office_are_those_that_cases_tell_of(unit: Office) -> None:
    ws = unit.officer(road.SEALER, "sealer")
    (own,) = registered_seals(ws)
    assert (own.seal_id, own.mask_sha256) == (SEAL, picture.seal_image("示例市政").sha256)
    (one,) = seal_cards(ws, ws.clock.now())
    assert (one.seal, codes(one)) == (own, ["own_seals.no_key"])
