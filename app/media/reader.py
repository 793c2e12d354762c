"""Opening a source as a seekable stream that remembers why it stopped giving bytes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Protocol, cast

from app.media.problems import MediaError, MediaProblem, ProblemCode
from app.media.source import DocumentSource

if TYPE_CHECKING:
    from typing_extensions import Buffer


_BLOCK = 512
"""PDFium reads in blocks of this size; only streams come in larger pieces."""


class ByteSource(Protocol):
    """What a decoder needs of a file: random access for reading."""

    def seek(self, offset: int, whence: int = ..., /) -> int: ...
    def tell(self) -> int: ...
    def read(self, size: int = ..., /) -> bytes: ...
    def close(self) -> None: ...


class Watched:
    """The pieces that were read while a stream was watched, and where they begin."""

    def __init__(self) -> None:
        self._pieces: dict[int, tuple[int, bytes]] = {}

    def see(self, offset: int, view: memoryview) -> None:
        """A piece was read."""
        if len(view) > _BLOCK:
            self._pieces[len(view)] = offset, bytes(view)

    def piece(self, length: int) -> tuple[int, bytes] | None:
        """Where the last piece of that length begins, and its bytes."""
        return self._pieces.get(length)


class GuardedStream:
    """A binary stream whose failures are kept instead of thrown into a decoder.

    PDFium calls back through C and Pillow takes any exception for a broken picture; both
    would hide that the disk failed or a sealed file did not authenticate. After a decoder
    gives up, `raise_fault()` tells the true cause.

    Attributes:
        size: bytes of the file.
        read_in_all: bytes that were read through all streams of this process.
    """

    read_in_all: ClassVar[int] = 0

    def __init__(self, inner: ByteSource, *, sealed: bool) -> None:
        self._inner = inner
        self._sealed = sealed
        self._fault: MediaProblem | None = None
        self._watched: Watched | None = None
        self.size = inner.seek(0, os.SEEK_END)
        inner.seek(0)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._fault is not None:
            return b""
        try:
            got = self._inner.read(size)
        except Exception as error:  # noqa: BLE001 - kept, and raised by raise_fault()
            self._fault = fault_of(error, sealed=self._sealed)
            return b""
        GuardedStream.read_in_all += len(got)
        return got

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        start, done = self.tell(), 0
        while done < len(view):
            piece = self.read(len(view) - done)
            if not piece:
                break
            view[done : done + len(piece)] = piece
            done += len(piece)
        if self._watched is not None and done == len(view):
            self._watched.see(start, view)
        return done

    @contextlib.contextmanager
    def watch(self) -> Iterator[Watched]:
        """Catch the pieces that are read by `readinto` meanwhile."""
        self._watched = watched = Watched()
        try:
            yield watched
        finally:
            self._watched = None

    def close(self) -> None:
        self._inner.close()

    def raise_fault(self) -> None:
        """Raise `MediaError` if a read has failed since the stream was opened."""
        if self._fault is not None:
            raise MediaError.of(self._fault)

    def as_file(self) -> BinaryIO:
        """This stream for libraries that ask for a file object."""
        return cast(BinaryIO, self)


def fault_of(error: Exception, *, sealed: bool) -> MediaProblem:
    """The problem behind an exception from opening or reading a file."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return MediaProblem(ProblemCode.FILE_MISSING)
    if isinstance(error, OSError):
        return MediaProblem(ProblemCode.FILE_UNREADABLE, {"errno": error.errno or 0})
    code = ProblemCode.FILE_TAMPERED if sealed else ProblemCode.FILE_UNREADABLE
    return MediaProblem(code)


def open_stream(source: DocumentSource) -> GuardedStream:
    """Open `source` for reading.

    Raises `MediaError` FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE or FILE_TAMPERED.
    """
    sealed = source.sealed_key is not None
    try:
        inner: ByteSource
        if source.sealed_key is None:
            inner = source.path.open("rb")
        else:
            from app.store.sealed_file import SealedReader

            inner = SealedReader(source.path, source.sealed_key, derived=True)
        stream = GuardedStream(inner, sealed=sealed)
    except Exception as error:
        raise MediaError.of(fault_of(error, sealed=sealed)) from error
    if stream.size == 0:
        stream.close()
        raise MediaError(ProblemCode.FILE_EMPTY)
    return stream
