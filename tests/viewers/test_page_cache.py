"""Real pages in shared memory, kept and given back."""

from __future__ import annotations

import gc
import os
import queue
import sys
from pathlib import Path
from typing import Any

import pytest

from app.media.client import MediaClient
from app.media.source import DocumentSource
from app.viewers.page_cache import PageCache, Picture, PictureKey
from tests.media import samples


def picture(client: MediaClient, path: Path, width: int) -> Picture:
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    client.render(DocumentSource.of_file(path), 0, width, 0, answers.put)
    return Picture(answers.get(timeout=60))


def key(page: int) -> PictureKey:
    return PictureKey("k", page, 0)


def test_the_least_recently_used_goes_first(client: MediaClient, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf")
    one = picture(client, file, 100)
    cache = PageCache(max_bytes=3 * one.cost)
    cache.put(key(0), one)
    cache.put(key(1), picture(client, file, 100))
    cache.put(key(2), picture(client, file, 100))
    assert cache.get(key(0)) is one
    cache.put(key(3), picture(client, file, 100))
    assert cache.get(key(1)) is None
    assert [cache.get(key(n)) is not None for n in (0, 2, 3)] == [True] * 3
    assert cache.bytes == 3 * one.cost


def test_a_page_larger_than_the_cache_is_kept_alone(client: MediaClient, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf")
    cache = PageCache(max_bytes=1000)
    cache.put(key(0), picture(client, file, 100))
    cache.put(key(1), picture(client, file, 100))
    assert len(cache) == 1
    assert cache.get(key(1)) is not None


def test_a_new_picture_replaces_the_old(client: MediaClient, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf")
    cache = PageCache()
    cache.put(key(0), picture(client, file, 100))
    fine = picture(client, file, 300)
    cache.put(key(0), fine)
    assert cache.get(key(0)) is fine
    assert cache.bytes == fine.cost
    cache.drop("k")
    assert (len(cache), cache.bytes) == (0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc")
def test_dropped_pages_are_unmapped(client: MediaClient, tmp_path: Path) -> None:

    def mapped() -> int:
        gc.collect()
        return Path(f"/proc/{os.getpid()}/maps").read_text().count("titledesk-page")

    def handles() -> int:
        links = [str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
        return sum("titledesk-page" in link for link in links)

    file = samples.text_pdf(tmp_path / "a.pdf")
    maps_before, handles_before = mapped(), handles()
    cache = PageCache(max_pages=4)
    for page in range(40):
        cache.put(key(page), picture(client, file, 50))
    assert mapped() - maps_before <= 4
    assert handles() - handles_before <= 8
