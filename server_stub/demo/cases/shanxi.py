"""A career as form and files of ``SX_2024`` (S3): a department reviews, files are JPG or PDF."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from server_stub.demo.cases import letters_of
from server_stub.demo.cases.career import Career
from server_stub.demo.cases.contents import Portrait
from server_stub.demo.cases.draft import Draft, DraftFile, declaration
from server_stub.demo.cases.liuzhou import person_fields
from server_stub.demo.cases.offices import SHANXI_COMMITTEE
from server_stub.demo.facts import LetterFacts, PublicityFacts, PublicityRow

PROFILE = "SX_2024@1"
_PUBLICITY = (
    ("standard_publicity", "标准条件", "标准条件公示.pdf"),
    ("personal_publicity", "个人材料", "个人材料公示.pdf"),
    ("democratic_publicity", "民主测评", "民主测评公示.pdf"),
)


def draft(
    career: Career, app_id: str, *, seed: int, activity: str, submitted_at: datetime
) -> Draft:
    """The version that says exactly what the career is."""
    wish = declaration(
        career.level,
        year=career.commitment.year,
        target=career.target,
        trade=career.trade,
        activity=activity,
        committee_code=SHANXI_COMMITTEE,
    )
    made = Draft(
        app_id=app_id,
        seed=seed,
        submitted_at=submitted_at,
        declaration=wish | {"declare_method": "NORMAL"},
        person=person_fields(career),
    )
    _personal(made, career)
    _held(made, career)
    _since(made, career)
    _publicity(made, career)
    made.commitment_shows = {
        "edu_cert_no": career.education.education_number,
        "degree_cert_no": career.education.degree_number,
    }
    return made


def _personal(made: Draft, career: Career) -> None:
    who, unit, facts = career.who, career.unit.body, career.education
    entry = made.add(
        "personal",
        household=who.household,
        employer=unit.name,
        supervising_dept=unit.supervisor,
        archive_org=who.archive_org,
        summary=f"从事{career.trade}专业技术工作，能独立完成各项任务。",
    )
    photo = Portrait(who.portrait, who.sex, ground="white")
    made.files.append(DraftFile("personal", "photo", entry, "照片.jpg", photo))
    entry = made.add(
        "education",
        school=facts.school,
        major=facts.major,
        level=career.education_level,
        degree=facts.degree,
        edu_cert_no=facts.education_number,
        degree_cert_no=facts.degree_number,
        graduate_date=f"{facts.graduate_date:%Y-%m}",
        study_mode=facts.study_mode,
        chsi_found=True,
    )
    made.attach("education", "edu_cert", entry, "毕业证.jpg", "education_certificate", facts, "jpg")
    if facts.degree:
        made.attach(
            "education", "degree_cert", entry, "学位证.jpg", "degree_certificate", facts, "jpg"
        )


def _held(made: Draft, career: Career) -> None:
    title = career.title
    assert title is not None
    entry = made.add(
        "current_title",
        no_title_application=False,
        title_name=title.title_name,
        series=title.series,
        level=title.level,
        cert_no=title.certificate_number,
        obtain_date=title.obtain_date.isoformat(),
        obtain_mode=title.obtain_mode,
        approving_org=title.approving_org,
        appointment_date=f"{title.obtain_date:%Y-%m}",
    )
    made.attach("current_title", "title_cert", entry, "职称证.pdf", "title_certificate", title)
    for year in range(career.commitment.year - 3, career.commitment.year):
        entry = made.add("annual_assessment", year=year, result="COMPETENT")
        made.attach(
            "annual_assessment", "proof", entry, f"{year}年度考核表.pdf", "letter",
            _assessment(career, year), "typst",
        )  # fmt: skip


def _since(made: Draft, career: Career) -> None:
    made.add(
        "experience",
        start=f"{career.contract.start:%Y-%m}",
        end="",
        employer=career.unit.body.name,
        post=career.contract.post,
        work_content=f"{career.trade}专业技术工作",
    )
    year = career.commitment.year
    entry = made.add(
        "continuing_education",
        year=year - 1,
        public_subject_name=f"{year - 1}年度公需科目",
        public_subject_passed=True,
        industry_desc=f"{career.trade}专业科目培训",
        industry_hours=60,
    )
    made.attach(
        "continuing_education", "industry_proof", entry, "学时证明.pdf", "letter",
        letters_of.course(career, year - 1, 60), "typst",
    )  # fmt: skip
    done, led = career.projects[0], career.projects[1]
    entry = made.add(
        "achievements",
        project_name=done.project,
        start=f"{done.start:%Y-%m}",
        end=f"{done.accepted:%Y-%m}",
        content=done.content,
        own_role=f"任{done.role}，负责专业技术方案。",
        completion="通过竣工验收。",
    )
    made.attach("achievements", "proof", entry, "验收证明.pdf", "project_acceptance", done)
    entry = made.add(
        "projects",
        name=led.project,
        level="市级",
        role=led.role,
        start=f"{led.start:%Y-%m}",
        end=f"{led.accepted:%Y-%m}",
        result="通过验收",
    )
    made.attach("projects", "proof", entry, "课题结题证明.pdf", "project_acceptance", led)
    paper = career.papers[0]
    entry = made.add("defence_material", title=paper.title)
    made.attach("defence_material", "paper", entry, "答辩论文.pdf", "journal_fulltext", paper)
    entry = made.add("work_summary", text=f"任现职以来的{career.trade}专业技术工作总结。")
    made.attach(
        "work_summary", "file", entry, "工作总结.pdf", "letter", letters_of.duty(career), "typst"
    )


def _publicity(made: Draft, career: Career) -> None:
    entry, unit = made.add("publicity_materials"), career.unit.body
    held = career.title.title_name if career.title is not None else "无"
    row = PublicityRow(career.who.name, career.who.sex, held, career.target, career.trade)
    for slot, variety, filename in _PUBLICITY:
        facts = PublicityFacts(
            unit=unit.name,
            year=career.commitment.year,
            start=career.applied - timedelta(days=20),
            end=career.applied - timedelta(days=10),
            rows=(row,),
            contact=unit.legal_representative,
            phone=unit.phone,
            variety=variety,  # type: ignore[arg-type]
        )
        made.attach("publicity_materials", slot, entry, filename, "publicity", facts)


def _assessment(career: Career, year: int) -> LetterFacts:
    return LetterFacts(
        title="年度考核登记表",
        paragraphs=(f"{career.who.name}{year}年度考核结果：合格。",),
        issuer=career.unit.body.name,
        issued_on=min(date(year + 1, 1, 20), career.applied - timedelta(days=10)),
    )
