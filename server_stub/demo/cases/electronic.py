"""Documents that never were on paper: what they say as born-digital letters, drawn in a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from server_stub.demo.cases.career import Career
from server_stub.demo.cases.contents import Document
from server_stub.demo.cases.draft import Draft, DraftFile
from server_stub.demo.facts import Facts, LetterFacts, chinese_date
from server_stub.demo.recipes import Recipe

_LABELS: Final = {
    "name": "姓名", "sex": "性别", "birth_date": "出生日期", "id_number": "身份证号",
    "employer": "工作单位", "series": "系列", "specialty": "专业", "title_name": "资格名称",
    "level": "级别", "certificate_number": "证书编号", "obtain_date": "取得时间",
    "approving_org": "批准机关", "obtain_mode": "取得方式", "school": "毕业院校",
    "major": "所学专业", "enrol_date": "入学日期", "graduate_date": "毕业日期",
    "education_number": "学历证书编号", "degree": "学位", "degree_number": "学位证书编号",
    "study_mode": "学习形式", "title": "题名", "authors": "作者", "trade": "专业",
    "journal": "刊名", "publish_date": "出版日期", "page": "起始页", "issn": "ISSN", "cn": "CN",
    "organiser": "主办单位", "publisher": "出版单位", "award": "奖项", "project": "项目",
    "granting_org": "授予单位", "award_date": "授予时间", "insured_unit": "参保单位",
    "credit_code": "统一社会信用代码", "months": "缴费月份", "printed_on": "打印日期",
    "phone": "联系电话", "address": "地址", "post": "岗位", "start": "开始日期", "end": "结束日期",
    "signed_on": "签订日期", "client": "建设单位", "contractor": "施工单位",
    "designer": "设计单位", "supervisor": "监理单位", "role": "担任职务", "accepted": "验收日期",
    "amount": "合同金额", "content": "内容", "conclusion": "验收结论",
    "applied_title": "申报职称", "year": "年度",
}  # fmt: skip
"""What the facts are called on a page; those without a name here are for the drawings alone."""
_ISSUERS: Final = ("school", "approving_org", "granting_org", "publisher", "office", "contractor")
_DAYS: Final = (
    "publish_date", "obtain_date", "graduate_date", "award_date", "printed_on", "signed_on",
    "accepted",
)  # fmt: skip


def electronic(made: Draft, career: Career) -> None:
    """Every document of the version is a letter that says the same; the photo stays."""
    made.files = [_as_letter(file, career) for file in made.files]


def _as_letter(file: DraftFile, career: Career) -> DraftFile:
    content = file.content
    if not isinstance(content, Document) or content.recipe.form == "typst":
        return file
    facts = content.recipe.facts
    if not isinstance(facts, LetterFacts):
        facts = _letter(PurePosixPath(file.filename).stem, facts, career)
    letter = Recipe("letter", facts, content.recipe.seed, form="typst")
    return replace(file, content=Document(letter))


def _letter(title: str, facts: Facts, career: Career) -> LetterFacts:
    said = dict(_said(facts))
    issuer = next((said[name] for name in _ISSUERS if said.get(name)), career.unit.body.name)
    day = next((getattr(facts, name) for name in _DAYS if hasattr(facts, name)), career.applied)
    lines = tuple(f"{_LABELS[name]}：{text}" for name, text in said.items() if name in _LABELS)
    return LetterFacts(title=title, paragraphs=lines, issuer=issuer, issued_on=day)


def _said(facts: Facts) -> Iterator[tuple[str, str]]:
    """The facts in words; what is not known is left out."""
    for one in fields(facts):
        value = getattr(facts, one.name)
        if isinstance(value, date):
            yield one.name, chinese_date(value)
        elif isinstance(value, tuple):
            yield one.name, "、".join(map(str, value))
        elif value not in (None, "", True, False):
            yield one.name, str(value)
