"""The approver's inbox: proposals of the office that wait for a second pair of eyes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row

from app.domain.enums import Status, Verb
from app.domain.model import Proposal
from app.domain.profile import Text
from app.protocol.operations import OperationKind
from app.store import tokens
from app.store.case_row import counts_of
from app.store.journal import Journal
from app.store.overlay import Overlay
from app.store.profiles import Profiles
from app.store.projection import LOCAL_ORDER, Phase
from app.store.readmodels import ApprovalRow

_ORDER: Final = (Verb.PASS, Verb.RETURN, Verb.REFER_DOWN, Verb.NOT_PASSED, Verb.UNKNOWN)
_ANSWERS: Final = frozenset({OperationKind.APPROVE.value, OperationKind.SEND_BACK.value})
_ROWS: Final = """
    SELECT c.*, coalesce(o.local, c.local) AS p_local,
        json_extract(d.text, '$.proposal') AS proposal,
        json_array_length(d.text, '$.history') AS rounds,
        json_extract(d.text, '$.version.content_sha256') AS content_sha256
    FROM case_row c
    JOIN (SELECT id, CAST(body AS TEXT) AS text FROM document WHERE kind = 'application') d
        ON d.id = c.app_id
    LEFT JOIN temp.overlay o ON o.id = c.id
    WHERE c.phase = :proposed AND c.status = :status AND NOT c.gone
        AND (:handler IS NULL OR c.handler = :handler)
        AND (:match IS NULL
             OR c.id IN (SELECT rowid FROM case_search WHERE case_search MATCH :match)
             OR c.handler_name LIKE :part)
"""


def approval_rows(
    text: str,
    handler: str | None,
    *,
    overlay: Overlay,
    journal: Journal,
    profiles: Profiles,
    user_id: str,
) -> list[ApprovalRow]:
    """Proposals by verb, the oldest first within one.

    :param text: finds applicants, units, application numbers and handlers.
    :param handler: user id of the only handler whose proposals are wanted.
    """
    answers = {
        app_id: op.kind
        for app_id, over in journal.pending().items()
        for op in over.ops
        if op.kind in _ANSWERS
    }
    values = {
        "proposed": int(Phase.PROPOSED),
        "status": Status.PROPOSED.value,
        "handler": handler,
        "match": " AND ".join(tokens.phrases(text)) or None,
        "part": f"%{text.strip()}%",
    }
    with overlay.read() as connection:
        rows = connection.exec_driver_sql(_ROWS, values).all()
    found = [
        _row(row, Proposal.model_validate_json(row.proposal), answers, profiles, user_id)
        for row in rows
        if row.proposal
    ]
    return sorted(found, key=_place)


def _place(row: ApprovalRow) -> tuple[int, datetime, str]:
    return _ORDER.index(row.verb), row.proposed_at, row.app_id


def _row(
    row: Row[Any], proposal: Proposal, answers: dict[str, str], profiles: Profiles, user_id: str
) -> ApprovalRow:
    decision = proposal.decision
    profile = profiles.find(row.profile)
    spec = profile.verbs.get(decision.verb) if profile else None
    code = decision.verb.value
    same = proposal.version_no == row.version_no and (proposal.content_sha256 == row.content_sha256)
    own = proposal.handler_id == user_id
    answer = answers.get(row.app_id)
    allowed = spec is not None and spec.batch and decision.verb.known and not row.readonly
    return ApprovalRow(
        app_id=row.app_id,
        name=row.name,
        id_tail=row.id_tail,
        level=row.level,
        target_title=row.target_title,
        specialty=row.specialty,
        unit_name=row.unit_name,
        version_no=row.version_no,
        counts=counts_of(row),
        proposal_op_id=proposal.op_id,
        verb=decision.verb,
        verb_label=spec.proposal_label if spec else Text(zh_CN=code, en=code),
        overall_text=decision.overall_text,
        reason_category=decision.reason_category,
        comments=len(decision.module_comments),
        overrides=len(decision.overrides),
        override_rules=tuple(dict.fromkeys(one.rule for one in decision.overrides)),
        round=int(row.rounds or 0) + 1,
        handler_id=proposal.handler_id,
        handler_name=proposal.handler_name,
        proposed_at=proposal.proposed_at,
        local=LOCAL_ORDER[row.p_local],
        own=own,
        same_version=same,
        batch=allowed and same and not own and not decision.overrides and answer is None,
        answer=answer,
    )
