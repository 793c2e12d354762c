"""The words of the findings: every variant, both languages, no parameter left open."""

from __future__ import annotations

from functools import cache

import pytest

from app.domain.checks import Subject, check, check_decision
from app.domain.finding import Finding
from app.domain.model import Decision
from app.protocol.messages import catalogue, has_message, message
from tests.domain.checks.fixture import all_findings
from tests.domain.checks.test_rules import CASES, DECISIONS, EMPTIED, files
from tests.domain.make import NOW, liuzhou, version, without_r020


@cache
def found() -> list[Finding]:
    subjects = [
        Subject(version=version(**changes), profile=liuzhou(), now=NOW) for _, changes, _ in CASES
    ]
    subjects += [
        Subject(version=version(**changes), profile=without_r020(), now=NOW)
        for _, changes, _ in EMPTIED
    ]
    decisions = [Decision.model_validate({"verb": v} | content) for v, content, _ in DECISIONS]
    over = Subject(version=version(**files(mime="", filename="x")), profile=liuzhou(), now=NOW)
    return [
        *(f for subject in [*subjects, over] for f in check(subject)),
        *(f for decision in decisions for f in check_decision(decision, subjects[0])),
        *all_findings(),
    ]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("part", ["title", "fact", "short"])
def test_every_finding_has_words_without_gaps(language: str, part: str) -> None:
    for one in found():
        code = f"{one.message_code}.{part}"
        assert has_message(code, language), code
        assert "{" not in message(code, language, **one.params), code


def test_no_words_without_a_finding() -> None:
    """A text that no finding uses would be found out of date by nobody."""
    used = {one.message_code for one in found()}
    stems = {
        code.rpartition(".")[0]
        for code in catalogue("zh_CN")
        if code.startswith("finding.R") and code.endswith(".title")
    }
    assert stems == used


def test_both_languages_have_the_same_codes() -> None:
    def findings(language: str) -> set[str]:
        return {code for code in catalogue(language) if code.startswith("finding.")}

    assert findings("zh_CN") == findings("en")
