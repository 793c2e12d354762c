"""What became of the last return's comments, in words for the module list and the change list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.answered import ModuleAnswers, RoundDiff, Standing, join, last_return
from app.store.readmodels import CaseView
from app.ui.i18n import Count


def round_of(case: CaseView) -> RoundDiff | None:
    """The last return beside what changed since; None without an earlier version at hand."""
    if case.diff is None or case.previous is None:
        return None
    last = last_return(case.application)
    told = last is not None and last.version_no == case.previous.version_no
    comments = last.decision.module_comments if last is not None and told else []
    return join(case.diff, comments, case.profile)


def module_words(name: str, answers: ModuleAnswers, *, asked: bool) -> str:
    """The module's name with how it stands; ``asked``: there was a return with comments."""
    translate = QCoreApplication.translate
    match answers.standing:
        case Standing.FLAGGED_CHANGED:
            return translate("review", "{name} · 已改").format(name=name)
        case Standing.FLAGGED_UNCHANGED:
            return translate("review", "{name} · 未改").format(name=name)
        case Standing.CHANGED_UNFLAGGED if asked:
            return translate("review", "{name} · 自行改动").format(name=name)
        case Standing.CHANGED_UNFLAGGED:
            return translate("review", "{name} · 已改").format(name=name)
        case _:
            return name


def was_asked(found: RoundDiff) -> bool:
    """Whether the return asked for anything."""
    return any(module.answers for module in found.modules)


def remarks(answers: ModuleAnswers) -> list[str]:
    """What to know of a module's changes beside the changes themselves."""
    translate = QCoreApplication.translate
    found = []
    if answers.left:
        text = translate("review", "上次 {n} 条意见所指之处未改")
        found.append(text.format(n=Count(len(answers.left))))
    if answers.publicised and answers.standing in (
        Standing.FLAGGED_CHANGED,
        Standing.CHANGED_UNFLAGGED,
    ):
        found.append(translate("review", "公示内容有改动，须重新公示"))
    return found
