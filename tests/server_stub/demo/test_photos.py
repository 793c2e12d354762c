"""Portraits and telephone pictures: EXIF says how to turn them, the pixels need it."""

from __future__ import annotations

from io import BytesIO
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageOps

from server_stub.demo.photos import Orientation, photo_jpeg, portrait, snapshot
from server_stub.demo.recipes import Recipe, render, sheets
from server_stub.demo.samples import sample_facts

_SIDES: tuple[Orientation, ...] = (1, 3, 6, 8)
_ORIENTATION = 0x0112


def _distance(one: Image.Image, two: Image.Image) -> float:
    a, b = (np.asarray(image.convert("RGB"), dtype=float) for image in (one, two))
    return float(np.abs(a - b).mean())


@pytest.mark.parametrize("orientation", _SIDES)
def test_the_tag_turns_the_picture_upright(orientation: Orientation) -> None:
    stored = Image.open(BytesIO(photo_jpeg(12, "女", orientation=orientation)))
    assert stored.getexif()[_ORIENTATION] == orientation
    upright = portrait(12, "女")
    assert _distance(ImageOps.exif_transpose(stored), upright) < 4
    if orientation != 1:
        assert stored.size != upright.size or _distance(stored, upright) > 10


def test_a_portrait_is_35_by_45_millimetres_on_blue() -> None:
    data = photo_jpeg(3, "男")
    photo = Image.open(BytesIO(data)).convert("RGB")
    assert photo.width / photo.height == pytest.approx(7 / 9, rel=0.03)
    red, green, blue = photo.getpixel((12, 12))  # type: ignore[misc]
    assert blue > 180
    assert blue > red + 80
    assert blue > green + 40
    assert len(data) < 500_000


def test_faces_differ_between_people_and_stay_with_the_person() -> None:
    assert photo_jpeg(1, "男") == photo_jpeg(1, "男")
    assert len({photo_jpeg(face, "女") for face in range(12)}) == 12


def test_white_ground_and_wrong_ratio_can_be_had() -> None:
    photo = Image.open(BytesIO(photo_jpeg(3, "男", ground="white", size=(500, 500))))
    assert photo.size == (500, 500)
    assert photo.convert("L").getpixel((10, 10)) > 235  # type: ignore[operator]


@pytest.mark.parametrize("orientation", _SIDES)
def test_a_certificate_photographed_with_a_telephone(orientation: Orientation) -> None:
    facts = sample_facts(1, 5)["title_certificate"]
    recipe = Recipe("title_certificate", facts, 3, form="photo", orientation=orientation)
    photo = Image.open(BytesIO(render(recipe)))
    assert photo.getexif()[_ORIENTATION] == orientation
    assert max(photo.size) == 1600
    upright = ImageOps.exif_transpose(photo)
    assert upright.width > upright.height  # the booklet is landscape
    corners = np.asarray(upright.convert("L"), dtype=float)
    assert corners[:4, :4].mean() < corners[600:604, 800:804].mean()  # desk around the paper


def test_snapshots_with_other_chance_are_other_files() -> None:
    facts = sample_facts(1, 5)["award_certificate"]
    (sheet,) = sheets(Recipe("award_certificate", facts, 3))
    assert snapshot(sheet, Random(1)) == snapshot(sheet, Random(1))
    assert snapshot(sheet, Random(1)) != snapshot(sheet, Random(2))


def test_a_flat_jpg_certificate() -> None:
    facts = sample_facts(1, 5)["award_certificate"]
    data = render(Recipe("award_certificate", facts, 3, form="jpg", orientation=6))
    image = Image.open(BytesIO(data))
    image.load()
    assert image.width < image.height  # stored on its side
    assert 40_000 < len(data) < 300_000
