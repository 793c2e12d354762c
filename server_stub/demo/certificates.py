"""Certificates: professional title, graduation, degree, award. Landscape pages, red seals."""

from __future__ import annotations

from server_stub.demo.facts import (
    AwardFacts,
    EducationFacts,
    TitleCertificateFacts,
    chinese_date,
)
from server_stub.demo.kit import LANDSCAPE, Kit
from server_stub.demo.photos import portrait
from server_stub.demo.sheet import Colour, Sheet, Style

_GOLD: Colour = (182, 142, 62)
_DEEP_RED: Colour = (150, 24, 30)
_GREEN: Colour = (92, 136, 112)


def _frame(sheet: Sheet, colour: Colour, *, inset: float = 9) -> None:
    """A double frame with worked corners."""
    width, height = sheet.size
    for step, thick in ((0.0, 1.4), (3.2, 0.4)):
        edge = inset + step
        sheet.box(edge, edge, width - 2 * edge, height - 2 * edge, width=thick, fill=colour)
    for x in (inset + 3.2, width - inset - 3.2):
        for y in (inset + 3.2, height - inset - 3.2):
            for step in range(4):
                reach = 3 + 3.2 * step
                dx = reach if x < width / 2 else -reach
                dy = reach if y < height / 2 else -reach
                sheet.line(x, y + dy, x + dx, y, width=0.35, fill=colour)


def title_certificate(facts: TitleCertificateFacts, kit: Kit) -> list[Sheet]:
    """Slot `title_cert`: an opened booklet, photo and holder left, the title right."""
    sheet = kit.sheet(size=LANDSCAPE, ground=(226, 226, 224))
    sheet.area(12, 16, 273, 178, _DEEP_RED)
    sheet.area(16, 20, 265, 170, (250, 246, 236))
    sheet.line(148.5, 20, 148.5, 190, width=0.5, fill=(190, 180, 164))
    picture = portrait(facts.portrait, facts.sex)
    sheet.picture(picture, 64, 34, 35, 45)
    kit.seal(sheet, facts.approving_org, 92, 78, diameter=38, label="职称专用章")
    left = [
        ("姓名", facts.name), ("性别", facts.sex),
        ("出生日期", chinese_date(facts.birth_date)), ("身份证号", facts.id_number),
        ("工作单位", facts.employer),
    ]  # fmt: skip
    right = [
        ("系列", facts.series), ("专业名称", facts.specialty), ("资格名称", facts.title_name),
        ("资格级别", facts.level), ("取得方式", facts.obtain_mode),
        ("授予时间", chinese_date(facts.obtain_date)), ("批准机关", facts.approving_org),
        ("证书编号", facts.certificate_number),
    ]  # fmt: skip
    _fields(sheet, 24, 103, 40, 78, left, 15.5)
    sheet.text(214, 29, "专业技术资格证书", Style(20, "serif-bold"), align="center", spacing=1)
    _fields(sheet, 156, 47, 40, 80, right, 13.2)
    kit.seal(sheet, facts.approving_org, 244, 164, diameter=42)
    sheet.text(214, 175, chinese_date(facts.obtain_date), Style(12), align="center")
    return [sheet]


def _fields(
    sheet: Sheet,
    x: float,
    y: float,
    label_width: float,
    value_width: float,
    rows: list[tuple[str, str]],
    step: float,
) -> None:
    for label, value in rows:
        sheet.text(x, y + 3.4, label, Style(12.5, "serif-bold"))
        sheet.fit(x + label_width - 13, y, value_width, 10.5, value, Style(12.5), align="left")
        end = x + label_width - 13 + value_width
        sheet.line(x + label_width - 13, y + 10.8, end, y + 10.8, width=0.25)
        y += step


