"""The workflow of domain §4.5–§4.8, run by client and server alike.

The client asks it beforehand what is possible and why not; the server decides by it.
:func:`refusals` names every guard that stands in the way.
"""

from __future__ import annotations

from app.domain.refusal import Refusal
from app.domain.workflow.events import Event
from app.domain.workflow.guards import live_claim, offered_verbs
from app.domain.workflow.guards_onward import (
    TERMINAL,
    is_last_stage,
    seals_missing,
    target_of,
    valid_stamps,
)
from app.domain.workflow.judging import outcome_status, refusals, row_of
from app.domain.workflow.seats import CLOCK, Seat, node_kind, roles_of
from app.domain.workflow.situation import Actor, Situation
from app.domain.workflow.table import TRANSITIONS, Guard, Transition

__all__ = [
    "CLOCK",
    "TERMINAL",
    "TRANSITIONS",
    "Actor",
    "Event",
    "Guard",
    "Refusal",
    "Seat",
    "Situation",
    "Transition",
    "is_last_stage",
    "live_claim",
    "node_kind",
    "offered_verbs",
    "outcome_status",
    "refusals",
    "roles_of",
    "row_of",
    "seals_missing",
    "target_of",
    "valid_stamps",
]
