"""Every rule with cases that it must find and cases that it must let pass.

A row: the rule, what is altered in a clean application, and the places it must name, each as
``module.field-or-slot variant`` with ``?`` where the rule says that it cannot decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain.checks import (
    FileFacts,
    Hit,
    Subject,
    check,
    check_decision,
    check_submission,
    engine,
)
from app.domain.enums import Severity
from app.domain.finding import Citation, Finding
from app.domain.model import Application, Decision
from app.domain.profile import Profile
from app.domain.profile.policies import DossierPolicy, RuleUse
from tests.domain.make import (
    MONTHS,
    NOW,
    PAPER,
    PARTS,
    application,
    attachment,
    entry,
    liuzhou,
    market,
    modules,
    version,
    without_r020,
)

MIB = 1024**2
SOURCE = Citation(source="S0", place="")


LOOKED_AT = frozenset({
    "R020", "R021", "R022", "R023", "R050", "R071", "R073", "R076", "R091", "R150",
})  # fmt: skip
"""The rules of the cases here; all others have their fixtures in ``fixtures/``."""


def clean(**changes: Any) -> Subject:
    rules = [use for use in liuzhou().rules if use.rule in LOOKED_AT]
    profile = liuzhou().model_copy(update={"rules": rules})
    return Subject(version=version(**changes), profile=profile, now=NOW)


def spots(findings: list[Finding], rule: str) -> list[str]:
    def spot(f: Finding) -> str:
        return f"{f.module_code}.{f.field or f.slot or ''} {f.variant}{'?' * f.uncertain}".rstrip()

    return [spot(f) for f in findings if f.rule_id == rule]


def personal(**fields: Any) -> dict[str, Any]:
    return {"person": fields}


def module(code: str, **fields: Any) -> dict[str, Any]:
    """The module's one entry with other fields."""
    (row,) = modules()[code]
    return {"modules": {code: [row | {"fields": row["fields"] | fields}]}}


def nature(value: str | None, **fields: Any) -> dict[str, Any]:
    changed = module("social_insurance", **fields)
    changed["modules"] |= module("personal", identity_nature=value)["modules"]
    return changed


def files(**k: Any) -> dict[str, Any]:
    """The full text with other file facts, the other parts as they are."""
    return {"attachments": [attachment(s) | (k if s == "fulltext" else {}) for s in PARTS]}


def assistant(level: str | None, **title: Any) -> dict[str, Any]:
    changed = module("current_title", **({"no_title_application": True} | title))
    changed["modules"] |= module("education", level=level)["modules"]
    return changed | {"declaration": {"level": "JUNIOR_ASSISTANT"}}


CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    # R020 required fields
    ("R020", {}, []),
    ("R020", personal(name="  "), ["personal.name"]),
    ("R020", personal(phone=""), []),  # R021 watches it
    ("R020", {"declaration": {"specialty": ""}}, ["setup.specialty"]),
    ("R020", module("papers", publish_date=None), ["papers.publish_date"]),
    ("R020", {"modules": {"education": []}}, ["education. MODULE"]),
    ("R020", {"modules": {"awards": []}}, []),  # nobody must have an award
    ("R020", module("current_title", no_title_application=True, cert_no=""), []),
    ("R020", module("current_title", cert_no=""), ["current_title.cert_no"]),
    # R021 phone
    ("R021", personal(phone="19900000001"), []),
    ("R021", personal(phone="0772-2800000"), []),
    ("R021", personal(phone=""), ["personal.phone EMPTY"]),
    ("R021", personal(phone="12345"), ["personal.phone SHAPE"]),
    # R022 identity number
    ("R022", {}, []),
    ("R022", personal(id_number="99999919850307001"), ["personal.id_number ID_SHAPE"]),
    ("R022", personal(id_number="99999919850307001x"), ["personal.id_number ID_SHAPE"]),
    ("R022", personal(id_number="999999198502300014"), ["personal.id_number ID_DATE"]),
    ("R022", personal(id_number="999999203003070011"), ["personal.id_number ID_DATE"]),
    ("R022", personal(id_number="999999198503070015"), ["personal.id_number ID_CHECK_DIGIT"]),
    ("R022", personal(id_number="E12345678", id_type="护照"), []),
    # R023 sex and identity number
    ("R023", personal(sex="男"), []),
    ("R023", personal(sex="男性"), []),
    ("R023", personal(sex="女"), ["personal.sex"]),
    ("R023", personal(sex="男", id_number="999999198503070022"), ["personal.sex"]),
    ("R023", personal(sex="其他"), ["personal.sex UNDECIDED_SEX?"]),
    ("R023", personal(id_number="9999991985"), ["personal.sex UNDECIDED_ID?"]),
    # R050 applying without a title
    ("R050", assistant("COLLEGE"), ["current_title.no_title_application"]),
    ("R050", assistant("BACHELOR"), ["current_title.no_title_application"]),
    ("R050", assistant("SECONDARY"), []),
    ("R050", assistant("BACHELOR", no_title_application=False), []),
    ("R050", module("current_title", no_title_application=True), []),  # applies for MIDDLE
    ("R050", assistant(None), ["current_title.no_title_application UNDECIDED_EDUCATION?"]),
    (
        "R050",
        assistant("BACHELOR") | {"declaration": {"level": "SOMETHING_NEW"}},
        ["current_title.no_title_application UNDECIDED_LEVEL?"],
    ),
    # R071 papers since the current title (granted 2017-11-20)
    ("R071", module("papers", publish_date="2017-12"), []),
    ("R071", module("papers", publish_date="2017-11-20"), []),
    ("R071", module("papers", publish_date="2017-11-19"), ["papers.publish_date"]),
    ("R071", module("papers", publish_date="2016-03"), ["papers.publish_date"]),
    ("R071", module("papers", publish_date="2017-11"), ["papers.publish_date TOO_COARSE?"]),
    ("R071", module("papers", publish_date="2017"), ["papers.publish_date TOO_COARSE?"]),
    ("R071", module("papers", publish_date="2019年"), ["papers.publish_date UNREADABLE?"]),
    ("R071", module("papers", publish_date="2019-13"), ["papers.publish_date UNREADABLE?"]),
    ("R071", module("papers", publish_date=""), []),  # R020 says so
    ("R071", module("current_title", obtain_date="?"), ["current_title.obtain_date UNREADABLE?"]),
    ("R071", module("current_title", no_title_application=True, obtain_date=""), []),
    ("R071", {"modules": {"papers": []}}, []),
    # R073 the five parts of a journal paper
    ("R073", {}, []),
    ("R073", {"attachments": [attachment(s) for s in PARTS[:3]]}, ["papers.copyright_page"]),
    ("R073", {"attachments": []}, ["papers.journal_query"]),
    ("R073", module("papers", kind="BOOK") | {"attachments": []}, []),
    ("R073", module("papers", kind="诗"), ["papers.kind UNDECIDED_KIND?"]),
    ("R073", module("papers", kind=""), []),  # R020 says so
    # R076 format and size
    ("R076", files(bytes=45 * MIB), []),
    ("R076", files(bytes=45 * MIB + 1), ["papers.fulltext SIZE"]),
    ("R076", files(filename="全文.PDF"), []),
    ("R076", files(filename="全文.jpg"), ["papers.fulltext FORMAT"]),
    ("R076", files(mime="image/jpeg"), ["papers.fulltext FORMAT"]),
    ("R076", files(slot="appendix"), ["papers. UNKNOWN_SLOT?"]),
    # R091 six months before the month of submission (2026-10)
    ("R091", {}, []),
    ("R091", nature("NON_PUBLIC", months=["2026-03", *MONTHS, "2026-10"]), []),
    ("R091", nature("NON_PUBLIC", months=MONTHS[:-1]), ["social_insurance.months"]),
    ("R091", nature("NON_PUBLIC", months=[*MONTHS[:2], *MONTHS[3:]]), ["social_insurance.months"]),
    ("R091", {"modules": {"social_insurance": []}}, ["social_insurance.months"]),
    (
        "R091",
        nature("NON_PUBLIC", months=[*MONTHS, "六月"]),
        ["social_insurance.months UNREADABLE?"],
    ),
    ("R091", nature("NON_PUBLIC", months=[], autofilled=True), []),
    ("R091", nature("PUBLIC_INSTITUTION", months=[]), []),
    ("R091", nature("", months=[]), []),  # R020 says so
]  # fmt: skip


