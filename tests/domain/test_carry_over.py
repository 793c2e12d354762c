"""Answers go over to the next version only where nothing they rest on changed."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.carry_over import CARRIED, Carried, carry_over
from app.domain.checks import Subject, check
from app.domain.finding import Finding
from app.domain.model import ApplicationVersion, Decision, FindingAck, OverrideRequest
from tests.domain.make import NOW, PAPER, PARTS, attachment, liuzhou, modules, version


def paper(published: str = "2016-03", **fields: Any) -> dict[str, Any]:
    """The paper of the form, altered; by itself it is older than the title."""
    row: dict[str, Any]
    (row,) = modules()["papers"]
    return row | {"fields": row["fields"] | fields | {"publish_date": published}}


def made(*papers: dict[str, Any], number: int = 1, **changes: Any) -> ApplicationVersion:
    rows = {"papers": list(papers) or [paper()]} | changes.pop("modules", {})
    return version(version_no=number, modules=rows, **changes)


def findings(of: ApplicationVersion) -> list[Finding]:
    kept = [use for use in liuzhou().rules if use.rule == "R071"]
    profile = liuzhou().model_copy(update={"rules": kept})
    return check(Subject(version=of, profile=profile, now=NOW))


def said(of: ApplicationVersion) -> Decision:
    """A return on which every finding was answered in both ways."""
    found = findings(of)
    assert found
    return Decision.model_validate(
        {
            "verb": "RETURN",
            "findings_ack": [
                FindingAck(finding_id=f.finding_id, rule=f.rule_id, status="VERIFIED")
                for f in found
            ],
            "overrides": [
                OverrideRequest(finding_id=f.finding_id, rule=f.rule_id, reason="录用在先", by="u1")
                for f in found
            ],
        }
    )


def over(old: ApplicationVersion, new: ApplicationVersion, **changes: Any) -> Carried:
    parts: dict[str, Any] = {"before": findings(old), "now": findings(new)} | changes
    return carry_over(said(old), old=old, new=new, **parts)


def test_an_untouched_module_keeps_its_answers() -> None:
    old = made()
    elsewhere = {"experience": [{"entry_id": "e-exp", "fields": {"start": "2009-01"}}]}
    carried = over(old, made(number=2, modules=elsewhere))
    (ack,), (request,) = carried.acks, carried.overrides
    assert (ack.rule, ack.status) == ("R071", CARRIED)
    assert request == said(old).overrides[0]
    assert len(carried) == 2


@pytest.mark.parametrize(
    "new",
    [
        made(paper(journal="另一学报"), number=2),
        made(paper("2016-04"), number=2),
        made(paper("2019-06"), number=2),
        made(paper() | {"entry_id": "e-other"}, number=2),
        made(paper(), paper("2019-06") | {"entry_id": "e-second"}, number=2),
        made(number=2, attachments=[attachment(slot) for slot in [*PARTS][1:]]),
        made(number=2, attachments=[attachment(slot, sha256="0" * 64) for slot in PARTS]),
    ],
    ids=["value", "the value it names", "mended", "entry", "one more", "file gone", "file"],
)
def test_a_touched_module_loses_them(new: ApplicationVersion) -> None:
    assert len(over(made(), new)) == 0


def test_what_a_finding_rests_on_in_another_module_counts_too() -> None:
    """The paper is the same; the title it is held against was granted on another day."""
    (row,) = modules()["current_title"]
    later = row | {"fields": row["fields"] | {"obtain_date": "2018-01-01"}}
    new = made(number=2, modules={"current_title": [later]})
    assert [found.rule_id for found in findings(new)] == ["R071"]
    assert len(over(made(), new)) == 0


def test_other_evidence_alone_is_enough() -> None:
    old, new = made(), made(number=2)
    (found,) = findings(new)
    told = found.model_copy(update={"evidence": found.evidence | {"seen": "2026-01-01"}})
    assert len(over(old, new)) == 2
    assert len(over(old, new, now=[told])) == 0
    graver = found.model_copy(update={"uncertain": True})
    assert len(over(old, new, now=[graver])) == 0


def test_what_is_no_part_of_the_version_is_looked_at_again() -> None:
    old, new = made(), made(number=2)
    (found,) = findings(old)
    of_dossier = found.model_copy(update={"module_code": "dossier"})
    decision = Decision.model_validate(
        {
            "verb": "RETURN",
            "findings_ack": [
                {"finding_id": of_dossier.finding_id, "rule": "R071", "status": "VERIFIED"}
            ],
        }
    )
    carried = carry_over(decision, old=old, new=new, before=[of_dossier], now=[of_dossier])
    assert len(carried) == 0


def test_what_was_answered_again_is_not_offered() -> None:
    old = made()
    carried = over(old, made(number=2))
    assert len(carried.without([carried.acks[0].finding_id])) == 0
    assert carried.without([f"R071/papers/{PAPER}-other"]) == carried
