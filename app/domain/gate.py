"""Which findings a decision leaves open (domain §4.7 T12, §4.13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.enums import Severity, Verb
from app.domain.finding import Finding
from app.domain.model import Decision


@dataclass(frozen=True)
class OpenFindings:
    """What stands in the way of PASS.

    ``blocking`` nobody can let pass; ``errors`` have no override asked for; ``unseen`` are
    warnings and questions that the officer has not acknowledged.
    """

    blocking: tuple[Finding, ...] = ()
    errors: tuple[Finding, ...] = ()
    unseen: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocking or self.errors or self.unseen)

    @property
    def rule_ids(self) -> list[str]:
        """The rules behind them, gravest first, each once."""
        found = (*self.blocking, *self.errors, *self.unseen)
        return list(dict.fromkeys(finding.rule_id for finding in found))


def open_findings(findings: Iterable[Finding], decision: Decision) -> OpenFindings:
    """What a decision leaves open. Only PASS needs an answer to the findings of the case."""
    if decision.verb is not Verb.PASS:
        return OpenFindings()
    overridden = {override.finding_id for override in decision.overrides}
    seen = {ack.finding_id for ack in decision.findings_ack}
    left = list(findings)
    return OpenFindings(
        blocking=tuple(f for f in left if f.severity is Severity.BLOCK),
        errors=tuple(
            f for f in left if f.severity is Severity.ERROR and f.finding_id not in overridden
        ),
        unseen=tuple(
            f
            for f in left
            if f.severity in {Severity.WARN, Severity.ASK} and f.finding_id not in seen
        ),
    )
