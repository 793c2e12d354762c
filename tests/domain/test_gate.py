from __future__ import annotations

from typing import Any

from app.domain.enums import Severity
from app.domain.finding import Citation, Finding
from app.domain.gate import open_findings
from app.domain.model import Decision


def finding(rule: str, severity: Severity) -> Finding:
    return Finding(
        rule_id=rule, severity=severity, module_code="papers",
        citation=Citation(source="S2", place="5"),
    )  # fmt: skip


FOUND = [
    finding("R001", Severity.BLOCK),
    finding("R002", Severity.ERROR),
    finding("R003", Severity.WARN),
    finding("R004", Severity.ASK),
    finding("R005", Severity.GUARD),
]


def decision(verb: str, overrides: tuple[str, ...] = (), acks: tuple[str, ...] = ()) -> Decision:
    ids = {f.rule_id: f.finding_id for f in FOUND}
    document: dict[str, Any] = {
        "verb": verb,
        "overrides": [{"finding_id": ids[r], "rule": r, "reason": "有据"} for r in overrides],
        "findings_ack": [{"finding_id": ids[r], "rule": r, "status": "ACKED"} for r in acks],
    }
    return Decision.model_validate(document)


def test_pass_needs_an_answer_to_everything_but_guards() -> None:
    left = open_findings(FOUND, decision("PASS"))
    assert left.rule_ids == ["R001", "R002", "R003", "R004"]


def test_overrides_answer_errors_and_acknowledgements_the_rest() -> None:
    left = open_findings(FOUND, decision("PASS", overrides=("R002",), acks=("R003", "R004")))
    assert left.rule_ids == ["R001"]


def test_nothing_lets_a_block_pass() -> None:
    left = open_findings(FOUND, decision("PASS", overrides=("R001",), acks=("R001",)))
    assert [f.rule_id for f in left.blocking] == ["R001"]


def test_an_acknowledgement_does_not_answer_an_error() -> None:
    assert open_findings(FOUND, decision("PASS", acks=("R002",))).errors


def test_a_return_needs_no_answers() -> None:
    assert not open_findings(FOUND, decision("RETURN"))
