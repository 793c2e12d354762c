from __future__ import annotations

import json

import pytest

from app.domain.checks import Subject, check
from app.domain.checks.engine import registered
from app.domain.finding import Finding
from app.domain.reasons import ReasonError, comment_from, fill, parse_reasons
from app.locate import resource
from tests.domain.checks.fixture import all_findings
from tests.domain.checks.test_rules import CASES
from tests.domain.make import NOW, liuzhou, version

BASE = resource("reasons", "base.json").read_bytes()
REASONS = parse_reasons(BASE)
BY_ID = {reason.reason_id: reason for reason in REASONS}


def test_the_starter_set_is_there() -> None:
    assert len(REASONS) >= 28
    assert BY_ID["PAPER_BEFORE_TITLE"].rule_id == "R071"
    assert BY_ID["COPY_STAMP"].module_code is None
    assert BY_ID["COPY_STAMP"].fits("awards")
    assert not BY_ID["SI_MONTHS"].fits("awards")


def test_a_template_is_filled_and_tells_what_it_lacks() -> None:
    text, missing = fill(BY_ID["PAPER_PARTS"], {"title": "示例"})
    assert text == "《示例》缺少：{missing}，请补齐查询截图、封面、目录、版权页及全文。"
    assert missing == ["missing"]


def test_english_takes_english_parameters() -> None:
    params = {"title": "示例", "missing": "封面", "missing_en": "Cover"}
    assert "lacks: Cover" in fill(BY_ID["PAPER_PARTS"], params, "en")[0]


def test_a_value_with_braces_is_not_read_as_a_template() -> None:
    text, missing = fill(BY_ID["PAPER_PARTS"], {"title": "{missing}", "missing": "封面"})
    assert text.startswith("《{missing}》缺少：封面")
    assert missing == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_finding_has_a_comment_without_gaps(language: str) -> None:
    for rule, changes, _ in CASES:
        for found in check(Subject(version=version(**changes), profile=liuzhou(), now=NOW)):
            if found.rule_id != rule:
                continue
            if found.uncertain and found.reason_id is None:
                continue
            assert found.reason_id is not None, rule
            assert_a_whole_comment(found, language)


def assert_a_whole_comment(found: Finding, language: str) -> None:
    text, hint, reason = comment_from(found, REASONS, language)
    assert reason == found.reason_id, found.message_code
    assert text, found.message_code
    assert hint, found.message_code
    assert "{" not in text + hint, (found.message_code, text, hint)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_fixture_has_a_comment_without_gaps(language: str) -> None:
    for found in all_findings():
        if found.reason_id is not None:
            assert_a_whole_comment(found, language)


def test_the_comment_names_the_entry_the_fact_and_the_remedy() -> None:
    changes = next(c for rule, c, wanted in CASES if rule == "R071" and wanted)
    found = next(
        one
        for one in check(Subject(version=version(**changes), profile=liuzhou(), now=NOW))
        if one.rule_id == "R071"
    )
    text, hint, reason = comment_from(found, REASONS)
    assert reason == "PAPER_BEFORE_TITLE"
    assert text == "《示例论文》发表于2017-11-19，早于现职称授予时间2017-11-20，请更换。"
    assert "更换" in hint


def test_a_finding_without_a_reason_leaves_the_words_to_the_officer() -> None:
    changes = next(c for rule, c, wanted in CASES if rule == "R071" and wanted)
    found = next(
        one
        for one in check(Subject(version=version(**changes), profile=liuzhou(), now=NOW))
        if one.rule_id == "R071"
    )
    assert comment_from(found.model_copy(update={"reason_id": "GONE"}), REASONS) == ("", "", None)


def test_reasons_of_rules_exist() -> None:
    assert {r.reason for r in registered().values() if r.reason} <= BY_ID.keys()


def test_a_library_with_a_double_is_refused() -> None:
    document = json.loads(BASE)
    document["reasons"].append(document["reasons"][0])
    with pytest.raises(ReasonError, match="WRONG_COMMITTEE"):
        parse_reasons(json.dumps(document).encode())
    with pytest.raises(ReasonError):
        parse_reasons(b"[]")
