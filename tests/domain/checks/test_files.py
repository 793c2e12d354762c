"""What findings on files say besides their place: on what they rest, and which file they mean."""

from __future__ import annotations

from app.domain.checks.engine import PASS, Subject, run
from app.domain.finding import Finding
from tests.domain.checks.altered import file, named, no_file, pages, seen, unseen
from tests.domain.checks.examples import GX, LZ, SX, Change, chain
from tests.domain.clean import clean


def found(rule: str, profile: str, change: Change) -> list[Finding]:
    subject: Subject = change(clean(profile))
    return [one for one in run(subject, PASS) if one.rule_id == rule]


def test_a_default_of_the_rule_pack_claims_no_source() -> None:
    (default,) = found("R106", LZ, named("achievements", "proof", bytes=10**9))
    (stated,) = found("R106", SX, named("personal", "photo", bytes=10**9))
    assert (default.citation.sourced, stated.citation.sourced) == (False, True)
    assert default.citation.quote == stated.citation.quote


def test_a_number_of_files_claims_a_source_only_where_one_states_it() -> None:
    photos = file("personal", "photo")
    assert [one.citation.sourced for one in found("R106", GX, photos)] == [False]
    assert [one.citation.sourced for one in found("R106", SX, photos)] == [True]
    missing = no_file("personal", "photo")
    assert [one.citation.sourced for one in found("R106", GX, missing)] == [False]
    assert [one.citation.sourced for one in found("R106", SX, missing)] == [True]


def test_two_files_of_a_slot_have_findings_of_their_own() -> None:
    blank = chain(file("awards", "original_scan"), pages("awards", "original_scan", {"ink": 0}))
    ids = [one.finding_id for one in found("R109", GX, blank)]
    assert len(ids) == len(set(ids)) == 2


def test_it_is_told_whether_the_bytes_or_the_name_were_judged() -> None:
    slot = ("education", "edu_cert")
    by_bytes = found("R103", GX, seen(*slot, magic="application/pdf"))
    by_name = found("R103", GX, chain(unseen(*slot), named(*slot, mime="application/pdf")))
    assert [one.evidence["by_bytes"] for one in (*by_bytes, *by_name)] == [True, False]


def test_the_pages_meant_are_told() -> None:
    (one,) = found("R109", GX, pages("awards", "original_scan", {}, {"ink": 0}, {"ink": 0}))
    assert one.evidence["pages"] == [2, 3]


def test_a_file_that_nobody_looked_at_does_not_hide_the_next() -> None:
    first, *_, last = clean(GX).version.attachments
    trouble = chain(
        unseen(first.module_code, first.slot),
        named(last.module_code, last.slot, filename="a.exe"),
    )
    assert {one.variant for one in found("R105", GX, trouble)} == {"NOT_LOOKED", "TYPE"}
