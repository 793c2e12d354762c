"""Which display line is a group head and which a case.

The store answers with cases by position; the table shows group heads between them and hides the
cases of closed groups. This maps between the two without holding a row per case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from app.store.readmodels import GroupHead, QueuePage


@dataclass(frozen=True)
class _Block:
    """A group: its head stands on display line ``line``; its cases start at ``first``."""

    line: int
    head: GroupHead | None
    first: int
    shown: int


class Lines:
    """The lines of one answer of the queue."""

    def __init__(self, page: QueuePage | None = None, closed: Iterable[str] = ()) -> None:
        self.total = page.total if page else 0
        self.groups = page.groups if page else ()
        self._blocks: list[_Block] = []
        shut = set(closed)
        if not self.groups:
            self._blocks.append(_Block(0, None, 0, self.total))
            self._starts = [0]
            self.count = self.total
            return
        line = 0
        for head in self.groups:
            shown = 0 if head.key in shut else head.count
            self._blocks.append(_Block(line, head, head.first_index, shown))
            line += 1 + shown
        self._starts = [block.line for block in self._blocks]
        self.count = line

    def head_at(self, line: int) -> GroupHead | None:
        """The group head on this line, if it is one."""
        block = self._block(line)
        return block.head if block.head is not None and block.line == line else None

    def case_at(self, line: int) -> int | None:
        """The position of the case on this line; None on a group head or beyond the end."""
        if not 0 <= line < self.count:
            return None
        block = self._block(line)
        if block.head is None:
            return line
        return None if block.line == line else block.first + (line - block.line - 1)

    def line_of(self, position: int) -> int | None:
        """The line that shows the case at ``position``; None in a closed group."""
        for block in self._blocks:
            if block.first <= position < block.first + block.shown:
                return position if block.head is None else block.line + 1 + position - block.first
        return None

    def head_lines(self) -> list[int]:
        """The lines of all group heads."""
        return [block.line for block in self._blocks if block.head is not None]

    def _block(self, line: int) -> _Block:
        return self._blocks[max(0, bisect_right(self._starts, line) - 1)]
