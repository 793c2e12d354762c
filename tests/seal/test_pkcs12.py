"""Key files: right and wrong PIN, damage, and what a PIN leaves behind."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from app.seal.pin_guard import LIMIT, MemoryLedger, PinGuard, Tries
from app.seal.pkcs12 import MOST_BYTES, Pkcs12File
from app.seal.problems import SealCode, SealError
from tests.seal import pki
from tests.seal.independent import needed


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


def refusal(file: Pkcs12File, pin: str = pki.PIN) -> SealError:
    with pytest.raises(SealError) as caught:
        file.open(pin)
    return caught.value


@pytest.mark.parametrize("kind", ["P-256", "RSA-2048", "RSA-3072"])
def test_the_right_pin_opens_a_key_that_closes_with_its_context(
    kind: str, tmp_path: Path, ledger: MemoryLedger
) -> None:
    file = Pkcs12File(pki.seal_key(kind).write(tmp_path), ledger)
    with file.open(pki.PIN) as key:
        assert key.info.algorithm == kind
        assert key.info.chain == ("示例印章签发证书", "示例印章根证书")
        assert key.signer.signing_cert is not None
    with pytest.raises(SealError) as caught:
        _ = key.signer
    assert caught.value.code is SealCode.KEY_CLOSED
    key.close()


def test_a_wrong_pin_tells_the_tries_left_and_the_right_one_starts_anew(
    p12: Path, ledger: MemoryLedger
) -> None:
    file = Pkcs12File(p12, ledger)
    assert refusal(file, "000000").problem.params == {"left": LIMIT - 1}
    assert refusal(file, "").problem.params == {"left": LIMIT - 2}
    file.open(pki.PIN).close()
    assert refusal(file, "非 ASCII 口令").problem.params == {"left": LIMIT - 1}


def test_a_locked_file_refuses_the_right_pin_wherever_its_copy_lies(
    p12: Path, tmp_path: Path, ledger: MemoryLedger
) -> None:
    guard = Pkcs12File(p12, ledger).guard()
    _lock(guard, ledger, p12)
    copy = tmp_path / "copy.p12"
    copy.write_bytes(p12.read_bytes())
    assert refusal(Pkcs12File(copy, ledger)).code is SealCode.PIN_LOCKED
    guard.reset()
    Pkcs12File(copy, ledger).open(pki.PIN).close()


def test_a_damaged_file_is_told_from_a_wrong_pin_and_costs_no_try(
    p12: Path, tmp_path: Path, ledger: MemoryLedger
) -> None:
    whole = p12.read_bytes()
    for number, data in enumerate([b"", b"not a key", whole[:-40], whole[:200], whole + b"\0"]):
        path = tmp_path / f"{number}.p12"
        path.write_bytes(data)
        file = Pkcs12File(path, ledger)
        assert refusal(file).code is SealCode.KEY_FILE_DAMAGED, number
        assert file.guard().left == LIMIT


def test_another_content_than_the_registered_one_costs_no_try(
    p12: Path, tmp_path: Path, ledger: MemoryLedger
) -> None:
    whole = p12.read_bytes()
    path = tmp_path / "seal.p12"
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    known = hashlib.sha256(whole).hexdigest()
    file = Pkcs12File(path, ledger, sha256=known)
    assert refusal(file).code is SealCode.KEY_FILE_DAMAGED
    assert file.guard().left == LIMIT
    Pkcs12File(p12, ledger, sha256=known).open(pki.PIN).close()


def test_a_file_that_is_not_there_or_far_too_large_is_told(
    tmp_path: Path, ledger: MemoryLedger
) -> None:
    assert refusal(Pkcs12File(tmp_path / "none.p12", ledger)).code is SealCode.KEY_FILE_MISSING
    large = tmp_path / "large.p12"
    large.write_bytes(bytes(MOST_BYTES + 1))
    assert refusal(Pkcs12File(large, ledger)).code is SealCode.KEY_FILE_DAMAGED


def test_a_file_without_a_key_or_with_a_foreign_certificate_is_told(
    tmp_path: Path, ledger: MemoryLedger
) -> None:
    mine, other = pki.seal_key(), pki.seal_key(subject="公章")
    hidden = serialization.BestAvailableEncryption(pki.PIN.encode())
    (tmp_path / "certificates.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"seal", None, mine.certificate, list(mine.above), hidden
        )
    )
    bare = Pkcs12File(tmp_path / "certificates.p12", ledger)
    assert refusal(bare).code is SealCode.KEY_NOT_FOUND
    unsupported = Pkcs12File(pki.seal_key("P-384").write(tmp_path, "p384.p12"), ledger)
    assert refusal(unsupported).code is SealCode.KEY_UNSUPPORTED
    del other


@pytest.mark.parametrize("options", [["-legacy"], ["-nomac"], ["-certpbe", "NONE"], []])
def test_files_of_other_programs_are_opened(
    options: list[str], tmp_path: Path, ledger: MemoryLedger
) -> None:
    path = _exported(tmp_path, pki.seal_key(), options)
    assert refusal(Pkcs12File(path, ledger), "000000").code is SealCode.PIN_WRONG
    Pkcs12File(path, ledger).open(pki.PIN).close()


def test_an_sm2_key_is_told_from_a_wrong_pin_and_costs_no_try(
    tmp_path: Path, ledger: MemoryLedger
) -> None:
    _openssl(tmp_path, "ecparam", "-name", "SM2", "-genkey", "-noout", "-out", "key.pem")
    _openssl(
        tmp_path, "req", "-x509", "-new", "-key", "key.pem", "-sm3", "-subj", "/CN=seal",
        "-out", "chain.pem",
    )  # fmt: skip
    file = Pkcs12File(_packed(tmp_path, []), ledger)
    error = refusal(file)
    assert (error.code, error.problem.params) == (SealCode.KEY_UNSUPPORTED, {"algorithm": "SM2"})
    assert file.guard().left == LIMIT
    assert refusal(file, "000000").code is SealCode.PIN_WRONG


def _exported(folder: Path, issued: pki.Issued, options: list[str]) -> Path:
    encoded = issued.key.private_bytes(
        pki.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(encoded)
    chain = [one.public_bytes(pki.PEM) for one in (issued.certificate, *issued.above)]
    (folder / "chain.pem").write_bytes(b"".join(chain))
    return _packed(folder, options)


def _packed(folder: Path, options: list[str]) -> Path:
    _openssl(
        folder, "pkcs12", "-export", "-inkey", "key.pem", "-in", "chain.pem", "-out", "key.p12",
        "-passout", f"pass:{pki.PIN}", *options,
    )  # fmt: skip
    return folder / "key.p12"


def _openssl(folder: Path, *arguments: str) -> None:
    program = needed("openssl")
    subprocess.run([program, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def test_the_certificate_is_shown_without_a_pin_once_it_is_remembered(
    p12: Path, ledger: MemoryLedger
) -> None:
    with pytest.raises(SealError) as caught:
        Pkcs12File(p12, ledger).describe()
    assert caught.value.code is SealCode.PIN_NEEDED
    with Pkcs12File(p12, ledger).open(pki.PIN) as key:
        own, *above = key.signer.certificates.encoded
        said = key.info
    assert Pkcs12File(p12, ledger, certificate=own, above=above).describe() == said
    assert Pkcs12File(p12, ledger, certificate=own).describe().chain == ()


def _lock(guard: PinGuard, ledger: MemoryLedger, path: Path) -> None:
    name = f"p12:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    ledger.store(name, Tries(LIMIT))
    assert guard.left == 0


def test_the_certificates_of_a_signature_end_at_the_root(p12: Path, ledger: MemoryLedger) -> None:
    with Pkcs12File(p12, ledger).open(pki.PIN) as key:
        held = [key.signer.signing_cert.dump(), *(one.dump() for one in key.signer.cert_registry)]
    issued = pki.seal_key()
    wanted = [issued.certificate, *issued.above]
    assert held == [one.public_bytes(pki.DER) for one in wanted]
