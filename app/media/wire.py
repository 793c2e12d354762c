"""What the window and its worker say to each other, as bytes.

Every message is one operation byte, the request number and a body. Bodies from the worker are
fixed structures or JSON that is validated field by field on arrival: the worker handles foreign
bytes, so nothing it says is unpickled or believed unchecked.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.media.facts import DocumentInfo, FileFacts
from app.media.geometry import Clip
from app.media.limits import MAX_RENDER_PIXELS, MAX_SIDE_PX
from app.media.problems import MediaProblem
from app.media.source import DocumentSource

MAX_MESSAGE = 4 << 20
"""Longest message either side accepts, in bytes."""

_HEAD = struct.Struct("<BI")
_PAGE = struct.Struct("<8IHI")


class Op(IntEnum):
    """First byte of a message."""

    DESCRIBE = 1
    RENDER = 2
    PROBE = 3
    TAKEN = 4
    FORGET = 5
    READY = 16
    INFO = 17
    PAGE = 18
    FACTS = 19
    PROBLEM = 20


class WireError(Exception):
    """The other side said something that is not in the protocol."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to do. `width_px`, `rotation` and `clip` matter for RENDER only."""

    op: Op
    source: DocumentSource
    page: int = 0
    width_px: int = 0
    rotation: int = 0
    clip: Clip | None = None


@dataclass(frozen=True, slots=True)
class PageReply:
    """A drawn page waiting in the shared memory segment `segment`.

    `full_width` and `full_height` are the pixels of the whole page of which `part` was drawn.
    """

    full_width: int
    full_height: int
    part: Clip
    stride: int
    size: int
    segment: str
    notice: MediaProblem | None


Reply = DocumentInfo | FileFacts | MediaProblem | PageReply

_INFO = TypeAdapter(DocumentInfo)
_FACTS = TypeAdapter(FileFacts)
_PROBLEM = TypeAdapter(MediaProblem)


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
    }
    return _HEAD.pack(request.op, number) + json.dumps(body).encode("ascii")


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
    return Request(op, source, said["page"], said["width"], said["rotation"], clip)


def encode_note(op: Op, number: int, text: str = "") -> bytes:
    """A message whose body is a short text (TAKEN, FORGET) or nothing (READY)."""
    return _HEAD.pack(op, number) + text.encode("utf-8", "surrogatepass")


def split(message: bytes) -> tuple[Op, int, bytes]:
    """Operation, request number and body. Raises `WireError`."""
    try:
        code, number = _HEAD.unpack_from(message)
        return Op(code), number, message[_HEAD.size :]
    except (struct.error, ValueError) as error:
        raise WireError("head") from error


def encode_reply(number: int, reply: Reply) -> bytes:
    """Bytes for the window."""
    if isinstance(reply, DocumentInfo):
        return _HEAD.pack(Op.INFO, number) + _INFO.dump_json(reply)
    if isinstance(reply, FileFacts):
        return _HEAD.pack(Op.FACTS, number) + _FACTS.dump_json(reply)
    if isinstance(reply, MediaProblem):
        return _HEAD.pack(Op.PROBLEM, number) + _PROBLEM.dump_json(reply)
    name = reply.segment.encode("ascii")
    notice = _PROBLEM.dump_json(reply.notice) if reply.notice else b""
    page = _PAGE.pack(
        reply.full_width, reply.full_height, *reply.part, reply.stride, reply.size,
        len(name), len(notice),
    )  # fmt: skip
    return _HEAD.pack(Op.PAGE, number) + page + name + notice


def decode_reply(op: Op, body: bytes) -> Reply:
    """The reply in a message body. Raises `WireError` for anything out of bounds."""
    try:
        if op is Op.INFO:
            return _INFO.validate_json(body)
        if op is Op.FACTS:
            return _FACTS.validate_json(body)
        if op is Op.PROBLEM:
            return _PROBLEM.validate_json(body)
        if op is Op.PAGE:
            return _decode_page(body)
    except (ValidationError, struct.error, UnicodeDecodeError) as error:
        raise WireError(op.name) from error
    raise WireError(op.name)


def _decode_page(body: bytes) -> PageReply:
    full_w, full_h, x, y, width, height, stride, size, name_len, notice_len = _PAGE.unpack_from(
        body
    )
    rest = body[_PAGE.size :]
    if len(rest) != name_len + notice_len:
        raise WireError("length")
    if not (0 < full_w <= MAX_SIDE_PX and 0 < full_h <= MAX_SIDE_PX):
        raise WireError("page size")
    if not (0 < width <= full_w - x and 0 < height <= full_h - y):
        raise WireError("part")
    if width * height > MAX_RENDER_PIXELS or stride != width * 4 or size != stride * height:
        raise WireError("pixels")
    notice = _PROBLEM.validate_json(rest[name_len:]) if notice_len else None
    name = rest[:name_len].decode("ascii")
    return PageReply(full_w, full_h, Clip(x, y, width, height), stride, size, name, notice)
