"""Workers that die, hang, or survive their window. All signals are real."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.media import segments
from app.media.client import MediaClient
from app.media.problems import MediaProblem, ProblemCode
from app.media.rendered import RenderedPage
from app.media.requests import Priority
from app.media.source import DocumentSource
from tests.media import samples
from tests.media.conftest import WAIT_S, Asker
from tests.media.robust import hostile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="signals and /dev/shm")

Maker = Callable[..., MediaClient]
ROOM = Path("/dev/shm")


def eventually(holds: Callable[[], Any], limit: float = WAIT_S) -> Any:
    """The first true value of `holds()`."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if value := holds():
            return value
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def stopped_worker(client: MediaClient) -> int:
    """Freeze the worker, so that whatever it is asked next stays with it."""
    pid = eventually(lambda: client.worker_pid)
    os.kill(pid, signal.SIGSTOP)
    eventually(lambda: psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    return int(pid)


def ask(client: MediaClient, file: Path, page: int, into: list[tuple[int, Any]]) -> None:
    source = DocumentSource.of_file(file)
    client.render(source, page, 100, 0, lambda got: into.append((page, got)))


def test_a_killed_worker_costs_nothing(own_client: Maker, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf", pages=4)
    client = own_client()
    pid = stopped_worker(client)
    got: list[tuple[int, Any]] = []
    ask(client, file, 0, got)
    eventually(lambda: not client._supervisor._requests._heap)
    for page in (1, 2, 3):
        ask(client, file, page, got)
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: len(got) == 4)
    assert [page for page, _ in got] == [0, 3, 2, 1], "what it was at, then the newest first"
    assert all(isinstance(page, RenderedPage) for _, page in got)
    assert client.worker_pid != pid
    assert client.stats().restarts == 1
    for _, page in got:
        page.release()
    assert not list(ROOM.glob(f"{segments.prefix_of(os.getpid(), pid)}*"))


def blocked(path: Path) -> Path:
    """A file that keeps whoever opens it: a pipe that nobody writes to."""
    os.mkfifo(path)
    return path


def test_what_costs_two_workers_is_not_tried_again_unasked(
    own_client: Maker, tmp_path: Path
) -> None:
    file, good = blocked(tmp_path / "a.pdf"), samples.text_pdf(tmp_path / "b.pdf")
    client = own_client()
    got: list[tuple[int, Any]] = []
    pids = set()
    ask(client, file, 0, got)
    for _ in range(2):
        pid = eventually(lambda: None if client.worker_pid in pids else client.worker_pid)
        eventually(lambda: client._supervisor._job is not None)
        pids.add(pid)
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: got)
    assert got == [(0, MediaProblem(ProblemCode.MEDIA_CRASHED, page=0))]
    successor = eventually(lambda: client.worker_pid)
    assert Asker(client).render(file).code is ProblemCode.MEDIA_CRASHED
    assert client.worker_pid == successor, "the worker was not asked"
    file.unlink()
    good.rename(file)  # another key, for it has another size
    page = Asker(client).render(file)
    assert isinstance(page, RenderedPage)
    page.release()


def test_what_was_refused_is_tried_again_when_asked(own_client: Maker, tmp_path: Path) -> None:
    file = blocked(tmp_path / "a.pdf")
    source = DocumentSource("key", file, file.name)
    client = own_client(hang_limit=1.5)
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    client.render(source, 0, 100, 0, answers.put)
    assert answers.get(timeout=WAIT_S).code is ProblemCode.MEDIA_HUNG
    assert client.stats().restarts == 2, "once more at the successor"
    file.unlink()
    samples.text_pdf(file)
    client.render(source, 0, 100, 0, answers.put)
    assert answers.get(timeout=WAIT_S).code is ProblemCode.MEDIA_HUNG
    client.allow_again("key")
    client.render(source, 0, 100, 0, answers.put)
    assert isinstance(answers.get(timeout=WAIT_S), RenderedPage)


