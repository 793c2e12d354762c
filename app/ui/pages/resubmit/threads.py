"""What became of the last return, module by module, for the screen (style guide §7 thread)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.answered import Answer, ModuleAnswers, Standing
from app.domain.model import ModuleComment
from app.store.readmodels import CaseView
from app.ui.i18n import language
from app.ui.pages.review.answers import round_of, was_asked


class Verdict(StrEnum):
    """How a module stands after a return."""

    CHANGED = "CHANGED"
    PARTLY = "PARTLY"
    LEFT = "LEFT"
    UNASKED = "UNASKED"
    SAME = "SAME"


@dataclass(frozen=True)
class Thread:
    """A module with what was asked of it and what the applicant did.

    ``publicised``: its change makes the unit publicise anew (R124).
    """

    module: str
    number: str
    name: str
    verdict: Verdict
    answers: tuple[Answer, ...] = ()
    publicised: bool = False

    @property
    def comments(self) -> tuple[ModuleComment, ...]:
        """What was asked."""
        return tuple(answer.comment for answer in self.answers)


def threads(case: CaseView) -> list[Thread]:
    """All modules of the form: asked for first, then changed unasked, then the same."""
    found = round_of(case)
    if found is None:
        return []
    asked = was_asked(found)
    rows = []
    for module in case.profile.modules:
        answers = found.module(module.code)
        if answers is not None:
            verdict = _verdict(answers, asked=asked)
            rows.append(
                Thread(
                    module.code,
                    module.number,
                    module.label.in_(language()),
                    verdict,
                    answers.answers,
                    answers.publicised and verdict not in (Verdict.SAME, Verdict.LEFT),
                )
            )
    return sorted(rows, key=lambda one: _rank(one.verdict))


def tallies(rows: Sequence[Thread]) -> Counter[Verdict]:
    """How many modules stand how."""
    return Counter(one.verdict for one in rows)


def _verdict(answers: ModuleAnswers, *, asked: bool) -> Verdict:
    match answers.standing:
        case Standing.FLAGGED_CHANGED:
            return Verdict.PARTLY if answers.left else Verdict.CHANGED
        case Standing.FLAGGED_UNCHANGED:
            return Verdict.LEFT
        case Standing.CHANGED_UNFLAGGED:
            return Verdict.UNASKED if asked else Verdict.CHANGED
        case _:
            return Verdict.SAME


def _rank(verdict: Verdict) -> int:
    return {Verdict.UNASKED: 1, Verdict.SAME: 2}.get(verdict, 0)
