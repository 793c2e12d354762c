"""The worker process: the only place of the client where foreign bytes are decoded.

One thread decodes; another listens, so that the process can leave at once, taking its shared
memory along, when the pipe closes because the window is gone. It holds the key of the file at
hand and nothing else, and imports no Qt.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
from multiprocessing.connection import Connection

from app.media.documents import Shelf
from app.media.drawing import Drawing, RedrawError
from app.media.limits import limit_address_space
from app.media.probes import probe_stream
from app.media.problems import MediaError, MediaProblem, ProblemCode
from app.media.reader import GuardedStream, open_stream
from app.media.slots import NoRoomError, Slots
from app.media.wire import (
    INLINE_BYTES,
    MAX_MESSAGE,
    Op,
    PageReply,
    Reply,
    Request,
    decode_request,
    encode_note,
    encode_reply,
    split,
)

_REST_S = 0.02
"""Without a request before memory for the next page is made."""

_log = logging.getLogger(__name__)

_Job = tuple[int, Request] | str


def main(pipe: Connection, owner: int, memory_limit: int) -> None:
    """Serve requests from `pipe` for the window with process id `owner` until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's to judge
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # forms it lacks are no news to us
    limit_address_space(memory_limit)
    slots = Slots(owner)
    jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(pipe, jobs, slots), daemon=True)
    listener.start()
    desk = _Desk(slots)
    try:
        pipe.send_bytes(encode_note(Op.READY, os.getpid()))
        while True:
            try:
                job = jobs.get(timeout=_REST_S if desk.has_drawn else None)
            except queue.Empty:
                desk.rest()
                continue
            if isinstance(job, str):
                desk.shelf.forget(job)
                continue
            number, request = job
            pipe.send_bytes(encode_reply(number, desk.answer(request), GuardedStream.read_in_all))
    except (BrokenPipeError, ConnectionResetError):
        slots.close()


def _listen(pipe: Connection, jobs: queue.SimpleQueue[_Job], slots: Slots) -> None:
    try:
        while True:
            op, number, body = split(pipe.recv_bytes(MAX_MESSAGE))
            if op is Op.TAKEN:
                slots.mapped(body.decode("ascii"))
            elif op is Op.RETURNED:
                slots.returned(body.decode("ascii"))
            elif op is Op.DROPPED:
                slots.dropped(body.decode("ascii"))
            elif op is Op.FORGET:
                jobs.put(body.decode("utf-8", "surrogatepass"))
            else:
                jobs.put((number, decode_request(body, op)))
    except (EOFError, OSError):
        slots.close()
    finally:
        os._exit(0)  # the decoder may be deep in C and cannot be asked


class _Desk:
    """Answers one request at a time."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._last_size = 0
        self.shelf = Shelf()

    @property
    def has_drawn(self) -> bool:
        """Whether a page was drawn since the last `rest`."""
        return self._last_size > 0

    def rest(self) -> None:
        """Nothing is asked for: make room for the next page, which will be like the last."""
        self._slots.prepare(self._last_size)
        self._last_size = 0

    def answer(self, request: Request) -> Reply:
        """The reply to `request`. A problem that was not foreseen is a reply as well."""
        try:
            return self._answer(request)
        except MediaError as error:
            return error.problem
        except NoRoomError:
            self.shelf.forget()
            code = ProblemCode.MEDIA_MEMORY
        except MemoryError:
            self.shelf.forget()
            code = ProblemCode.TOO_LARGE
        except Exception:  # noqa: BLE001 - a fault of ours, met with a foreign file, costs one page
            _log.exception("a request failed")
            self.shelf.forget()
            code = ProblemCode.MEDIA_CRASHED
        page = request.page if request.op in (Op.RENDER, Op.TEXT) else None
        return MediaProblem(code, page=page)

    def _answer(self, request: Request) -> Reply:
        if request.op is Op.PROBE:
            source = request.source
            return probe_stream(open_stream(source), source.name, source.declared_mime)
        document = self.shelf.take(request.source)
        if request.op is Op.DESCRIBE:
            return document.info()
        if request.op is Op.TEXT:
            return document.text(request.page)
        if request.op is Op.FINGERPRINTS:
            return document.prints(request.page)
        while True:
            reply = self._page(document.prepare(request), request.page)
            if reply is not None:
                return reply

    def _page(self, drawing: Drawing, page: int) -> PageReply | None:
        """The drawn page; None where it has to be drawn another way."""
        raster = drawing.raster

        def reply(notice: MediaProblem | None, segment: str, pixels: bytearray) -> PageReply:
            return PageReply(
                raster.full_width, raster.full_height, raster.part, drawing.width, drawing.height,
                drawing.source_rect, drawing.route, drawing.stride, drawing.size, segment, notice,
                pixels, drawing.stored,
            )  # fmt: skip

        if drawing.size <= INLINE_BYTES:
            pixels = bytearray(drawing.size)
            try:
                return reply(drawing.paint(memoryview(pixels)), "", pixels)
            except RedrawError:
                return None
        slot = self._slots.take(drawing.size)
        self._last_size = drawing.size
        assert slot.buf is not None  # a slot that was just taken
        notice = _drawn(drawing, page, slot.buf[: drawing.size])
        if isinstance(notice, MediaError | RedrawError):
            self._slots.discard(slot.name)
            if isinstance(notice, RedrawError):
                return None
            raise notice
        return reply(notice, slot.name, bytearray())


def _drawn(
    drawing: Drawing, page: int, pixels: memoryview
) -> MediaProblem | MediaError | RedrawError | None:
    """Draw; an error is returned stripped of its traceback, which would hold the memory."""
    try:
        return drawing.paint(pixels)
    except MediaError as error:
        return MediaError.of(error.problem)
    except RedrawError:
        return RedrawError()
    except MemoryError:
        return MediaError(ProblemCode.TOO_LARGE, page)
