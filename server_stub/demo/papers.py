"""The five proofs of a published paper (slots of module `papers`, domain §4.3, R073, R075).

Every drawing takes `PaperFacts` and a `Kit` and returns the pages of one document.
"""

from __future__ import annotations

from functools import lru_cache

from server_stub.demo import prose
from server_stub.demo.facts import PaperFacts, chinese_date
from server_stub.demo.kit import Kit, Mode
from server_stub.demo.seeds import derive, rng
from server_stub.demo.sheet import SEAL_RED, Colour, Sheet, Style
from server_stub.demo.tables import Cell, draw_table

_COVERS: tuple[tuple[Colour, Colour], ...] = (
    ((30, 78, 121), (214, 226, 238)),
    ((128, 34, 34), (240, 226, 214)),
    ((24, 98, 74), (222, 236, 226)),
    ((84, 62, 122), (230, 224, 240)),
)
_WHITE: Colour = (250, 250, 248)


def _issue(facts: PaperFacts) -> str:
    return f"{facts.publish_date.year}年第{facts.publish_date.month}期"


def _style(facts: PaperFacts) -> tuple[Colour, Colour]:
    return _COVERS[derive("cover", facts.journal) % len(_COVERS)]


def cover(facts: PaperFacts, kit: Kit) -> list[Sheet]:
    """Slot `cover`: the front of the journal, or of the book for 著作."""
    dark, light = _style(facts)
    sheet = kit.sheet(ground=light)
    random = rng("cover", facts.journal, facts.publish_date.isoformat())
    sheet.area(0, 0, 210, 92, dark)
    for number in range(9):
        tone = tuple(min(255, part + 10 + 6 * number) for part in dark)
        left, height = 14 + number * 21, random.uniform(25, 92)
        sheet.area(left, 236 - height, 15, height, (tone[0], tone[1], tone[2]))
    sheet.area(0, 236, 210, 3, dark)
    if facts.kind == "著作":
        sheet.fit(20, 34, 170, 34, facts.title, Style(30, "serif-bold", _WHITE))
        sheet.text(105, 110, f"{'、'.join(facts.authors)}  著", Style(16), align="center")
        sheet.text(105, 258, facts.publisher, Style(14, "sans-bold", dark), align="center")
        return [sheet]
    for y, code in ((11, f"ISSN {facts.issn}"), (17, facts.cn)):
        sheet.fit(18, y, 120, 6, code, Style(10, "sans", _WHITE), align="left", padding=0)
    sheet.fit(15, 30, 180, 30, facts.journal, Style(46, "serif-bold", _WHITE))
    sheet.text(
        105, 68, "ENGINEERING BULLETIN  (MONTHLY)", Style(12, "sans", _WHITE), align="center"
    )
    sheet.text(192, 104, f"{facts.publish_date.month}", Style(54, "sans-bold", dark), align="right")
    sheet.text(192, 128, f"{facts.publish_date.year}", Style(20, "sans-bold", dark), align="right")
    sheet.text(18, 106, _issue(facts), Style(15, "sans-bold", dark))
    sheet.text(18, 116, f"总第{facts.publish_date.year % 100 * 12 + 60}期", Style(11, "sans"))
    sheet.fit(15, 248, 180, 9, f"主办：{facts.organiser}", Style(12, "sans", dark))
    sheet.fit(15, 259, 180, 8, f"编辑出版：{facts.publisher}", Style(10, "sans", dark))
    sheet.area(150, 272, 42, 14, _WHITE)
    for bar in range(34):
        sheet.line(152 + bar * 1.1, 273, 152 + bar * 1.1, 282, width=random.choice((0.2, 0.4, 0.6)))
    return [sheet]


