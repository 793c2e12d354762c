"""Operations: what an officer did, in an envelope that is stored and sent as the bytes written.

An operation is written once, in one journal transaction, and never rewritten: a retry sends the
same bytes under the same id, which is what makes it arrive exactly once (design §3, §4).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.domain.enums import OpenEnum
from app.domain.model import Decision

WIRE_VERSION = 1


class OperationKind(StrEnum):
    """What can be sent through the outbox."""

    PROPOSE = "propose"
    RECALL = "recall"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    SAVE_DOSSIER = "save_dossier"
    STAMP = "stamp"
    VOID_STAMP = "void_stamp"
    OVERRIDE_ROUTE = "override_route"
    FORWARD = "forward"
    VERIFY_PAYMENT = "verify_payment"
    ACCEPT = "accept"
    START_EVALUATION = "start_evaluation"
    RECORD_RESULT = "record_result"
    RESULT_PUBLICITY = "result_publicity"
    FINALISE = "finalise"
    ISSUE = "issue"
    REOPEN = "reopen"
    RECUSE = "recuse"


class Base(BaseModel):
    """What the officer had before them when they decided."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    version_no: int
    content_sha256: str
    etag: str
    profile: str


class Operation(BaseModel):
    """The envelope. ``seq`` counts the operations of one case on one device, from 1.

    ``payload`` by kind:

    * ``propose``: a :class:`~app.domain.model.Decision`;
    * ``approve``, ``recall``, ``send_back``: ``{"proposal_op_id", "text"}`` (``text`` of
      ``approve`` may be empty; its ``overrides`` lists the finding ids that the approver grants);
    * ``save_dossier``: ``{"dossier", "base_rev"}``, a whole :class:`~app.domain.dossier.Dossier`
      and the ``rev`` of the one it was made from, 0 for none;
    * ``stamp``: the form, method and hashes of a :class:`~app.domain.sealing.Stamp`;
      ``void_stamp``: ``{"stamp_id", "reason"}``;
    * ``forward``, ``override_route``: ``{"target_org", "reason", "route"}``; ``route`` lists the
      organisations of the route as the officer saw it, an empty target is the one proposed;
    * ``record_result``: ``{"passed", "note"}``; ``result_publicity``: its dates, place, method and
      objections; ``issue``: ``{"cert_no"}``;
    * ``reopen``, ``recuse``: ``{"reason"}``; the others carry nothing.
    """

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    v: int = WIRE_VERSION
    op_id: str
    kind: OperationKind
    app_id: str
    stage_index: int = 0
    seq: int = Field(gt=0)
    actor: str
    device_id: str
    base: Base
    claim_id: str | None = None
    at_local: AwareDatetime
    server_time_est: AwareDatetime
    attachments_seen: list[str] = Field(default_factory=list)
    payload: dict[str, Any] = Field(default_factory=dict)

    def decision(self) -> Decision:
        """The payload of ``propose``.

        :raises pydantic.ValidationError: where it is not a decision.
        """
        return Decision.model_validate(self.payload)

    def to_bytes(self) -> bytes:
        """The bytes to store and to send, always the same for the same operation."""
        return self.model_dump_json().encode()


class ResultStatus(OpenEnum):
    """What became of one operation (design §4)."""

    APPLIED = "applied"
    REPLAYED = "replayed"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    HELD = "held"
    UNKNOWN = "unknown"


class ConflictCode(OpenEnum):
    """Why the present state refuses an operation (domain §4.8)."""

    WITHDRAWN = "WITHDRAWN"
    NEW_VERSION = "NEW_VERSION"
    ALREADY_DECIDED = "ALREADY_DECIDED"
    LEASE_LOST = "LEASE_LOST"
    ACTOR_MISMATCH = "ACTOR_MISMATCH"
    DEADLINE_PASSED = "DEADLINE_PASSED"
    GUARD_FAILED = "GUARD_FAILED"
    PROFILE_OUTDATED = "PROFILE_OUTDATED"
    SELF_REVIEW = "SELF_REVIEW"
    NO_SCOPE = "NO_SCOPE"
    GONE = "GONE"
    DOSSIER_CHANGED = "DOSSIER_CHANGED"
    ROUTE_CHANGED = "ROUTE_CHANGED"
    SEAL_INVALID = "SEAL_INVALID"
    FORM_SEALED = "FORM_SEALED"
    UNKNOWN = "UNKNOWN"


class OperationResult(BaseModel):
    """The answer to one operation. ``current`` is the application document now, where allowed;
    ``rev`` the server's sequence at which the operation took effect (see ``durable_mark``)."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    op_id: str
    status: ResultStatus
    code: str | None = None
    params: dict[str, str] = Field(default_factory=dict)
    rule_ids: list[str] = Field(default_factory=list)
    current: dict[str, Any] | None = None
    rev: int = 0


class OperationBatch(BaseModel):
    """Body of ``POST /v1/ops``: each operation is the exact text that was stored."""

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    device_id: str
    log_seq: int = 0
    log_head: str = ""
    ops: list[str]


class OperationAnswer(BaseModel):
    """Answer of ``POST /v1/ops``: one result an operation, in the order sent.

    ``durable_mark`` names the newest server sequence that a backup holds; operations are kept on
    the device until it passes theirs (design §3).
    """

    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)

    results: list[OperationResult]
    server_time: AwareDatetime
    epoch: str
    durable_mark: int = 0
    log_notice: str | None = None
