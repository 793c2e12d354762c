"""A seal as a registry has it."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

from app.domain.sealing import Seal
from app.seal.image import SealImage
from tests.seal import picture, pki


def registered(
    issued: pki.Issued | None = None, image: SealImage | None = None, **changes: Any
) -> Seal:
    """The seal of this key and this picture (default: the test PKI's), altered."""
    fields: dict[str, Any] = {
        "seal_id": "seal-1",
        "name": "职称评审专用章",
        "owner_org": "org",
        "valid_from": pki.BORN,
        "valid_to": pki.BORN + timedelta(days=700),
        "certificates": [base64.b64encode((issued or pki.seal_key()).der).decode()],
        "mask_sha256": (image or picture.seal_image()).sha256,
    }
    return Seal.model_validate(fields | changes)
