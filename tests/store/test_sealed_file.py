from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.store.errors import StoreFull
from app.store.sealed_file import (
    CHUNK,
    ContentMismatchError,
    SealedFileError,
    SealedReader,
    SealedWriter,
    file_key,
    sealed_size,
)

MASTER = bytes(range(32))
SIZES = st.one_of(
    st.integers(0, 3 * CHUNK + 100),
    st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK]),
)
relaxed = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def plain_of(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def seal(path: Path, plain: bytes, master: bytes = MASTER) -> Path:
    with SealedWriter(path, master, hashlib.sha256(plain).hexdigest(), len(plain)) as writer:
        writer.write(plain[writer.written :])
        writer.finish()
    return path


def read_all(path: Path) -> bytes:
    with SealedReader(path, MASTER) as reader:
        return reader.read()


@relaxed
@given(size=SIZES, data=st.data())
def test_any_offset_reads_like_the_plain_file(
    tmp_path: Path, size: int, data: st.DataObject
) -> None:
    plain = plain_of(size)
    path = seal(tmp_path / "f", plain)
    assert path.stat().st_size == sealed_size(size)
    with SealedReader(path, MASTER) as reader:
        assert reader.size == size
        assert reader.sha256 == hashlib.sha256(plain).hexdigest()
        for _ in range(8):
            offset = data.draw(st.integers(0, size + 10))
            length = data.draw(st.integers(0, 2 * CHUNK))
            assert reader.seek(offset) == offset
            assert reader.read(length) == plain[offset : offset + length]
            assert reader.tell() == offset + len(plain[offset : offset + length])
        reader.seek(-min(size, 7), os.SEEK_END)
        assert reader.read() == plain[max(0, size - 7) :]
    path.unlink()


@relaxed
@given(size=SIZES, cut=st.floats(0, 1), pieces=st.integers(1, 9))
def test_a_torn_download_goes_on_from_its_last_whole_chunk(
    tmp_path: Path, size: int, cut: float, pieces: int
) -> None:
    plain = plain_of(size)
    sha = hashlib.sha256(plain).hexdigest()
    whole = seal(tmp_path / "whole", plain)
    part = tmp_path / "part"
    part.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * cut)])
    with SealedWriter(part, MASTER, sha, size) as writer:
        assert writer.written % CHUNK == 0
        assert writer.written <= size
        step = max(1, (size - writer.written) // pieces)
        while writer.written < size:
            writer.write(plain[writer.written : writer.written + step])
        writer.finish()
        writer.sync()
    assert read_all(part) == plain
    part.unlink()
    whole.unlink()


def test_what_an_interrupted_writer_wrote_is_not_fetched_again(tmp_path: Path) -> None:
    plain = plain_of(5 * CHUNK)
    sha = hashlib.sha256(plain).hexdigest()
    with SealedWriter(tmp_path / "p", MASTER, sha, len(plain)) as writer:
        writer.write(plain[: 3 * CHUNK + 77])
    with SealedWriter(tmp_path / "p", MASTER, sha, len(plain)) as writer:
        assert writer.written == 3 * CHUNK


@relaxed
@given(size=SIZES, where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_is_noticed(tmp_path: Path, size: int, where: float, bit: int) -> None:
    path = seal(tmp_path / "f", plain_of(size))
    raw = bytearray(path.read_bytes())
    raw[int(where * len(raw))] ^= 1 << bit
    path.write_bytes(raw)
    with pytest.raises(SealedFileError):
        read_all(path)
    path.unlink()


@relaxed
@given(size=SIZES, keep=st.floats(0, 1, exclude_max=True))
def test_a_shortened_file_is_noticed(tmp_path: Path, size: int, keep: float) -> None:
    path = seal(tmp_path / "f", plain_of(size))
    os.truncate(path, int(path.stat().st_size * keep))
    with pytest.raises(SealedFileError):
        read_all(path)
    path.unlink()


def test_chunks_cannot_be_swapped_or_taken_from_another_file(tmp_path: Path) -> None:
    path = seal(tmp_path / "f", plain_of(3 * CHUNK))
    raw = path.read_bytes()
    stride = CHUNK + 28
    head = len(raw) - 3 * stride
    first, second = raw[head : head + stride], raw[head + stride : head + 2 * stride]
    path.write_bytes(raw[:head] + second + first + raw[head + 2 * stride :])
    with pytest.raises(SealedFileError) as caught:
        read_all(path)
    assert caught.value.code == "SEALED_TAMPERED"


def test_only_the_right_key_opens_it(tmp_path: Path) -> None:
    path = seal(tmp_path / "f", b"plain")
    with pytest.raises(SealedFileError):
        SealedReader(path, bytes(32))
    one = file_key(path, MASTER)
    other = file_key(seal(tmp_path / "g", b"plain"), MASTER)
    assert one != other
    with SealedReader(path, one, derived=True) as reader:
        assert reader.read() == b"plain"
    with pytest.raises(SealedFileError):
        SealedReader(path, other, derived=True)


def test_what_is_no_sealed_file_is_named_so(tmp_path: Path) -> None:
    strange = tmp_path / "x"
    strange.write_bytes(b"%PDF-1.7 " + bytes(200))
    with pytest.raises(SealedFileError) as caught:
        SealedReader(strange, MASTER)
    assert caught.value.code == "SEALED_NOT_OURS"


def test_a_lie_about_length_or_hash_is_refused(tmp_path: Path) -> None:
    plain = plain_of(1000)
    with SealedWriter(tmp_path / "a", MASTER, hashlib.sha256(plain).hexdigest(), 999) as writer:
        with pytest.raises(ContentMismatchError) as caught:
            writer.write(plain)
        assert caught.value.code == "CONTENT_LENGTH"
    with SealedWriter(tmp_path / "b", MASTER, hashlib.sha256(plain).hexdigest(), 1001) as writer:
        writer.write(plain)
        with pytest.raises(ContentMismatchError) as caught:
            writer.finish()
        assert caught.value.code == "CONTENT_LENGTH"
    with SealedWriter(tmp_path / "c", MASTER, "00" * 32, 1000) as writer:
        writer.write(plain)
        with pytest.raises(ContentMismatchError) as caught:
            writer.finish()
        assert caught.value.code == "CONTENT_HASH"


def test_another_content_under_the_same_name_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "p"
    plain = plain_of(4 * CHUNK)
    with SealedWriter(path, MASTER, hashlib.sha256(plain).hexdigest(), len(plain)) as writer:
        writer.write(plain[: 3 * CHUNK])
    other = plain_of(4 * CHUNK, seed=2)
    with SealedWriter(path, MASTER, hashlib.sha256(other).hexdigest(), len(other)) as writer:
        assert writer.written == 0


def test_nothing_of_the_plain_text_or_its_hash_is_on_disk(tmp_path: Path) -> None:
    plain = b"%PDF-1.7\n" + b"A readable line of a document. " * 9000
    path = seal(tmp_path / "f", plain)
    raw = path.read_bytes()
    assert b"%PDF-1." not in raw
    assert b"readable line" not in raw
    assert hashlib.sha256(plain).digest() not in raw


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="/dev/full is not there")
def test_a_full_disk_is_named(tmp_path: Path) -> None:
    with SealedWriter(tmp_path / "f", MASTER, "00" * 32, 10 * CHUNK) as writer:
        os.dup2(os.open("/dev/full", os.O_RDWR), writer._file.fileno())
        with pytest.raises(StoreFull):
            writer.write(bytes(5 * CHUNK))
        os.dup2(os.open(tmp_path / "g", os.O_RDWR | os.O_CREAT), writer._file.fileno())
