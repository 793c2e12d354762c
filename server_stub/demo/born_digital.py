"""PDFs that never were on paper: small, with a text layer, made by typst."""

from __future__ import annotations

import json
from functools import lru_cache

import typst

from server_stub.demo import fonts
from server_stub.demo.facts import Facts, LetterFacts, chinese_date

_TEMPLATE = """
#let letter = json(bytes(sys.inputs.letter))
#set document(title: letter.title, date: none)
#set page(paper: "a4", margin: 28mm, numbering: "1 / 1")
#set text(font: "Noto Serif CJK SC", size: 12pt, lang: "zh")
#set par(justify: true, leading: 1em, first-line-indent: (amount: 2em, all: true))
#align(center, text(size: 20pt, weight: "bold", letter.title))
#v(1em)
#if letter.addressee != "" { par(first-line-indent: 0em, letter.addressee + ":") }
#for part in letter.paragraphs { par(part) }
#v(2em)
#align(right, letter.issuer)
#align(right, letter.date)
"""


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    folder = str(fonts.locate("serif")[0].parent)
    found = typst.Fonts(include_system_fonts=False, font_paths=[folder])
    return typst.Compiler(font_paths=found)


def letter_pdf(facts: Facts) -> bytes:
    """A letter or work summary as born-digital PDF. Raises `TypeError` for other facts."""
    if not isinstance(facts, LetterFacts):
        raise TypeError(f"only letters are born digital, not {type(facts).__name__}")
    inputs = {
        "title": facts.title,
        "addressee": facts.addressee,
        "paragraphs": list(facts.paragraphs),
        "issuer": facts.issuer,
        "date": chinese_date(facts.issued_on),
    }
    answer = _compiler().compile(
        _TEMPLATE.encode(),
        format="pdf",
        sys_inputs={"letter": json.dumps(inputs, ensure_ascii=False)},
        timestamp=0,
    )
    assert isinstance(answer, bytes)
    return answer
