"""What a careful applicant of each region fills in: fields and files without a flaw.

All people, offices and works are invented; the identity number has region code 999999.
"""

from __future__ import annotations

from typing import Any

ID_NUMBER = "999999198503070014"
"""Male, born 1985-03-07, valid check digit."""
EMPLOYER = "示例市政工程集团有限公司"
DEPT = "示例市住房和建设主管局"
MONTHS = ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08"]

Rows = dict[str, list[tuple[str, dict[str, Any], tuple[str, ...]]]]
"""By module its rows: entry id, fields, and the slots that hold one file each."""

PERSON = {
    "person_id": "p-1",
    "name": "测试甲",
    "id_type": "居民身份证",
    "id_number": ID_NUMBER,
    "sex": "男",
    "ethnicity": "汉族",
    "birth_date": "1985-03-07",
    "political_status": "群众",
    "phone": "19900000001",
    "email": "jia@example.invalid",
}

_PERSONAL: dict[str, Any] = {
    "employer": EMPLOYER,
    "supervising_dept": DEPT,
    "archive_org": "示例人才服务中心",
    "household": "示例区",
}
_EDUCATION: dict[str, Any] = {
    "school": "示例大学", "major": "机械制造", "level": "BACHELOR", "degree": "学士",
    "edu_cert_no": "199991200805000001", "degree_cert_no": "1999942008000001",
    "graduate_date": "2008-07", "study_mode": "全日制", "chsi_found": True,
}  # fmt: skip
TITLE: dict[str, Any] = {
    "no_title_application": False, "title_name": "助理工程师", "series": "工程",
    "level": "JUNIOR_ASSISTANT", "cert_no": "ZG2017000001", "obtain_date": "2017-11-20",
    "obtain_mode": "评审", "approving_org": "示例市职称改革工作领导小组", "autofilled": True,
    "appointment_date": "2017-12",
}  # fmt: skip
_PAPER: dict[str, Any] = {
    "kind": "PAPER", "condition_code": "一", "title": "机械制造误差补偿研究",
    "journal": "示例学报", "issn_cn_no": "CN99-0001", "publish_date": "2019-06", "author_rank": 1,
}  # fmt: skip
_FIRST_JOB = {
    "start": "2008-08", "end": "2012-03", "employer": "示例机械厂", "post": "技术员",
    "work_content": "机械制造工艺",
}  # fmt: skip
_PRESENT_JOB = {
    "start": "2012-04", "employer": EMPLOYER, "post": "助理工程师", "work_content": "机械制造",
}  # fmt: skip
_WORK: dict[str, Any] = {
    "project_name": "示例大桥架设设备研制", "start": "2020-01", "end": "2021-12",
    "content": "机械制造与安装", "own_role": "负责总体设计", "completion": "通过验收",
    "benefit": "节约工期30天",
}  # fmt: skip
_AWARD = {
    "name": "示例市科学技术奖三等奖", "granting_org": "示例市人民政府", "level": "市级",
    "date": "2022-05",
}  # fmt: skip
_EXPERIENCE: dict[str, Any] = {
    "condition_code": "一", "project": "示例港口起重设备改造", "start": "2022-01",
    "end": "2023-06", "duty": "技术负责",
}  # fmt: skip
_TRAINING: dict[str, Any] = {
    "year": 2026, "public_subject_name": "示例公需科目", "public_subject_passed": True,
    "industry_desc": "机械制造行业继续教育", "industry_hours": 60,
}  # fmt: skip
_INSURANCE: dict[str, Any] = {
    "autofilled": False, "months": MONTHS, "insured_unit": EMPLOYER, "unit_match": True,
}  # fmt: skip
PAPER_SLOTS = ("journal_query", "cover", "toc", "copyright_page", "fulltext")


def _without(values: dict[str, Any], *codes: str) -> dict[str, Any]:
    return {code: value for code, value in values.items() if code not in codes}


