"""Where there are several of a thing, each is judged, and the one that is meant is named."""

from __future__ import annotations

from typing import Any

from app.domain.checks.engine import PASS, Subject, run
from app.domain.finding import Finding
from app.domain.surroundings import FileUse
from tests.domain.checks.examples import CV, GX, LZ, SX
from tests.domain.clean import (
    clean,
    with_around,
    with_attachment,
    with_facts,
    with_fields,
    with_params,
    with_rows,
)


def found(rule: str, subject: Subject) -> list[Finding]:
    return [one for one in run(subject, PASS) if one.rule_id == rule]


def copied(subject: Subject, module: str, first: dict[str, Any], second: dict[str, Any]) -> Subject:
    """The first row of a module twice, each time altered."""

    def change(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        one = rows[0] | {"fields": rows[0]["fields"] | first}
        other = rows[0] | {"fields": rows[0]["fields"] | second, "entry_id": "e-second"}
        return [one, other | {"order_no": 2}, *rows[1:]]

    return with_rows(subject, module, change)


def test_a_paper_of_another_kind_does_not_hide_what_the_next_lacks() -> None:
    made = copied(clean(LZ), "papers", {"kind": "BOOK"}, {})
    assert "e-second" in [one.entry_id for one in found("R073", made)]


def test_a_title_that_is_held_does_not_hide_one_without_proof() -> None:
    made = copied(
        clean(LZ), "current_title", {"no_title_application": False}, {"no_title_application": True}
    )
    assert "e-second" in [one.entry_id for one in found("R051", made)]


def test_the_public_subject_is_asked_of_the_first_row_of_the_year() -> None:
    first = clean(LZ).rows("continuing_education")[0].entry_id
    wrong = {"public_subject_passed": False}
    made = copied(clean(LZ), "continuing_education", wrong, wrong)
    told = [one for one in found("R060", made) if not one.variant]
    assert [one.entry_id for one in told] == [first]


def test_sizes_and_limits_are_in_units_of_1024() -> None:
    large = with_attachment(clean(GX), "education", "edu_cert", bytes=10**9)
    assert {one.params["size"] for one in found("R106", large)} == {"953.7"}
    narrow = with_params(clean(SX), "R027", max_bytes=1023 * 1024, sure_bytes=1)
    photo = with_attachment(narrow, "personal", "photo", bytes=2 * 1024**2)
    assert "1023 KB" in str([one.params for one in found("R027", photo)])
    blue = with_params(clean(CV), "R028", max_bytes=1023 * 1024**2)
    photo = with_facts(blue, "certificate", "photo", bytes=2 * 1024**3)
    assert "1023 MB" in str([one.params for one in found("R028", photo)])


def test_a_file_that_others_handed_in_too_is_told_at_its_first_place() -> None:
    subject = clean(GX)
    first, last = subject.version.attachments[0], subject.version.attachments[-1]
    made = with_attachment(subject, last.module_code, last.slot, sha256=first.sha256)
    use = FileUse.model_validate({"app_id": "A-other", "module_code": "papers"})
    made = with_around(made, file_uses={first.sha256: [use]})
    told = [one for one in found("R108", made) if one.variant == "PEOPLE"]
    assert [(one.module_code, one.slot) for one in told] == [(first.module_code, first.slot)]


def test_one_word_of_an_office_suffices() -> None:
    granted = {"obtain_date": "2015-06-01", "approving_org": "柳州市职改办", "level": "中级"}
    made = with_fields(clean(LZ), "current_title", **granted)
    made = with_around(made, certificates=[])
    one = with_params(made, "R055", organs=["柳州"], levels=["中级"])
    two = with_params(made, "R055", organs=["柳州", "无此机关"], levels=["中级"])
    assert len(found("R055", one)) == len(found("R055", two)) == 1
