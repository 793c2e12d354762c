"""Letters and contracts: commitment, publicity, labour contract, any sealed letter."""

from __future__ import annotations

from server_stub.demo.facts import (
    CommitmentFacts,
    ContractFacts,
    LetterFacts,
    PublicityFacts,
    chinese_date,
)
from server_stub.demo.kit import Kit
from server_stub.demo.sheet import SEAL_RED, Sheet, Style
from server_stub.demo.tables import Cell, Row, draw_table

_TEXT = Style(13, leading=1.9)
_HEAD = Style(22, "serif-bold")


def commitment(facts: CommitmentFacts, kit: Kit) -> list[Sheet]:
    """Slot `signed_commitment` (R100); without `signed` the line for the signature stays empty."""
    sheet = kit.sheet()
    sheet.text(105, 30, "专业技术资格申报诚信承诺书", _HEAD, align="center")
    intro = (
        f"本人 {facts.name}（身份证号：{facts.id_number}），现在 {facts.employer} 工作，"
        f"申报{facts.year}年度 {facts.applied_title} 专业技术资格。现郑重承诺："
    )
    y = sheet.paragraph(26, 52, 158, intro, _TEXT, indent=2)
    points = [
        "一、所填写的申报信息和所提交的证件、证书、论文、业绩等材料真实、准确、完整，与原件一致。",
        "二、提交的论文、著作为本人独立或者合作完成，不存在抄袭、剽窃、代写、虚假发表等行为。",
        "三、已如实申报社会保险缴纳单位和现工作单位情况。",
        "四、如有弄虚作假，自愿接受取消评审资格、撤销专业技术资格、记入诚信档案等处理。",
    ]
    if facts.education_number:
        points.insert(0, f"学历证书编号：{facts.education_number}")
    if facts.title_number:
        points.insert(0, f"现资格证书编号：{facts.title_number}")
    for point in points:
        y = sheet.paragraph(26, y + 1, 158, point, _TEXT, indent=2, bottom=225)
    sheet.text(112, 240, "承诺人（签名）：", Style(13))
    if facts.signed:
        kit.sign(sheet, facts.name, 166, 241, height=11)
    sheet.text(184, 256, chinese_date(facts.signed_on), Style(13), align="right")
    return [sheet]


def publicity(facts: PublicityFacts, kit: Kit) -> list[Sheet]:
    """A publicity notice with the table of candidates and the unit's seal (three varieties)."""
    per_page = 12
    chunks = [
        facts.rows[start : start + per_page]
        for start in range(0, max(1, len(facts.rows)), per_page)
    ]
    sheets = []
    for number, chunk in enumerate(chunks):
        sheet = kit.sheet()
        y = _publicity_head(sheet, facts) if number == 0 else 24.0
        rows: list[Row] = [
            [
                Cell(text, label=True)
                for text in ("序号", "姓名", "性别", "现资格", "申报资格", "专业")
            ]
        ]
        rows += [
            [str(number * per_page + row), entry.name, entry.sex, entry.current_title,
             entry.applied_title, entry.specialty]
            for row, entry in enumerate(chunk, start=1)
        ]  # fmt: skip
        y = draw_table(
            sheet, 22, y, (14, 36, 14, 34, 36, 32), rows,
            row_height=9.5, style=Style(10.5), label_style=Style(10.5, "serif-bold"),
        )  # fmt: skip
        if number == len(chunks) - 1:
            sheet.fit(96, y + 12, 88, 9, facts.unit, Style(13), align="right", padding=0)
            sheet.text(184, y + 24, chinese_date(facts.start), Style(13), align="right")
            kit.seal(sheet, facts.unit, 158, y + 20, diameter=40)
        sheets.append(sheet)
    return sheets


def _publicity_head(sheet: Sheet, facts: PublicityFacts) -> float:
    sheet.fit(20, 22, 170, 16, f"关于{facts.year}年度职称申报{facts.variety}的公示", _HEAD)
    text = (
        f"根据职称评审工作有关规定，现将本单位{facts.year}年度职称申报人员{facts.variety}情况予以公示，"
        f"公示时间：{chinese_date(facts.start)}至{chinese_date(facts.end)}。"
        f"如有异议，请在公示期内以书面形式实名反映。联系人：{facts.contact}，联系电话：{facts.phone}。"
    )
    return sheet.paragraph(22, 46, 166, text, Style(12.5, leading=1.8), indent=2, bottom=100) + 4


