"""The working life of one invented applicant: every fact that the form and the scans will say.

Dates follow each other as they must: education, employment, the current title, then papers and
projects in the years since (S2: achievements count from the current title on).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from app.domain.enums import Level
from app.domain.partial_date import CHINA, months_before
from server_stub.demo import prose
from server_stub.demo.cases.moments import Moments
from server_stub.demo.cases.offices import Unit, employed_since
from server_stub.demo.facts import (
    AcceptanceFacts,
    AwardFacts,
    CommitmentFacts,
    ContractFacts,
    EducationFacts,
    InsuranceFacts,
    PaperFacts,
    TitleCertificateFacts,
)
from server_stub.demo.organisations import organisation
from server_stub.demo.people import Person, person
from server_stub.demo.seeds import rng


@dataclass(frozen=True, slots=True)
class Step:
    """A level of title: ages of applicants, the title aimed at and the one held before.

    ``years`` lie between graduation and the title held; ``papers`` are asked for.
    """

    ages: tuple[int, int]
    target: str
    held: str
    held_level: str
    years: int
    papers: int


STEPS: dict[Level, Step] = {
    Level.JUNIOR_ASSISTANT: Step((27, 31), "助理工程师", "技术员", "员级", 1, 1),
    Level.MIDDLE: Step((29, 37), "工程师", "助理工程师", "助理级", 1, 1),
    Level.SENIOR_ASSOC: Step((38, 46), "高级工程师", "工程师", "中级", 6, 2),
    Level.SENIOR_FULL: Step((47, 55), "正高级工程师", "高级工程师", "副高级", 11, 2),
}
EDUCATION: dict[str, tuple[str, int, int, str]] = {
    "MASTER": ("硕士研究生", 26, 3, "工学硕士"),
    "BACHELOR": ("本科", 23, 4, "工学学士"),
    "COLLEGE": ("专科", 22, 3, ""),
}
"""Level in the form: the words of the certificate, age at graduation, years, degree."""

PAPERS = 4
"""No applicant has more papers."""
_JOURNALS = (
    ("示例工程技术", "9999-0008"),
    ("示例市政建设", "9999-0016"),
    ("样例建设科技", "9999-0024"),
    ("示例设备与管理", "9999-0032"),
)
_PROJECTS = (
    "示例市滨江大道提升改造工程", "示例市老城区雨污分流改造工程", "样例新区综合管廊工程",
    "示例市北环快速路改造工程", "样例工业园区配套道路工程", "示例市第二水厂扩建工程",
    "样例县城区内涝治理工程", "示例市公共停车场建设项目", "示例大桥加固维修工程",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Career:
    """All facts of one applicant at one time; a persona changes some with `replace`."""

    number: int
    who: Person
    unit: Unit
    level: Level
    trade: str
    applied: date
    education_level: str
    education: EducationFacts
    title: TitleCertificateFacts | None
    papers: tuple[PaperFacts, ...]
    projects: tuple[AcceptanceFacts, ...]
    award: AwardFacts | None
    insurance: InsuranceFacts
    contract: ContractFacts
    commitment: CommitmentFacts
    insurance_found: bool = True
    """Whether the system found the payments of the social insurance by itself."""

    @property
    def target(self) -> str:
        """The title applied for."""
        return STEPS[self.level].target


@dataclass(frozen=True, slots=True)
class Wish:
    """What the plan fixes of a life; everything else is drawn."""

    number: int
    unit: Unit
    moments: Moments
    level: Level | None = None
    education: str | None = None
    trade: str | None = None
    who: Person | None = None


def career(seed: int, wish: Wish, applied: date, insured: date | None = None) -> Career:
    """The life of applicant ``wish.number``, who hands in for the first time on ``applied``.

    ``insured`` is the day of the insurance list, where a corrected version has a newer one.
    """
    listed = insured or applied
    random = rng(seed, "career", wish.number)
    drawn = random.choices(list(STEPS), (18, 48, 26, 8))[0]
    level = wish.level or drawn
    education_level = _education_level(random, level, wish.education)
    step, year = STEPS[level], wish.moments.year
    ages = range(year - step.ages[1], year - step.ages[0])
    who = wish.who or person(seed, wish.number, born=(ages.start, ages.stop))
    trade = random.choice(wish.unit.trades)
    trade = wish.trade or trade
    education = _education(random, who, education_level, trade, wish.number)
    title = _title(who, wish.unit, step, trade, education.graduate_date, wish.number)
    since = title.obtain_date + timedelta(days=180)
    until = applied - timedelta(days=90)
    names = random.sample(_PROJECTS, 3)
    projects = tuple(
        _project(random, seed, who, wish, name, since + (until - since) * place / 4)
        for place, name in enumerate(names, start=1)
    )
    return Career(
        number=wish.number,
        who=who,
        unit=wish.unit,
        level=level,
        trade=trade,
        applied=applied,
        education_level=education_level,
        education=education,
        title=title,
        papers=_papers(random, who, wish.unit, trade, step, (since, until), wish.number),
        projects=projects,
        award=_award(random, who, projects[0], wish.number),
        insurance=InsuranceFacts(
            name=who.name,
            id_number=who.id_number,
            insured_unit=wish.unit.body.name,
            credit_code=wish.unit.body.credit_code,
            months=months_paid(listed),
            printed_on=listed.replace(day=1),
            base=random.randrange(4200, 12000, 100),
        ),
        contract=_contract(random, who, wish.unit, employed_since(education.graduate_date)),
        commitment=CommitmentFacts(
            name=who.name,
            id_number=who.id_number,
            employer=wish.unit.body.name,
            applied_title=step.target,
            year=wish.moments.year,
            signed_on=applied,
            education_number=education.education_number,
            title_number=title.certificate_number,
        ),
    )


def months_paid(listed: date) -> tuple[str, ...]:
    """The twelve months before the month of the list."""
    return tuple(months_before(datetime.combine(listed, time(12), CHINA), 12))


def _education_level(random: Random, level: Level, wished: str | None) -> str:
    weights = (0, 45, 55) if level is Level.JUNIOR_ASSISTANT else (12, 70, 18)
    drawn = random.choices(list(EDUCATION), weights)[0]
    return wished or drawn


def _education(random: Random, who: Person, level: str, trade: str, number: int) -> EducationFacts:
    words, age, years, degree = EDUCATION[level]
    graduated = date(who.birth_date.year + age, 6, 30)
    school = (
        "示例职业技术学院"
        if level == "COLLEGE"
        else random.choice(("示例理工大学", "样例建筑大学", "示例科技大学"))
    )
    return EducationFacts(
        name=who.name,
        sex=who.sex,
        birth_date=who.birth_date,
        id_number=who.id_number,
        portrait=who.portrait,
        school=school,
        major=trade,
        level=words,
        enrol_date=date(graduated.year - years, 9, 1),
        graduate_date=graduated,
        education_number=f"99999{graduated.year}05{number:06d}",
        degree=degree,
        degree_number=f"99999{graduated.year}4{number:06d}" if degree else "",
    )


def _title(
    who: Person, unit: Unit, step: Step, trade: str, graduated: date, number: int
) -> TitleCertificateFacts:
    granted = date(graduated.year + step.years, 11, 10 + number % 15)
    return TitleCertificateFacts(
        name=who.name,
        sex=who.sex,
        birth_date=who.birth_date,
        id_number=who.id_number,
        portrait=who.portrait,
        employer=unit.body.name,
        series="工程系列",
        specialty=trade,
        title_name=step.held,
        level=step.held_level,
        certificate_number=f"9999{granted.year}0{number:06d}",
        obtain_date=granted,
        approving_org="示例市人力资源和社会保障局",
        obtain_mode="初聘" if step.years == 1 else "评审",
    )


def _papers(
    random: Random,
    who: Person,
    unit: Unit,
    trade: str,
    step: Step,
    span: tuple[date, date],
    number: int,
) -> tuple[PaperFacts, ...]:
    count = step.papers + (random.random() < 0.25)
    made = []
    for place in range(1, count + 1):
        day = span[0] + (span[1] - span[0]) * place / (count + 1)
        journal, issn = random.choice(_JOURNALS)
        others = [random.choice(("韦安澜", "李书屿", "莫景行"))] if random.random() < 0.5 else []
        made.append(
            PaperFacts(
                title=prose.numbered_title(trade, number * PAPERS + place),
                authors=(who.name, *others),
                employer=unit.body.name,
                trade=trade,
                journal=journal,
                publish_date=day.replace(day=15),
                page=random.randint(12, 96),
                issn=issn,
            )
        )
    return tuple(made)


def _project(
    random: Random, seed: int, who: Person, wish: Wish, name: str, accepted: date
) -> AcceptanceFacts:
    client = organisation(seed, 100 + wish.number, kind="国有企业", trade="市政工程")
    watcher = organisation(seed, 600 + wish.number, kind="非公企业", trade="建筑工程")
    length = random.randint(6, 48) / 10
    return AcceptanceFacts(
        project=name,
        client=client.name,
        contractor=wish.unit.body.name,
        designer="示例省建筑设计研究院",
        supervisor=watcher.name,
        name=who.name,
        role=random.choice(("项目技术负责人", "专业工程师", "现场技术员", "项目副经理")),
        start=accepted - timedelta(days=random.randint(140, 175)),
        accepted=accepted,
        amount=f"{random.randint(280, 9800):,}.{random.randint(10, 99)}万元",
        content=f"线路全长{length}km，包括土建、管线、电气及附属设施，完成工程量符合施工合同约定。"
        f"{prose.paragraph(random, 2)}",
    )


def _award(random: Random, who: Person, project: AcceptanceFacts, number: int) -> AwardFacts | None:
    if random.random() < 0.4:
        return None
    return AwardFacts(
        name=who.name,
        award=random.choice(("优秀工程奖", "科学技术进步奖", "质量管理小组活动成果奖")),
        project=project.project,
        level=random.choice(("一等", "二等", "三等")),
        granting_org="示例市建筑业协会",
        award_date=project.accepted + timedelta(days=45),
        number=f"示建协〔{project.accepted.year}〕第{number:03d}号",
    )


def _contract(random: Random, who: Person, unit: Unit, start: date) -> ContractFacts:
    return ContractFacts(
        name=who.name,
        id_number=who.id_number,
        phone=who.phone,
        employer=unit.body.name,
        credit_code=unit.body.credit_code,
        legal_representative=unit.body.legal_representative,
        address=unit.body.address,
        post=random.choice(("工程技术", "施工管理", "质量检测", "设计咨询")),
        start=start,
        end=None,
        signed_on=start,
    )
