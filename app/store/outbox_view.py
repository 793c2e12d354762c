"""Operations as the screens show them, and the conflicts among them (domain §4.8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from pydantic import ValidationError

from app.domain.diff import VersionDiff, diff_versions
from app.domain.enums import Verb
from app.domain.model import Application, ApplicationVersion, Decision
from app.domain.profile import Profile, Text
from app.protocol.operations import ConflictCode, Operation, OperationKind
from app.store.cache import Cache
from app.store.case_row import Checker
from app.store.conflict_causes import newer_rules, route_change
from app.store.draft import ReadingMark, ReviewDraft
from app.store.journal import Journal
from app.store.moments import local_day
from app.store.outbox import OpRecord
from app.store.profiles import Profiles
from app.store.projection import TROUBLED, WAITING, local_of_op
from app.store.readmodels import (
    ConflictModule,
    ConflictView,
    OpState,
    OutboxRow,
    OutboxView,
    Way,
)

_WAYS: Final[dict[ConflictCode, tuple[Way, ...]]] = {
    ConflictCode.WITHDRAWN: ("archive", "discard"),
    ConflictCode.NEW_VERSION: ("rebase", "discard"),
    ConflictCode.ALREADY_DECIDED: ("discard", "archive"),
    ConflictCode.LEASE_LOST: ("reclaim_and_resend", "reopen", "discard"),
    ConflictCode.ACTOR_MISMATCH: ("discard",),
    ConflictCode.DEADLINE_PASSED: ("archive", "discard"),
    ConflictCode.GUARD_FAILED: ("reopen", "discard"),
    ConflictCode.PROFILE_OUTDATED: ("reopen", "discard"),
    ConflictCode.SELF_REVIEW: ("discard",),
    ConflictCode.NO_SCOPE: ("archive", "discard"),
    ConflictCode.GONE: ("archive", "discard"),
    ConflictCode.DOSSIER_CHANGED: ("reopen", "discard"),
    ConflictCode.ROUTE_CHANGED: ("reopen", "discard"),
    ConflictCode.SEAL_INVALID: ("reopen", "discard"),
    ConflictCode.FORM_SEALED: ("discard",),
}
_OTHERWISE: Final[tuple[Way, ...]] = ("reopen", "discard")
_ONLY_DISCARD: Final[tuple[Way, ...]] = ("discard",)


class OpMissing(KeyError):  # noqa: N818 - reads as the state it names
    """There is no such operation in the journal."""


def outbox_row(known: OpRecord) -> OutboxRow:
    """One operation in words' codes."""
    proposes = known.kind == OperationKind.PROPOSE
    what = f"outbox.{known.kind}.{known.verb}" if proposes else f"outbox.{known.kind}"
    why = known.error_code
    if why is None and known.state in {OpState.HELD, OpState.UNCONFIRMED}:
        why = f"outbox.{known.state.value.lower()}"
    rules = (known.result or {}).get("rule_ids") or ()
    return OutboxRow(
        op_id=known.op_id,
        app_id=known.app_id,
        seq=known.seq,
        name=known.subject,
        kind=known.kind,
        verb=Verb(known.verb) if proposes else None,
        what_code=what,
        what_params={"comments": str(known.comments)} if proposes else {},
        state=known.state,
        local=local_of_op(known.state),
        created_at=known.created_at,
        settled_at=known.settled_at,
        attempts=known.attempts,
        next_try_at=known.next_try_at if known.state in WAITING and known.error_code else None,
        why_code=why,
        why_params=known.error_params,
        rule_ids=tuple(str(rule) for rule in rules),
        undoable=known.undoable,
    )


def outbox_view(journal: Journal, now: datetime) -> OutboxView:
    """The outbox by need; of the confirmed ones those of today, newest first."""
    today = local_day(now)
    confirmed = [
        known
        for known in journal.ops_in([OpState.ACKED])
        if known.settled_at is not None and local_day(known.settled_at) == today
    ]
    confirmed.sort(key=lambda known: (known.settled_at, known.position), reverse=True)
    return OutboxView(
        need_you=tuple(map(outbox_row, journal.ops_in(TROUBLED))),
        under_way=tuple(map(outbox_row, journal.ops_in(WAITING))),
        confirmed_today=tuple(map(outbox_row, confirmed)),
    )


