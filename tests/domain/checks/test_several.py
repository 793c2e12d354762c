"""Where there are several of a thing, each is judged, and the one that is meant is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.certificates import CertificateRecord
from app.domain.checks.engine import DECIDE, PASS, Subject, run
from app.domain.finding import Finding
from app.domain.model import ModuleComment
from app.domain.surroundings import FileUse
from tests.domain.checks.altered import file
from tests.domain.checks.examples import CV, GX, LZ, SX, chain, same
from tests.domain.checks.fixtures.f import second_paper
from tests.domain.checks.fixtures.k_rounds import decision, returned
from tests.domain.clean import (
    clean,
    with_around,
    with_attachment,
    with_case,
    with_facts,
    with_fields,
    with_file,
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


def test_one_without_title_who_proves_it_does_not_hide_the_next() -> None:
    untitled = {"no_title_application": True}
    made = copied(clean(LZ), "current_title", untitled, untitled)
    first = made.rows("current_title")[0].entry_id
    made = with_file(made, "current_title", "establishment_proof", first)
    assert [one.entry_id for one in found("R051", made)] == ["e-second"]


def registered(subject: Subject, **fields: Any) -> CertificateRecord:
    """A certificate in the registry under the number of the first title."""
    number = subject.rows("current_title")[0].values["cert_no"]
    person = subject.version.person
    made = {"record_id": "c-1", "cert_no": number, "name": person.name,
            "id_number": person.id_number} | fields  # fmt: skip
    return CertificateRecord.model_validate(made)


def test_one_confirmed_record_of_two_suffices() -> None:
    subject = clean(LZ)
    records = [registered(subject, confirmed_by="u-1"), registered(subject, record_id="c-2")]
    assert found("R054", with_around(subject, certificates=records)) == []
    told = found("R054", with_around(subject, certificates=records[1:]))
    assert [one.variant for one in told] == ["UNCONFIRMED"]


def test_a_title_that_the_registry_bears_out_does_not_hide_the_next() -> None:
    granted = {"obtain_date": "2015-06-01", "approving_org": "柳州市职改办", "level": "中级"}
    made = copied(clean(LZ), "current_title", granted, granted | {"cert_no": "another"})
    borne_out = registered(made, confirmed_by="u-1", award_date="2015-06-01")
    made = with_around(made, certificates=[borne_out])
    assert [one.entry_id for one in found("R055", made)] == ["e-second"]
    other = registered(made, cert_no="another", record_id="c-2", award_date="2014-01-01")
    made = with_around(made, certificates=[borne_out, other])
    assert "e-second" in [one.entry_id for one in found("R053", made)]


def test_a_place_of_no_module_does_not_hide_the_next() -> None:
    """R156 and R160: comments on the dossier stand before one on a module."""
    subject = clean(GX)
    extra = ModuleComment(comment_id="c-0", module="dossier", text="补充审议情况。")
    new = ModuleComment(comment_id="c-9", module="personal", field="other", text="请更正。")
    before = returned(subject)
    both = before.decision.model_copy(
        update={"module_comments": [extra, *before.decision.module_comments]}
    )
    old = subject.version.model_copy(update={"version_no": 1})
    version = subject.version.model_copy(update={"version_no": 2})
    round_ = before.model_copy(update={"decision": both})
    made = with_case(
        replace(subject, version=version, history=[old]), version=version, history=[round_]
    )
    assert [one.module_code for one in found("R160", made)] == ["personal"]
    decided = decision(made, "RETURN").model_copy(update={"module_comments": [extra, new]})
    told = [one for one in run(replace(made, decision=decided), DECIDE) if one.rule_id == "R156"]
    assert [one.field for one in told] == ["other"]


def test_the_last_return_counts_and_not_the_first() -> None:
    subject = clean(GX)
    earlier = returned(subject, 1).model_copy(deep=True)
    aside = [one.model_copy(update={"module": "education"})
             for one in earlier.decision.module_comments]  # fmt: skip
    earlier = earlier.model_copy(
        update={"decision": earlier.decision.model_copy(update={"module_comments": aside})}
    )
    versions = [subject.version.model_copy(update={"version_no": number}) for number in (1, 2, 3)]
    versions[0] = with_fields(subject, "personal", household="别处").version.model_copy(
        update={"version_no": 1}
    )
    made = with_case(
        replace(subject, version=versions[2], history=versions[:2]),
        version=versions[2], history=[earlier, returned(subject, 2)],
    )  # fmt: skip
    told = found("R160", made)
    assert [(one.module_code, one.params["version"]) for one in told] == [("personal", "2")]


def asked_for(subject: Subject, *texts: str) -> Subject:
    """A return with these comments."""
    comments = [
        ModuleComment(comment_id=f"c-{number}", module="other_proof", text=text)
        for number, text in enumerate(texts)
    ]
    made = decision(subject, "RETURN").model_copy(update={"module_comments": comments})
    return replace(subject, decision=made)


def guarded(rule: str, subject: Subject) -> list[str]:
    told = [one for one in run(subject, DECIDE) if one.rule_id == rule]
    return [str(one.evidence["comment_id"]) for one in told]


def test_a_comment_that_spares_does_not_hide_one_that_asks() -> None:
    made = asked_for(clean(LZ), "承诺书不作要求。", "请补交承诺书。")
    assert guarded("R101", made) == ["c-1"]


def test_one_of_several_words_names_the_expert_opinion() -> None:
    made = with_params(clean(LZ), "R131", keywords=["专家鉴定", "鉴定书"])
    assert guarded("R131", asked_for(made, "请补交专家鉴定意见。")) == ["c-0"]


def papers_alike(*, also: bool = False) -> Subject:
    """Two papers whose texts look the same; ``also`` a second file of the first."""
    more = file("papers", "fulltext") if also else same
    made = chain(more, second_paper(), file("papers", "fulltext", "e-2"))(clean(GX))
    files = {sha: replace(facts, first_page="0") for sha, facts in made.files.items()}
    return replace(made, files=files)


def test_pages_that_look_alike_are_a_guess_and_two_files_of_one_paper_hide_no_other() -> None:
    (one,) = found("R078", papers_alike())
    assert (one.variant, one.evidence["heuristic"]) == ("PAGE", True)
    assert [each.entry_id for each in found("R078", papers_alike(also=True))] == ["e-2", "e-2"]


def test_a_page_of_which_there_is_no_print_is_like_no_other() -> None:
    made = papers_alike()
    last = [att for att in made.version.attachments if att.slot == "fulltext"][-1]
    files = made.files | {last.sha256: replace(made.files[last.sha256], first_page="")}
    assert found("R078", replace(made, files=files)) == []


def test_a_title_without_a_date_does_not_hide_the_next() -> None:
    made = copied(clean(LZ), "current_title", {"obtain_date": ""}, {"obtain_date": "2001-01-01"})
    made = with_around(made, certificates=[registered(made, award_date="2015-06-01")])
    assert "e-second" in [one.entry_id for one in found("R053", made)]
