"""The demo's seals: keys that open, certificates of its own authority, scans that are the seal."""

from __future__ import annotations

import base64
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from PIL import Image

from app.seal.certificate import problems_of
from app.seal.pin_guard import PinLedger, Tries
from app.seal.pkcs12 import Pkcs12File
from app.seal.problems import SealCode, SealError
from app.seal.seal_image import from_scan
from server_stub.clock import Clock
from server_stub.demo import seals
from server_stub.demo.cases import offices
from server_stub.demo.cases.moments import Moments
from server_stub.seal_authority import local_authority
from tests.server_stub.demo.demo_set import NOW


class Ledger(PinLedger):
    """Counts in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Tries] = {}

    def load(self, key: str) -> Tries:
        return self.kept.get(key, Tries())

    def store(self, key: str, tries: Tries) -> None:
        self.kept[key] = tries


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seals")


@pytest.fixture(scope="module")
def made(folder: Path) -> dict[str, seals.SealKey]:
    return seals.make(folder, local_authority(folder, Clock(lambda: NOW)), NOW)


@pytest.mark.parametrize(("org_id", "kind"), [(o, k) for o, (_, k) in seals.FILES.items()])
def test_the_key_opens_with_the_pin_and_its_certificate_is_registered(
    org_id: str, kind: str, folder: Path, made: dict[str, seals.SealKey]
) -> None:
    path = folder / f"{seals.FILES[org_id][0]}.p12"
    file = Pkcs12File(path, Ledger())
    with pytest.raises(SealError) as refused:
        file.open("000000")
    assert refused.value.code is SealCode.PIN_WRONG
    key = file.open(seals.PIN)
    assert (key.info.algorithm, key.info.organisation) == (
        kind,
        offices.units(1)[org_id].body.name,
    )
    assert problems_of(key.info, NOW) == []
    own = x509.load_der_x509_certificate(made[f"seal-{org_id}"].certificate)
    root = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
    own.verify_directly_issued_by(root)
    assert f"{own.serial_number:X}" == key.info.serial
    key.close()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_scan_on_disk_is_the_registered_picture(
    folder: Path, made: dict[str, seals.SealKey]
) -> None:
    for org_id, (name, _) in seals.FILES.items():
        with Image.open(folder / f"{name}-scan.png") as picture:
            image = from_scan(picture, seals.SIZE_MM)
        assert image.sha256 == made[f"seal-{org_id}"].mask_sha256
        assert image.size_mm == seals.SIZE_MM


def test_the_registration_names_key_picture_forms_and_holder(
    made: dict[str, seals.SealKey],
) -> None:
    plain = next(one for one in offices.seals(Moments(NOW)) if one.owner_org == offices.UNIT)
    whole = made[plain.seal_id].completed(plain)
    assert [base64.b64decode(one) for one in whole.certificates] == [
        made[plain.seal_id].certificate
    ]
    assert whole.holders == ["sealer1"]
    assert "unit_opinion" in whole.allowed_forms
    assert (whole.valid_to - whole.valid_from) > timedelta(days=700)
