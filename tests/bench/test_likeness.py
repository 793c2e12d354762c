"""The measure of likeness is that of its authors at its ends and falls in between."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageChops, ImageFilter

from bench.likeness import ssim


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    """Something with structure."""
    noise = Image.frombytes("L", (90, 70), random.Random(1).randbytes(90 * 70))
    return noise.filter(ImageFilter.BoxBlur(2))


def test_the_same_is_one(picture: Image.Image) -> None:
    assert ssim(picture, picture.copy()) == pytest.approx(1.0)


def test_the_more_it_is_blurred_the_less_alike(picture: Image.Image) -> None:
    blurred = [ssim(picture, picture.filter(ImageFilter.BoxBlur(radius))) for radius in (1, 2, 4)]
    assert 1.0 > blurred[0] > blurred[1] > blurred[2] > 0


def test_a_negative_is_less_alike_than_nothing(picture: Image.Image) -> None:
    grey = Image.new("L", picture.size, 128)
    assert ssim(picture, ImageChops.invert(picture)) < ssim(picture, grey) < 0.5


def test_sizes_have_to_agree(picture: Image.Image) -> None:
    with pytest.raises(ValueError, match="90"):
        ssim(picture, picture.resize((45, 35)))
