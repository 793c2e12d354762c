"""One set of values for every kind of document: for the gallery and the tests."""

from __future__ import annotations

from datetime import date

from server_stub.demo import prose
from server_stub.demo.facts import (
    AcceptanceFacts,
    AwardFacts,
    BlankFacts,
    CommitmentFacts,
    ContractFacts,
    EducationFacts,
    Facts,
    InsuranceFacts,
    LetterFacts,
    PaperFacts,
    PublicityFacts,
    PublicityRow,
    TitleCertificateFacts,
)
from server_stub.demo.letters import month_list
from server_stub.demo.organisations import organisation
from server_stub.demo.people import person
from server_stub.demo.recipes import Kind
from server_stub.demo.seeds import rng


def sample_facts(seed: int, index: int) -> dict[Kind, Facts]:
    """Agreeing values of person number `index`, by kind of document."""
    who = person(seed, index)
    unit = organisation(seed, index % 5000)
    random = rng(seed, "sample", index)
    client = organisation(seed, (index + 1) % 5000, kind="国有企业", trade=unit.trade)
    watcher = organisation(seed, (index + 2) % 5000, kind="非公企业", trade="建筑工程")
    paper = PaperFacts(
        title=prose.paper_title(random, unit.trade),
        authors=(who.name, "韦安澜"),
        employer=unit.name,
        trade=unit.trade,
        journal="示例工程技术",
        publish_date=date(2022, 9, 15),
        page=36 + index % 40,
    )
    graduated = date(who.birth_date.year + 23, 6, 30)
    education = EducationFacts(
        name=who.name,
        sex=who.sex,
        birth_date=who.birth_date,
        id_number=who.id_number,
        portrait=who.portrait,
        school="示例理工大学",
        major=unit.trade,
        level="本科",
        enrol_date=date(who.birth_date.year + 19, 9, 1),
        graduate_date=graduated,
        education_number=f"99999{graduated.year}05{index:06d}",
        degree_number=f"99999{graduated.year}4{index:06d}",
    )
    acceptance = AcceptanceFacts(
        project="示例市滨江大道提升改造工程（一期）",
        client=client.name,
        contractor=unit.name,
        designer="示例省建筑设计研究院",
        supervisor=watcher.name,
        name=who.name,
        role="项目技术负责人",
        start=date(2020, 3, 16),
        accepted=date(2021, 11, 26),
        amount="3,286.50万元",
        content="道路全长2.8km，红线宽40m，包括路基路面、雨污水管网、交通设施、照明及绿化工程。"
        "本项目采用沥青路面就地热再生工艺，应用新型检查井盖，完成工程量符合施工合同约定。",
    )
    rows = tuple(
        PublicityRow(other.name, other.sex, "助理工程师", "工程师", unit.trade)
        for other in (person(seed, (index + step) % 9999) for step in range(6))
    )
    return {
        "journal_cover": paper,
        "journal_toc": paper,
        "journal_copyright": paper,
        "journal_fulltext": paper,
        "journal_query": paper,
        "title_certificate": TitleCertificateFacts(
            name=who.name,
            sex=who.sex,
            birth_date=who.birth_date,
            id_number=who.id_number,
            portrait=who.portrait,
            employer=unit.name,
            series="工程系列",
            specialty=unit.trade,
            title_name="工程师",
            level="中级",
            certificate_number=f"99999920180{index:05d}",
            obtain_date=date(2018, 11, 20),
            approving_org="示例市人力资源和社会保障局",
        ),
        "education_certificate": education,
        "degree_certificate": education,
        "chsi_form": education,
        "award_certificate": AwardFacts(
            name=who.name,
            award="科学技术进步奖",
            project=acceptance.project,
            level="三等",
            granting_org="示例市科学技术局",
            award_date=date(2022, 12, 8),
            number=f"示科奖字〔2022〕第{index:03d}号",
        ),
        "insurance_list": InsuranceFacts(
            name=who.name,
            id_number=who.id_number,
            insured_unit=unit.name,
            credit_code=unit.credit_code,
            months=month_list((2024, 8), 12),
            printed_on=date(2024, 9, 6),
        ),
        "labour_contract": ContractFacts(
            name=who.name,
            id_number=who.id_number,
            phone=who.phone,
            employer=unit.name,
            credit_code=unit.credit_code,
            legal_representative=unit.legal_representative,
            address=unit.address,
            post="工程技术",
            start=date(2019, 7, 1),
            end=date(2027, 6, 30),
            signed_on=date(2019, 6, 28),
        ),
        "project_acceptance": acceptance,
        "commitment": CommitmentFacts(
            name=who.name,
            id_number=who.id_number,
            employer=unit.name,
            applied_title="正高级工程师",
            year=2024,
            signed_on=date(2024, 8, 12),
            education_number=education.education_number,
        ),
        "publicity": PublicityFacts(
            unit=unit.name,
            year=2024,
            start=date(2024, 8, 19),
            end=date(2024, 8, 23),
            rows=rows,
            contact="蒙清岚",
            phone=unit.phone,
        ),
        "letter": LetterFacts(
            title="关于参保单位与工作单位不一致的情况说明",
            addressee="示例市工程系列职改办",
            paragraphs=(
                (
                    f"兹有我单位职工{who.name}（身份证号：{who.id_number}），"
                    f"自2019年7月起在我单位从事{unit.trade}专业技术工作。"
                ),
                "因我单位实行劳务派遣管理，该同志社会保险由派遣单位代为缴纳，劳动关系及工作安排均由我单位负责。",
                "特此说明。",
            ),
            issuer=unit.name,
            issued_on=date(2024, 9, 9),
            signer="蒙清岚",
        ),
        "blank": BlankFacts(),
    }