def test_a_frozen_worker_is_replaced_and_its_page_is_drawn(
    own_client: Maker, tmp_path: Path
) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf", pages=2)
    client = own_client(hang_limit=2.0)
    pid = stopped_worker(client)
    page = Asker(client).render(file, page=0)
    assert isinstance(page, RenderedPage)
    assert not psutil.pid_exists(pid)
    page.release()


def test_a_page_that_computes_up_to_the_limit_is_to_blame_at_once(
    own_client: Maker, tmp_path: Path
) -> None:
    hostile.form_in_itself(tmp_path / "a.pdf")
    client = own_client(hang_limit=1.5)
    answer = Asker(client).render(tmp_path / "a.pdf")
    assert answer == MediaProblem(ProblemCode.MEDIA_HUNG, {"seconds": 2}, 0)
    assert client.stats().restarts == 1


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_paging_goes_on_within_a_second(own_client: Maker, tmp_path: Path, how: str) -> None:
    """The successor is ready, and draws what its predecessor was at."""
    file = samples.scan_pdf(tmp_path / "a.pdf", pages=3)
    limit = 2.0
    client = own_client(spare=True, hang_limit=limit)
    asker = Asker(client)
    asker.render(file, page=0, width=800).release()
    spare = eventually(lambda: client.stats().spare_pid)
    eventually(lambda: psutil.Process(spare).cpu_times().user > 0.1)
    time.sleep(0.5)
    pid = stopped_worker(client)
    begin = time.monotonic()
    got: list[tuple[int, Any]] = []
    ask(client, file, 1, got)
    eventually(lambda: client._supervisor._job is not None)
    if how == "killed":
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: got)
    took = time.monotonic() - begin - (limit if how == "frozen" else 0)
    assert isinstance(got[0][1], RenderedPage)
    assert client.worker_pid == spare
    assert took < 10.0  # a second where the machine has nothing else to do
    assert eventually(lambda: client.stats().spare_pid) != spare, "and another one is trained"


def test_what_nobody_looks_at_does_not_hold_up_a_page(own_client: Maker, tmp_path: Path) -> None:
    file, good = blocked(tmp_path / "a.pdf"), samples.text_pdf(tmp_path / "b.pdf")
    client = own_client()
    source, ahead = DocumentSource.of_file(file), []
    client.render(source, 0, 100, 0, ahead.append, Priority.PREFETCH)
    eventually(lambda: client._supervisor._job is not None)
    page = Asker(client).render(good)
    assert isinstance(page, RenderedPage)
    assert [answer.code for answer in ahead] == [ProblemCode.MEDIA_HUNG]
    client.render(source, 0, 100, 0, ahead.append, Priority.PREFETCH)
    eventually(lambda: len(ahead) == 2)
    assert client.stats().restarts == 1, "it is not tried again, but for the eye"


def test_a_worker_killed_while_idle_costs_nothing(own_client: Maker, tmp_path: Path) -> None:
    client = own_client()
    pid = eventually(lambda: client.worker_pid)
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: client.worker_pid not in (None, pid))
    page = Asker(client).render(samples.text_pdf(tmp_path / "a.pdf"))
    assert isinstance(page, RenderedPage)
    page.release()


def test_cancelled_requests_are_not_answered(own_client: Maker, tmp_path: Path) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf", pages=3)
    source = DocumentSource.of_file(file)
    client = own_client()
    pid = stopped_worker(client)
    got: list[str] = []
    under_way = client.render(source, 0, 100, 0, lambda _: got.append("under way"))
    eventually(lambda: not client._supervisor._requests._heap)
    waiting = client.render(source, 1, 100, 0, lambda _: got.append("waiting"))
    under_way.cancel()
    waiting.cancel()
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()
    client.render(source, 2, 100, 0, done.put, Priority.THUMBNAIL)
    os.kill(pid, signal.SIGCONT)
    done.get(timeout=WAIT_S).release()
    assert got == []
    eventually(lambda: not list(ROOM.glob(f"{segments.prefix_of(os.getpid(), pid)}*")))


