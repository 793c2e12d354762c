"""What the window and its worker say to each other, as bytes.

Every message is one operation byte, the request number and a body. Bodies from the worker are
fixed structures or JSON that is validated field by field on arrival: the worker handles foreign
bytes, so nothing it says is unpickled or believed unchecked. The worker adds how many bytes of
documents it has read in its life.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from pydantic import TypeAdapter

from app.media.facts import DocumentInfo, FileFacts
from app.media.geometry import Clip
from app.media.limits import MAX_RENDER_PIXELS, MAX_SIDE_PX
from app.media.look import PLAIN, Look
from app.media.prints import Prints
from app.media.problems import MediaProblem
from app.media.route import Route, SourceRect
from app.media.source import DocumentSource
from app.media.text import PageText

MAX_MESSAGE = 4 << 20
"""Longest message either side accepts, in bytes."""

INLINE_BYTES = 256 << 10
"""Up to this size a page travels in its message: small pictures are not worth shared memory."""

_HEAD = struct.Struct("<BIQ")
_PAGE = struct.Struct("<10I4dBIHI")


class Op(IntEnum):
    """First byte of a message."""

    DESCRIBE = 1
    RENDER = 2
    PROBE = 3
    TAKEN = 4
    FORGET = 5
    TEXT = 6
    FINGERPRINTS = 7
    RETURNED = 8
    DROPPED = 9
    READY = 16
    INFO = 17
    PAGE = 18
    FACTS = 19
    PROBLEM = 20
    WORDS = 21
    PRINTS = 22


class WireError(Exception):
    """The other side said something that is not in the protocol."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to do. From `width_px` on, the fields matter for RENDER only.

    FINGERPRINTS asks for those from `page` on.
    """

    op: Op
    source: DocumentSource
    page: int = 0
    width_px: int = 0
    rotation: int = 0
    clip: Clip | None = None
    fine: bool = False
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class PageReply:
    """A drawn page waiting in the shared memory segment `segment`, or a small one in `pixels`.

    `full_width` and `full_height` are the pixels of the whole page as asked for, of which `part`
    was drawn. The bitmap has `width` × `height` pixels, and `part` lies in its `source_rect`.
    `stored`: see `Drawing`.
    """

    full_width: int
    full_height: int
    part: Clip
    width: int
    height: int
    source_rect: SourceRect
    route: Route
    stride: int
    size: int
    segment: str
    notice: MediaProblem | None
    pixels: bytes | bytearray = field(default=b"", repr=False)
    stored: int = 0


Reply = DocumentInfo | FileFacts | MediaProblem | PageReply | PageText | Prints

_INFO = TypeAdapter(DocumentInfo)
_FACTS = TypeAdapter(FileFacts)
_PROBLEM = TypeAdapter(MediaProblem)
_WORDS = TypeAdapter(PageText)
_PRINTS = TypeAdapter(Prints)


def encode_request(number: int, request: Request) -> bytes:
    """Bytes for the worker. The key of a sealed file goes along, and no other."""
    source = request.source
    body = {
        "key": source.key,
        "path": str(source.path),
        "name": source.name,
        "sealed": source.sealed_key.hex() if source.sealed_key is not None else None,
        "mime": source.declared_mime,
        "page": request.page,
        "width": request.width_px,
        "rotation": request.rotation,
        "clip": request.clip,
        "fine": request.fine,
        "look": [request.look.contrast, request.look.black_white, request.look.straighten],
    }
    return _HEAD.pack(request.op, number, 0) + json.dumps(body).encode("ascii")


def decode_request(body: bytes, op: Op) -> Request:
    """The request in a message body, as written by `encode_request`."""
    said = json.loads(body)
    source = DocumentSource(
        key=said["key"],
        path=Path(said["path"]),
        name=said["name"],
        sealed_key=bytes.fromhex(said["sealed"]) if said["sealed"] is not None else None,
        declared_mime=said["mime"],
    )
    clip = Clip(*said["clip"]) if said["clip"] is not None else None
    return Request(
        op, source, said["page"], said["width"], said["rotation"], clip, said["fine"],
        Look(*said["look"]),
    )  # fmt: skip


def encode_note(op: Op, number: int, text: str = "") -> bytes:
    """A message whose body is a name (TAKEN, RETURNED, DROPPED), a key (FORGET) or nothing."""
    return _HEAD.pack(op, number, 0) + text.encode("utf-8", "surrogatepass")


def split(message: bytes) -> tuple[Op, int, bytes]:
    """Operation, request number and body. Raises `WireError`."""
    try:
        code, number, _ = _HEAD.unpack_from(message)
        return Op(code), number, message[_HEAD.size :]
    except (struct.error, ValueError) as error:
        raise WireError("head") from error


def bytes_read(message: bytes) -> int:
    """What the worker had read of documents when it sent a message that `split` accepted."""
    return int(_HEAD.unpack_from(message)[2])


def encode_reply(number: int, reply: Reply, read: int = 0) -> bytes:
    """Bytes for the window; `read` is what `bytes_read` shall tell."""
    op, body = _body(reply)
    return _HEAD.pack(op, number, read) + body


def _body(reply: Reply) -> tuple[Op, bytes]:
    if isinstance(reply, DocumentInfo):
        return Op.INFO, _INFO.dump_json(reply)
    if isinstance(reply, FileFacts):
        return Op.FACTS, _FACTS.dump_json(reply)
    if isinstance(reply, MediaProblem):
        return Op.PROBLEM, _PROBLEM.dump_json(reply)
    if isinstance(reply, PageText):
        return Op.WORDS, _WORDS.dump_json(reply)
    if isinstance(reply, Prints):
        return Op.PRINTS, _PRINTS.dump_json(reply)
    name = reply.segment.encode("ascii")
    notice = _PROBLEM.dump_json(reply.notice) if reply.notice else b""
    page = _PAGE.pack(
        reply.full_width, reply.full_height, *reply.part, reply.width, reply.height,
        reply.stride, reply.size, *reply.source_rect, reply.route, reply.stored, len(name),
        len(notice),
    )  # fmt: skip
    return Op.PAGE, b"".join((page, name, notice, reply.pixels))


def decode_reply(op: Op, body: bytes) -> Reply:
    """The reply in a message body. Raises `WireError` for anything out of bounds."""
    try:
        if op is Op.INFO:
            return _INFO.validate_json(body)
        if op is Op.FACTS:
            return _FACTS.validate_json(body)
        if op is Op.PROBLEM:
            return _PROBLEM.validate_json(body)
        if op is Op.WORDS:
            return _WORDS.validate_json(body)
        if op is Op.PRINTS:
            return _PRINTS.validate_json(body)
        if op is Op.PAGE:
            return _decode_page(body)
    except (ValueError, struct.error) as error:
        raise WireError(op.name) from error
    raise WireError(op.name)


def _decode_page(body: bytes) -> PageReply:
    said = _PAGE.unpack_from(body)
    full_w, full_h, x, y, across, down, width, height, stride, size = said[:10]
    rect, route = SourceRect(*said[10:14]), Route(said[14])
    stored, name_len, notice_len = said[15:]
    rest = body[_PAGE.size :]
    if len(rest) != name_len + notice_len + (0 if name_len else size):
        raise WireError("length")
    if not (0 < full_w <= MAX_SIDE_PX and 0 < full_h <= MAX_SIDE_PX):
        raise WireError("page size")
    if not (0 < across <= full_w - x and 0 < down <= full_h - y):
        raise WireError("part")
    if not (width > 0 and height > 0 and width * height <= MAX_RENDER_PIXELS):
        raise WireError("pixels")
    if stride != width * 4 or size != stride * height:
        raise WireError("rows")
    if not (_lies_in(rect.x, rect.width, width) and _lies_in(rect.y, rect.height, height)):
        raise WireError("source")
    told = name_len + notice_len
    notice = _PROBLEM.validate_json(rest[name_len:told]) if notice_len else None
    return PageReply(
        full_w, full_h, Clip(x, y, across, down), width, height, rect, route, stride, size,
        rest[:name_len].decode("ascii"), notice, rest[told:], stored,
    )  # fmt: skip


def _lies_in(start: float, length: float, side: int) -> bool:
    return (
        math.isfinite(start) and math.isfinite(length)
        and start >= 0 and length > 0 and start + length <= side + 1e-6
    )  # fmt: skip
