"""Requests for a seal's registration, as the window writes them."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from app.protocol.seal_registration import SealRegistration
from app.seal.image import SealImage
from app.seal.keys import OpenKey
from app.seal.picture_file import to_png
from app.seal.possession import prove
from tests.seal import picture, pki


def requested(
    key: OpenKey, image: SealImage | None = None, issued: pki.Issued | None = None, **changes: Any
) -> SealRegistration:
    """A request for a new seal; ``issued`` is whose key is open (default: the test PKI's)."""
    image, issued = image or picture.seal_image(), issued or pki.seal_key()
    fields: dict[str, Any] = {
        "requested_at": pki.NOW, "org_id": "org-unit-1", "org_name": pki.OFFICE,
        "user_id": "u-sealer1", "user_name": "罗映舟", "name": "职称评审专用章",
        "kind": "业务专用章",
        "size_mm": image.size_mm, "picture": _png(image), "mask_sha256": image.sha256,
        "certificate": _base64(issued.der), "proof": "AA==",
        "above": tuple(_base64(pki.Issued(one, issued.key).der) for one in issued.above),
    }  # fmt: skip
    unsigned = SealRegistration.model_validate(fields | changes)
    return unsigned.model_copy(update={"proof": _base64(prove(key, unsigned.statement()))})


@cache
def _png(image: SealImage) -> str:
    return _base64(to_png(image))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
