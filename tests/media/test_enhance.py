"""Pictures made easier to read, and only where they were asked to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.media.geometry import Clip
from app.media.look import Look
from app.media.page_study import find_skew, study
from tests.media.canvas import Drawn, Easel
from tests.media.sheets import Sheet, jpeg, pdf

INK, PAPER = 70, 200
Open = Callable[[Image.Image], Easel]


def sheet(askew: float = 0.0, shadow: int = 0) -> Image.Image:
    """A grey scan of lines of words, 600 × 800, whose paper grows darker downwards."""
    dice = np.random.default_rng(3)
    picture = Image.new("L", (600, 800), PAPER)
    draw = ImageDraw.Draw(picture)
    for row in range(80, 720, 24):
        left = 60
        while left < 500:
            right = left + int(dice.integers(15, 60))
            draw.rectangle((left, row, right, row + 8), INK)
            left = right + 9
    turned = picture.rotate(-askew, Image.Resampling.BICUBIC, fillcolor=PAPER)
    shade = np.linspace(0, shadow, 800)[:, None]
    noise = dice.normal(0, 3, (800, 600))
    return Image.fromarray((np.asarray(turned) - shade + noise).clip(0, 255).astype(np.uint8))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    easels: list[Easel] = []

    def make(picture: Image.Image) -> Easel:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf([Sheet(jpeg(picture), media=(0, 0, 300, 400))]))
        easels.append(Easel(path))
        return easels[-1]

    yield make
    for easel in easels:
        easel.close()


def grey(drawn: Drawn) -> np.ndarray:
    return drawn.pixels.mean(axis=2)


def test_contrast(opened: Open) -> None:
    shown = grey(opened(sheet()).draw(600, look=Look(contrast=True)))
    assert np.percentile(shown, 50) >= 250
    assert np.percentile(shown, 1) <= 8


def test_a_photo_keeps_its_tones(opened: Open) -> None:
    slope = np.tile(np.linspace(60, 180, 600), (800, 1)).astype(np.uint8)
    shown = grey(opened(Image.fromarray(slope)).draw(600, look=Look(contrast=True)))
    assert shown[400, 5] < 10
    assert shown[400, 300] == pytest.approx(127, abs=12)
    assert shown[400, 595] > 245


def test_black_and_white_under_a_shadow(opened: Open) -> None:
    """At the foot the paper is as dark as a third of the way to the ink at the head."""
    shown = grey(opened(sheet(shadow=90)).draw(600, look=Look(black_white=True)))
    ink = np.asarray(sheet()) < (INK + PAPER) / 2
    assert ((shown < 128) == ink).mean() > 0.97
    assert ((shown < 30) | (shown > 225)).mean() > 0.95


def test_an_empty_page_stays_white(opened: Open) -> None:
    empty = Image.fromarray(np.random.default_rng(1).normal(235, 3, (800, 600)).astype(np.uint8))
    for look in (Look(black_white=True), Look(contrast=True)):
        assert np.percentile(grey(opened(empty).draw(600, look=look)), 1) > 220


@pytest.mark.parametrize("askew", [-4.6, -2.0, -0.5, 0.0, 0.7, 3.3])
def test_the_skew_is_found(askew: float) -> None:
    assert find_skew(np.asarray(sheet(askew)) < 140) == pytest.approx(-askew, abs=0.15)


def test_a_page_without_lines_is_not_turned() -> None:
    dots = np.random.default_rng(5).random((800, 600)) < 0.02
    assert find_skew(dots) == 0.0
    assert study(np.full((40, 30), 250, np.uint8)).askew == 0.0


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_straightened(opened: Open, rotation: int) -> None:
    """Lines are level again, also where the page was turned by the officer."""
    easel = opened(sheet(askew=3.0))
    straight = easel.draw(600, look=Look(straighten=True))
    assert abs(find_skew(grey(straight) < 140)) <= 0.2
    if rotation:
        wide = 800 if rotation % 180 else 600
        turned = easel.draw(wide, rotation, look=Look(straighten=True))
        back = np.rot90(grey(turned), rotation // 90)
        assert np.abs(back - grey(straight)).mean() < 3
    corner = straight.pixels[1, 1]
    assert (corner == 255).all()


@pytest.mark.parametrize("look", [Look(True), Look(False, True), Look(False, False, True)])
def test_a_tile_is_a_part_of_the_whole(opened: Open, look: Look) -> None:
    easel = opened(sheet(askew=2.0, shadow=40))
    whole = grey(easel.draw(900, look=look))
    tile = grey(easel.draw(900, look=look, clip=Clip(200, 300, 256, 256)))
    assert np.abs(whole[300:556, 200:456] - tile).mean() < 3


def test_how_many_pixels_the_file_has_is_told(opened: Open) -> None:
    """A scan is not drawn larger than it is because it is enhanced."""
    easel = opened(sheet())
    assert easel.draw(300).drawing.stored == 600
    assert easel.draw(300, look=Look(contrast=True)).drawing.stored == 600


def test_the_file_is_not_touched(opened: Open, tmp_path: Path) -> None:
    easel = opened(sheet(askew=2.0))
    before, plain = (tmp_path / "a.pdf").read_bytes(), easel.draw(300).pixels.copy()
    easel.draw(300, look=Look(True, True, True))
    assert (tmp_path / "a.pdf").read_bytes() == before
    assert (easel.draw(300).pixels == plain).all()
