"""Whose fault it was that a worker was lost.

A worker may be killed by others, or starve on a busy machine, so what it was at is asked of its
successor once more. What costs the second one too is to blame, and is not tried again unasked; so
is at once what a worker was at for long before it died, or computed at up to the limit.
"""

from __future__ import annotations

import threading

from app.media.problems import MediaProblem, ProblemCode
from app.media.requests import Pending, Priority
from app.media.wire import Op, Request

_SUSPICIOUS_S = 5.0
_OF_A_PAGE = (Op.RENDER, Op.TEXT)
_Mark = tuple[str, Op, int]


class Blame:
    """What crashed, hung or held up others; for any thread."""

    def __init__(self, hang_limit: float) -> None:
        self._seconds = round(hang_limit)
        self._guilty: dict[_Mark, MediaProblem] = {}
        self._slow: set[_Mark] = set()
        self._lock = threading.Lock()

    def known(self, pending: Pending) -> MediaProblem | None:
        """Why a request is not even tried, if so. What is slow is only tried for the eye."""
        mark = _mark(pending.request)
        with self._lock:
            if mark in self._slow and pending.priority is not Priority.VISIBLE:
                return self._hung(pending.request)
            return self._guilty.get(mark)

    def crashed(self, pending: Pending, took: float) -> MediaProblem | None:
        """A worker died `took` seconds after it was given it. None: try it once more."""
        pending.losses += 1
        if pending.losses < 2 and took < _SUSPICIOUS_S:
            return None
        return self._put(pending, MediaProblem(ProblemCode.MEDIA_CRASHED, page=_page(pending)))

    def hung(self, pending: Pending, *, computing: bool) -> MediaProblem | None:
        """A worker did not answer in time; `computing`: it was busy all the while."""
        pending.losses += 1
        if pending.losses < 2 and not computing:
            return None
        return self._put(pending, self._hung(pending.request))

    def held_up(self, pending: Pending) -> MediaProblem:
        """It was stopped after a moment, for somebody waited for something else."""
        with self._lock:
            self._slow.add(_mark(pending.request))
        return self._hung(pending.request)

    def forgive(self, key: str) -> None:
        """Lift it from everything of a document."""
        with self._lock:
            self._guilty = {mark: why for mark, why in self._guilty.items() if mark[0] != key}
            self._slow = {mark for mark in self._slow if mark[0] != key}

    def _put(self, pending: Pending, problem: MediaProblem) -> MediaProblem:
        with self._lock:
            self._guilty[_mark(pending.request)] = problem
        return problem

    def _hung(self, request: Request) -> MediaProblem:
        page = request.page if request.op in _OF_A_PAGE else None
        return MediaProblem(ProblemCode.MEDIA_HUNG, {"seconds": self._seconds}, page)


def _page(pending: Pending) -> int | None:
    return pending.request.page if pending.request.op in _OF_A_PAGE else None


def _mark(request: Request) -> _Mark:
    return request.source.key, request.op, request.page
