"""What is at hand against the registration, and the request that goes to the registrar."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from app.domain.sealing import Seal
from app.operations.sealing.import_seal import Candidate, open_candidate
from app.operations.sealing.own_seals import KeyPlace
from app.operations.sealing.registration import (
    Comparison,
    Difference,
    compare,
    request,
    write_request,
)
from app.operations.workspace import Workspace
from app.protocol.messages import message
from app.protocol.seal_registration import SealRegistration
from app.seal.certificate import describe
from app.seal.image import SealImage
from app.seal.picture_file import from_png
from app.seal.possession import proves
from tests.operations.sealing import desk
from tests.seal import picture, pki
from tests.seal.registered import registered

ME = "u-sealer1"
IMAGE = picture.seal_image("示例市政")
INFO = describe(desk.key_of_unit().certificate)


def seal(**changes: Any) -> Seal:
    """The unit's, as registered."""
    own: dict[str, Any] = {
        "name": "单位公章", "owner_org": "org-unit-1", "holders": [ME],
        "valid_from": pki.NOW - timedelta(days=1), "valid_to": pki.NOW + timedelta(days=100),
    }  # fmt: skip
    return registered(desk.key_of_unit(), IMAGE, **own | changes)


def told(one: Comparison) -> list[Difference]:
    return [each.kind for each in one.told]


@pytest.mark.parametrize(
    ("changes", "differences", "matches"),
    [
        ({}, [], True),
        ({"holders": []}, [], True),
        ({"status": "FROZEN"}, [], True),
        ({"mask_sha256": ""}, [Difference.NO_PICTURE], True),
        ({"mask_sha256": "ab" * 32}, [Difference.PICTURE], False),
        ({"size_mm": (40, 40)}, [Difference.SIZE], False),
        ({"holders": ["u-other"]}, [Difference.HOLDER], False),
        ({"certificates": []}, [Difference.NO_CERTIFICATE], False),
        (
            {"certificates": [base64.b64encode(pki.seal_key().der).decode()]},
            [Difference.CERTIFICATE],
            False,
        ),
        ({"status": "REVOKED"}, [Difference.STATUS], False),
        ({"valid_to": pki.NOW - timedelta(seconds=1)}, [Difference.STATUS], False),
    ],
)
def test_every_difference_is_found_and_told(
    changes: dict[str, Any], differences: list[Difference], matches: bool
) -> None:
    (found,) = compare([seal(**changes)], IMAGE, INFO, ME, pki.NOW)
    assert (told(found), found.matches) == (differences, matches)
    for one in found.told:
        for language in ("zh_CN", "en"):
            code = f"own_seals.diff.{one.kind.value}"
            words = message(code, language, **dict(one.params))
            assert words != code
            assert "{" not in words


def test_the_certificates_are_named_on_both_sides() -> None:
    other = base64.b64encode(pki.seal_key().der).decode()
    (found,) = compare([seal(certificates=[other])], IMAGE, INFO, ME, pki.NOW)
    params = dict(found.told[0].params)
    assert params["registered"].startswith(f"{pki.OFFICE} 职称评审专用章（")
    assert params["here"].startswith("示例市政 职称评审专用章（")


def test_the_most_alike_seal_comes_first() -> None:
    frozen = seal(seal_id="seal-2", name="A", certificates=[], mask_sha256="cd" * 32)
    rescanned = seal(seal_id="seal-3", name="B", mask_sha256="ab" * 32)
    found = compare([frozen, rescanned, seal(name="Z")], IMAGE, INFO, ME, pki.NOW)
    assert [one.seal.name for one in found] == ["Z", "B", "A"]
    assert compare([], IMAGE, INFO, ME, pki.NOW) == []


def test_a_registered_certificate_that_cannot_be_read_is_another_one() -> None:
    broken = base64.b64encode(b"no certificate").decode()
    (found,) = compare([seal(certificates=[broken])], IMAGE, INFO, ME, pki.NOW)
    assert told(found) == [Difference.CERTIFICATE]


# --- the request ------------------------------------------------------------------------------


@pytest.fixture
def candidate(machine: Workspace, p12: Path) -> Iterator[Candidate]:
    place = KeyPlace(backend="PKCS12", path=str(p12))
    with open_candidate(machine, place, pki.PIN) as opened:
        yield opened


def test_a_request_carries_all_that_a_registrar_needs_and_proves_the_key(
    machine: Workspace, candidate: Candidate, tmp_path: Path
) -> None:
    wanted = request(machine, candidate, IMAGE, name="单位公章", kind="单位公章", remark="首次登记")
    target = write_request(machine, wanted, tmp_path / "unit.seal-registration.json")
    read = SealRegistration.model_validate_json(target.read_bytes())
    assert read == wanted
    assert (read.org_id, read.user_id, read.seal_id) == ("org-unit-1", ME, "")
    own = x509.load_der_x509_certificate(read.certificate_der())
    assert describe(own).fingerprint == INFO.fingerprint
    assert proves(own, read.proof_bytes(), read.statement())
    image: SealImage = from_png(read.picture_png(), read.size_mm)
    assert image == IMAGE
    row = machine.journal.audit_entries(1)[0]
    assert (row.action, row.subject) == ("seal.request", "单位公章")
    assert pki.PIN.encode() not in target.read_bytes()


def test_a_request_that_cannot_be_written_leaves_nothing(
    machine: Workspace, candidate: Candidate, tmp_path: Path
) -> None:
    wanted = request(machine, candidate, IMAGE, name="单位公章", seal_id="seal-1")
    with pytest.raises(OSError, match="no-such-folder"):
        write_request(machine, wanted, tmp_path / "no-such-folder" / "a.json")
    taken = tmp_path / "taken"
    taken.mkdir()
    with pytest.raises(OSError, match="taken"):
        write_request(machine, wanted, taken)
    assert not list(tmp_path.glob(".*.part"))
    assert machine.journal.audit_entries(1)[0].action == "seal.key_tried"
