"""Probing attachments, beside reading and decoding them once.

The floor reads each file whole, hashes nothing, and decodes every page with the same decoders: a
PDF page drawn once at the size a probe looks at, a picture decoded in full. Kinds of files are the
ones that offices get: scans at three resolutions, photos from telephones, born-digital documents.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from app.media.probes import probe
from app.media.seen import SCALE_PX
from bench.timing import Report, interleave, parser

TIMES_FLOOR: Final = 1.5
_A4: Final = (595.2756, 841.8898)
_PAGES: Final = 4


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; see ``bench.timing.Report.finish`` for the exit status."""
    given = parser(__doc__, rounds=20).parse_args(argv)
    files = _files()
    report = Report("probing attachments", floor="decoding")
    for name, data in files.items():
        ours, floor = interleave(given.rounds, _probing(name, data), _decoding(data), timer=_cpu)
        report.compare(_told(name, data), ours, floor)
    ours, floor = interleave(
        given.rounds,
        lambda: [_probing(name, data)() for name, data in files.items()],
        lambda: [_decoding(data)() for data in files.values()],
        timer=_cpu,
    )
    report.compare("all of them", ours, floor, ratio_at_most=TIMES_FLOOR)
    report.notes.append("time of the thread")
    return report.finish(enforce=given.enforce)


def _probing(name: str, data: bytes) -> Callable[[], object]:
    return lambda: probe(io.BytesIO(data), name)


def _decoding(data: bytes) -> Callable[[], object]:
    return (lambda: _draw(data)) if data.startswith(b"%PDF") else (lambda: _load(data))


def _draw(data: bytes) -> None:
    document = pdfium.PdfDocument(io.BytesIO(data).read())
    for page in document:
        page.render(scale=SCALE_PX / max(page.get_size()))
        page.close()
    document.close()


def _load(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()


def _cpu(run: Callable[[], object]) -> float:
    """Milliseconds of this thread: on a busy machine a longer run is interrupted more often."""
    begin = time.thread_time()
    run()
    return (time.thread_time() - begin) * 1000


def _told(name: str, data: bytes) -> str:
    return f"{name}, {len(data) / 1e6:.1f} MB"


def _files() -> Mapping[str, bytes]:
    """The same every time."""
    return {
        "scan-150.pdf": _scan(150, "L"),
        "scan-200-colour.pdf": _scan(200, "RGB"),
        "scan-300-colour.pdf": _scan(300, "RGB"),
        "photo-12-megapixels.jpg": _photo((4000, 3000)),
        "portrait.jpg": _photo((413, 531)),
        "born-digital.pdf": _text(),
    }


def _sheet(dpi: int, mode: str) -> Image.Image:
    """A page of lines of short strokes with a red seal, as print looks from afar."""
    chance = random.Random(dpi)
    width, height = (round(side / 72 * dpi) for side in _A4)
    page = Image.new("RGB", (width, height), (244, 243, 240))
    draw = ImageDraw.Draw(page)
    em = dpi // 8
    for top in range(dpi, height - dpi, em * 2):
        for left in range(dpi, width - dpi, em + em // 6):
            for _ in range(4):
                ends = [chance.randrange(em) for _ in range(4)]
                spot = (left + ends[0], top + ends[1], left + ends[2], top + ends[3])
                draw.line(spot, fill=(30, 30, 34), width=max(1, dpi // 90))
    draw.ellipse((dpi * 4, dpi * 8, dpi * 5.6, dpi * 9.6), outline=(200, 30, 40), width=dpi // 20)
    noise = Image.effect_noise(page.size, 6).convert("RGB")
    return Image.blend(page, noise, 0.04).convert(mode)


def _scan(dpi: int, mode: str) -> bytes:
    data = io.BytesIO()
    sheet = canvas.Canvas(data, pagesize=_A4)
    for _ in range(_PAGES):
        picture = io.BytesIO()
        _sheet(dpi, mode).save(picture, "JPEG", quality=70)
        sheet.drawImage(ImageReader(picture), 0, 0, *_A4)
        sheet.showPage()
    sheet.save()
    return data.getvalue()


def _photo(size: tuple[int, int]) -> bytes:
    data = io.BytesIO()
    picture = _sheet(200, "RGB").resize(size)
    picture.save(data, "JPEG", quality=85, dpi=(72, 72))
    return data.getvalue()


def _text() -> bytes:
    data = io.BytesIO()
    sheet = canvas.Canvas(data, pagesize=_A4)
    for _ in range(_PAGES):
        for line in range(50):
            sheet.drawString(60, 780 - line * 14, "the quick brown fox jumps over it " * 2)
        sheet.showPage()
    sheet.save()
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main())
