"""From a scan to a seal's picture, and the pictures that are refused."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.seal.image import SealImage
from app.seal.problems import SealCode, SealError
from app.seal.seal_image import MOST_PACKED, from_scan
from tests.seal import picture

OFFICE, MIDDLE = "示例市职称改革办公室", "职称评审专用章"
SIZE = (42.0, 42.0)


def mask(image: SealImage) -> np.ndarray:
    return np.frombuffer(image.mask, np.uint8).reshape(image.height, image.width)


def refusal(scan: Image.Image, size: tuple[float, float] = SIZE) -> SealError:
    with pytest.raises(SealError) as caught:
        from_scan(scan, size)
    return caught.value


def test_a_scan_becomes_the_seal_that_was_stamped_and_nothing_else() -> None:
    sharp = picture.drawn(OFFICE, MIDDLE)
    found = from_scan(picture.scanned(sharp), SIZE)
    truth = sharp.getchannel("A").resize((found.width, found.height), Image.Resampling.LANCZOS)
    wanted, got = np.asarray(truth) > 128, mask(found) > 128
    assert (got & wanted).sum() > 0.97 * wanted.sum()  # no stroke is lost
    near = np.asarray(truth.point(lambda grey: 255 if grey > 8 else 0)) > 0
    assert (got & ~near).sum() < 0.01 * wanted.sum()  # shadow, pencil, text and specks are gone


def test_edges_keep_their_share_of_ink_and_the_corners_of_a_round_seal_are_clear() -> None:
    grey = mask(from_scan(picture.scanned(picture.drawn(OFFICE, MIDDLE)), SIZE))
    between = (grey > 20) & (grey < 235)
    assert 0.005 < between.mean() < 0.2
    corner = grey.shape[0] // 8
    assert not grey[:corner, :corner].any()
    assert not grey[-corner:, -corner:].any()


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(more, marks=pytest.mark.full) for more in (1, 2))]
)
def test_however_worn_a_seal_is_its_mask_stays_small(seed: int) -> None:
    worn = picture.scanned(picture.drawn(OFFICE, MIDDLE, 1200), seed=seed)
    pixels = np.asarray(worn).copy()
    rng = np.random.default_rng(seed)
    bare = np.asarray(
        Image.fromarray((rng.random((300, 300)) * 255).astype(np.uint8)).resize(worn.size)
    )
    pixels[bare > 200] = (248, 245, 236)
    image = from_scan(Image.fromarray(pixels), SIZE)
    assert len(image.packed) <= MOST_PACKED
    assert max(image.width, image.height) >= 300


def test_the_same_scan_gives_the_same_mask_and_an_rgba_picture_is_taken_as_it_is() -> None:
    sharp = picture.drawn(OFFICE, MIDDLE)
    first, second = from_scan(sharp, SIZE), from_scan(sharp.copy(), SIZE)
    assert first.sha256 == second.sha256
    assert from_scan(picture.drawn(OFFICE, "公章"), SIZE).sha256 != first.sha256


def test_a_square_seal_keeps_its_corners() -> None:
    scan = Image.new("RGB", (700, 700), "white")
    draw = ImageDraw.Draw(scan)
    draw.rectangle([100, 100, 599, 599], outline=picture.INK, width=30)
    draw.line([(200, 200), (500, 500)], fill=picture.INK, width=40)
    grey = mask(from_scan(scan, (42, 42)))
    assert grey[2:10, 2:10].min() == 255


def test_an_oblong_seal_has_its_own_size() -> None:
    scan = Image.new("RGB", (1000, 500), "white")
    ImageDraw.Draw(scan).rectangle([100, 100, 899, 399], outline=picture.INK, width=30)
    image = from_scan(scan, (40, 15))
    assert (image.size_mm, round(image.width / image.height, 1)) == ((40, 15), 2.7)


def test_a_picture_without_enough_red_is_refused() -> None:
    grey = picture.drawn(OFFICE, MIDDLE).getchannel("A").point(lambda alpha: 255 - alpha)
    assert refusal(grey).code is SealCode.IMAGE_NOT_RED
    assert refusal(Image.new("RGB", (900, 900), "white")).code is SealCode.IMAGE_NOT_RED
    dot = Image.new("RGB", (900, 900), "white")
    ImageDraw.Draw(dot).ellipse([400, 400, 440, 440], fill=picture.INK)
    assert refusal(dot).problem.params == {"pixels": 41, "least": 300}
    line = Image.new("RGB", (900, 900), "white")
    ImageDraw.Draw(line).line([(10, 10), (890, 890)], fill=picture.INK, width=2)
    assert refusal(line).code is SealCode.IMAGE_NOT_RED


def test_a_red_sheet_is_refused() -> None:
    assert refusal(Image.new("RGB", (600, 600), picture.INK)).code is SealCode.IMAGE_ALL_RED


def test_too_few_pixels_are_refused_with_how_many_are_needed() -> None:
    small = picture.drawn(OFFICE, MIDDLE, 280)
    error = refusal(picture.scanned(small, margin=60))
    assert error.code is SealCode.IMAGE_TOO_SMALL
    assert error.problem.params["least"] == 300
    assert 270 <= int(error.problem.params["pixels"]) <= 290
    from_scan(picture.scanned(small, margin=60), (30, 30))  # for a smaller seal it is enough


def test_half_a_seal_and_a_wrong_size_are_refused() -> None:
    whole = picture.scanned(picture.drawn(OFFICE, MIDDLE))
    half = whole.crop((0, 0, whole.width // 2, whole.height))
    assert refusal(half).code is SealCode.IMAGE_CUT_OFF
    assert refusal(whole, (42, 30)).code is SealCode.IMAGE_CUT_OFF


def test_a_mask_of_the_wrong_length_is_no_picture() -> None:
    with pytest.raises(ValueError, match="one byte a pixel"):
        SealImage(10, 10, bytes(99), SIZE)


def test_the_seal_is_found_on_a_sheet_with_a_red_heading() -> None:
    """A4 at 300 dots an inch: heading and line are larger than the seal, but not of its shape."""
    sheet = Image.new("RGB", (2480, 3508), (250, 248, 244))
    draw = ImageDraw.Draw(sheet)
    draw.text((400, 200), "示例市职称改革办公室文件", font=picture.font(140), fill=picture.INK)
    draw.line([(200, 420), (2280, 420)], fill=picture.INK, width=8)
    for line in range(20):
        draw.text(
            (300, 600 + 90 * line),
            "关于开展职称评审工作的通知",
            font=picture.font(50),
            fill="black",
        )
    stamp = picture.drawn(OFFICE, MIDDLE, 496)
    sheet.paste(stamp, (1700, 2800), stamp)
    found = from_scan(sheet, SIZE)
    alone = from_scan(stamp, SIZE)
    assert (found.width, found.height) == (alone.width, alone.height)
    difference = np.abs(mask(found).astype(int) - mask(alone).astype(int))
    assert difference.mean() < 3


def test_a_worn_ring_in_pieces_is_still_one_seal() -> None:
    worn = picture.drawn(OFFICE, MIDDLE).copy()
    draw = ImageDraw.Draw(worn)
    for box in [(280, 0, 320, 40), (0, 280, 40, 320), (560, 300, 600, 330), (430, 520, 480, 590)]:
        draw.rectangle(box, fill=(0, 0, 0, 0))
    image = from_scan(picture.scanned(worn), SIZE)
    assert abs(image.width / image.height - 1) < 0.03