@pytest.mark.parametrize(("rule", "changes", "wanted"), CASES)
def test_rule(rule: str, changes: dict[str, Any], wanted: list[str]) -> None:
    assert spots(check(clean(**changes)), rule) == wanted


COMMENT = {"comment_id": "c", "module": "papers", "text": "请更换论文。"}
DECISIONS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("PASS", {}, []),
    ("RETURN", {"module_comments": [COMMENT]}, []),
    ("RETURN", {}, ["decision. NO_ROW"]),
    ("RETURN", {"overall_text": "共3处需修改"}, ["decision. NO_ROW"]),
    ("RETURN", {"module_comments": [COMMENT | {"text": " "}]}, ["decision. NO_ROW"]),
    ("NOT_PASSED", {"overall_text": "弄虚作假"}, []),
    ("NOT_PASSED", {}, ["decision. NO_REASON"]),
]


@pytest.mark.parametrize(("verb", "content", "wanted"), DECISIONS)
def test_r150(verb: str, content: dict[str, Any], wanted: list[str]) -> None:
    decision = Decision.model_validate({"verb": verb} | content)
    found = check_decision(decision, clean())
    assert spots(found, "R150") == wanted
    assert all(f.severity is Severity.BLOCK for f in found)


def test_every_rule_has_a_case_that_finds_and_one_that_passes() -> None:
    finds = {rule for rule, _, wanted in CASES if wanted} | {"R150"}
    passes = {rule for rule, _, wanted in CASES if not wanted} | {"R150"}
    assert finds == passes == LOOKED_AT <= set(engine.registered())


def test_a_clean_application_has_no_findings() -> None:
    assert check(clean()) == []
    assert check_submission(clean()) == []


EMPTIED = [
    ("R071", module("papers", publish_date=""), ["papers.publish_date UNREADABLE?"]),
    ("R071", module("current_title", obtain_date=""), ["current_title.obtain_date UNREADABLE?"]),
    ("R073", module("papers", kind=""), ["papers.kind UNDECIDED_KIND?"]),
    ("R091", nature("", months=[]), ["social_insurance. UNDECIDED_NATURE?"]),
]


@pytest.mark.parametrize(("rule", "changes", "wanted"), EMPTIED)
def test_no_rule_passes_an_empty_value_silently(
    rule: str, changes: dict[str, Any], wanted: list[str]
) -> None:
    """Where R020 does not say that the value is missing, the rule that needs it does."""
    assert spots(check(replace(clean(**changes), profile=without_r020())), rule) == wanted


def test_a_missing_field_blocks_submission_and_is_an_error_at_review() -> None:
    subject = clean(**personal(name=""))
    assert [f.severity for f in check(subject)] == [Severity.ERROR]
    assert [f.severity for f in check_submission(subject)] == [Severity.BLOCK]


def test_what_a_rule_cannot_decide_is_a_question() -> None:
    (found,) = check(clean(**module("papers", publish_date="2019年")))
    assert (found.severity, found.uncertain) == (Severity.ASK, True)


def test_the_bytes_outweigh_the_name() -> None:
    named_wrong = clean(**files(filename="scan.jpg"))
    sha = named_wrong.version.attachments[-1].sha256
    pdf = replace(named_wrong, files={sha: FileFacts(magic="application/pdf", bytes=1)})
    assert check(pdf) == []
    jpeg = replace(clean(), files={sha: FileFacts(magic="image/jpeg", bytes=1)})
    (found,) = check(jpeg)
    assert found.params["found"] == "JPG"
    unknown = replace(clean(), files={sha: FileFacts(magic="", bytes=1)})
    assert spots(check(unknown), "R076") == ["papers.fulltext FORMAT_UNKNOWN"]


def test_the_month_of_submission_is_that_of_the_office() -> None:
    """01:00 on 1 October in China is still September in UTC; an hour's difference decides."""
    subject = clean(submitted_at="2026-09-30T17:00:00Z")  # 01:00 on 1 October in China
    assert check(subject) == []
    (found,) = check(clean(submitted_at="2026-09-30T15:00:00Z"))
    assert found.params["months"] == "2026-03"


