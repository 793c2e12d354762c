"""How far a case of the set has come on its way, as the manifest has it: the keys of
:class:`ApplicationSpec` that are about offices, seals and fees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.fees import FeeOrder, FeeStatus
from server_stub.demo.cases import decisions, lost, offices
from server_stub.demo.cases.moments import Moments
from server_stub.demo.cases.personas import Persona
from server_stub.import_folder.manifest import DecisionSpec, PassedSpec, StampSpec

_FORM = "unit_opinion"
_FEE = 10_000


@dataclass(frozen=True, slots=True)
class Way:
    """What of a case's way depends on when it came in and where it lies.

    ``ready`` is when the unit had done all that comes before its decision; ``seals`` whether units
    of the region seal what they pass.
    """

    app_id: str
    org_id: str
    persona: Persona
    moments: Moments
    ready: datetime
    seals: bool

    def spec(self) -> dict[str, Any]:
        """The keys of the application."""
        handler, approver = offices.reviewers(self.org_id)
        passed = self._passed_on()
        at = passed[-1].forwarded_at if passed else self.ready
        if passed:
            handler, approver = offices.office_reviewers(self.persona.passed_by[-1])
        match self.persona.stage:
            case "claimed":
                return {"claimed_by": handler}
            case "withdrawn":
                return {"status": "WITHDRAWN"}
            case "pass proposed":
                return {"decision": decisions.passed(at, handler, None)}
            case "approved":
                return {"decision": self._decided((handler, approver), at)}
            case "sealed with the old seal":
                return {
                    "decision": decisions.passed(at, handler, approver),
                    "stamp": self._stamp(offices.OLD_SEAL, self.moments.now - timedelta(minutes=5)),
                }
            case "paid":
                return {
                    "passed_on": passed,
                    "decision": self._decided((handler, approver), at),
                    "fee": self._paid(at),
                }
            case "loss publicity":
                shown = lost.publicity(self.app_id, self.moments.local.date())
                return {"status": "LOSS_PUBLICITY", "loss_publicity": shown}
            case _:
                return {"passed_on": passed}

    def _passed_on(self) -> list[PassedSpec]:
        """The unit, and the offices above it that passed the case; evenly between then and now."""
        found: list[PassedSpec] = []
        who: Sequence[tuple[str, str]] = [
            offices.reviewers(self.org_id),
            *(offices.office_reviewers(kind) for kind in self.persona.passed_by[:-1]),
        ]
        if not self.persona.passed_by:
            return found
        step = (self.moments.now - self.ready) / (len(who) + 2)
        for number, pair in enumerate(who):
            begun = self.ready + step * number
            seals = self.seals and number == 0
            found.append(
                PassedSpec(
                    decision=self._decided(pair, begun, step / 4),
                    stamp=self._stamp(f"seal-{self.org_id}", begun + step / 2) if seals else None,
                    forwarded_at=begun + step * 3 / 4,
                )
            )
        return found

    def _decided(
        self, who: tuple[str, str], at: datetime, pause: timedelta = timedelta(minutes=20)
    ) -> DecisionSpec:
        made = decisions.passed(at, *who)
        return made.model_copy(update={"proposed_at": at, "approved_at": at + pause})

    def _stamp(self, seal_id: str, at: datetime) -> StampSpec:
        return StampSpec(form=_FORM, seal_id=seal_id, signer=offices.sealer(self.org_id), at=at)

    def _paid(self, at: datetime) -> FeeOrder:
        return FeeOrder(
            order_id=f"F-{self.app_id}",
            amount=_FEE,
            paid_amount=_FEE,
            channel="微信支付",
            status=FeeStatus.PAID_UNVERIFIED,
            created_at=at + timedelta(minutes=20),
            due_at=self.moments.now + timedelta(days=12),
            paid_at=at + timedelta(minutes=50),
        )
