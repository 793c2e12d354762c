"""Memory that pages are drawn into again and again, and never while something looks at it."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest

from app.media.client import MediaClient
from app.media.mapped import FREE_BYTES, FREE_SLOTS, MappedSlots
from app.media.rendered import RenderedPage
from app.media.slots import NoRoomError, Slots
from app.media.wire import INLINE_BYTES, Op, WireError, split
from tests.media import samples
from tests.media.conftest import Asker

WIDTH = 700
Maker = Callable[..., MediaClient]


@pytest.fixture
def slots() -> Iterator[Slots]:
    """The worker's side, in this process."""
    made = Slots(os.getpid())
    yield made
    made.close()
    for slot in [*made._all.values()]:
        made.dropped(slot.name)


@pytest.fixture
def mapped() -> Iterator[MappedSlots]:
    """The window's side."""
    made = MappedSlots()
    yield made
    made.end()


def shown(slots: Slots, mapped: MappedSlots, size: int, fill: int) -> tuple[str, memoryview]:
    """A slot filled by the worker and lent to the window."""
    slot = slots.take(size)
    assert slot.buf is not None
    slot.buf[:size] = bytes([fill]) * size
    is_new = not mapped.knows(slot.name)
    view = mapped.lend(slot.name, size)
    if is_new:
        slots.mapped(slot.name)
    return slot.name, view


def pass_on(slots: Slots, notes: list[bytes]) -> list[Op]:
    """The worker hears what the window says."""
    ops = []
    for note in notes:
        op, _, body = split(note)
        (slots.returned if op is Op.RETURNED else slots.dropped)(body.decode())
        ops.append(op)
    return ops


def test_memory_comes_back_with_its_last_view(slots: Slots, mapped: MappedSlots) -> None:
    name, view = shown(slots, mapped, 1 << 20, 7)
    piece = view[5:9]
    del view
    assert mapped.tidy() == []
    other, second = shown(slots, mapped, 1 << 20, 8)
    assert other != name, "a piece of the first is still looked at"
    assert bytes(piece) == b"\7\7\7\7"
    assert second[0] == 8
    del piece
    assert pass_on(slots, mapped.tidy()) == [Op.RETURNED]
    third, view = shown(slots, mapped, 1 << 20, 9)
    assert third == name
    assert view[0] == 9
    assert mapped.lent == 2


def test_views_are_read_only(slots: Slots, mapped: MappedSlots) -> None:
    _, view = shown(slots, mapped, 5000, 1)
    with pytest.raises(TypeError):
        view[0] = 2


def test_a_slot_on_display_is_not_believed_to_be_new(slots: Slots, mapped: MappedSlots) -> None:
    name, view = shown(slots, mapped, 5000, 1)
    with pytest.raises(WireError):
        mapped.lend(name, 5000)
    assert view[0] == 1


def test_a_slot_that_is_too_small_is_refused(slots: Slots, mapped: MappedSlots) -> None:
    slot = slots.take(5000)
    with pytest.raises(OSError, match="slot of"):
        mapped.lend(slot.name, slot.size + 1)
    slots.mapped(slot.name)
    with pytest.raises(FileNotFoundError):
        SharedMemory(slot.name)


def test_what_is_free_is_bounded(slots: Slots, mapped: MappedSlots) -> None:
    size = FREE_BYTES // 4
    views = [shown(slots, mapped, size, 1)[1] for _ in range(7)]
    assert mapped.bytes == 7 * size
    views.clear()
    assert sorted(pass_on(slots, mapped.tidy())) == [Op.RETURNED] * 7 + [Op.DROPPED] * 3
    assert mapped.bytes == FREE_BYTES
    views = [shown(slots, mapped, 1 << 18, 1)[1] for _ in range(2 * FREE_SLOTS)]
    views.clear()
    pass_on(slots, mapped.tidy())
    assert len(mapped._free) <= FREE_SLOTS
    assert set(mapped._free) == set(slots._free), "both sides agree"


def test_a_small_page_does_not_take_a_large_slot(slots: Slots, mapped: MappedSlots) -> None:
    large, view = shown(slots, mapped, 8 << 20, 1)
    del view
    pass_on(slots, mapped.tidy())
    small, _ = shown(slots, mapped, 1 << 20, 1)
    assert small != large
    again, _ = shown(slots, mapped, 7 << 20, 1)
    assert again == large


def test_a_slot_is_made_before_it_is_needed(slots: Slots, mapped: MappedSlots) -> None:
    slots.prepare(1 << 20)
    slots.prepare(1 << 20)
    assert len(slots._all) == 1
    slots.prepare(8 << 20)
    assert [slot.size for slot in slots._all.values()] == [8 << 20], "of another size: replaced"
    ready = next(iter(slots._all))
    name, view = shown(slots, mapped, 8 << 20, 4)
    assert name == ready
    slots.prepare(1 << 20)
    assert len(slots._all) == 2, "what is on display stays"
    assert view[0] == 4


def test_what_is_on_display_outlives_the_worker(slots: Slots, mapped: MappedSlots) -> None:
    _, view = shown(slots, mapped, 1 << 20, 3)
    slots.close()
    mapped.end()
    assert view[100] == 3
    del view
    assert mapped.tidy() == []
    assert (mapped.bytes, mapped.lent) == (0, 0)
    with pytest.raises(NoRoomError):
        slots.take(1)


def test_a_page_that_is_kept_is_never_drawn_over(own_client: Maker, tmp_path: Path) -> None:
    file = samples.scan_pdf(tmp_path / "a.pdf", pages=6)
    client = own_client()
    asker = Asker(client)
    page = asker.render(file, page=0, width=WIDTH)
    assert page.size > INLINE_BYTES
    view, before = page.buffer, hashlib.sha256(page.buffer).digest()
    page.release()
    for number in range(1, 6):
        asker.render(file, page=number, width=WIDTH).release()
    assert hashlib.sha256(view).digest() == before


def test_pages_that_are_let_go_take_no_new_memory(own_client: Maker, tmp_path: Path) -> None:
    file = samples.scan_pdf(tmp_path / "a.pdf", pages=6)
    client = own_client()
    asker = Asker(client)
    for number in range(12):
        page = asker.render(file, page=number % 6, width=WIDTH)
        if number == 3:
            bytes_then = client.stats().shared_bytes
        size = page.size
        page.release()
        del page
    assert client.stats().shared_bytes == bytes_then
    assert bytes_then <= 3 * (size + (1 << 18))


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/shm")
def test_small_pages_travel_without_shared_memory(own_client: Maker, tmp_path: Path) -> None:
    client = own_client()
    page = Asker(client).render(samples.scan_pdf(tmp_path / "a.pdf"), width=160)
    assert isinstance(page, RenderedPage)
    assert len(page.buffer) == page.size <= INLINE_BYTES
    assert client.stats().shared_bytes == 0
