"""Tokens, tried with SoftHSM2: there, away, pulled out in the middle, and every case of a PIN."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from pkcs11 import TokenFlag, exceptions

from app.seal import pkcs11 as ours
from app.seal.pin_guard import LIMIT, MemoryLedger, Tries
from app.seal.pkcs11 import Pkcs11Token
from app.seal.problems import SealCode, SealError
from app.seal.stamp import FieldPlace, seal
from tests.seal import hsm, papers, picture, pki
from tests.seal.conftest import stamp_meta
from tests.seal.independent import pdfsig

PLACE = [FieldPlace("SealUnit")]


@pytest.fixture(scope="module")
def desk(tokens: hsm.Hsm) -> hsm.Hsm:
    """A token with a P-256 and an RSA key, and one whose certificate is another key's."""
    tokens.token("SEAL01", ("ec", pki.seal_key()), ("rsa", pki.seal_key("RSA-2048")))
    tokens.token("SEAL02", ("wrong", pki.seal_key(subject="公章")))
    tokens.private_key("SEAL02", "swapped", pki.seal_key(), "77")
    return tokens


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def token(desk: hsm.Hsm, ledger: MemoryLedger) -> Pkcs11Token:
    return Pkcs11Token(hsm.module(), "SEAL01", "ec", ledger)


def refusal(token: Pkcs11Token, pin: str = hsm.PIN) -> SealError:
    with pytest.raises(SealError) as caught:
        token.open(pin)
    return caught.value


@pytest.mark.parametrize(("label", "kind"), [("ec", "P-256"), ("rsa", "RSA-2048")])
def test_a_token_seals_and_shows_its_certificate_without_a_pin(
    label: str, kind: str, desk: hsm.Hsm, ledger: MemoryLedger, tmp_path: Path
) -> None:
    token = Pkcs11Token(hsm.module(), "SEAL01", label, ledger)
    said = token.describe()
    assert (said.algorithm, said.fingerprint) == (kind, pki.seal_key(kind).fingerprint)
    assert said.chain == ("示例印章签发证书", "示例印章根证书")
    with token.open(hsm.PIN) as key:
        sealed = seal(papers.form(), key, picture.seal_image(), PLACE, stamp_meta())
    assert sealed.certificate == said.fingerprint
    (seen,) = pdfsig(sealed.data, tmp_path)
    assert (seen.valid, seen.whole) == (True, True)


def test_a_wrong_pin_tells_the_tries_left_and_locks_in_the_end(
    token: Pkcs11Token, ledger: MemoryLedger
) -> None:
    assert refusal(token, "00000000").problem.params == {"left": LIMIT - 1}
    assert refusal(token, "").problem.params == {"left": LIMIT - 2}
    token.open(hsm.PIN).close()
    assert token.guard().left == LIMIT
    for _ in range(2):
        assert refusal(token, "x" * 300).code is SealCode.PIN_WRONG
    (name,) = ledger._tries
    ledger.store(name, Tries(LIMIT))
    assert refusal(token).code is SealCode.PIN_LOCKED  # SoftHSM2 itself never locks


@pytest.mark.parametrize(
    ("failure", "code", "left"),
    [
        (exceptions.PinLocked, SealCode.PIN_LOCKED, LIMIT),
        (exceptions.UserAlreadyLoggedIn, SealCode.TOKEN_BUSY, LIMIT),
        (exceptions.DeviceRemoved, SealCode.TOKEN_REMOVED, LIMIT),
        (exceptions.PinExpired, SealCode.TOKEN_TROUBLE, LIMIT),
    ],
)
def test_what_only_a_real_token_says_has_its_own_words_and_costs_no_try(
    token: Pkcs11Token, failure: type[Exception], code: SealCode, left: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ours, "_attempted", _failing(failure))
        assert refusal(token).code is code
    assert token.guard().left == left