def test_missing_months_are_listed_in_order() -> None:
    (found,) = check(clean(**nature("NON_PUBLIC", months=[MONTHS[1], MONTHS[0], MONTHS[5]])))
    assert found.params["months"] == "2026-06、2026-07、2026-08"


def test_missing_parts_are_named() -> None:
    (found,) = check(clean(attachments=[attachment(s) for s in PARTS if s != "cover"]))
    assert found.params == {"title": "示例论文", "missing": "封面", "missing_en": "Cover"}


def test_each_paper_is_looked_at_by_itself() -> None:
    second = entry("e-2", kind="PAPER", condition_code="一", title="第二篇", journal="学报",
                   publish_date="2015-01")  # fmt: skip
    found = check(clean(modules={"papers": [*modules()["papers"], second]}))
    assert [(f.rule_id, f.entry_id) for f in found] == [("R071", "e-2"), ("R073", "e-2")]
    assert found[0].entry_id != PAPER


def test_the_gravest_comes_first_then_the_order_of_the_form() -> None:
    found = check(
        clean(
            person={"phone": "12345", "sex": "女"},
            modules={"education": [], "papers": module("papers", title="")["modules"]["papers"]},
        )
    )
    assert [(f.severity.value, f.module_code) for f in found] == [
        ("ERROR", "personal"),
        ("ERROR", "education"),
        ("ERROR", "papers"),
        ("WARN", "personal"),
    ]


def test_only_the_rules_of_the_profile_run() -> None:
    subject = replace(clean(attachments=[]), profile=market())
    assert "R073" in {f.rule_id for f in check(clean(attachments=[]))}
    assert {f.rule_id for f in check(subject)} <= {use.rule for use in market().rules}


def test_the_rules_of_the_unit_run_while_it_has_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    def body(at: Subject) -> Iterator[Hit]:
        yield Hit("dossier", params={"unit": str(at.case is not None)})

    rule = engine.Rule("R999", {engine.UNIT_PASS: Severity.BLOCK}, "A", SOURCE, frozenset(), None,
                       body)  # fmt: skip
    monkeypatch.setitem(engine.registered(), "R999", rule)
    use = RuleUse(rule="R999")
    policy = DossierPolicy(publicised=[])
    keeps = liuzhou().model_copy(update={"rules": [use], "dossier": policy})
    without = keeps.model_copy(update={"dossier": None})
    stops = [{"kind": kind, "org_id": kind, "name": kind} for kind in ("UNIT", "SERIES_TITLE")]
    at_unit, above = (application(route=stops, stage_index=index) for index in (0, 1))

    def found(case: Application | None, profile: Profile) -> list[tuple[Severity, str]]:
        subject = replace(clean(), case=case, profile=profile)
        return [(f.severity, f.gate) for f in check(subject)]

    assert found(at_unit, keeps) == [(Severity.BLOCK, engine.UNIT_PASS)]
    assert found(above, keeps) == []
    assert found(application(), keeps) == []
    assert found(None, keeps) == []
    assert found(at_unit, without) == []
    assert check_submission(replace(clean(), case=at_unit, profile=keeps)) == []


def test_a_rule_of_both_gates_speaks_once_at_the_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    gates = {engine.UNIT_PASS: Severity.BLOCK, engine.PASS: Severity.WARN}
    rule = engine.Rule("R999", gates, "A", SOURCE, frozenset(), None,
                       lambda _: iter([Hit("dossier")]))  # fmt: skip
    monkeypatch.setitem(engine.registered(), "R999", rule)
    policy = DossierPolicy(publicised=[])
    profile = liuzhou().model_copy(update={"rules": [RuleUse(rule="R999")], "dossier": policy})
    case = application(route=[{"kind": "UNIT", "org_id": "u", "name": "u"}])
    (found,) = check(replace(clean(), case=case, profile=profile))
    assert (found.severity, found.gate) == (Severity.WARN, engine.PASS)


def test_every_finding_cites_its_source() -> None:
    for rule, changes, _ in CASES:
        for found in check(clean(**changes)):
            assert found.citation.source.startswith("S"), rule
            assert found.citation.place, rule
            assert found.citation.quote, rule
