"""One operation while it is carried out: who acts on what, when, under which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.orm import Session

from app.domain.model import Activity, Application
from app.domain.profile import Profile
from app.domain.workflow import Actor, Event, Situation
from app.protocol.canonical import canonical
from app.protocol.operations import Operation, ResultStatus
from server_stub import cases, certificate_aftermath, leases, routing
from server_stub.cases import Case
from server_stub.context import Server
from server_stub.decision_rules import blocked
from server_stub.identity import Principal
from server_stub.judge import Verdict, guard_conflict

Content = TypeVar("Content", bound=BaseModel)


class Payload(BaseModel):
    """Base of what an operation carries: tolerant of fields of a newer client."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Reason(Payload):
    """Payload of ``reopen`` and ``recuse``."""

    reason: str = ""


@dataclass(frozen=True)
class Act:
    """What carrying out an operation needs."""

    session: Session
    server: Server
    caller: Principal
    case: Case
    operation: Operation
    profile: Profile
    actor: Actor
    now: datetime

    @property
    def application(self) -> Application:
        """The case as it stands."""
        return self.case.application

    @property
    def who(self) -> dict[str, Any]:
        """The actor and the moment, as effects take them."""
        return {
            "op_id": self.operation.op_id,
            "actor_id": self.caller.user_id,
            "actor_name": self.caller.name,
            "now": self.now,
        }

    def activity(self) -> Activity | None:
        """The review activity of the case."""
        return cases.activity_of(self.session, self.application)

    def situation(self, application: Application | None = None, **more: Any) -> Situation:
        """What the guards look at."""
        return Situation(
            application or self.application,
            self.actor,
            self.profile,
            self.now,
            signed_at=self.operation.server_time_est,
            orgs=routing.offices(self.session),
            **more,
        )

    def refused(self, event: Event, gate: str = "", **more: Any) -> Verdict | None:
        """Why the event is not possible: a guard of the table, or rules of its gate."""
        verdict = guard_conflict(event, self.situation(**more))
        if verdict is not None or not gate:
            return verdict
        rules = blocked(
            self.session, self.server, self.case, self.profile, self.now, gate, self.caller.user_id
        )
        if not rules:
            return None
        return Verdict(ResultStatus.REJECTED, "GUARD_FAILED", rule_ids=rules)

    def store(self, application: Application) -> None:
        """Write the next state of the case, and what it means for the registry."""
        before = self.application
        cases.store(self.session, self.case, application)
        certificate_aftermath.follow(self.session, self.server, before, application, self.now)

    def end_claim(self, reason: str) -> None:
        """Close the lease that is open on the case, if there is one."""
        if self.application.claim is not None:
            leases.end(self.session, self.application.claim, self.now, reason)


def read(act: Act, form: type[Content]) -> Content | Verdict:
    """The payload of an operation, or that it cannot be read."""
    try:
        content = form.model_validate(act.operation.payload)
        canonical(content.model_dump(mode="json"))
    except ValidationError as problem:
        fields = ", ".join(".".join(map(str, error["loc"])) for error in problem.errors())
        return Verdict(ResultStatus.REJECTED, "OP_UNREADABLE", {"fields": fields})
    except ValueError as problem:  # a number or text that JSON cannot carry to everyone
        return Verdict(ResultStatus.REJECTED, "OP_UNREADABLE", {"fields": str(problem)})
    return content
