"""Pictures through Pillow: scaled while decoding, upright, on white."""

from __future__ import annotations

import threading
import warnings
from typing import Any

from PIL import Image, ImageFile

from app.media.facts import PageSize
from app.media.geometry import Raster, check_page_size
from app.media.jpeg import read_head
from app.media.jpeg_page import JpegPage
from app.media.limits import MAX_DECODED, MAX_IMAGE_PIXELS
from app.media.magic import JPEG, FileType
from app.media.problems import MediaError, ProblemCode
from app.media.reader import GuardedStream

# Pillow refuses at twice its own limit and only warns at the limit; here both refuse.
warnings.simplefilter("error", Image.DecompressionBombWarning)
Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS

_ORIENTATION_TAG = 0x0112
_TRUNCATION_LOCK = threading.Lock()
_Turn = Image.Transpose
_UPRIGHT = {
    2: _Turn.FLIP_LEFT_RIGHT,
    3: _Turn.ROTATE_180,
    4: _Turn.FLIP_TOP_BOTTOM,
    5: _Turn.TRANSPOSE,
    6: _Turn.ROTATE_270,
    7: _Turn.TRANSVERSE,
    8: _Turn.ROTATE_90,
}
_USER_TURN = {90: _Turn.ROTATE_270, 180: _Turn.ROTATE_180, 270: _Turn.ROTATE_90}
_LIES = {
    1: (False, 0), 2: (True, 0), 3: (False, 180), 4: (True, 180),
    5: (True, 270), 6: (False, 90), 7: (True, 90), 8: (False, 270),
}  # fmt: skip
"""EXIF orientations as `JpegPage` has them: mirrored, then turned clockwise."""
_ONE_BYTE = ("1", "L", "P")
_DISTORTED = 5
"""From this EXIF orientation on, width and height are exchanged."""


