"""Family D: the current title."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.words import both, choice_words
from app.domain.enums import Severity
from app.domain.finding import Citation

MODULE = "current_title"


@rule(
    "R050",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)3(1)",
        quote="大专以上学历申报助理工程师的，无职称申报选项应为“否”",
    ),
    params=("level", "education_levels"),
    reason="NOT_NO_TITLE",
)
def not_without_title(at: Subject) -> Iterator[Hit]:
    """Who applies for the assistant level with the education named is a normal applicant.

    Parameters: ``level`` applied for, ``education_levels`` that make it normal.
    """
    params = at.params("R050")
    row = next((r for r in at.rows(MODULE) if r.values.get("no_title_application") is True), None)
    level = at.version.declaration.level
    if row is None or (level.known and level != params["level"]):
        return
    place = (MODULE, row.entry_id, "no_title_application")
    education = [str(entry.values.get("level") or "") for entry in at.rows("education")]
    enough = next((code for code in education if code in params["education_levels"]), None)
    if not level.known:
        yield Hit(*place, variant="UNDECIDED_LEVEL", uncertain=True)
    elif enough is not None:
        words = choice_words(at, "education", "level", enough)
        yield Hit(*place, params=both("education", words))
    elif not any(_is_known(at, code) for code in education):
        yield Hit(*place, variant="UNDECIDED_EDUCATION", uncertain=True)


def _is_known(at: Subject, code: str) -> bool:
    module = at.profile.module("education")
    spec = module.field("level") if module else None
    return spec is not None and any(choice.value == code for choice in spec.choices)
