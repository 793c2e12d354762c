"""Files encrypted in chunks, readable at any offset (design §5 Attachments).

Layout of version 1, integers big-endian::

    magic 6 | version u16 | salt 32 | nonce 12 | sealed(sha256 32 | total u64) 40+16     = 108 bytes
    then for each chunk of 65,536 plain bytes:  nonce 12 | AES-256-GCM ciphertext | tag 16

The key of a file is HKDF-SHA256 of the master key with the file's random salt. Every chunk write
draws a fresh nonce, for a resumed download may write the same chunk twice. The associated data of
a chunk is format, sha256 of the whole plain text, chunk index and total length, so that chunks
cannot be swapped, dropped or taken from another file. An empty file has one empty chunk.

A download that is under way (``.part``) has the same format; it is only shorter.

This module imports nothing but ``cryptography``: the media worker loads it.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
from collections import OrderedDict
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.store.errors import StoreError, full_disk_as_error

CHUNK: Final = 65_536
_MAGIC: Final = b"TDSEAL"
_VERSION: Final = 1
_FORMAT: Final = _MAGIC + struct.pack(">H", _VERSION)
_NONCE: Final = 12
_TAG: Final = 16
_SALT: Final = 32
_PREFIX: Final = len(_FORMAT) + _SALT
_HEADER: Final = _PREFIX + _NONCE + 40 + _TAG
_STRIDE: Final = _NONCE + CHUNK + _TAG
_CACHED_CHUNKS: Final = 16


class SealedFileError(StoreError):
    """A sealed file that cannot be read.

    Codes: ``SEALED_NOT_OURS`` (not this format, or a newer one), ``SEALED_TRUNCATED`` (its length
    does not fit), ``SEALED_TAMPERED`` (wrong key, or the bytes were changed).
    """


class ContentMismatchError(StoreError):
    """What was received is not what was announced: ``CONTENT_LENGTH`` or ``CONTENT_HASH``."""


def chunk_count(total: int) -> int:
    """How many chunks a plain text of ``total`` bytes has; an empty one has one."""
    return max(1, -(-total // CHUNK))


def sealed_size(total: int) -> int:
    """Length on disk of a sealed plain text of ``total`` bytes."""
    return _HEADER + total + chunk_count(total) * (_NONCE + _TAG)


def _derive(master_key: bytes, salt: bytes) -> bytes:
    info = b"titledesk sealed file v1"
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(master_key)


def _read_prefix(file: BinaryIO) -> bytes:
    """The magic, version and salt at the start of an open file."""
    file.seek(0)
    prefix = file.read(_PREFIX)
    if len(prefix) < _PREFIX or not prefix.startswith(_FORMAT):
        raise SealedFileError("SEALED_NOT_OURS")
    return prefix


def file_key(path: Path, master_key: bytes) -> bytes:
    """The 32-byte key of one file alone, fit to be handed to the media worker.

    :raises SealedFileError: where ``path`` is not a sealed file.
    :raises OSError: where it cannot be opened.
    """
    with path.open("rb") as file:
        return _derive(master_key, _read_prefix(file)[len(_FORMAT) :])


class _Cipher:
    """Seals and opens the chunks of one file."""

    def __init__(self, key: bytes, sha256: bytes, total: int) -> None:
        self._aes = AESGCM(key)
        self._bound = _FORMAT + sha256 + struct.pack(">Q", total)

    def seal(self, index: int, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._aes.encrypt(nonce, plain, self._bound + struct.pack(">Q", index))

    def open(self, index: int, sealed: bytes) -> bytes:
        nonce, body = sealed[:_NONCE], sealed[_NONCE:]
        if len(body) < _TAG:
            raise SealedFileError("SEALED_TRUNCATED")
        try:
            return self._aes.decrypt(nonce, body, self._bound + struct.pack(">Q", index))
        except InvalidTag as problem:
            raise SealedFileError("SEALED_TAMPERED") from problem


def _new_header(key: bytes, salt: bytes, sha256: bytes, total: int) -> bytes:
    prefix, nonce = _FORMAT + salt, os.urandom(_NONCE)
    return prefix + nonce + AESGCM(key).encrypt(nonce, sha256 + struct.pack(">Q", total), prefix)


def _open_header(file: BinaryIO, key: bytes) -> tuple[bytes, int]:
    """The sha256 and total length that the header of an open file states."""
    prefix = _read_prefix(file)
    rest = file.read(_HEADER - _PREFIX)
    if len(rest) < _HEADER - _PREFIX:
        raise SealedFileError("SEALED_TRUNCATED")
    try:
        facts = AESGCM(key).decrypt(rest[:_NONCE], rest[_NONCE:], prefix)
    except InvalidTag as problem:
        raise SealedFileError("SEALED_TAMPERED") from problem
    return facts[:32], struct.unpack(">Q", facts[32:])[0]


class SealedReader(io.RawIOBase):
    """A sealed file as a read-only, seekable binary file of ``size`` plain bytes.

    Reads are never short but at the end. Not thread-safe: one reader for each thread.

    Attributes:
        size: length of the plain text in bytes.
        sha256: lower-case hexadecimal hash that the plain text has.
    """

    def __init__(self, path: Path, key: bytes, *, derived: bool = False) -> None:
        """Open ``path``; ``key`` is the master key, or with ``derived`` that of :func:`file_key`.

        :raises SealedFileError: not a whole sealed file of that key.
        :raises OSError: it cannot be opened.
        """
        super().__init__()
        self._file = path.open("rb")
        try:
            own = key if derived else _derive(key, _read_prefix(self._file)[len(_FORMAT) :])
            digest, self.size = _open_header(self._file, own)
            if os.fstat(self._file.fileno()).st_size != sealed_size(self.size):
                raise SealedFileError("SEALED_TRUNCATED")
            self._cipher = _Cipher(own, digest, self.size)
            self._chunks: OrderedDict[int, bytes] = OrderedDict()
            if not self.size:
                self._chunk(0)  # nobody will read it, yet it must be the one that was written
        except BaseException:
            self._file.close()
            raise
        self.sha256 = digest.hex()
        self._position = 0

    def readable(self) -> bool:
        """True: see :class:`io.RawIOBase`."""
        return True

    def seekable(self) -> bool:
        """True: see :class:`io.RawIOBase`."""
        return True

    def tell(self) -> int:
        """The position in the plain text."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move in the plain text; beyond its end is allowed and reads nothing."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("negative position")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: memoryview | bytearray, /) -> int:  # type: ignore[override]
        """Fill ``buffer`` from the position, as far as the plain text reaches.

        :raises SealedFileError: a chunk on the way was changed.
        """
        view = memoryview(buffer).cast("B")
        wanted = max(0, min(len(view), self.size - self._position))
        done = 0
        while done < wanted:
            index, start = divmod(self._position, CHUNK)
            piece = self._chunk(index)[start : start + wanted - done]
            view[done : done + len(piece)] = piece
            done += len(piece)
            self._position += len(piece)
        return done

    def readall(self) -> bytes:
        """Everything from the position to the end."""
        rest = bytearray(max(0, self.size - self._position))
        self.readinto(rest)
        return bytes(rest)

    def close(self) -> None:
        """Close the file and forget the decrypted chunks."""
        if not self.closed:
            self._file.close()
            self._chunks.clear()
        super().close()

    def _chunk(self, index: int) -> bytes:
        plain = self._chunks.get(index)
        if plain is None:
            self._file.seek(_HEADER + index * _STRIDE)
            plain = self._cipher.open(index, self._file.read(_STRIDE))
            if len(plain) != min(CHUNK, self.size - index * CHUNK):
                raise SealedFileError("SEALED_TRUNCATED")
            self._chunks[index] = plain
            if len(self._chunks) > _CACHED_CHUNKS:
                self._chunks.popitem(last=False)
        else:
            self._chunks.move_to_end(index)
        return plain


