"""Ruled tables on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server_stub.demo.sheet import BODY, Align, Colour, Sheet, Style

RULE: Colour = (70, 70, 74)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over `span` columns; a `label` is set bolder and in the middle."""

    text: str
    span: int = 1
    label: bool = False
    align: Align = "center"


Row = Sequence[Cell | str]


def draw_table(
    sheet: Sheet,
    x: float,
    y: float,
    widths: Sequence[float],
    rows: Sequence[Row],
    *,
    row_height: float = 9.0,
    heights: Sequence[float] | None = None,
    style: Style = BODY,
    label_style: Style | None = None,
    rule: float = 0.25,
    shade: Colour | None = None,
) -> float:
    """Draw `rows` over columns of `widths` millimetres; returns the y below the table.

    Every row must fill all columns (`ValueError` otherwise). `heights` gives each row its own
    height, `shade` fills the first row.
    """
    label_style = label_style or style
    tall = list(heights) if heights is not None else [row_height] * len(rows)
    total = sum(widths)
    if shade is not None:
        sheet.area(x, y, total, tall[0], shade)
    for row, height in zip(rows, tall, strict=True):
        cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
        if sum(cell.span for cell in cells) != len(widths):
            raise ValueError(f"row does not fill {len(widths)} columns: {row!r}")
        sheet.line(x, y, x + total, y, width=rule, fill=RULE)
        left, column = x, 0
        for cell in cells:
            width = sum(widths[column : column + cell.span])
            sheet.line(left, y, left, y + height, width=rule, fill=RULE)
            if cell.text:
                used = label_style if cell.label else style
                sheet.fit(left, y, width, height, cell.text, used, align=cell.align)
            left += width
            column += cell.span
        sheet.line(left, y, left, y + height, width=rule, fill=RULE)
        y += height
    sheet.line(x, y, x + total, y, width=rule, fill=RULE)
    return y
