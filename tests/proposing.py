"""Proposing as an officer does: the warnings are read first."""

from __future__ import annotations

from typing import Any

from app.domain.enums import Verb
from app.operations import decide, findings
from app.operations.changes import Changes
from app.operations.workspace import Workspace


def propose(ws: Workspace, *, app_id: str, verb: Verb, **more: Any) -> Changes:
    """One key for the warnings of the decision, the next for the proposal."""
    findings.acknowledge_warnings(ws, app_id=app_id, verb=verb)
    return decide.propose(ws, app_id=app_id, verb=verb, **more)
