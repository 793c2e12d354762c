"""The letters that prove what a form says and no certificate does."""

from __future__ import annotations

from datetime import date, timedelta

from server_stub.demo.cases.career import Career
from server_stub.demo.facts import LetterFacts, chinese_date

_DUTIES = (
    "施工图核对、专项方案编制、现场技术交底和过程质量检查",
    "材料进场检验、隐蔽工程验收、检测数据整理和竣工资料编制",
    "测量放样复核、进度计划编制、分包单位技术管理和安全交底",
    "方案比选、工程量核算、设计变更办理和关键工序旁站",
)


def course(career: Career, year: int, hours: int) -> LetterFacts:
    """Hours of continuing education in the trade (slot `industry_proof`)."""
    who = career.who
    return LetterFacts(
        title="专业技术人员继续教育学时证明",
        paragraphs=(
            (
                f"{who.name}（身份证号：{who.id_number}）于{year}年参加{career.trade}专业科目"
                f"继续教育培训，考核合格，计{hours}学时。"
            ),
            "特此证明。",
        ),
        issuer="示例市专业技术人员继续教育基地",
        issued_on=date(year, 11, 20),
        number=f"示继教〔{year}〕{career.number:04d}号",
    )


def service(career: Career) -> LetterFacts:
    """That the applicant has worked here since (slot `proof` of `experience`)."""
    who, unit = career.who, career.unit.body
    return LetterFacts(
        title="工作经历证明",
        addressee="示例市工程系列职改办",
        paragraphs=(
            (
                f"兹证明{who.name}（身份证号：{who.id_number}）自{chinese_date(career.contract.start)}"
                f"起在我单位从事{career.trade}专业技术工作，现任{career.contract.post}岗位。"
            ),
            "以上情况属实，我单位愿承担相应责任。",
        ),
        issuer=unit.name,
        issued_on=career.applied - timedelta(days=12),
        signer=unit.legal_representative,
    )


def duty(career: Career) -> LetterFacts:
    """What was done in a project (slot `proof` of `professional_experience`)."""
    who, project = career.who, career.projects[-1]
    return LetterFacts(
        title="专业技术工作经历证明",
        paragraphs=(
            (
                f"兹证明我单位职工{who.name}在“{project.project}”中任{project.role}，工作时间为"
                f"{chinese_date(project.start)}至{chinese_date(project.accepted)}。"
            ),
            f"主要承担：{duty_words(career)}",
            "特此证明。",
        ),
        issuer=career.unit.body.name,
        issued_on=career.applied - timedelta(days=10),
    )


def duty_words(career: Career) -> str:
    """The duty, as form and letter say it."""
    return f"{career.trade}专业{_DUTIES[career.number % len(_DUTIES)]}。"


def other_insurer(career: Career) -> LetterFacts:
    """Why another unit pays the insurance (slot `unit_diff_proof`)."""
    who, unit = career.who, career.unit.body
    return LetterFacts(
        title="关于参保单位与工作单位不一致的情况说明",
        addressee="示例市工程系列职改办",
        paragraphs=(
            (
                f"我单位职工{who.name}（身份证号：{who.id_number}）的社会保险由"
                f"{career.insurance.insured_unit}代为缴纳，劳动关系及工作安排均由我单位负责。"
            ),
            "特此说明。",
        ),
        issuer=unit.name,
        issued_on=career.applied - timedelta(days=8),
        signer=unit.legal_representative,
    )
