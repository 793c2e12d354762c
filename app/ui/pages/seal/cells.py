"""A form of the plan, or one that is left out, as the cells of a table row."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from app.operations.sealing.plan import Planned
from app.store.seal_pages import LeftOut
from app.ui.pages.seal import words
from app.ui.widgets.tables import Cell, CheckCell, Column, TextCell

REMEDY = "remedy"


def columns() -> list[Column]:
    """The columns, in the order of the mock-up."""
    translate = QCoreApplication.translate
    return [
        Column("tick", "", 44, hideable=False),
        Column("place", translate("seal", "序"), 44, align="right"),
        Column("name", translate("seal", "姓名"), 112, hideable=False),
        Column("title", translate("seal", "申报职称"), 104),
        Column("form", translate("seal", "表单"), 108),
        Column("pages", translate("seal", "页数"), 56, align="right"),
        Column("check", translate("seal", "用章前检查"), 180, stretch=True),
        Column("hash", translate("seal", "文件校验码"), 96),
        Column(REMEDY, "", 92),
    ]


def planned_cell(one: Planned, column: str, place: int, title: str, *, ticked: bool) -> Cell | None:
    """What stands in a column of a form that can be sealed."""
    match column:
        case "tick":
            return CheckCell(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        case "place":
            return TextCell(str(place), tone="text2", align="right")
        case "name":
            return TextCell(one.name, bold=True)
        case "title":
            return TextCell(one.title or title)
        case "form":
            return TextCell(words.form_name(one.form))
        case "pages":
            return TextCell(pages_text(one.pages), align="right")
        case "check":
            passed = QCoreApplication.translate("seal", "全部通过")
            across = QCoreApplication.translate("seal", "加盖骑缝章")
            tail = across if one.cross_page else ""
            return TextCell(passed, tail=tail, icon="check", icon_tone="green")
        case "hash":
            return TextCell(words.short_hash(one.doc_sha256), tone="text2", mono=True)
        case _:
            return None


def left_out_cell(left: LeftOut, column: str, title: str) -> Cell | None:
    """What stands in a column of a form that is left out."""
    match column:
        case "name":
            return TextCell(left.name, bold=True)
        case "title":
            return TextCell(title)
        case "form":
            return TextCell(words.form_name(left.form) if left.form else "")
        case "check":
            return TextCell(words.reason(left), tone="red")
        case "hash":
            return TextCell(words.rule(left), tone="text2")
        case "remedy":
            return TextCell(words.remedy(left).words, tone="accent_text")
        case _:
            return None


def pages_text(pages: int) -> str:
    """2 页."""
    return QCoreApplication.translate("seal", "{n} 页").format(n=pages)
