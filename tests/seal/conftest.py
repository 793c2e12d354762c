"""What the tests of seals share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.seal.binding import Binding
from app.seal.loaded_key import LoadedKey
from app.seal.pin_guard import MemoryLedger
from app.seal.pkcs12 import Pkcs12File
from app.seal.stamp import StampMeta
from tests.seal import pki
from tests.seal.hsm import tokens

__all__ = ["tokens"]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the session."""
    return tmp_path_factory.mktemp("seal")


@pytest.fixture(scope="session")
def p12(files: Path) -> Path:
    """A key file with a P-256 key."""
    return pki.seal_key().write(files)


@pytest.fixture
def key(p12: Path) -> Iterator[LoadedKey]:
    """The P-256 key, open."""
    with Pkcs12File(p12, MemoryLedger()).open(pki.PIN) as opened:
        yield opened


@pytest.fixture
def meta() -> StampMeta:
    """A seal's particulars."""
    return stamp_meta()


def stamp_meta(**changes: object) -> StampMeta:
    particulars = {
        "case_id": "case-1", "version_no": 3, "content_sha256": "ab" * 32, "seal_id": "seal-1",
        "usage_no": 1, "form": "UNIT_OPINION", "batch_id": "",
    }  # fmt: skip
    return StampMeta(Binding.model_validate(particulars | changes), pki.NOW, "单位推荐意见用章")
