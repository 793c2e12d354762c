"""A career as form and files of ``LZ_ENG_2020`` (modules and slots of domain §4.3, S2)."""

from __future__ import annotations

from datetime import date, datetime

from server_stub.demo.cases import letters_of
from server_stub.demo.cases.career import Career
from server_stub.demo.cases.committees import committee
from server_stub.demo.cases.contents import Portrait
from server_stub.demo.cases.draft import Draft, DraftFile, declaration, person_id
from server_stub.demo.facts import PaperFacts
from server_stub.demo.photos import Orientation
from server_stub.demo.recipes import Kind

PROFILE = "LZ_ENG_2020@1"

PAPER_FILES: tuple[tuple[str, Kind, str], ...] = (
    ("journal_query", "journal_query", "查询截图"),
    ("cover", "journal_cover", "封面"),
    ("toc", "journal_toc", "目录"),
    ("copyright_page", "journal_copyright", "版权页"),
    ("fulltext", "journal_fulltext", "全文"),
)
_HELD: tuple[Orientation, ...] = (1, 1, 1, 6, 1, 1, 8, 1, 3)
"""How the portraits lie in their files, by case number."""


def draft(
    career: Career, app_id: str, *, seed: int, activity: str, submitted_at: datetime
) -> Draft:
    """The version that says exactly what the career is."""
    made = Draft(
        app_id=app_id,
        seed=seed,
        submitted_at=submitted_at,
        declaration=declaration(
            career.level,
            year=career.commitment.year,
            target=career.target,
            trade=career.trade,
            activity=activity,
            committee_code=committee(career.level, career.trade),
            county_code=career.unit.county,
        ),
        person=person_fields(career),
    )
    _personal(made, career)
    _education(made, career)
    _current_title(made, career)
    _courses(made, career)
    for number, paper in enumerate(career.papers, start=1):
        _paper(made, career, paper, number)
    _work(made, career)
    _proofs(made, career)
    return made


def person_fields(career: Career) -> dict[str, str]:
    """The applicant, as the server knows people."""
    who = career.who
    return {
        "person_id": person_id(career.number),
        "name": who.name,
        "id_number": who.id_number,
        "sex": who.sex,
        "ethnicity": who.ethnicity,
        "birth_date": who.birth_date.isoformat(),
        "political_status": who.political_status,
        "phone": who.phone,
        "email": who.email,
    }


def portrait(career: Career) -> Portrait:
    """The photo; some are stored on their side, with the EXIF tag that turns them back."""
    held = _HELD[career.number % len(_HELD)]
    return Portrait(career.who.portrait, career.who.sex, held)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _personal(made: Draft, career: Career) -> None:
    unit = career.unit.body
    entry = made.add(
        "personal",
        household=career.who.household,
        employer=unit.name,
        supervising_dept=unit.supervisor,
        archive_org=career.who.archive_org,
        identity_nature=career.unit.nature,
        declare_method="PROMOTION",
        dual_directional=False,
        summary=f"自参加工作以来一直从事{career.trade}专业技术工作，先后参加"
        f"{'、'.join(project.project for project in career.projects)}。",
    )
    made.files.append(DraftFile("personal", "photo", entry, "照片.jpg", portrait(career)))


def _education(made: Draft, career: Career) -> None:
    facts = career.education
    words = {"本科": "大学本科", "专科": "大学专科"}.get(facts.level, facts.level)
    entry = made.add(
        "education",
        school=facts.school,
        major=facts.major,
        level=career.education_level,
        degree=facts.degree,
        edu_cert_no=facts.education_number,
        degree_cert_no=facts.degree_number,
        graduate_date=_month(facts.graduate_date),
        study_mode=facts.study_mode,
        chsi_found=True,
    )
    made.attach("education", "chsi_proof", entry, "学信网备案表.pdf", "chsi_form", facts)
    made.attach(
        "education", "edu_cert", entry, f"{words}毕业证.pdf", "education_certificate", facts
    )
    if facts.degree:
        made.attach("education", "degree_cert", entry, "学位证.pdf", "degree_certificate", facts)


def _current_title(made: Draft, career: Career) -> None:
    facts = career.title
    if facts is None:
        entry = made.add("current_title", no_title_application=True)
        made.attach(
            "current_title", "si_proof", entry, "社保缴费证明.pdf", "insurance_list",
            career.insurance,
        )  # fmt: skip
    else:
        entry = made.add(
            "current_title",
            no_title_application=False,
            title_name=facts.title_name,
            series=facts.series,
            level=facts.level,
            cert_no=facts.certificate_number,
            obtain_date=facts.obtain_date.isoformat(),
            obtain_mode=facts.obtain_mode,
            approving_org=facts.approving_org,
            autofilled=False,
            appointment_date=_month(facts.obtain_date),
        )
        name = f"{facts.title_name}证.pdf"
        made.attach("current_title", "title_cert", entry, name, "title_certificate", facts)
    made.attach(
        "current_title", "labour_contract", entry, "劳动合同.pdf", "labour_contract",
        career.contract,
    )  # fmt: skip