def education_certificate(facts: EducationFacts, kit: Kit) -> list[Sheet]:
    """Slot `edu_cert`: a graduation certificate."""
    sheet = kit.sheet(size=LANDSCAPE, ground=(247, 244, 236))
    _frame(sheet, _GOLD)
    kind = "普通高等学校" if facts.study_mode == "普通全日制" else "成人高等教育"
    sheet.text(148.5, 30, kind, Style(18, "serif-bold"), align="center", spacing=2)
    sheet.text(148.5, 42, "毕业证书", Style(36, "serif-bold", _DEEP_RED), align="center", spacing=8)
    sheet.picture(portrait(facts.portrait, facts.sex), 34, 70, 35, 45)
    born = chinese_date(facts.birth_date)
    text = (
        f"学生 {facts.name}，性别 {facts.sex}，{born}生，于{facts.enrol_date.year}年"
        f"{facts.enrol_date.month}月至{facts.graduate_date.year}年{facts.graduate_date.month}月在本校"
        f" {facts.major} 专业{facts.level}学习，修完教学计划规定的全部课程，成绩合格，准予毕业。"
    )
    sheet.paragraph(84, 70, 178, text, Style(16, leading=2.0), indent=2, bottom=135)
    sheet.fit(34, 122, 35, 7, "（照片加盖钢印有效）", Style(8), padding=0)
    _school_foot(sheet, kit, facts, f"证书编号：{facts.education_number}")
    return [sheet]


def degree_certificate(facts: EducationFacts, kit: Kit) -> list[Sheet]:
    """Slot `degree_cert`: a degree certificate; needs `degree_number`."""
    sheet = kit.sheet(size=LANDSCAPE, ground=(240, 246, 240))
    _frame(sheet, _GREEN)
    kind = facts.degree[-2:] if facts.degree[-2:] in ("学士", "硕士", "博士") else ""
    title = f"{kind}学位证书"
    sheet.text(148.5, 36, title, Style(34, "serif-bold", (40, 92, 66)), align="center", spacing=6)
    sheet.picture(portrait(facts.portrait, facts.sex), 34, 70, 35, 45)
    text = (
        f"{facts.name}，{facts.sex}，{chinese_date(facts.birth_date)}生。在{facts.school}"
        f" {facts.major} 专业完成了本科学习计划，业已毕业，经审核符合"
        f"《中华人民共和国学位条例》的规定，授予 {facts.degree} 学位。"
    ).replace("本科", facts.level)
    sheet.paragraph(84, 70, 178, text, Style(16, leading=2.0), indent=2, bottom=135)
    _school_foot(sheet, kit, facts, f"证书编号：{facts.degree_number}")
    return [sheet]


def _school_foot(sheet: Sheet, kit: Kit, facts: EducationFacts, number: str) -> None:
    sheet.fit(30, 178, 110, 9, number, Style(11.5), align="left", padding=0)
    sheet.fit(34, 148, 84, 10, f"身份证号：{facts.id_number}", Style(11), align="left", padding=0)
    sheet.fit(150, 143, 105, 11, f"学校：{facts.school}", Style(14, "serif-bold"), align="left")
    sheet.text(151.2, 160, "校（院）长：", Style(14, "serif-bold"))
    kit.name_seal(sheet, facts.president, 186, 163)
    sheet.text(151.2, 178, chinese_date(facts.graduate_date), Style(13))
    kit.seal(sheet, facts.school, 232, 162, diameter=44)


def award_certificate(facts: AwardFacts, kit: Kit) -> list[Sheet]:
    """Slot `original_scan`: an award certificate on red and gold."""
    sheet = kit.sheet(size=LANDSCAPE, ground=(252, 246, 230))
    _frame(sheet, _DEEP_RED, inset=7)
    _frame(sheet, _GOLD, inset=14)
    sheet.text(
        148.5, 36, "荣誉证书", Style(44, "serif-bold", _DEEP_RED), align="center", spacing=10
    )
    sheet.fit(42, 66, 120, 12, f"{facts.name} 同志：", Style(20, "serif-bold"), align="left")
    text = (
        f"在“{facts.project}”工作中成绩突出，荣获{facts.level}“{facts.award}”，特发此证，以资鼓励。"
    )
    sheet.paragraph(43, 84, 212, text, Style(19, leading=1.9), indent=2, bottom=140)
    if facts.number:
        sheet.fit(36, 166, 100, 9, f"证书编号：{facts.number}", Style(11.5), align="left")
    sheet.fit(150, 148, 108, 12, facts.granting_org, Style(16, "serif-bold"))
    sheet.text(204, 166, chinese_date(facts.award_date), Style(15), align="center")
    kit.seal(sheet, facts.granting_org, 212, 158, diameter=46)
    return [sheet]
