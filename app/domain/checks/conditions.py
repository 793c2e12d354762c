"""Whether a row says which condition of the evaluation standard it meets (R072, R081, R087)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import Hit, Subject
from app.domain.form import entry_title, is_empty

CONDITION = "condition_code"


def without_condition(at: Subject, module_code: str, variant: str = "") -> Iterator[Hit]:
    """Object to each row of a module in which no condition was chosen.

    It is said in the region's own words even where R020 names the field as well.
    """
    module = at.profile.module(module_code)
    spec = module.field(CONDITION) if module else None
    if spec is None:
        return
    for row in at.rows(module_code):
        if is_empty(row.values.get(CONDITION)):
            yield Hit(
                module_code,
                row.entry_id,
                CONDITION,
                variant=variant,
                params={
                    "name": entry_title(row, at.profile),
                    "field": spec.label.zh_CN,
                    "field_en": spec.label.en,
                },
                reason="CONDITION_MISSING",
            )
