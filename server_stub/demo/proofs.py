"""Proofs from offices: the CHSI form, the social-insurance list, the project acceptance."""

from __future__ import annotations

from server_stub.demo.facts import (
    AcceptanceFacts,
    BlankFacts,
    EducationFacts,
    InsuranceFacts,
    chinese_date,
)
from server_stub.demo.kit import Kit
from server_stub.demo.photos import portrait
from server_stub.demo.seeds import derive, rng
from server_stub.demo.sheet import Colour, Sheet, Style
from server_stub.demo.tables import Cell, Row, draw_table

_SMALL = Style(9.5, "sans")
_SMALL_LABEL = Style(9.5, "sans-bold")
_CHSI_BLUE: Colour = (26, 92, 150)
_MONTHS_PER_PAGE = 24


def registration_form(facts: EducationFacts, kit: Kit) -> list[Sheet]:
    """Slot `chsi_proof`: 教育部学历证书电子注册备案表, invented look (R040)."""
    sheet = kit.sheet(ground=(254, 254, 254))
    sheet.text(105, 24, "教育部学历证书电子注册备案表", Style(20, "sans-bold"), align="center")
    years = facts.graduate_date.year - facts.enrol_date.year
    code = f"{derive('chsi', facts.education_number) % 10**16:016d}"
    sheet.text(105, 37, f"在线验证码：{code}", Style(10, "sans"), align="center")
    sheet.text(188, 45, "更新日期：见验证页面", Style(8.5, "sans", (110, 110, 116)), align="right")
    rows: list[Row] = [
        [Cell("姓名", label=True), facts.name, Cell("性别", label=True), facts.sex],
        [
            Cell("出生日期", label=True), chinese_date(facts.birth_date),
            Cell("证件号码", label=True), facts.id_number,
        ],
        [
            Cell("入学日期", label=True), chinese_date(facts.enrol_date),
            Cell("毕（结）业日期", label=True), chinese_date(facts.graduate_date),
        ],
        [Cell("学校名称", label=True), Cell(facts.school, span=3)],
        [Cell("专业", label=True), facts.major, Cell("学历类别", label=True), facts.study_mode],
        [Cell("层次", label=True), facts.level, Cell("学制", label=True), f"{years}年"],
        [Cell("证书编号", label=True), facts.education_number,
         Cell("毕（结）业", label=True), "毕业"],
        [Cell("校（院）长姓名", label=True), Cell(facts.president, span=3)],
    ]  # fmt: skip
    end = draw_table(
        sheet, 20, 52, (32, 55, 32, 51), rows,
        row_height=13, style=_SMALL, label_style=_SMALL_LABEL,
    )  # fmt: skip
    sheet.picture(portrait(facts.portrait, facts.sex), 22, end + 8, 30, 38.6)
    _check_pattern(sheet, 152, end + 10, code)
    sheet.text(167, end + 42, "扫码验证", Style(8.5, "sans"), align="center")
    sheet.paragraph(
        20, end + 62, 170,
        "注意事项：1. 备案表是学历证书电子注册信息的书面形式。2. 备案表内容以在线验证为准，"
        "验证码在有效期内可在验证页面查询。3. 未经学历信息权属人同意，不得将备案表"
        "用于违背权属人意愿的用途。",
        Style(9, "sans"),
    )  # fmt: skip
    sheet.line(20, 272, 190, 272, width=0.3, fill=_CHSI_BLUE)
    sheet.text(105, 275, "示例学生服务与素质发展中心", Style(9, "sans", _CHSI_BLUE), align="center")
    return [sheet]


def _check_pattern(sheet: Sheet, x: float, y: float, code: str) -> None:
    """A square of dots like a two-dimensional code; it encodes nothing."""
    random = rng("pattern", code)
    side, dot = 25, 1.2
    for row in range(side):
        start = None
        for column in range(side + 1):
            corner = any(
                row in range(top, top + 7) and column in range(left, left + 7)
                for top, left in ((0, 0), (0, side - 7), (side - 7, 0))
            )
            dark = column < side and not corner and random.random() < 0.48
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                width = (column - start) * dot
                sheet.area(x + start * dot, y + row * dot, width - 0.1, dot - 0.1, (20, 20, 22))
                start = None
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        for inset, tone in ((0, 20), (1, 252), (2, 20)):
            edge = (7 - 2 * inset) * dot
            place = (x + (left + inset) * dot, y + (top + inset) * dot)
            sheet.area(*place, edge, edge, (tone, tone, tone))


def insurance_list(facts: InsuranceFacts, kit: Kit) -> list[Sheet]:
    """Slot `si_list_scan`: one row per paid month, red seal of the office (R090 to R092)."""
    months = sorted(facts.months, reverse=True)
    chunks = [
        months[start : start + _MONTHS_PER_PAGE]
        for start in range(0, max(1, len(months)), _MONTHS_PER_PAGE)
    ]
    return [
        _insurance_page(facts, kit, chunk, number, len(chunks))
        for number, chunk in enumerate(chunks, start=1)
    ]


