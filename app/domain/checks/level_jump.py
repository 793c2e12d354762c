"""Family D: titles are applied for level by level."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.words import both, level_words
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, is_empty

MODULE = "current_title"


@rule(
    "R056",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="N2", place="逐级申报", sourced=False),
    params=("ladder", "words", "reason"),
    reason="LEVEL_JUMP",
)
def level_by_level(at: Subject) -> Iterator[Hit]:
    """The level applied for is at most one above the present one, or the exception is explained.

    Parameters: ``ladder`` of levels upwards; ``words``, the level that a level's or a title's name
    means (the longest word that it ends with counts); ``reason``, the field that explains.
    """
    params, declared = at.params("R056"), at.version.declaration.level
    ladder: list[str] = params["ladder"]
    for row in at.rows(MODULE):
        if row.values.get("no_title_application") is True:
            continue
        if not is_empty(row.values.get(params["reason"])):
            continue
        present = _present(row, params["words"])
        nameless = all(is_empty(row.values.get(field)) for field in ("level", "title_name"))
        if nameless and at.told_missing(row, "title_name"):
            continue
        place = (MODULE, row.entry_id, "level")
        if present is None or declared.value not in ladder:
            yield Hit(*place, variant="UNKNOWN", uncertain=True)
        elif ladder.index(declared.value) - ladder.index(present) > 1:
            words = both("present", level_words(at, present))
            yield Hit(*place, params=words | both("applied", level_words(at, declared.value)))


def _present(row: FormEntry, words: dict[str, str]) -> str | None:
    """The present level: by its name, else by the title's."""
    for field in ("level", "title_name"):
        text = str(row.values.get(field) or "").strip()
        found = [word for word in words if text.endswith(word)]
        if found:
            return words[max(found, key=len)]
    return None
