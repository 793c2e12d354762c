"""Shows many documents to one client and counts how they end."""

from __future__ import annotations

import json
import math
import queue
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.media.client import MediaClient
from app.media.facts import DocumentInfo
from app.media.limits import MAX_RENDER_PIXELS
from app.media.problems import MediaProblem, ProblemCode
from app.media.rendered import RenderedPage
from app.media.source import DocumentSource

I18N = Path(__file__).parents[3] / "resources" / "i18n"
PAGES = 3
_LATE_S = 10.0
"""What an answer may take beyond the hang limit: the successor of a worker starts meanwhile."""


@dataclass
class Tally:
    """How the documents ended.

    Attributes:
        ends: documents by how their opening ended: "pages", or the code of their problem.
        pages: pages by how they ended: "drawn", or the code of their problem.
        words: first pages by how looking for a text layer ended, likewise.
        slowest: seconds of the slowest answer, and what it was about.
    """

    ends: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")

    def lost_workers(self) -> int:
        """Answers that cost a worker."""
        lost = (ProblemCode.MEDIA_CRASHED, ProblemCode.MEDIA_HUNG)
        return sum(count[code] for count in (self.ends, self.pages, self.words) for code in lost)

    def __str__(self) -> str:
        seconds, what = self.slowest
        return (
            f"{sum(self.ends.values())} documents: {dict(self.ends.most_common())}; "
            f"{sum(self.pages.values())} pages: {dict(self.pages.most_common())}; "
            f"words: {dict(self.words.most_common())}; "
            f"slowest {seconds:.1f} s ({what})"
        )


class Examiner:
    """Opens documents and draws their first pages through a client, one after the other."""

    def __init__(self, client: MediaClient, hang_limit: float, width: int) -> None:
        self._client = client
        self._limit = hang_limit + _LATE_S
        self._width = width
        self._words: dict[str, str] = json.loads(
            (I18N / "messages.media.zh_CN.json").read_text("utf-8")
        )
        self.tally = Tally()

    def examine(self, path: Path, name: str = "") -> DocumentInfo | MediaProblem:
        """Open a document and draw its first pages; fails where an answer is none or too late."""
        source = DocumentSource.of_file(path)
        name = name or path.name
        info = self._asked(name, lambda tell: self._client.describe(source, tell))
        if isinstance(info, MediaProblem):
            self.tally.ends[self._checked(info)] += 1
            return info
        assert isinstance(info, DocumentInfo)
        assert info.pages >= 1
        self.tally.ends["pages"] += 1
        for page in range(min(PAGES, info.pages)):
            drawn = self._draw(source, page, f"{name}, page {page + 1}")
            if drawn == ProblemCode.MEDIA_HUNG and self.tally.words[ProblemCode.MEDIA_HUNG]:
                return info  # what its words and hashes cost when they hang was seen before
        self._read(source, name)
        if info.pages <= PAGES:
            self._tell_apart(source, info.pages, name)
        return info

    def _tell_apart(self, source: DocumentSource, pages: int, name: str) -> None:
        """The hashes by which two versions are compared."""
        prints = self._asked(
            f"{name}, hashes", lambda tell: self._client.fingerprints(source, tell)
        )
        if isinstance(prints, MediaProblem):
            self._checked(prints)
        else:
            assert len(prints) == pages

    def _read(self, source: DocumentSource, name: str) -> None:
        """The words of the first page."""
        words = self._asked(f"{name}, words", lambda tell: self._client.text(source, 0, tell))
        if isinstance(words, MediaProblem):
            self.tally.words[self._checked(words)] += 1
            return
        for word in words.words:
            assert all(math.isfinite(side) for side in word.rect)
        self.tally.words["read"] += 1

    def _draw(self, source: DocumentSource, page: int, name: str) -> str:
        got = self._asked(
            name, lambda tell: self._client.render(source, page, self._width, 0, tell)
        )
        if isinstance(got, MediaProblem):
            self.tally.pages[self._checked(got)] += 1
            return got.code.value
        assert isinstance(got, RenderedPage)
        assert 0 < got.width * got.height <= MAX_RENDER_PIXELS
        assert len(got.buffer) == got.stride * got.height
        self.tally.pages["drawn"] += 1
        got.release()
        return "drawn"

    def _asked(self, name: str, ask: Any) -> Any:
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        begin = time.monotonic()
        ask(answers.put)
        try:
            got = answers.get(timeout=self._limit)
        except queue.Empty:
            raise AssertionError(f"no answer about {name}") from None
        self.tally.slowest = max(self.tally.slowest, (time.monotonic() - begin, name))
        return got

    def _checked(self, problem: MediaProblem) -> str:
        """The code, after making sure that there are words for it."""
        for part in ("title", "reason", "safe", "remedy"):
            words = self._words[f"{problem.code}.{part}"]
            filled = words.format_map({"name": "", "page": problem.page, **problem.params})
            assert filled.strip()
        return problem.code.value
