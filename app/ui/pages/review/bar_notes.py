"""What rules say of the chosen verb, in front of its consequence in the decision bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.finding import Finding
from app.protocol.messages import message
from app.ui.i18n import Count, language
from app.ui.widgets import severity_label

_MOST = 2
"""More would not fit into the two lines of the bar; each comment has its own beside it."""


@dataclass(frozen=True)
class BarNotes:
    """The notes for a wide bar, and their rules for a narrow one, where the whole is the tool tip.

    Both are empty where there is none.
    """

    long: str = ""
    short: str = ""


def bar_notes(notes: Iterable[Finding]) -> BarNotes:
    """提醒：距截止 … 只剩 5 小时（R154）。 Each rule speaks once."""
    each = list({note.message_code: note for note in notes}.values())
    return BarNotes(_facts(each), _rules(each))


def _facts(notes: list[Finding]) -> str:
    translate = QCoreApplication.translate
    said = translate("review", "{kind}：{what}（{rule}）。")
    words = "".join(
        said.format(
            kind=severity_label(note.severity.value),
            what=message(f"{note.message_code}.fact", language(), **note.params),
            rule=note.rule_id,
        )
        for note in notes[:_MOST]
    )
    more = len(notes) - _MOST
    if more > 0:
        words += translate("review", "另有 {n} 项。").format(n=Count(more))
    return words


def _rules(notes: list[Finding]) -> str:
    translate = QCoreApplication.translate
    kinds: dict[str, list[str]] = {}
    for note in notes:
        kinds.setdefault(severity_label(note.severity.value), []).append(note.rule_id)
    said = translate("review", "{kind} {rules}。")
    comma = translate("review", "、")
    return "".join(said.format(kind=kind, rules=comma.join(ids)) for kind, ids in kinds.items())
