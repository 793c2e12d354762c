"""What an officer has begun on a case and not yet sent: the draft documents of the journal.

Drafts are immutable; a change is ``draft.model_copy(update={…})``. They keep fields they do not
know, so that a draft of a newer program survives a step back.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from app.domain.anchors import Anchor, ScanPlace
from app.domain.dossier import Dossier
from app.domain.enums import CommentSeverity, Verb
from app.domain.model import (
    ApplicationVersion,
    Decision,
    FindingAck,
    ModuleComment,
    OverrideRequest,
)


class DraftKind(StrEnum):
    """The kinds of drafts; a case has at most one of each."""

    REVIEW = "review"
    APPROVAL = "approval"
    DOSSIER = "dossier"


class ReadingMark(StrEnum):
    """How far a module was read (ui §5): no mark, 看过, 看完."""

    UNSEEN = ""
    SEEN = "seen"
    DONE = "done"


class DraftDocument(BaseModel):
    """Base of drafts."""

    model_config = ConfigDict(
        extra="allow", frozen=True, defer_build=True, hide_input_in_errors=True
    )


class ComposerDraft(DraftDocument):
    """The text that stands in the comment box of one module, not yet added as a comment.

    ``editing`` names the comment that is being changed; empty while a new one is written.
    """

    text: str = ""
    severity: CommentSeverity = CommentSeverity.MUST_FIX
    entry_id: str | None = None
    field: str | None = None
    fix_hint: str = ""
    anchors: list[ScanPlace] = Field(default_factory=list)
    reason_id: str | None = None
    from_rule: str | None = None
    editing: str = ""


class ReviewDraft(DraftDocument):
    """A handler's work on one version.

    Attributes:
        version_no, content_sha256: the version it was written for; another one now present makes
            it a matter of NEW_VERSION (domain §4.8).
        comments: those added, in the order added.
        acks: findings looked at (核实无误); ``FindingAck.status`` is ``VERIFIED``.
        overrides: findings for which 放行 is asked.
        verb: the verb chosen and not yet proposed.
        reading: module code → how far it was read.
        composers: module code → what stands in its comment box.
        anchors: places on the scans that were held against a field, and not sent yet.
        anchors_removed: ids of anchors the server has and that shall no longer count.
        answered: comment of the last return → ``RESOLVED``, or the comment that raises it again.
    """

    version_no: int = 0
    content_sha256: str = ""
    comments: list[ModuleComment] = Field(default_factory=list)
    acks: list[FindingAck] = Field(default_factory=list)
    overrides: list[OverrideRequest] = Field(default_factory=list)
    verb: Verb | None = None
    return_to: str = "APPLICANT"
    reason_category: str | None = None
    overall_text: str = ""
    reading: dict[str, ReadingMark] = Field(default_factory=dict)
    composers: dict[str, ComposerDraft] = Field(default_factory=dict)
    anchors: list[Anchor] = Field(default_factory=list)
    anchors_removed: list[str] = Field(default_factory=list)
    answered: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def begun_on(cls, version: ApplicationVersion) -> Self:
        """An empty draft for ``version``."""
        return cls(version_no=version.version_no, content_sha256=version.content_sha256)

    @property
    def has_work(self) -> bool:
        """Whether it holds anything an officer wrote or chose; reading marks alone are none."""
        typed = any(composer.text.strip() for composer in self.composers.values())
        said = (self.comments, self.acks, self.overrides, self.verb, self.overall_text,
                self.anchors, self.anchors_removed, self.answered)  # fmt: skip
        return bool(typed or any(said))

    def decision(self, verb: Verb) -> Decision:
        """The payload of proposing ``verb`` with what stands here."""
        return Decision(
            verb=verb,
            return_to=self.return_to if verb is Verb.REFER_DOWN else "APPLICANT",
            overall_text=self.overall_text,
            reason_category=self.reason_category if verb is Verb.NOT_PASSED else None,
            module_comments=list(self.comments),
            findings_ack=list(self.acks),
            overrides=list(self.overrides),
            anchors=list(self.anchors),
            anchors_removed=list(self.anchors_removed),
        )


class ApprovalDraft(DraftDocument):
    """An approver's work on one proposal: the text typed and the overrides granted so far."""

    proposal_op_id: str = ""
    text: str = ""
    granted: list[str] = Field(default_factory=list)

    @property
    def has_work(self) -> bool:
        """Whether it holds anything that would be a loss."""
        return bool(self.text.strip() or self.granted)


class DossierDraft(DraftDocument):
    """A unit's dossier as it stands on screen and was not yet put into the outbox.

    ``base_rev`` is the saved state it was begun from (:attr:`Dossier.rev`). ``half`` is what was
    typed and is no value of the dossier yet, by its place: half a date, the reason for another
    target; it stays on this machine.
    """

    base_rev: int = 0
    dossier: Dossier = Field(default_factory=Dossier)
    half: dict[str, str] = Field(default_factory=dict)
