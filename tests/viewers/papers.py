"""Files with a text layer, for the tools."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.media.samples import A4

TITLE = "大跨度钢桁架整体提升施工的变形控制"


def paper(path: Path, pages: int = 3) -> Path:
    """A contents page in Chinese, a page of English, and pages that name their number."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet = canvas.Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(pages):
        if number == 0:
            sheet.setFont("STSong-Light", 28)
            sheet.drawString(72, 760, "目　次")
            sheet.setFont("STSong-Light", 18)
            sheet.drawString(72, 700, TITLE)
            sheet.drawString(72, 660, "软土地区深基坑支护位移监测与反分析")
            sheet.drawString(72, 620, "某体育馆屋盖钢结构滑移施工技术")
        elif number == 1:
            sheet.setFont("Helvetica", 18)
            sheet.drawString(72, 700, "Deformation control of the steel")
            sheet.drawString(72, 676, "truss during lifting. Steel STEEL")
        else:
            sheet.setFont("STSong-Light", 18)
            sheet.drawString(72, 700, f"第 {number + 1} 页，钢结构")
        sheet.showPage()
    sheet.save()
    return path
