"""Verdicts beyond the tamper table: the registry, revocation, terms, other cases, damage."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.sealing import SealStatus
from app.seal.verify.document import verify
from app.seal.verify.verdict import Verdict
from tests.seal import picture, pki
from tests.seal.independent import pdfsig
from tests.seal.verify import sealed as desk


def test_an_untouched_form_is_intact_and_awaits_its_time_stamp(tmp_path: Path) -> None:
    found = verify(desk.sealed(), desk.trust())
    (one,) = found.seals
    assert (one.verdict, one.reason) == (Verdict.AWAITING_TIMESTAMP, "NO_TIMESTAMP")
    assert found.good
    assert (one.seal_id, one.case_id, one.version_no) == (
        desk.SEAL, desk.CASE.binding.app_id, desk.CASE.binding.version_no,
    )  # fmt: skip
    assert one.stand_in
    assert found.form == "unit_opinion"
    (seen,) = pdfsig(desk.sealed(), tmp_path)
    assert seen.valid
    assert seen.whole


def test_a_field_that_nobody_edited_is_no_offence() -> None:
    form = desk.signed_elsewhere(desk.with_text_field(desk.unsealed()))
    assert verify(form, desk.trust()).good


def test_a_second_seal_breaks_no_first(tmp_path: Path) -> None:
    found = verify(desk.sealed_twice(), desk.trust())
    assert [one.verdict for one in found.seals] == [Verdict.AWAITING_TIMESTAMP] * 2
    assert [one.seal_id for one in found.seals] == [desk.SEAL, desk.SECOND]
    assert all(seen.valid for seen in pdfsig(desk.sealed_twice(), tmp_path))


def test_a_certificate_of_an_unknown_authority_is_not_trusted() -> None:
    (unknown,) = verify(desk.sealed(), desk.trust(desk.registered(), roots=())).seals
    assert (unknown.verdict, unknown.reason) == (Verdict.NOT_TRUSTED, "CERT")


@pytest.mark.parametrize(
    ("changes", "verdict", "reason"),
    [
        ({"status": SealStatus.REVOKED, "since": pki.BORN}, Verdict.SEAL_REVOKED, "REVOKED"),
        ({"status": SealStatus.FROZEN, "since": pki.BORN}, Verdict.SEAL_SUSPENDED, "SUSPENDED"),
        ({"valid_to": pki.NOW - timedelta(days=1)}, Verdict.SEAL_EXPIRED, "TERM"),
        ({"valid_from": pki.NOW + timedelta(days=1)}, Verdict.SEAL_EXPIRED, "TERM"),
        ({"certificates": frozenset({"0" * 64})}, Verdict.NOT_TRUSTED, "OTHER_CERT"),
        ({"certificates": frozenset()}, Verdict.NOT_TRUSTED, "OTHER_CERT"),
        ({"mask_sha256": "0" * 64}, Verdict.NOT_TRUSTED, "OTHER_PICTURE"),
    ],
)
def test_the_registry_has_the_last_word(
    changes: dict[str, Any], verdict: Verdict, reason: str
) -> None:
    (one,) = verify(desk.sealed(), desk.trust(desk.registered(**changes))).seals
    assert (one.verdict, one.reason) == (verdict, reason)


@pytest.mark.parametrize("status", [SealStatus.REVOKED, SealStatus.FROZEN])
def test_what_was_sealed_before_a_seal_ended_stands(status: SealStatus) -> None:
    ended = desk.registered(status=status, since=pki.NOW + timedelta(days=30))
    assert verify(desk.sealed(), desk.trust(ended)).good


def test_a_certificate_on_the_revocation_list_is_told() -> None:
    lists = (
        pki.revocation_list(pki.issuer(), pki.seal_key().certificate),
        pki.revocation_list(pki.root()),
    )
    (one,) = verify(desk.sealed(), desk.trust(crls=lists)).seals
    assert (one.verdict, one.reason) == (Verdict.SEAL_REVOKED, "CERT_REVOKED")
    clean = (pki.revocation_list(pki.issuer()), pki.revocation_list(pki.root()))
    assert verify(desk.sealed(), desk.trust(crls=clean)).good


def test_a_certificate_out_of_its_term_is_told() -> None:
    old = pki.seal_key(subject="旧章", begin=pki.BORN, days=20)
    in_its_term = pki.BORN + timedelta(days=5) - pki.NOW
    form = desk.put_seal(desk.unsealed(), issued=old, later=in_its_term)
    known = desk.registered(certificates=frozenset({old.fingerprint}))
    assert verify(form, desk.trust(known)).good
    (one,) = verify(form, desk.trust(known, received_at=pki.NOW)).seals
    assert (one.verdict, one.reason) == (Verdict.SEAL_EXPIRED, "CERT_TERM")


def test_another_case_or_version_is_told() -> None:
    binding = desk.CASE.binding
    right = (binding.app_id, binding.version_no, binding.content_sha256)
    assert verify(desk.sealed(), desk.trust(expected=right)).good
    for wrong in (("A-1", *right[1:]), (right[0], 99, right[2]), (*right[:2], "0" * 64)):
        (one,) = verify(desk.sealed(), desk.trust(expected=wrong)).seals
        assert (one.verdict, one.reason) == (Verdict.OTHER_CASE_OR_VERSION, "NOT_EXPECTED")
    other = desk.put_seal(desk.unsealed(), desk.bound(case_id="A-9"))
    (one,) = verify(other, desk.trust()).seals
    assert (one.verdict, one.reason) == (Verdict.OTHER_CASE_OR_VERSION, "NOT_OF_DOCUMENT")


def test_another_picture_than_the_registered_one_is_told() -> None:
    form = desk.put_seal(desk.unsealed(), image=picture.seal_image("另一单位"))
    (one,) = verify(form, desk.trust()).seals
    assert (one.verdict, one.reason) == (Verdict.NOT_TRUSTED, "OTHER_PICTURE")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\xff\xd8\xff", b"%PDF-1.7\n" + b"x" * 500])
def test_what_is_no_document_is_told(data: bytes) -> None:
    found = verify(data, desk.trust())
    assert not found.good
    assert found.worst is Verdict.UNREADABLE


def test_a_form_without_a_seal_has_none_and_is_not_good() -> None:
    found = verify(desk.unsealed(), desk.trust())
    assert found.seals == ()
    assert not found.good
    assert found.worst is None


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_makes_it_raise_or_pass(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(desk.sealed())
    for _ in range(chance.choice((1, 8, 64))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        at = chance.randrange(len(data))
        del data[at : at + chance.randrange(1, 4000)]
    if bytes(data) != desk.sealed():
        assert not verify(bytes(data), desk.trust()).good