class ImageFileReader:
    """An open picture file; TIFF frames are its pages.

    Raises `MediaError` IMAGE_DAMAGED or TOO_LARGE, or what the stream met.
    """

    def __init__(self, stream: GuardedStream, file_type: FileType) -> None:
        self._stream = stream
        self._type = file_type
        with self._frame(0) as image:
            self.pages: int = getattr(image, "n_frames", 1) if file_type.label == "TIFF" else 1
            self.orientation = _orientation(image)
            self.dpi = _stated_dpi(image)
            self._first = _upright_size(image, self.orientation)
        self._jpeg: JpegPage | None = None
        self._may_be_jpeg = file_type is JPEG

    def _plain_jpeg(self) -> JpegPage | None:
        head = read_head(self._bytes())
        if head is None:
            return None
        mirror, turn = _LIES[self.orientation]
        sides = (head.height, head.width) if turn % 180 else (head.width, head.height)
        if sides != self._first:
            return None
        return JpegPage(self._bytes, head, mirror=mirror, turn=turn)

    def _bytes(self) -> bytes:
        self._stream.seek(0)
        data = self._stream.read()
        self._stream.raise_fault()
        return data

    def jpeg(self, page: int) -> JpegPage | None:
        """The whole file as a JPEG of grey or colours; None for all other kinds of picture."""
        if self._may_be_jpeg:
            self._may_be_jpeg = False
            self._jpeg = self._plain_jpeg()
        return self._jpeg if page == 0 else None

    def _frame(self, page: int) -> Image.Image:
        self._stream.seek(0)
        try:
            formats = [self._type.pillow] if self._type.pillow else []
            image = Image.open(self._stream.as_file(), formats=formats)
            if page:
                image.seek(page)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise MediaError(ProblemCode.TOO_LARGE, page) from error
        except MemoryError:
            raise
        except Exception as error:
            self._stream.raise_fault()
            raise MediaError(ProblemCode.IMAGE_DAMAGED, page) from error
        if image.width * image.height > MAX_IMAGE_PIXELS:
            raise MediaError(ProblemCode.TOO_LARGE, page, width=image.width, height=image.height)
        return image

    def sizes(self) -> tuple[PageSize, ...]:
        """Upright sizes in pixels. Frames after the first are assumed to be like it."""
        return (self._first,) * self.pages

    def size(self, page: int) -> PageSize:
        """Upright size in pixels of one frame. Raises `MediaError` where it cannot be shown."""
        if not 0 <= page < self.pages:
            raise MediaError(ProblemCode.PAGE_DAMAGED, page)
        size = self._first
        if page:
            with self._frame(page) as image:
                size = _upright_size(image, _orientation(image))
        check_page_size(size, page)
        return size

    def draw(self, page: int, raster: Raster, rotation: int, buffer: memoryview) -> bool:
        """Draw the part of `raster` into `buffer`, BGRx, rows packed.

        Returns False if the file broke off and only what was decoded is drawn.
        Raises `MediaError` IMAGE_DAMAGED if nothing can be.
        """
        image, whole = self.decode(page, raster, rotation)
        paint(image, raster, buffer)
        return whole

    def decodes(self, page: int) -> bool:
        """Whether the file can be read to the end of a page; False where it breaks off."""
        with self._frame(page) as image:
            image.draft(image.mode, (image.width // 8 or 1, image.height // 8 or 1))
            return self._load(image)

    def look(self, page: int, longest: int) -> tuple[PageSize, Image.Image | None]:
        """The size in pixels of one frame, and the frame upright, at most `longest` pixels long.

        The picture is RGB, or L for one that is grey in the file; None where it breaks off.
        Raises `MediaError` where it cannot be shown.
        """
        with self._frame(page) as image:
            orientation = _orientation(image)
            size = _upright_size(image, orientation)
            check_page_size(size, page)
            share = min(1.0, longest / max(image.size))
            wanted = (max(1, round(image.width * share)), max(1, round(image.height * share)))
            image.draft(image.mode, wanted)  # never below what is wanted
            if not self._load(image):
                return size, None
            shown = image.convert("L") if image.mode in ("L", "1") else _on_white(image)
        shown = shown.resize(wanted, Image.Resampling.BILINEAR, reducing_gap=2.0)
        return size, shown.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else shown

    def decode(self, page: int, raster: Raster, rotation: int) -> tuple[Image.Image, bool]:
        """A frame as it is shown, and whether it is there to its end.

        A JPEG comes smaller, though not smaller than `raster`. Raises `MediaError`.
        """
        with self._frame(page) as image:
            orientation = _orientation(image)
            wanted = (raster.full_width, raster.full_height)
            if bool(rotation % 180) != (orientation >= _DISTORTED):
                wanted = (raster.full_height, raster.full_width)
            image.draft(image.mode, wanted)  # a JPEG decoder scales while decoding
            if image.width * image.height * (1 if image.mode in _ONE_BYTE else 4) > MAX_DECODED:
                raise MediaError(
                    ProblemCode.TOO_LARGE, page, width=image.width, height=image.height
                )
            whole = self._load(image)
        if not whole:
            image = self._partial(page, wanted)
        self._stream.raise_fault()
        shown = _on_white(image)
        if orientation in _UPRIGHT:
            shown = shown.transpose(_UPRIGHT[orientation])
        if rotation:
            shown = shown.transpose(_USER_TURN[rotation])
        return shown, whole

    def _load(self, image: Image.Image) -> bool:
        try:
            image.load()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - Pillow's decoders raise whatever the bytes lead to
            self._stream.raise_fault()
            return False
        return True

    def _partial(self, page: int, wanted: tuple[int, int]) -> Image.Image:
        """What can be decoded of a broken file. The switch is global to Pillow: one at a time."""
        with _TRUNCATION_LOCK:
            ImageFile.LOAD_TRUNCATED_IMAGES = True
            try:
                image = self._frame(page)
                image.draft(image.mode, wanted)
                if not self._load(image):
                    raise MediaError(ProblemCode.IMAGE_DAMAGED, page)
                return image
            finally:
                ImageFile.LOAD_TRUNCATED_IMAGES = False

    def close(self) -> None:
        """Close the stream."""
        self._stream.close()


def paint(image: Image.Image, raster: Raster, buffer: memoryview) -> None:
    """Draw the part of `raster` from a picture of the whole page, turned as it is shown."""
    part = raster.part
    across, down = image.width / raster.full_width, image.height / raster.full_height
    box = (
        part.x * across,
        part.y * down,
        min((part.x + part.width) * across, image.width),
        min((part.y + part.height) * down, image.height),
    )
    drawn = image.resize(
        (part.width, part.height), Image.Resampling.BILINEAR, box=box, reducing_gap=2.0
    )
    buffer[:] = drawn.convert("RGBA").tobytes("raw", "BGRA")  # the fourth byte is opaque


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 where there is none or the tags are damaged."""
    try:
        value: Any = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - a picture with broken tags is still a picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _stated_dpi(image: Image.Image) -> int | None:
    try:
        dpi = round(float(image.info["dpi"][0]))
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return dpi if dpi > 1 else None


def _upright_size(image: Image.Image, orientation: int) -> PageSize:
    width, height = image.size
    return PageSize(height, width) if orientation >= _DISTORTED else PageSize(width, height)


def _on_white(image: Image.Image) -> Image.Image:
    """RGB of any mode; transparency on white, 16-bit grey scaled to 8."""
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        ground = Image.new("RGB", with_alpha.size, "white")
        ground.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return ground
    return image if image.mode == "RGB" else image.convert("RGB")