def _insurance_page(
    facts: InsuranceFacts, kit: Kit, months: list[str], number: int, pages: int
) -> Sheet:
    sheet = kit.sheet()
    sheet.text(105, 20, "社会保险个人缴费清单", Style(18, "serif-bold"), align="center")
    sheet.text(105, 31, "（企业职工基本养老保险）", Style(10.5), align="center")
    head: list[Row] = [
        [Cell("姓名", label=True), facts.name, Cell("身份证号码", label=True), facts.id_number],
        [
            Cell("参保单位", label=True), facts.insured_unit,
            Cell("统一社会信用代码", label=True), facts.credit_code,
        ],
    ]  # fmt: skip
    end = draw_table(
        sheet, 16, 40, (22, 68, 34, 54), head,
        row_height=11, style=_SMALL, label_style=_SMALL_LABEL,
    )  # fmt: skip
    rows: list[Row] = [
        [
            Cell(text, label=True)
            for text in (
                "序号",
                "费款所属期",
                "险种",
                "缴费基数（元）",
                "个人缴费（元）",
                "到账情况",
            )
        ]
    ]
    for row, month in enumerate(months, start=(number - 1) * _MONTHS_PER_PAGE + 1):
        year, _, part = month.partition("-")
        rows.append(
            [str(row), f"{year}年{part}月", "养老保险", f"{facts.base:.2f}",
             f"{facts.base * 0.08:.2f}", "已到账"]
        )  # fmt: skip
    end = draw_table(
        sheet, 16, end + 4, (16, 36, 34, 34, 34, 24), rows,
        row_height=7.2, style=Style(9), label_style=_SMALL_LABEL, shade=(240, 240, 238),
    )  # fmt: skip
    sheet.text(
        16, end + 4, f"本页共 {len(months)} 个月，累计 {len(facts.months)} 个月。", Style(9.5)
    )
    sheet.fit(100, end + 12, 94, 9, f"经办机构（章）：{facts.office}", Style(10.5), align="right")
    sheet.text(
        192.8, end + 24, f"打印日期：{chinese_date(facts.printed_on)}", Style(10.5), align="right"
    )
    if facts.red_seal:
        kit.seal(sheet, facts.office, 160, end + 20, diameter=42, label="业务专用章")
    sheet.text(105, 284, f"第 {number} 页 / 共 {pages} 页", Style(8.5), align="center")
    return sheet


def project_acceptance(facts: AcceptanceFacts, kit: Kit) -> list[Sheet]:
    """A completion acceptance report: the form with seals, then the list of people in charge."""
    sheet = kit.sheet()
    sheet.text(105, 20, "建设项目竣工验收报告", Style(20, "serif-bold"), align="center", spacing=1)
    rows: list[Row] = [
        [Cell("项目名称", label=True), Cell(facts.project, span=3, align="left")],
        [Cell("建设单位", label=True), facts.client,
         Cell("施工单位", label=True), facts.contractor],
        [Cell("设计单位", label=True), facts.designer,
         Cell("监理单位", label=True), facts.supervisor],
        [
            Cell("开工日期", label=True), chinese_date(facts.start),
            Cell("验收日期", label=True), chinese_date(facts.accepted),
        ],
        [Cell("合同价款", label=True), facts.amount, Cell("验收地点", label=True), "项目现场"],
        [Cell("项目内容", label=True), Cell(facts.content, span=3, align="left")],
        [
            Cell("主要技术人员", label=True),
            Cell(f"{facts.name}（{facts.role}）", span=3, align="left"),
        ],
        [Cell("验收结论", label=True), Cell(facts.conclusion, span=3, align="left")],
    ]  # fmt: skip
    end = draw_table(
        sheet, 18, 38, (28, 60, 26, 60), rows,
        heights=(13, 14, 14, 11, 11, 46, 13, 30),
        style=Style(10.5), label_style=Style(10.5, "serif-bold"),
    )  # fmt: skip
    for left, label, owner in (
        (18, "建设单位（盖章）", facts.client),
        (76, "施工单位（盖章）", facts.contractor),
        (134, "监理单位（盖章）", facts.supervisor),
    ):
        sheet.box(left, end, 58, 62)
        sheet.text(left + 3, end + 3, label, Style(10))
        sheet.text(left + 54, end + 53, chinese_date(facts.accepted), Style(10), align="right")
        sheet.text(left + 3, end + 42, "负责人：", Style(10))
        kit.sign(sheet, rng("chief", owner).choice("韦覃莫蒙黄陆") + "澄", left + 28, end + 43)
        kit.seal(sheet, owner, left + 31, end + 27, diameter=36)
    return [sheet]


def blank_page(facts: BlankFacts, kit: Kit) -> list[Sheet]:
    """A page with nothing on it but the scanner's own marks (R109)."""
    del facts
    return [kit.sheet()]