class SealedWriter:
    """Writes a sealed file front to back, hashing as it goes, and resumes one that was cut short.

    Attributes:
        written: plain bytes taken so far; where to go on after a resume.
    """

    def __init__(self, path: Path, master_key: bytes, sha256: str, total: int) -> None:
        """Open ``path`` (a ``.part``) to receive ``total`` bytes whose hash will be ``sha256``.

        What an earlier writer left is kept up to its last whole, untampered chunk. A file of
        another content, key or format is begun anew.

        :raises StoreFull: no room for the header.
        """
        self.path = path
        self.sha256 = sha256
        self.total = total
        self._master = master_key
        self._digest = bytes.fromhex(sha256)
        self._hash = hashlib.sha256()
        self._tail = bytearray()
        self._chunks = 0
        self._file: BinaryIO = path.open("r+b" if path.exists() else "w+b")
        try:
            if not self._resume():
                self.restart()
        except BaseException:
            self._file.close()
            raise

    @property
    def written(self) -> int:
        """Plain bytes taken so far, those not yet in a whole chunk included."""
        return self._chunks * CHUNK + len(self._tail)

    def restart(self) -> None:
        """Throw away what was received: the server's file is another one than before."""
        with full_disk_as_error("blobs"):
            self._file.seek(0)
            self._file.truncate()
            salt = os.urandom(_SALT)
            key = _derive(self._master, salt)
            self._file.write(_new_header(key, salt, self._digest, self.total))
        self._cipher = _Cipher(key, self._digest, self.total)
        self._hash = hashlib.sha256()
        self._tail.clear()
        self._chunks = 0

    def write(self, data: bytes) -> None:
        """Take the next plain bytes.

        :raises ContentMismatchError: more bytes than announced (``CONTENT_LENGTH``).
        :raises StoreFull: the disk is full; the whole chunks so far stay usable.
        """
        if self.written + len(data) > self.total:
            raise ContentMismatchError("CONTENT_LENGTH")
        self._hash.update(data)
        self._tail += data
        with full_disk_as_error("blobs"):
            while len(self._tail) > CHUNK:
                self._put(bytes(self._tail[:CHUNK]))
                del self._tail[:CHUNK]

    def finish(self) -> None:
        """Check length and hash and write the last chunk; the file is whole but not yet synced.

        :raises ContentMismatchError: ``CONTENT_LENGTH`` or ``CONTENT_HASH``.
        :raises StoreFull: the disk is full.
        """
        if self.written != self.total:
            raise ContentMismatchError("CONTENT_LENGTH")
        if self._hash.digest() != self._digest:
            raise ContentMismatchError("CONTENT_HASH")
        with full_disk_as_error("blobs"):
            self._put(bytes(self._tail))
            self._tail.clear()
            self._file.flush()

    def sync(self) -> None:
        """Wait until the disk holds what was written."""
        with full_disk_as_error("blobs"):
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file; of an unfinished one the bytes beyond its whole chunks are dropped."""
        if not self._file.closed:
            with full_disk_as_error("blobs"):
                self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _put(self, plain: bytes) -> None:
        self._file.seek(_HEADER + self._chunks * _STRIDE)
        self._file.write(self._cipher.seal(self._chunks, plain))
        self._chunks += 1

    def _resume(self) -> bool:
        """Take over the whole chunks; False where the file is not of this content."""
        try:
            key = _derive(self._master, _read_prefix(self._file)[len(_FORMAT) :])
            if _open_header(self._file, key) != (self._digest, self.total):
                return False
        except SealedFileError:
            return False
        self._cipher = _Cipher(key, self._digest, self.total)
        while (self._chunks + 1) * CHUNK < self.total:
            sealed = self._file.read(_STRIDE)
            try:
                plain = self._cipher.open(self._chunks, sealed)
            except SealedFileError:
                break
            if len(plain) != CHUNK:
                break
            self._hash.update(plain)
            self._chunks += 1
        self._file.seek(_HEADER + self._chunks * _STRIDE)
        self._file.truncate()
        return True
