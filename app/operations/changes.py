"""What an operation changed, so that screens know what to look at again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """The cases that look different now, and the operations written or taken back.

    ``words`` is a code of the message catalogue for what was done, with ``params`` (已放入待发送).
    ``undoable`` names the operations that can be taken back while they are not sent.
    """

    app_ids: frozenset[str] = frozenset()
    op_ids: tuple[str, ...] = ()
    words: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def undoable(self) -> bool:
        """Whether something was put into the outbox."""
        return bool(self.op_ids)
