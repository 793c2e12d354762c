"""All that the guards look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.model import Application, Decision, Organisation
from app.domain.profile import Profile
from app.domain.sealing import Seal, Stamp


@dataclass(frozen=True)
class Actor:
    """Who acts, as the server knows them.

    ``is_applicant_themselves`` serves the self-review ban (N10), ``recused`` that they declared
    themselves biased in this case.
    """

    user_id: str
    roles: frozenset[str]
    org_id: str
    device_id: str = ""
    person_id: str = ""
    is_applicant_themselves: bool = False
    recused: bool = False


@dataclass(frozen=True)
class Situation:
    """The case, who acts, and when; the rest only where the event needs it.

    Attributes:
        now: the server's time.
        decision: what is proposed.
        open_claims: how many cases the actor holds.
        signed_at: when the actor signed, by their estimate of the server's time.
        reason: what they gave as reason.
        target_org: where they want to forward the case; empty for the node proposed.
        route_seen: the organisations of the route as the actor saw them.
        orgs: the organisations by id, as far as they are known.
        reviewers: how many people of the node handle or approve; None where unknown.
        stamp: what is being stamped.
        seal: the seal it names, where it is registered.
        fee_due: that the committee takes a fee before it accepts the case.
    """

    application: Application
    actor: Actor
    profile: Profile
    now: datetime
    decision: Decision | None = None
    open_claims: int = 0
    signed_at: datetime | None = None
    reason: str = ""
    target_org: str = ""
    route_seen: tuple[str, ...] | None = None
    orgs: Mapping[str, Organisation] | None = None
    reviewers: int | None = None
    stamp: Stamp | None = None
    seal: Seal | None = None
    fee_due: bool = False
