from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.store.blobs import BlobMissing, BlobStore
from app.store.sealed_file import CHUNK, SealedFileError, SealedReader, sealed_size


def store_in(folder: Path) -> BlobStore:
    return BlobStore(folder / "blobs", bytes(32), bytes(range(32)))


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return store_in(tmp_path)


def sha_of(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()


def put(blobs: BlobStore, plain: bytes) -> str:
    writer = blobs.writer(sha_of(plain), len(plain))
    writer.write(plain[writer.written :])
    writer.finish()
    assert blobs.commit([writer]) == [sha_of(plain)]
    return sha_of(plain)


def test_a_file_is_here_when_it_is_whole(blobs: BlobStore) -> None:
    plain = b"%PDF-1.7 " + bytes(3 * CHUNK)
    sha = sha_of(plain)
    assert not blobs.has(sha)
    writer = blobs.writer(sha, len(plain))
    writer.write(plain)
    writer.finish()
    assert sha not in blobs
    blobs.commit([writer])
    assert sha in blobs
    with blobs.open(sha) as reader:
        assert reader.read() == plain
    blobs.verify(sha)
    with pytest.raises(BlobMissing):
        blobs.open("00" * 32)
    with pytest.raises(BlobMissing):
        blobs.source("00" * 32, "x.pdf")


def test_several_are_committed_together(blobs: BlobStore) -> None:
    plains = [bytes([number]) * 1000 for number in range(6)]
    writers = [blobs.writer(sha_of(plain), len(plain)) for plain in plains]
    for writer, plain in zip(writers, plains, strict=True):
        writer.write(plain)
        writer.finish()
    assert blobs.commit(writers) == [sha_of(plain) for plain in plains]
    assert blobs.commit([]) == []
    assert blobs.usage().files == 6


def test_the_worker_gets_the_key_of_one_file(blobs: BlobStore) -> None:
    first, second = put(blobs, b"first"), put(blobs, b"second")
    source = blobs.source(first, "论文.pdf", "application/pdf")
    assert (source.key, source.name, source.declared_mime) == (
        first,
        "论文.pdf",
        "application/pdf",
    )
    assert source.sealed_key is not None
    with SealedReader(source.path, source.sealed_key, derived=True) as reader:
        assert reader.read() == b"first"
    with pytest.raises(SealedFileError):
        SealedReader(blobs.path_of(second), source.sealed_key, derived=True)


def test_neither_names_nor_bytes_tell_anything(blobs: BlobStore, tmp_path: Path) -> None:
    plain = b"JFIF\0 and a line that can be read " * 5000
    sha = put(blobs, plain)
    for path in (tmp_path / "blobs").rglob("*"):
        assert sha[:8] not in path.name
        if path.is_file():
            raw = path.read_bytes()
            assert b"JFIF" not in raw
            assert plain[100:132] not in raw


def test_a_damaged_file_is_noticed_and_can_be_fetched_again(blobs: BlobStore) -> None:
    plain = bytes(2 * CHUNK)
    sha = put(blobs, plain)
    raw = bytearray(blobs.path_of(sha).read_bytes())
    raw[-5] ^= 1
    blobs.path_of(sha).write_bytes(raw)
    with pytest.raises(SealedFileError):
        blobs.verify(sha)
    assert blobs.remove(sha) == sealed_size(len(plain))
    assert blobs.remove(sha) == 0
    put(blobs, plain)
    blobs.verify(sha)


def test_the_first_of_the_list_are_evicted_until_there_is_room(blobs: BlobStore) -> None:
    shas = [put(blobs, bytes([number]) * 1000) for number in range(5)]
    room = sealed_size(1000)
    assert blobs.evict(room + 1, ["00" * 32, shas[3], shas[1], shas[0]]) == [shas[3], shas[1]]
    assert [blobs.has(sha) for sha in shas] == [True, False, True, False, True]
    assert blobs.usage().used == 3 * room
    assert blobs.evict(0, shas) == []


def test_what_no_case_refers_to_is_swept_with_its_parts(blobs: BlobStore) -> None:
    kept, left = put(blobs, b"kept"), put(blobs, b"left")
    with blobs.writer(sha_of(b"half"), 4) as writer:
        writer.write(b"ha")
    assert blobs.usage().parts == 1
    assert blobs.sweep([kept]) > 0
    assert blobs.has(kept)
    assert not blobs.has(left)
    assert blobs.usage().parts == 0


def test_a_download_can_be_thrown_away(blobs: BlobStore) -> None:
    sha = sha_of(bytes(3 * CHUNK))
    with blobs.writer(sha, 3 * CHUNK) as writer:
        writer.write(bytes(2 * CHUNK + 5))
    blobs.discard(sha)
    with blobs.writer(sha, 3 * CHUNK) as writer:
        assert writer.written == 0


RECEIVE = """
import hashlib, random, sys
from pathlib import Path
from tests.store.test_blobs import store_in, put
blobs = store_in(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(10**6):
    print(put(blobs, random.Random(number).randbytes(200_000)), flush=True)
"""


def test_a_kill_leaves_whole_files_and_parts(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", RECEIVE, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(0.3)
    child.send_signal(signal.SIGKILL)
    told = child.communicate()[0].split()
    blobs = store_in(tmp_path)
    assert told
    for sha in told:
        blobs.verify(sha)
    assert blobs.usage().files - len(told) in {0, 1}