def _failing(failure: type[Exception]) -> object:
    """The last thing that is tried in opening is the login: it alone gives what it is told."""
    real = ours._attempted

    def attempted(work: object) -> tuple[object, Exception | None]:
        free = getattr(work, "__code__").co_freevars  # noqa: B009
        return (None, failure()) if "pin" in free else real(work)  # type: ignore[arg-type]

    return attempted


def test_a_token_that_locked_itself_is_told_before_a_pin_is_tried(token: Pkcs11Token) -> None:
    found = token._token()

    class Locked:
        label, serial = found.label, found.serial
        flags = found.flags | TokenFlag.USER_PIN_LOCKED

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(token, "_token", Locked)
        patch.setattr(token, "_certificates", lambda: (pki.seal_key().certificate, []))
        assert refusal(token).code is SealCode.PIN_LOCKED
    assert token.guard().left == LIMIT


def test_a_token_that_is_not_there_and_a_driver_that_is_none(
    desk: hsm.Hsm, ledger: MemoryLedger, tmp_path: Path
) -> None:
    absent = Pkcs11Token(hsm.module(), "SEAL99", "ec", ledger)
    assert refusal(absent).problem.params == {"token": "SEAL99"}
    with pytest.raises(SealError) as caught:
        absent.describe()
    assert caught.value.code is SealCode.TOKEN_ABSENT
    broken = tmp_path / "driver.so"
    broken.write_bytes(b"no library")
    error = refusal(Pkcs11Token(broken, "SEAL01", "ec", ledger))
    assert (error.code, error.problem.params) == (SealCode.TOKEN_MODULE, {"module": "driver.so"})


def test_a_key_that_is_missing_or_not_its_certificates_is_told(
    desk: hsm.Hsm, ledger: MemoryLedger
) -> None:
    assert refusal(Pkcs11Token(hsm.module(), "SEAL01", "none", ledger)).code is (
        SealCode.KEY_NOT_FOUND
    )
    desk.certificate("SEAL02", "swapped", pki.seal_key(subject="公章"))
    swapped = Pkcs11Token(hsm.module(), "SEAL02", "swapped", ledger)
    assert refusal(swapped).code is SealCode.KEY_NOT_OF_CERT
    Pkcs11Token(hsm.module(), "SEAL02", "wrong", ledger).open(hsm.PIN).close()


def test_a_token_that_is_open_already_would_take_any_pin_and_is_refused(
    token: Pkcs11Token,
) -> None:
    with token.open(hsm.PIN):
        assert refusal(token).code is SealCode.TOKEN_BUSY
        assert refusal(token, "00000000").code is SealCode.TOKEN_BUSY
        assert token.guard().left == LIMIT
    token.open(hsm.PIN).close()


def test_a_token_pulled_out_in_the_middle_of_a_batch(
    desk: hsm.Hsm, token: Pkcs11Token, ledger: MemoryLedger
) -> None:
    image = picture.seal_image()
    with token.open(hsm.PIN) as key:
        seal(papers.form(), key, image, PLACE, stamp_meta())
        gone = desk.pull()
        try:
            with pytest.raises(SealError) as caught:
                seal(papers.form(), key, image, PLACE, stamp_meta())
            assert caught.value.code is SealCode.TOKEN_REMOVED
        finally:
            desk.plug_in(gone)
    with token.open(hsm.PIN) as key:
        seal(papers.form(), key, image, PLACE, stamp_meta())


def test_a_session_closed_behind_our_back(token: Pkcs11Token) -> None:
    with token.open(hsm.PIN) as key:
        key.signer.pkcs11_session.close()  # type: ignore[attr-defined]
        with pytest.raises(SealError) as caught:
            seal(papers.form(), key, picture.seal_image(), PLACE, stamp_meta())
        assert caught.value.code is SealCode.TOKEN_REMOVED


@pytest.fixture(autouse=True)
def _no_session_left() -> Iterator[None]:
    yield
    assert not any(ours._sessions.values())
    assert pkcs11.__name__ == "pkcs11"