def labour_contract(facts: ContractFacts, kit: Kit) -> list[Sheet]:
    """Slot `labour_contract`: cover with both parties, terms, signatures with seal."""
    first = kit.sheet()
    first.text(105, 48, "劳  动  合  同  书", Style(32, "serif-bold"), align="center")
    first.text(
        105, 70, "（固定期限）" if facts.end else "（无固定期限）", Style(14), align="center"
    )
    rows = [
        ("甲方（用人单位）", facts.employer), ("统一社会信用代码", facts.credit_code),
        ("法定代表人", facts.legal_representative), ("地址", facts.address),
        ("乙方（劳动者）", facts.name), ("居民身份证号码", facts.id_number),
        ("联系电话", facts.phone), ("签订日期", chinese_date(facts.signed_on)),
    ]  # fmt: skip
    y = 110.0
    for label, value in rows:
        first.text(30, y + 2.2, label, Style(13))
        first.fit(82, y, 96, 11, value, Style(13), align="left")
        first.line(82, y + 11, 178, y + 11)
        y += 17
    return [first, _contract_terms(facts, kit)]


def _contract_terms(facts: ContractFacts, kit: Kit) -> Sheet:
    sheet = kit.sheet()
    until = f"起至{chinese_date(facts.end)}止" if facts.end else "起，无固定期限"
    articles = [
        f"第一条 本合同期限自{chinese_date(facts.start)}{until}。",
        f"第二条 乙方同意根据甲方工作需要，担任 {facts.post} 岗位（工种）工作。",
        "第三条 甲方安排乙方执行标准工时制度，每日工作时间不超过八小时，平均每周不超过四十小时。",
        "第四条 甲方每月以货币形式支付乙方工资，并按国家规定缴纳社会保险费。",
        "第五条 甲方建立健全生产安全、职业病防治制度，对乙方进行职业安全卫生教育。",
        "第六条 经双方协商一致，可以变更、解除本合同；符合法定情形的，按照法律规定办理。",
        "第七条 乙方应当遵守甲方依法制定的规章制度，保守甲方的商业秘密和与知识产权相关的事项。",
        "第八条 双方因履行本合同发生争议，可以协商解决；协商不成的，可以依法申请调解、仲裁。",
        "第九条 本合同未尽事宜，按国家和地方有关规定执行。本合同一式两份，双方各执一份。",
    ]
    y = 26.0
    for article in articles:
        y = sheet.paragraph(24, y, 162, article, Style(12, leading=1.9), indent=2, bottom=198) + 2.5
    sheet.text(28, 214, "甲方（盖章）", Style(12.5))
    sheet.text(28, 228, "法定代表人：", Style(12.5))
    kit.name_seal(sheet, facts.legal_representative, 84, 231)
    sheet.text(118, 214, "乙方（签名）", Style(12.5))
    kit.sign(sheet, facts.name, 152, 232, height=11)
    for x in (28, 118):
        sheet.text(x, 250, chinese_date(facts.signed_on), Style(12.5))
    kit.seal(sheet, facts.employer, 44, 222, diameter=42, label="合同专用章")
    return sheet


def letter(facts: LetterFacts, kit: Kit) -> list[Sheet]:
    """Any letter: title, addressee, paragraphs over as many pages as needed, issuer, seal, date."""
    sheet = kit.sheet()
    sheets = [sheet]
    y = 28.0
    if facts.red_head:
        sheet.fit(20, 24, 170, 22, f"{facts.issuer}文件", Style(32, "serif-bold", SEAL_RED))
        sheet.fit(40, 51, 130, 8, facts.number, Style(12))
        sheet.line(20, 61, 190, 61, width=0.9, fill=SEAL_RED)
        y = 70.0
    sheet.fit(20, y, 170, 20, facts.title, _HEAD)
    y += 28
    if facts.addressee:
        sheet.fit(24, y, 160, 9, f"{facts.addressee}:", Style(13), align="left", padding=0)
        y += 11
    for part in facts.paragraphs:
        if y > 225:
            sheet = kit.sheet()
            sheets.append(sheet)
            y = 28.0
        y = sheet.paragraph(24, y, 162, part, _TEXT, indent=2, bottom=238)
    foot = min(y + 12, 243)
    if facts.signer:
        sheet.text(24, foot, "经办人：", Style(13))
        kit.sign(sheet, facts.signer, 64, foot + 3, height=10)
    sheet.fit(96, foot, 88, 10, facts.issuer, Style(13), align="right", padding=0)
    sheet.text(184, foot + 13, chinese_date(facts.issued_on), Style(13), align="right")
    kit.seal(sheet, facts.issuer, 158, foot + 10, diameter=42)
    return sheets


def month_list(last: tuple[int, int], count: int, *, gap: int | None = None) -> tuple[str, ...]:
    """`count` months (``YYYY-MM``) that end with `last` (year, month), oldest first.

    `gap` leaves out the month so many places from the end (0 is the last), for R091.
    """
    year, month = last
    months = []
    for step in range(count):
        index = year * 12 + month - 1 - step
        if step != gap:
            months.append(f"{index // 12:04d}-{index % 12 + 1:02d}")
    return tuple(reversed(months))