def table_of_contents(facts: PaperFacts, kit: Kit) -> list[Sheet]:
    """Slot `toc`: the contents with the paper in it and marked by hand (R075).

    With `listed_in_toc` false it is the contents of another issue: the paper is not there.
    """
    sheet = kit.sheet()
    random = rng("toc", facts.journal, facts.publish_date.isoformat())
    sheet.text(105, 20, "目    次", Style(22, "serif-bold"), align="center")
    sheet.text(
        105, 32, f"{facts.journal}  {_issue(facts)}（月刊）", Style(10.5, "sans"), align="center"
    )
    sheet.line(18, 40, 192, 40, width=0.5)
    y, page = 45.0, 1
    listed = not facts.listed_in_toc
    for heading in ("工程设计与研究", "施工技术", "管理与实践", "设备与材料"):
        sheet.text(18, y, f"·{heading}·", Style(11, "sans-bold"))
        y += 8.5
        for _ in range(6):
            if not listed and page >= min(facts.page, 100):
                y = _entry(sheet, y, facts.title, "、".join(facts.authors), facts.page)
                _pencil(sheet, y)
                listed, page = True, facts.page + random.randint(3, 5)
                continue
            title = prose.paper_title(random, facts.trade)
            author = random.choice("韦覃莫蒙黄陆") + random.choice("砚衡岚澄朗溪")
            y = _entry(sheet, y, title, author, page)
            page += random.randint(3, 6)
        y += 3
    if not listed:
        y = _entry(sheet, y, facts.title, "、".join(facts.authors), facts.page)
        _pencil(sheet, y)
    return [sheet]


def _entry(sheet: Sheet, y: float, title: str, authors: str, page: int) -> float:
    sheet.fit(20, y, 104, 8, title, Style(10), align="left", padding=0)
    used = min(104.0, sheet.measure(title, Style(10)))
    x = 20 + used + 1.5
    while x < 126:
        sheet.text(x, y + 2.2, "·", Style(8), overlay=True)
        x += 1.9
    sheet.fit(128, y, 50, 8, authors, Style(9.5), align="left", padding=0)
    sheet.text(192, y + 2.2, f"({page})", Style(10), align="right")
    return y + 8.4


def _pencil(sheet: Sheet, y: float) -> None:
    """The red line and tick that applicants are told to make beside their paper."""
    below = y - 1.0
    sheet.line(19, below, 178, below + 0.6, width=0.7, fill=SEAL_RED)
    sheet.line(10.5, below - 5, 12.5, below - 1.5, width=0.8, fill=SEAL_RED)
    sheet.line(12.5, below - 1.5, 17, below - 8, width=0.8, fill=SEAL_RED)


def copyright_page(facts: PaperFacts, kit: Kit) -> list[Sheet]:
    """Slot `copyright_page`: the imprint with ISSN and CN, or ISBN for 著作."""
    sheet = kit.sheet(colour=False)
    if facts.kind == "著作":
        rows = [
            ("书名", facts.title), ("著者", "、".join(facts.authors)),
            ("出版发行", facts.publisher),
            ("ISBN", facts.isbn), ("开本", "787mm×1092mm 1/16"), ("印张", "14.5"),
            ("版次", f"{facts.publish_date.year}年{facts.publish_date.month}月第1版"),
            ("定价", "58.00元"),
        ]  # fmt: skip
        sheet.text(28, 30, "图书在版编目(CIP)数据", Style(14, "sans-bold"))
        top = 46.0
    else:
        first = facts.publish_date.year - 1994
        rows = [
            ("刊名", facts.journal), ("主管单位", "示例省科学技术协会"),
            ("主办单位", facts.organiser), ("编辑出版", facts.publisher),
            ("国际标准连续出版物号", f"ISSN {facts.issn}"),
            ("国内统一连续出版物号", facts.cn),
            ("出版日期", chinese_date(facts.publish_date)),
            ("刊期", f"月刊  第{first}卷第{facts.publish_date.month}期"),
            ("编辑部地址", "示例市测试大道88号"), ("编辑部电话", "0999-0000000"),
            ("印刷单位", "示例市测试印务有限公司"), ("定价", "15.00元"),
        ]  # fmt: skip
        sheet.fit(20, 22, 170, 16, facts.journal, Style(26, "serif-bold"))
        sheet.text(
            105,
            42,
            f"（月刊）  {facts.publish_date.year - first + 1}年创刊",
            Style(11),
            align="center",
        )
        top = 58.0
    sheet.line(25, top - 5, 185, top - 5, width=0.4)
    for label, value in rows:
        sheet.fit(25, top, 52, 9, label, Style(10.5, "sans-bold"), align="left")
        sheet.fit(80, top, 105, 9, value, Style(10.5), align="left")
        top += 10.5
    sheet.line(25, top + 4, 185, top + 4, width=0.4)
    sheet.paragraph(
        25, top + 12, 160,
        "本刊声明：凡投稿本刊的稿件，作者文责自负；未经本刊许可，不得转载。"
        "本刊对采用稿件有删改权，不同意删改者请在来稿时声明。",
        Style(9), indent=2,
    )  # fmt: skip
    return [sheet]


def full_text(facts: PaperFacts, kit: Kit, *, pages: int | None = None) -> list[Sheet]:
    """Slot `fulltext`: 3 to 5 pages in two columns (or `pages`), title and abstract first."""
    pages = pages or 3 + derive("pages", facts.title) % 3
    return [_first_page(facts, kit)] + [
        _later_page(facts, kit, number, last=number == pages - 1) for number in range(1, pages)
    ]


def _header(sheet: Sheet, facts: PaperFacts, number: int) -> None:
    page = facts.page + number
    sheet.fit(18, 9, 60, 7, facts.journal, Style(9), align="left", padding=0)
    sheet.text(192, 10.5, _issue(facts), Style(9), align="right")
    sheet.line(18, 17, 192, 17, width=0.3)
    sheet.text(105, 284, f"· {page} ·", Style(9), align="center")


def _first_page(facts: PaperFacts, kit: Kit) -> Sheet:
    random = rng("paper", facts.title)
    sheet = _body(kit, derive(facts.title) % _TEMPLATES, top=106.0).copy()
    _header(sheet, facts, 0)
    sheet.fit(22, 24, 166, 20, facts.title, Style(20, "serif-bold"))
    sheet.fit(22, 46, 166, 8, "  ".join(facts.authors), Style(12))
    sheet.fit(22, 55, 166, 7, f"（{facts.employer}，示例 999999）", Style(9))
    y = sheet.paragraph(
        26, 67, 158, f"摘  要：{prose.abstract(random, facts.title)}", Style(9.5), bottom=92
    )
    y = sheet.paragraph(
        26, y + 1, 158, f"关键词：{prose.keywords(random, facts.trade)}", Style(9.5)
    )
    sheet.text(26, y + 1, "中图分类号：TU99    文献标识码：A", Style(9.5))
    received = facts.publish_date.year - (1 if facts.publish_date.month < 4 else 0)
    first = f"第一作者：{facts.authors[0]}"
    sheet.line(18, 270, 80, 270, width=0.3)
    sheet.fit(
        18, 271.5, 170, 6, f"收稿日期：{received}年；{first}。", Style(8), align="left", padding=0
    )
    return sheet


def _later_page(facts: PaperFacts, kit: Kit, number: int, *, last: bool) -> Sheet:
    variant = (derive(facts.title) + number) % _TEMPLATES
    sheet = _body(kit, variant, top=22.0, bottom=228.0 if last else 272.0).copy()
    _header(sheet, facts, number)
    if last:
        sheet.text(18, 234, "参考文献：", Style(9.5, "sans-bold"))
        random = rng("references", facts.title)
        for entry in range(1, 7):
            cited = prose.paper_title(random, facts.trade)
            year = facts.publish_date.year - random.randint(2, 9)
            sheet.fit(
                18, 234 + entry * 5.6, 172, 5.5,
                f"[{entry}] 佚名. {cited}[J]. 示例工程学报, {year}({random.randint(1, 12)}).",
                Style(8.5), align="left", padding=0,
            )  # fmt: skip
    return sheet


_TEMPLATES = 10
_CACHED_UP_TO = 200  # dpi; larger pages would fill the memory


def _body(kit: Kit, variant: int, *, top: float, bottom: float = 266.0) -> Sheet:
    """Two columns of filler to be copied and headed; drawn once per process and look."""
    look = (kit.dpi, kit.skew, kit.softness, kit.mode)
    draw = _remembered_body if kit.dpi <= _CACHED_UP_TO else _draw_body
    return draw(look, variant, top, bottom)


def _draw_body(
    look: tuple[int, float, float, Mode], variant: int, top: float, bottom: float
) -> Sheet:
    random = rng("body", variant, int(top))
    dpi, most, softness, mode = look
    kit = Kit(random, dpi=dpi, skew=most, softness=softness, mode=mode)
    sheet = kit.sheet(colour=False)
    for column, x in enumerate((18.0, 108.0)):
        y = top
        while y < bottom - 9:
            if random.random() < 0.16 and y < bottom - 24:
                number = random.randint(1, len(prose.HEADINGS))
                heading = f"{number}  {prose.HEADINGS[number - 1]}"
                sheet.text(x, y, heading, Style(11, "sans-bold"))
                y += 7.5
            elif column == variant % 2 and y + 52 < bottom and random.random() < 0.25:
                y = _small_table(sheet, x, y, variant)
            text = prose.paragraph(random, random.randint(2, 5))
            y = sheet.paragraph(x, y, 84, text, Style(9.5), indent=2, bottom=bottom, ellipsis=False)
    return sheet


