"""How a review draft changes: pure functions from one draft to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from app.domain.anchored import carried as carried_anchors
from app.domain.anchored import merged
from app.domain.anchors import Anchor
from app.domain.checks.engine import DECIDE, registered
from app.domain.diff import same_module
from app.domain.model import (
    ApplicationVersion,
    Decision,
    FindingAck,
    ModuleComment,
    OverrideRequest,
)
from app.store.draft import ReadingMark, ReviewDraft

VERIFIED = "VERIFIED"
"""The status of a finding that the officer looked at and found in order (核实无误)."""

Item = TypeVar("Item", bound=BaseModel)


def with_comment(draft: ReviewDraft, comment: ModuleComment) -> ReviewDraft:
    """Add a comment, or replace the one with its id in its place.

    What was acknowledged of the comments is asked again, for they say something else now.
    """
    kept = list(draft.comments)
    at = next((i for i, one in enumerate(kept) if one.comment_id == comment.comment_id), len(kept))
    kept[at : at + 1] = [comment]
    return draft.model_copy(update={"comments": kept, "acks": _not_of_comments(draft.acks)})


def without_comment(draft: ReviewDraft, comment_id: str) -> ReviewDraft:
    """Remove a comment; see :func:`with_comment`."""
    kept = [one for one in draft.comments if one.comment_id != comment_id]
    return draft.model_copy(update={"comments": kept, "acks": _not_of_comments(draft.acks)})


def with_ack(draft: ReviewDraft, ack: FindingAck) -> ReviewDraft:
    """Note that a finding was looked at."""
    kept = [one for one in draft.acks if one.finding_id != ack.finding_id]
    return draft.model_copy(update={"acks": [*kept, ack]})


def without_ack(draft: ReviewDraft, finding_id: str) -> ReviewDraft:
    """Take that back."""
    kept = [one for one in draft.acks if one.finding_id != finding_id]
    return draft.model_copy(update={"acks": kept})


def with_override(draft: ReviewDraft, request: OverrideRequest) -> ReviewDraft:
    """Ask that a finding shall not stand in the way of PASS."""
    kept = [one for one in draft.overrides if one.finding_id != request.finding_id]
    return draft.model_copy(update={"overrides": [*kept, request]})


def without_override(draft: ReviewDraft, finding_id: str) -> ReviewDraft:
    """Ask no more."""
    kept = [one for one in draft.overrides if one.finding_id != finding_id]
    return draft.model_copy(update={"overrides": kept})


def with_anchor(draft: ReviewDraft, anchor: Anchor) -> ReviewDraft:
    """Note what was seen at a place; the office has one for a field and a file."""
    kept = merged(draft.anchors, [anchor])
    removed = [one for one in draft.anchors_removed if one != anchor.anchor_id]
    return draft.model_copy(update={"anchors": kept, "anchors_removed": removed})


def without_anchor(draft: ReviewDraft, anchor_id: str, *, sent: bool) -> ReviewDraft:
    """Take a place back; what was sent, or waits to be, goes with the next decision."""
    removed = [one for one in draft.anchors_removed if one != anchor_id]
    return draft.model_copy(
        update={
            "anchors": [one for one in draft.anchors if one.anchor_id != anchor_id],
            "anchors_removed": [*removed, anchor_id] if sent else removed,
        }
    )


def minus(draft: ReviewDraft, decision: Decision) -> ReviewDraft:
    """What of a draft is not yet said by a proposed decision.

    Text in the comment boxes and reading marks stay; so does a comment that was changed since.
    """
    said = decision.verb is draft.verb
    return draft.model_copy(
        update={
            "comments": _less(draft.comments, decision.module_comments),
            "acks": _less(draft.acks, decision.findings_ack),
            "overrides": _less(draft.overrides, decision.overrides),
            "verb": None if said else draft.verb,
            "overall_text": ""
            if draft.overall_text == decision.overall_text
            else draft.overall_text,
            "reason_category": None if said else draft.reason_category,
            "anchors": _less(draft.anchors, decision.anchors),
            "anchors_removed": [
                one for one in draft.anchors_removed if one not in decision.anchors_removed
            ],
        }
    )


def plus(draft: ReviewDraft, decision: Decision) -> ReviewDraft:
    """A draft with the content of a decision that was taken back; what was added since stays."""
    ids = {comment.comment_id for comment in draft.comments}
    acks = {ack.finding_id for ack in draft.acks}
    asked = {request.finding_id for request in draft.overrides}
    return draft.model_copy(
        update={
            "comments": [c for c in decision.module_comments if c.comment_id not in ids]
            + list(draft.comments),
            "acks": [a for a in decision.findings_ack if a.finding_id not in acks]
            + list(draft.acks),
            "overrides": [o for o in decision.overrides if o.finding_id not in asked]
            + list(draft.overrides),
            "verb": draft.verb or decision.verb,
            "return_to": decision.return_to,
            "overall_text": draft.overall_text or decision.overall_text,
            "reason_category": draft.reason_category or decision.reason_category,
            "anchors": merged(decision.anchors, draft.anchors),
            "anchors_removed": list(
                dict.fromkeys([*decision.anchors_removed, *draft.anchors_removed])
            ),
        }
    )


def moved(
    draft: ReviewDraft, old: ApplicationVersion | None, new: ApplicationVersion
) -> tuple[ReviewDraft, tuple[str, ...]]:
    """A draft carried over to a newer version, and the comments to look at again.

    All comments come along; those on modules that changed are named, and these modules count as
    not read (domain §4.8 NEW_VERSION). Acknowledgements and override requests belong to what a
    finding said and stay only where the module is the same; where the older version is not known,
    nothing counts as the same. Comments whose entry is gone point at the module as a whole. Anchors
    and the places of comments stay while their file is there.
    """
    codes = {*draft.reading, *(comment.module for comment in draft.comments)}
    codes |= {finding_module(ack.finding_id) for ack in draft.acks}
    codes |= {finding_module(request.finding_id) for request in draft.overrides}
    same = {code for code in codes if old is not None and same_module(old, new, code)}
    reading = {code: mark for code, mark in draft.reading.items() if code in same}
    carried = draft.model_copy(
        update={
            "version_no": new.version_no,
            "content_sha256": new.content_sha256,
            "comments": [_placed(comment, new) for comment in draft.comments],
            "acks": [
                a
                for a in draft.acks
                if finding_module(a.finding_id) in same and not is_of_decision(a)
            ],
            "overrides": [o for o in draft.overrides if finding_module(o.finding_id) in same],
            "anchors": carried_anchors(draft.anchors, new),
            "verb": None,
            "reading": {code: ReadingMark(mark) for code, mark in reading.items()},
        }
    )
    recheck = tuple(c.comment_id for c in draft.comments if c.module not in same)
    return carried, recheck


def is_of_decision(ack: FindingAck) -> bool:
    """Whether it answers a rule about decisions, not one about the application."""
    rule = registered().get(ack.rule)
    return rule is not None and set(rule.gates) == {DECIDE}


def _not_of_comments(acks: Iterable[FindingAck]) -> list[FindingAck]:
    whole = "decision"  # where rules speak of a decision as a whole
    return [
        ack for ack in acks if not is_of_decision(ack) or finding_module(ack.finding_id) == whole
    ]


def finding_module(finding_id: str) -> str:
    """The module in a finding's id (:attr:`app.domain.finding.Finding.finding_id`)."""
    parts = finding_id.split("/")
    return parts[1] if len(parts) > 1 else ""


def _placed(comment: ModuleComment, version: ApplicationVersion) -> ModuleComment:
    files = {att.sha256 for att in version.attachments}
    entries = {entry.entry_id for entry in version.entries(comment.module)}
    anchors = [anchor for anchor in comment.anchors if anchor.att_sha256 in files]
    update: dict[str, object] = {"anchors": anchors}
    if comment.entry_id is not None and comment.entry_id not in entries:
        update |= {"entry_id": None}
    return comment.model_copy(update=update)


def _less(items: Sequence[Item], said: Iterable[Item]) -> list[Item]:
    gone = list(said)
    return [item for item in items if item not in gone]
