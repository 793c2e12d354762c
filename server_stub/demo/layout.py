"""Breaking text into lines, apart from any drawing."""

from __future__ import annotations

from collections.abc import Callable

_NEVER_FIRST = set("，。、；：？！）》」』】”’,.;:?!)]}％%·")
_NEVER_LAST = set("（《「『【“‘([{")

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure, *, first_indent: float = 0.0) -> list[str]:
    """Lines of `text` no wider than `width`; `measure` gives the width of a string.

    Latin words and numbers stay whole where they fit on a line of their own; closing punctuation
    never starts a line and an opening bracket never ends one. ``\\n`` breaks.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        room = width - first_indent if not lines else width
        line: list[str] = []
        for token in _tokens(part, width, measure):
            if not line or measure("".join(line) + token) <= room:
                line.append(token)
                continue
            carried = [token]
            while len(line) > 1 and (carried[0][0] in _NEVER_FIRST or line[-1] in _NEVER_LAST):
                carried.insert(0, line.pop())
            lines.append("".join(line).rstrip())
            line = ["".join(carried).lstrip()]
            room = width
        lines.append("".join(line))
    return lines


def _tokens(text: str, width: float, measure: Measure) -> list[str]:
    tokens: list[str] = []
    for char in text:
        word = char.isascii() and not char.isspace()
        joins = word and tokens and tokens[-1][-1].isascii() and not tokens[-1][-1].isspace()
        if joins and measure(tokens[-1] + char) <= width:
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens
