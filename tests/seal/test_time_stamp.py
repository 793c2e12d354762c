"""Time stamps that go into a sealed file in place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyhanko.sign.timestamps import TimeStamper

from app.seal.problems import SealCode, SealError
from app.seal.time_stamp import add_time_stamp
from app.seal.verify.document import verify
from app.seal.verify.verdict import Verdict
from server_stub.clock import Clock
from server_stub.time_authority import certificate_of, local_authority
from tests.seal import pki
from tests.seal.independent import openssl_accepts, pdfsig
from tests.seal.verify import sealed as desk


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture(scope="module")
def authority(folder: Path) -> TimeStamper:
    return local_authority(folder, Clock(lambda: pki.NOW))


def test_a_stamped_seal_is_intact_and_the_file_as_long_as_before(
    authority: TimeStamper, folder: Path, tmp_path: Path
) -> None:
    stamped = add_time_stamp(desk.sealed(), authority)
    assert len(stamped) == len(desk.sealed())
    assert stamped != desk.sealed()
    trust = desk.trust(time_roots=(certificate_of(folder),))
    (one,) = verify(stamped, trust).seals
    assert (one.verdict, one.reason) == (Verdict.INTACT, "INTACT")
    assert one.sealed_at == pki.NOW
    (seen,) = pdfsig(stamped, tmp_path)
    assert seen.valid
    assert seen.whole
    assert openssl_accepts(stamped, tmp_path) == [True]


def test_a_stamp_of_an_authority_nobody_trusts_counts_for_nothing(authority: TimeStamper) -> None:
    (one,) = verify(add_time_stamp(desk.sealed(), authority), desk.trust()).seals
    assert one.verdict is Verdict.AWAITING_TIMESTAMP


def test_both_of_two_seals_are_stamped_and_none_twice(authority: TimeStamper, folder: Path) -> None:
    stamped = add_time_stamp(desk.sealed_twice(), authority)
    trust = desk.trust(time_roots=(certificate_of(folder),))
    assert [one.verdict for one in verify(stamped, trust).seals] == [Verdict.INTACT] * 2
    assert add_time_stamp(stamped, authority) == stamped


def test_an_authority_keeps_its_key(folder: Path, authority: TimeStamper) -> None:
    before = certificate_of(folder)
    local_authority(folder, Clock(lambda: pki.NOW))
    assert certificate_of(folder) == before
    assert (folder / "time-authority.pem").stat().st_mode & 0o077 == 0


def test_too_little_room_is_told(authority: TimeStamper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.seal.time_stamp._gap", lambda _range: (0, 100))
    with pytest.raises(SealError) as caught:
        add_time_stamp(desk.sealed(), authority)
    assert caught.value.problem.code is SealCode.SIGNATURE_TOO_LARGE
