"""The frame of a pack's page: one file, no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from app.protocol.messages import message

_STYLE: Final = """
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1c2430;
  margin: 2.2em auto; max-width: 78em; padding: 0 1.5em; }
h1 { font-size: 1.6em; margin: 0 0 .2em; } h2 { font-size: 1.15em; margin: 1.8em 0 .5em; }
small { color: #5b6675; font-weight: normal; } code, pre { font: 13px/1.5 monospace; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1.5em; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; background: #f1f4f8; }
th, td { border: 1px solid #c9d1db; padding: .35em .6em; vertical-align: top; }
td { overflow-wrap: anywhere; } .good { color: #1d6f42; } .bad { color: #b3261e; }
.stand-in { color: #8a5a00; } pre { background: #f6f8fa; padding: .7em 1em; white-space: pre-wrap;
  overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } tr { break-inside: avoid; } }
"""


def both(code: str, *, tag: str = "small", **params: object) -> str:
    """Words of the catalogue, Chinese and then English, as HTML."""
    chinese = message(code, "zh_CN", **params)
    english = message(code, "en", **params)
    return f'{escape(chinese)} <{tag} lang="en">{escape(english)}</{tag}>'


def page(title: str, body: str) -> str:
    """The whole document."""
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n{body}\n</html>\n"
    )


def table(heads: Sequence[str], rows: Sequence[str]) -> str:
    """A table of :func:`row` s; heads are HTML."""
    head = "".join(f"<th>{one}</th>" for one in heads)
    return f"<table>\n<tr>{head}</tr>\n{chr(10).join(rows)}\n</table>"


def row(*cells: str) -> str:
    """A row of HTML cells."""
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
