"""The worker process: the only place of the client where foreign bytes are decoded.

One thread decodes; another listens, so that the process can leave at once, taking its shared
memory along, when the pipe closes because the window is gone. It holds the key of the file at
hand and nothing else, and imports no Qt.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory

from app.media.documents import Shelf
from app.media.drawing import Drawing
from app.media.limits import limit_address_space
from app.media.probes import probe_stream
from app.media.problems import MediaError, MediaProblem, ProblemCode
from app.media.reader import GuardedStream, open_stream
from app.media.segments import Dispatch, NoRoomError
from app.media.wire import (
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

_Job = tuple[int, Request] | str


def main(pipe: Connection, owner: int, memory_limit: int) -> None:
    """Serve requests from `pipe` for the window with process id `owner` until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the window's to judge
    limit_address_space(memory_limit)
    dispatch = Dispatch(owner)
    jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(pipe, jobs, dispatch), daemon=True)
    listener.start()
    desk = _Desk(dispatch)
    try:
        pipe.send_bytes(encode_note(Op.READY, os.getpid()))
        while True:
            job = jobs.get()
            if isinstance(job, str):
                desk.shelf.forget(job)
                continue
            number, request = job
            pipe.send_bytes(encode_reply(number, desk.answer(request), GuardedStream.read_in_all))
    except (BrokenPipeError, ConnectionResetError):
        dispatch.close()


def _listen(pipe: Connection, jobs: queue.SimpleQueue[_Job], dispatch: Dispatch) -> None:
    try:
        while True:
            op, number, body = split(pipe.recv_bytes(MAX_MESSAGE))
            if op is Op.TAKEN:
                dispatch.taken(body.decode("ascii"))
            elif op is Op.FORGET:
                jobs.put(body.decode("utf-8", "surrogatepass"))
            else:
                jobs.put((number, decode_request(body, op)))
    except (EOFError, OSError):
        dispatch.close()
    finally:
        os._exit(0)  # the decoder may be deep in C and cannot be asked


class _Desk:
    """Answers one request at a time."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self.shelf = Shelf()

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
        return self._page(document.prepare(request), request.page)

    def _page(self, drawing: Drawing, page: int) -> PageReply:
        segment = self._dispatch.create(drawing.size)
        notice = _drawn(drawing, page, segment)
        if isinstance(notice, MediaError):
            self._dispatch.drop(segment.name)
            raise notice
        raster = drawing.raster
        return PageReply(
            raster.full_width, raster.full_height, raster.part, drawing.width, drawing.height,
            drawing.source_rect, drawing.route, drawing.stride, drawing.size, segment.name, notice,
        )  # fmt: skip


def _drawn(drawing: Drawing, page: int, segment: SharedMemory) -> MediaProblem | MediaError | None:
    """Draw; an error is returned stripped of its traceback, which would hold the memory."""
    buffer = segment.buf
    assert buffer is not None  # a segment that was just made
    try:
        return drawing.paint(buffer[: drawing.size])
    except MediaError as error:
        return MediaError.of(error.problem)
    except MemoryError:
        return MediaError(ProblemCode.TOO_LARGE, page)