def test_memory_of_the_worker_is_bounded(own_client: Maker, tmp_path: Path) -> None:
    """A picture within the pixel limit that does not fit the worker is refused in words."""
    from PIL import Image

    Image.new("1", (11_000, 11_000)).save(tmp_path / "a.png")  # 480 MB as RGB
    client = own_client(memory_limit=700 << 20)
    answer = Asker(client).render(tmp_path / "a.png")
    assert isinstance(answer, MediaProblem)
    assert answer.code in (ProblemCode.TOO_LARGE, ProblemCode.MEDIA_CRASHED)
    page = Asker(client).render(samples.photo(tmp_path / "b.jpg"))
    assert isinstance(page, RenderedPage)
    page.release()


def test_close_drops_what_waits_and_ends_the_worker(own_client: Maker, tmp_path: Path) -> None:
    client = own_client()
    pid = eventually(lambda: client.worker_pid)
    got: list[tuple[int, Any]] = []
    stopped_worker(client)
    ask(client, samples.text_pdf(tmp_path / "a.pdf"), 0, got)
    client.close()
    assert got == []
    assert not psutil.pid_exists(pid)
    client.close()


WINDOW = """
    import queue, sys, time
    from pathlib import Path
    from app.media.client import MediaClient
    from app.media.source import DocumentSource

    def main():
        client = MediaClient(spare=True)
        client.start()
        answers = queue.SimpleQueue()
        source = DocumentSource.of_file(Path(sys.argv[1]))
        for page in range(3):
            client.render(source, page, 800, 0, answers.put)
        kept = [answers.get(timeout=60) for _ in range(3)]
        decoders = [name for name in ("pypdfium2", "PIL") if name in sys.modules]
        while client.stats().spare_pid is None:
            time.sleep(0.05)
        stats = client.stats()
        held = sum(page.size for page in kept)
        print(stats.worker_pid, stats.spare_pid, held, decoders, flush=True)
        page = 0
        while True:
            client.render(source, page % 3, 500 + page, 0, lambda got: got.release())
            page += 1
            time.sleep(0.002)

    if __name__ == "__main__":
        main()
"""


@pytest.mark.parametrize(("worker_frozen", "spare_age"), [(False, 0.05), (True, 1.5)])
def test_a_killed_window_leaves_nothing(
    tmp_path: Path, worker_frozen: bool, spare_age: float
) -> None:
    file = samples.text_pdf(tmp_path / "a.pdf", pages=3)
    script = tmp_path / "window.py"
    script.write_text(textwrap.dedent(WINDOW))
    root = Path(__file__).parents[2]
    window = subprocess.Popen(
        [sys.executable, str(script), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(root)},
        text=True,
    )
    assert window.stdout is not None
    try:
        said = window.stdout.readline().split(maxsplit=3)
        worker, spare, size = (int(one) for one in said[:3])
        assert size > 3 * 800 * 1000 * 4, "pages were really held in shared memory"
        assert said[3].strip() == "[]", "the window loads no decoder"
        time.sleep(spare_age)
        if worker_frozen:
            os.kill(worker, signal.SIGSTOP)
    finally:
        window.kill()
        window.wait()
        window.stdout.close()
    if worker_frozen:
        os.kill(worker, signal.SIGKILL)
        segments.clear_stale()
    eventually(lambda: not psutil.pid_exists(worker))
    eventually(lambda: not psutil.pid_exists(spare))
    eventually(lambda: not list(ROOM.glob(f"{segments.PREFIX}-{window.pid}-*")))


def test_stale_segments_are_cleared_at_start(own_client: Maker) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stale = ROOM / f"{segments.PREFIX}-{ended.pid}-{ended.pid}-1"
    own = ROOM / f"{segments.PREFIX}-{os.getpid()}-999999-1"
    stale.write_bytes(b"\0" * 4096)
    own.write_bytes(b"\0" * 4096)
    try:
        own_client()
        assert not stale.exists()
        assert own.exists(), "those of a living window stay"
    finally:
        own.unlink()
        stale.unlink(missing_ok=True)