def _courses(made: Draft, career: Career) -> None:
    for back in (2, 1):
        year, hours = career.commitment.year - back, 60 + 6 * (career.number % 4)
        entry = made.add(
            "continuing_education",
            year=year,
            public_subject_name=f"{year}年度公需科目",
            public_subject_passed=True,
            industry_desc=f"{career.trade}专业科目培训",
            industry_hours=hours,
        )
        made.attach(
            "continuing_education", "industry_proof", entry, f"{year}继续教育学时证明.pdf",
            "letter", letters_of.course(career, year, hours), "typst" if back == 1 else "pdf",
        )  # fmt: skip
    year = career.commitment.year
    made.add(
        "continuing_education",
        year=year,
        public_subject_name=f"{year}年度公需科目",
        public_subject_passed=True,
    )
    made.look_up("continuing_education", "public_subject_passed")


def _paper(made: Draft, career: Career, facts: PaperFacts, number: int) -> None:
    entry = made.add(
        "papers",
        kind="PAPER",
        condition_code="公开发表本专业论文",
        title=facts.title,
        journal=facts.journal,
        issn_cn_no=f"ISSN {facts.issn}，{facts.cn}",
        publish_date=_month(facts.publish_date),
        author_rank=1 + facts.authors.index(career.who.name),
    )
    for slot, kind, words in PAPER_FILES:
        made.attach("papers", slot, entry, f"论文{number}{words}.pdf", kind, facts)


def _work(made: Draft, career: Career) -> None:
    unit = career.unit.body.name
    entry = made.add(
        "experience",
        start=_month(career.contract.start),
        end="",
        employer=unit,
        post=career.contract.post,
        work_content=f"{career.trade}专业技术工作",
    )
    made.attach(
        "experience", "proof", entry, "工作经历证明.pdf", "letter", letters_of.service(career)
    )
    for number, project in enumerate(career.projects[:2], start=1):
        entry = made.add(
            "achievements",
            condition_code="承担本专业项目",
            project_name=project.project,
            start=_month(project.start),
            end=_month(project.accepted),
            content=project.content,
            own_role=f"任{project.role}，负责专业技术方案和现场质量控制。",
            completion=f"{_month(project.accepted)}通过竣工验收。",
            benefit="工程质量合格，投入使用后运行正常。",
        )
        made.attach(
            "achievements", "proof", entry, f"业绩{number}验收证明.pdf", "project_acceptance",
            project,
        )  # fmt: skip
    if career.award is not None:
        entry = made.add(
            "awards",
            name=f"{career.award.award}（{career.award.level}）",
            granting_org=career.award.granting_org,
            level=career.award.level,
            date=_month(career.award.award_date),
        )
        made.attach(
            "awards", "original_scan", entry, "获奖证书.pdf", "award_certificate", career.award
        )
    last = career.projects[-1]
    entry = made.add(
        "professional_experience",
        condition_code="参与本专业项目",
        project=last.project,
        start=_month(last.start),
        end=_month(last.accepted),
        duty=letters_of.duty_words(career),
    )
    made.attach(
        "professional_experience", "proof", entry, "专业工作经历证明.pdf", "letter",
        letters_of.duty(career),
    )  # fmt: skip


def _proofs(made: Draft, career: Career) -> None:
    insured = career.insurance
    same = insured.insured_unit == career.unit.body.name
    entry = made.add(
        "social_insurance",
        autofilled=career.insurance_found,
        months=list(insured.months),
        insured_unit=insured.insured_unit,
        unit_match=same,
    )
    made.attach(
        "social_insurance", "si_list_scan", entry, "社保缴费清单.pdf", "insurance_list", insured
    )
    if not same:
        made.attach(
            "social_insurance", "unit_diff_proof", entry, "参保单位不一致说明.pdf", "letter",
            letters_of.other_insurer(career),
        )  # fmt: skip
    entry = made.add("other_proof", kind="诚信承诺书")
    made.attach(
        "other_proof", "signed_commitment", entry, "诚信承诺书.pdf", "commitment",
        career.commitment,
    )  # fmt: skip