_remembered_body = lru_cache(maxsize=48)(_draw_body)


def _small_table(sheet: Sheet, x: float, y: float, variant: int) -> float:
    random = rng("table", variant)
    sheet.text(x + 42, y, f"表{variant % 4 + 1}  试验结果", Style(8.5, "sans"), align="center")
    rows = [["编号", "掺量/%", "强度/MPa", "变异系数"]]
    rows += [
        [f"S{number}", f"{number * 4}", f"{random.uniform(20, 48):.1f}", f"{random.random():.3f}"]
        for number in range(1, 6)
    ]
    widths = (16.0, 20.0, 24.0, 24.0)
    return draw_table(sheet, x, y + 5, widths, rows, row_height=6, style=Style(8)) + 4


def journal_query(facts: PaperFacts, kit: Kit) -> list[Sheet]:
    """Slot `journal_query`: a printed screenshot of the office's periodical register."""
    sheet = kit.sheet(ground=(255, 255, 255))
    blue: Colour = (22, 98, 168)
    sheet.area(14, 16, 182, 12, (232, 234, 238))
    sheet.area(17, 18.5, 150, 7, (252, 252, 252))
    sheet.text(20, 19.8, "https://query.example.cn/publish/journal", Style(8.5, "sans"))
    sheet.area(14, 28, 182, 20, blue)
    sheet.text(22, 33.5, "示例出版物信息查询平台", Style(16, "sans-bold", _WHITE))
    sheet.text(
        14, 53, "首页 > 从业机构和产品查询 > 期刊/期刊社查询", Style(9, "sans", (110, 110, 116))
    )
    for x, label, value in ((14, "期刊名称", facts.journal), (108, "CN号", facts.cn)):
        sheet.text(x, 65, label, Style(9.5, "sans"))
        sheet.box(x + 19, 62.5, 62, 8.5, width=0.2, fill=(160, 166, 176))
        sheet.fit(x + 19, 62.5, 62, 8.5, value, Style(9.5, "sans"), align="left")
    rows: list[list[Cell | str]] = [
        [Cell(text, label=True) for text in ("序号", "期刊名称", "CN", "主管单位", "主办单位")]
    ]
    rows.append(["1", facts.journal, facts.cn, "示例省科学技术协会", facts.organiser])
    other = rng("query", facts.journal)
    for number, edition in enumerate(("学术版", "下半月", "增刊"), start=2):
        name = f"{facts.journal}·{edition}"
        cn = f"CN 99-{other.randint(9000, 9998)}/T"
        rows.append([str(number), name, cn, "示例省科学技术协会", "示例省测试出版社"])
    end = draw_table(
        sheet, 14, 78, (14, 52, 34, 41, 41), rows,
        row_height=11, style=Style(9, "sans"), label_style=Style(9, "sans-bold"),
        shade=(226, 236, 247),
    )  # fmt: skip
    sheet.text(14, end + 4, "共 4 条记录  第 1/1 页", Style(8.5, "sans", (110, 110, 116)))
    detail = [
        ("期刊名称", facts.journal), ("ISSN", facts.issn), ("CN", facts.cn),
        ("刊期", "月刊"), ("语种", "中文"), ("主办单位", facts.organiser),
    ]  # fmt: skip
    sheet.text(14, end + 16, "详细信息", Style(11, "sans-bold", blue))
    draw_table(
        sheet, 14, end + 24, (46, 136),
        [[Cell(label, label=True), Cell(value, align="left")] for label, value in detail],
        row_height=9.5, style=Style(9.5, "sans"), label_style=Style(9.5, "sans-bold"),
    )  # fmt: skip
    sheet.text(
        105,
        270,
        "版权所有 示例出版物信息查询平台",
        Style(8, "sans", (130, 130, 136)),
        align="center",
    )
    return [sheet]
