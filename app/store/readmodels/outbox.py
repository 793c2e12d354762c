"""Operations on their way and the conflicts among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.domain.diff import VersionDiff
from app.domain.enums import Verb
from app.domain.finding import Finding
from app.domain.model import (
    Application,
    ApplicationVersion,
    Decision,
    ModuleComment,
    RouteNode,
)
from app.domain.profile import Text
from app.protocol.operations import ConflictCode
from app.store.readmodels.states import LocalState, OpState


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One operation of the officer.

    ``what_code`` and ``what_params`` word the operation (``outbox.propose.RETURN`` with
    ``comments``), ``why_code`` and ``why_params`` its trouble, if any. ``undoable`` while no
    attempt to send it was made.
    """

    op_id: str
    app_id: str
    seq: int
    name: str
    kind: str
    verb: Verb | None
    what_code: str
    what_params: Mapping[str, str]
    state: OpState
    local: LocalState
    created_at: datetime
    settled_at: datetime | None = None
    attempts: int = 0
    next_try_at: datetime | None = None
    why_code: str | None = None
    why_params: Mapping[str, str] = field(default_factory=dict)
    rule_ids: tuple[str, ...] = ()
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class OutboxView:
    """The outbox by need: 需要你处理, 在路上 (first in, first out by case), 今天已确认."""

    need_you: tuple[OutboxRow, ...]
    under_way: tuple[OutboxRow, ...]
    confirmed_today: tuple[OutboxRow, ...]

    @property
    def waiting(self) -> int:
        """Operations not yet confirmed, those in trouble included."""
        return len(self.need_you) + len(self.under_way)


@dataclass(frozen=True, slots=True)
class ConflictModule:
    """One module in the table of a conflict.

    ``same`` tells whether its content is byte-identical in both versions; None where the present
    version is not known. ``verdict``: ``keep`` carries over, ``recheck`` goes back to 未看.
    """

    code: str
    label: Text
    comments: tuple[ModuleComment, ...]
    verified: int
    read: bool
    same: bool | None
    verdict: Literal["keep", "recheck"]


Way = Literal["rebase", "reopen", "reclaim_and_resend", "archive", "discard"]


@dataclass(frozen=True, slots=True)
class NewerRules:
    """What a newer rule pack says of a case that the older one did not (PROFILE_OUTDATED).

    ``here`` is false while the newer pack is not on this machine; nothing is known then.
    ``quiet`` are the ids of new or changed rules that find nothing new in this case.
    """

    old: str
    new: str
    here: bool
    found: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteChange:
    """The route an officer acted on and the one there is now (ROUTE_CHANGED)."""

    old: tuple[RouteNode, ...]
    new: tuple[RouteNode, ...]
    added: tuple[RouteNode, ...]
    removed: tuple[RouteNode, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """An operation that the present state refuses, what is safe, and the ways out (domain §4.8).

    ``ways`` starts with the main one. ``held`` are later operations of the case that wait.
    ``current`` is the application now, where the server told. ``news`` is there with
    PROFILE_OUTDATED, ``route`` with ROUTE_CHANGED.
    """

    op: OutboxRow
    code: ConflictCode
    params: Mapping[str, str]
    decision: Decision | None
    base_version: int
    base: ApplicationVersion | None
    current: Application | None
    diff: VersionDiff | None
    modules: tuple[ConflictModule, ...]
    ways: tuple[Way, ...]
    held: tuple[OutboxRow, ...]
    news: NewerRules | None = None
    route: RouteChange | None = None

    @property
    def kept_comments(self) -> int:
        """Comments that carry over to the present version as they are."""
        return sum(len(one.comments) for one in self.modules if one.verdict == "keep")

    @property
    def recheck_comments(self) -> int:
        """Comments that must be looked at again."""
        return sum(len(one.comments) for one in self.modules if one.verdict == "recheck")
