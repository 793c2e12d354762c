"""Family K: whether a decision can stand."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import DECIDE, Hit, Subject, rule
from app.domain.enums import Severity, Verb
from app.domain.finding import Citation

MODULE = "decision"


@rule(
    "R150",
    gates={DECIDE: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S0", place="四．基层单位审核", quote="点击【不通过】，需录入说明不通过原因"
    ),
)
def has_reason(at: Subject) -> Iterator[Hit]:
    """A return has at least one comment on a module, a refusal has a reason (domain §4.8)."""
    decision = at.decision
    if decision is None:
        return
    rows = [comment for comment in decision.module_comments if comment.text.strip()]
    if decision.verb in {Verb.RETURN, Verb.REFER_DOWN} and not rows:
        yield Hit(MODULE, variant="NO_ROW")
    if decision.verb is Verb.NOT_PASSED and not rows and not decision.overall_text.strip():
        yield Hit(MODULE, variant="NO_REASON")