def conflict_view(
    op_id: str, cache: Cache, journal: Journal, profiles: Profiles, checker: Checker
) -> ConflictView:
    """What stands against an operation and the ways out.

    :param checker: checks the case by the rule packs that are here, where they changed.
    :raises OpMissing: there is no such operation.
    """
    known = journal.op(op_id)
    if known is None:
        raise OpMissing(op_id)
    operation = known.operation()
    decision = operation.decision() if operation.kind is OperationKind.PROPOSE else None
    current = _current(known, cache)
    base = _base(operation, current, cache)
    diff = diff_versions(base, current.version) if base and current else None
    profile = profiles.find(current.profile if current else operation.base.profile)
    saved = journal.review(known.app_id)
    draft = saved.draft if saved else ReviewDraft()
    code = ConflictCode(known.error_code or "")
    news = route = None
    if current is not None and code is ConflictCode.PROFILE_OUTDATED:
        news = newer_rules(operation, current, checker, profiles)
    if current is not None and code is ConflictCode.ROUTE_CHANGED:
        route = route_change(operation, current, cache.organisations())
    return ConflictView(
        op=outbox_row(known),
        code=code,
        params=known.error_params,
        decision=decision,
        base_version=operation.base.version_no,
        base=base,
        current=current,
        diff=diff,
        modules=_modules(decision, draft.reading, diff, profile),
        ways=_ways(code, known, decision, current),
        held=tuple(
            outbox_row(later)
            for later in journal.ops_of(known.app_id)
            if later.seq > known.seq and later.state is OpState.HELD
        ),
        news=news,
        route=route,
    )


def _ways(
    code: ConflictCode, known: OpRecord, decision: Decision | None, current: Application | None
) -> tuple[Way, ...]:
    """What is offered, the main way first."""
    ways = _WAYS.get(code, _OTHERWISE)
    if known.state is OpState.HELD:
        ways = _OTHERWISE
    if decision is None and ways[0] in {"rebase", "archive"}:
        return _ONLY_DISCARD  # an approver's answer has no notes to carry over
    if ways[0] == "rebase" and current is None:
        return ("archive", "discard")
    return ways


def _current(known: OpRecord, cache: Cache) -> Application | None:
    """The application as last told: by the feed, or with the answer."""
    told = (known.result or {}).get("current")
    cached = cache.application(known.app_id)
    if told is None:
        return cached
    try:
        answered = Application.model_validate(told)
    except ValidationError:
        return cached
    return answered if cached is None or answered.rev > cached.rev else cached


def _base(
    operation: Operation, current: Application | None, cache: Cache
) -> ApplicationVersion | None:
    """The version the officer had before them."""
    number = operation.base.version_no
    if current is not None and current.version.version_no == number:
        return current.version
    return cache.version(operation.app_id, number)


def _modules(
    decision: Decision | None,
    reading: Mapping[str, ReadingMark],
    diff: VersionDiff | None,
    profile: Profile | None,
) -> tuple[ConflictModule, ...]:
    """The modules on which work was done, in the form's order."""
    comments = decision.module_comments if decision else []
    verified = [ack.finding_id.split("/")[1:2] for ack in decision.findings_ack] if decision else []
    read = {code for code, mark in reading.items() if mark is ReadingMark.DONE}
    touched = {one.module for one in comments} | {part[0] for part in verified if part} | read
    order = [module.code for module in profile.modules] if profile else []
    rows = []
    for code in [*order, *sorted(touched - set(order))]:
        if code not in touched:
            continue
        module = profile.module(code) if profile else None
        same = not diff.modules[code].changed if diff and code in diff.modules else None
        if diff is not None and code not in diff.modules:
            same = True  # in neither version
        verdict: Literal["keep", "recheck"] = "keep" if same else "recheck"
        rows.append(
            ConflictModule(
                code=code,
                label=module.label if module else Text(zh_CN=code, en=code),
                comments=tuple(one for one in comments if one.module == code),
                verified=verified.count([code]),
                read=code in read,
                same=same,
                verdict=verdict,
            )
        )
    return tuple(rows)
