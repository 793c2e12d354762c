"""What the rules may know about a file; found by the media worker, handed in from outside.

All of it comes from the bytes alone, so that it is found once for a hash and holds for ever. The
figures about pages are heuristics (domain §4.13 mode H): a rule that rests on them says 启发式.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

_FORMATS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}

PROBE_VERSION: Final = 2
"""Counts up when probes learn to see more: facts of an older one are found anew."""

MARKS: Final = ("绝密", "机密", "秘密", "内部资料", "内部文件", "涉密")
"""The words that probes look for in a text layer (R031). A rule cannot ask for others."""

A4_INCHES: Final = (8.268, 11.693)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """How a page looks, upright as the file itself says.

    Attributes:
        width: in points (1/72 inch); of a picture file at its stated resolution, 0 without one.
        height: as ``width``.
        width_px: pixels of the picture that fills the page; None on a page of text and drawings.
        height_px: as ``width_px``.
        ink: share of the page that is not paper, 0 to 1.
        contrast: between paper and ink, 0 to 1; None on a page without ink.
        sharpness: how steep the edges of the ink are, 0 (blurred) to 1; None without ink.
        lying: whether the lines of text run up and down; None where no lines were found.
        red: share of red in the reddest place of the size of a seal, 0 to 1 (R092).
        coloured: whether there is any colour; a page scanned in grey has none (R102).
    """

    width: float
    height: float
    width_px: int | None = None
    height_px: int | None = None
    ink: float = 0.0
    contrast: float | None = None
    sharpness: float | None = None
    lying: bool | None = None
    red: float = 0.0
    coloured: bool = False

    @property
    def scanned(self) -> bool:
        """Whether the page is a picture."""
        return self.width_px is not None

    @property
    def dpi(self) -> int | None:
        """The resolution, were the picture printed to fill a sheet of A4; None without picture."""
        across, down = self.width_px, self.height_px
        if across is None or down is None:
            return None
        short, long = (across, down) if across < down else (down, across)
        return round(max(short / A4_INCHES[0], long / A4_INCHES[1]))


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts about one file by its bytes.

    Attributes:
        magic: the MIME type that its first bytes announce, empty where they are unknown.
        bytes: its length.
        pages: None where nobody has looked; so are ``decodes`` and ``looks``.
        encrypted: whether it opens only with a password.
        decodes: whether every page can be read to its end.
        looks: the first pages as pictures; of the others of a long file nothing is known.
        first_page: it in 256 bits, hexadecimal, alike for alike pages; empty for none.
        marks: which of :data:`MARKS` stand in the text layer.
        ratio: of a picture file, width by height.
        white: of a picture file, which share of the ground around the middle is near white.
        blue: the same for blue.
        probe: the version of the probe that found this; 0 for what is known without one.
    """

    magic: str
    bytes: int
    pages: int | None = None
    encrypted: bool = False
    decodes: bool | None = None
    looks: tuple[PageFacts, ...] | None = None
    first_page: str = ""
    marks: tuple[str, ...] = ()
    ratio: float | None = None
    white: float | None = None
    blue: float | None = None
    probe: int = 0

    @property
    def form(self) -> str:
        """The format name of rule packs; empty where the bytes are of no known type."""
        return format_of(self.magic)

    def to_json(self) -> str:
        """As it is kept in a database."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def facts_from_json(text: str | bytes) -> FileFacts:
    """What :meth:`FileFacts.to_json` wrote, by whatever version; what it lacks is not known.

    :raises ValueError: for text that it did not write.
    """
    try:
        said: dict[str, Any] = json.loads(text)
        known = _only(FileFacts.__dataclass_fields__, said)
        looks = said.get("looks")
        if looks is not None:
            fields = PageFacts.__dataclass_fields__
            known["looks"] = tuple(PageFacts(**_only(fields, page)) for page in looks)
        known["marks"] = tuple(said.get("marks", ()))
        return FileFacts(**known)
    except (TypeError, AttributeError, KeyError) as problem:
        raise ValueError(str(problem)) from problem


def _only(fields: Mapping[str, object], said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in fields if name in said}


def format_of(mime: str) -> str:
    """The format name of rule packs (``pdf``, ``jpg``, ``png``) for a MIME type, else itself."""
    return _FORMATS.get(mime.partition(";")[0].strip().lower(), mime)
