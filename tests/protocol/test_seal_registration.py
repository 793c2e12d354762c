"""The request for a seal's registration: what it holds, what is no request, what it proves."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.protocol.seal_registration import SealRegistration
from app.seal.loaded_key import LoadedKey
from app.seal.picture_file import from_png, to_png
from app.seal.possession import prove, proves
from app.seal.problems import SealError
from tests.seal import picture, pki
from tests.seal.conftest import files, key, p12
from tests.seal.requests import requested

__all__ = ["files", "key", "p12"]


def test_what_is_written_is_read_back_and_shows_the_registered_picture(key: LoadedKey) -> None:
    request = requested(key)
    again = SealRegistration.model_validate_json(request.model_dump_json())
    assert again == request
    image = from_png(again.picture_png(), again.size_mm)
    assert image.sha256 == again.mask_sha256 == picture.seal_image().sha256
    assert again.certificate_der() == pki.seal_key().der
    assert again.above_der() == tuple(pki.Issued(one, pki.seal_key().key).der
                                      for one in pki.seal_key().above)  # fmt: skip


def test_only_the_holder_of_the_key_can_have_made_it(key: LoadedKey) -> None:
    request = requested(key)
    own = pki.seal_key().certificate
    assert proves(own, request.proof_bytes(), request.statement())
    other = request.model_copy(update={"org_id": "org-other"})
    assert not proves(own, other.proof_bytes(), other.statement())
    stranger = pki.seal_key("RSA-2048", "他人章").certificate
    assert not proves(stranger, request.proof_bytes(), request.statement())
    assert not proves(pki.seal_key("P-384", "他人章").certificate, b"no signature", b"x")
    assert proves(own, prove(key, b"said"), b"said")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size_mm", (0, 42)),
        ("size_mm", (42, 101)),
        ("picture", "not base64!"),
        ("above", ["€"]),
        ("mask_sha256", "AB" * 32),
        ("name", ""),
        ("version", 2),
        ("format", "something-else"),
        ("pin", "123456"),
    ],
)
def test_what_is_no_request_is_refused(key: LoadedKey, name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        SealRegistration.model_validate(requested(key).model_dump(mode="json") | {name: value})


def test_a_picture_that_is_none_of_ours_is_refused() -> None:
    image = picture.seal_image()
    png = to_png(image)
    assert from_png(png, image.size_mm) == image
    for wrong in (b"", png[:200], picture_of_two_inks()):
        with pytest.raises(SealError):
            from_png(wrong, image.size_mm)


def picture_of_two_inks() -> bytes:
    from io import BytesIO

    from PIL import Image

    drawn = Image.new("RGBA", (40, 40), (214, 20, 26, 255))
    drawn.putpixel((3, 3), (0, 0, 255, 255))
    out = BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