LIUZHOU: Rows = {
    "personal": [(
        "e-personal",
        _PERSONAL | {"identity_nature": "NON_PUBLIC", "dual_directional": False},
        ("photo",),
    )],
    "education": [("e-edu", _EDUCATION, ("chsi_proof", "edu_cert", "degree_cert"))],
    "current_title": [("e-title", TITLE, ("title_cert",))],
    "continuing_education": [("e-ce", _TRAINING, ("industry_proof",))],
    "papers": [("e-paper", _PAPER, PAPER_SLOTS)],
    "experience": [("e-exp-1", _FIRST_JOB, ()), ("e-exp-2", _PRESENT_JOB, ())],
    "achievements": [("e-ach", _WORK | {"condition_code": "一"}, ("proof",))],
    "awards": [("e-award", _AWARD, ("original_scan",))],
    "professional_experience": [("e-prof", _EXPERIENCE, ("proof",))],
    "social_insurance": [("e-si", _INSURANCE | {"autofilled": True}, ("si_list_scan",))],
}  # fmt: skip

MARKET: Rows = {
    "personal": [("e-personal", _PERSONAL, ("photo",))],
    "education": [("e-edu", _EDUCATION, ("edu_cert", "degree_cert"))],
    "current_title": [("e-title", TITLE, ("title_cert",))],
    "continuing_education": [("e-ce", _TRAINING, ("industry_proof",))],
    "papers": [("e-paper", _without(_PAPER, "condition_code"), PAPER_SLOTS)],
    "experience": [("e-exp-1", _FIRST_JOB, ()), ("e-exp-2", _PRESENT_JOB, ())],
    "achievements": [("e-ach", _WORK, ("proof",))],
    "awards": [("e-award", _AWARD, ("original_scan",))],
    "professional_experience": [("e-prof", _without(_EXPERIENCE, "condition_code"), ("proof",))],
    "social_insurance": [("e-si", _INSURANCE, ("si_list_scan",))],
}

LOSS: Rows = {
    "personal": [("e-personal", _PERSONAL, ("photo",))],
    "original_certificate": [(
        "e-original",
        {
            "cert_no": "GJ2016000001", "title_name": "高级工程师", "level": "SENIOR_ASSOC",
            "series": "工程", "specialty": "机械制造", "obtain_date": "2016-11-20",
            "approving_org": "示例区职称改革工作领导小组", "issuing_org": "示例区职改办",
            "lost_on": "2026-08-01", "lost_statement": "搬迁时遗失", "irrevocable": True,
        },
        (),
    )],
    "reissue_material": [("e-material", {"reason": "遗失"}, ("material",))],
}  # fmt: skip

SHANXI: Rows = {
    "personal": [("e-personal", _PERSONAL | {"summary": "能完成各项工作。"}, ("photo",))],
    "education": [("e-edu", _EDUCATION, ("edu_cert", "degree_cert"))],
    "current_title": [("e-title", TITLE, ("title_cert",))],
    "annual_assessment": [
        (f"e-as-{year}", {"year": year, "result": "COMPETENT"}, ("proof",))
        for year in (2021, 2022, 2023)
    ],
    "awards": [("e-award", _AWARD, ("original_scan",))],
    "experience": [("e-exp-1", _FIRST_JOB, ()), ("e-exp-2", _PRESENT_JOB, ())],
    "continuing_education": [("e-ce", _TRAINING | {"year": 2024}, ("industry_proof",))],
    "achievements": [("e-ach", _WORK, ("proof",))],
    "projects": [(
        "e-project",
        {"name": "示例课题", "level": "市级", "role": "负责人", "start": "2021-03",
         "end": "2022-09", "result": "通过验收"},
        ("proof",),
    )],
    "defence_material": [("e-defence", {"title": "机械制造误差补偿研究"}, ("paper",))],
    "work_summary": [("e-summary", {"text": "任现职以来的专业技术工作总结。"}, ("file",))],
    "publicity_materials": [(
        "e-public", {}, ("standard_publicity", "personal_publicity", "democratic_publicity")
    )],
}  # fmt: skip

CERTIFICATE: dict[str, Any] = {
    "cert_no": "ZC2016000001", "name": "测试甲", "id_number": ID_NUMBER, "sex": "男",
    "specialty": "机械制造", "phone": "19900000001", "org": EMPLOYER, "year": 2016,
    "obtain_mode": "评审", "obtain_time": "2016-11", "level": "MIDDLE", "series": "工程系列",
    "post_name": "工程师", "approving_org": "柳州市职称改革工作领导小组",
    "award_date": "2016-12-20", "mgmt_no": "999900000000000001", "committee_name": "示例评委会",
}  # fmt: skip
"""What both the holder and the registry say."""

CERTIFICATES: Rows = {"certificate": [("e-cert", CERTIFICATE | {"supplemented": True}, ("photo",))]}
