"""A server's own key: the same after a restart, and nobody else's to read."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from server_stub import seal_authority, time_authority
from server_stub.clock import Clock
from server_stub.key_file import read_key


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (seal_authority.local_authority, "seal-authority.pem"),
        (time_authority.local_authority, "time-authority.pem"),
    ],
)
def test_it_is_made_once_and_for_its_owner(tmp_path: Path, make: object, name: str) -> None:
    assert callable(make)
    make(tmp_path, Clock())
    made = (tmp_path / name).read_bytes()
    make(tmp_path, Clock())
    assert (tmp_path / name).read_bytes() == made
    assert [path.name for path in tmp_path.iterdir()] == [name]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_file_without_a_certificate_is_no_key(tmp_path: Path) -> None:
    seal_authority.local_authority(tmp_path, Clock())
    path = tmp_path / "seal-authority.pem"
    key, _certificate = read_key(path)
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    with pytest.raises(ValueError, match="PEM"):
        read_key(path)
