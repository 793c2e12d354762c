"""Family H: social insurance and other proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL, FormEntry, is_empty
from app.domain.partial_date import CHINA, months_before

MODULE = "social_insurance"
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@rule(
    "R091",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)13",
        quote="如系统共享数据无法自动识别其社保缴纳情况，应提供申报前连续6个月以上（不含申报当月）"
        "个人社保缴费清单的扫描件。",
    ),
    params=("months", "natures"),
    reason="SI_MONTHS",
)
def months_without_gap(at: Subject) -> Iterator[Hit]:
    """The months before the month of submission (China's time) are all paid, that month apart.

    Parameters: ``months`` how many, ``natures`` the kinds of employment it is asked of.
    """
    params = at.params("R091")
    personal = next(iter(at.rows(PERSONAL)))
    nature = personal.values.get("identity_nature")
    rows = at.rows(MODULE)
    if any(row.values.get("autofilled") is True for row in rows):
        return
    if is_empty(nature):
        if not at.told_missing(personal, "identity_nature"):
            yield Hit(MODULE, variant="UNDECIDED_NATURE", uncertain=True)
        return
    if nature in params["natures"]:
        yield from _gaps(at, rows, int(params["months"]))


def _gaps(at: Subject, rows: list[FormEntry], count: int) -> Iterator[Hit]:
    applied = at.version.submitted_at or at.now
    entry_id = rows[0].entry_id if rows else None
    stated = [month for row in rows for month in _listed(row.values.get("months"))]
    strange = [month for month in stated if not _MONTH.fullmatch(month)]
    if strange:
        yield Hit(
            MODULE,
            entry_id,
            "months",
            variant="UNREADABLE",
            params={"field": "缴费月份", "field_en": "months paid", "value": "、".join(strange)},
            uncertain=True,
            reason="VALUE_UNCLEAR",
        )
    missing = [month for month in months_before(applied, count) if month not in stated]
    if missing:
        yield Hit(
            MODULE,
            entry_id,
            "months",
            params={
                "months": "、".join(missing),
                "months_en": ", ".join(missing),
                "count": str(count),
                "applied": f"{applied.astimezone(CHINA):%Y-%m}",
            },
            evidence={"missing": missing, "stated": stated},
        )


def _listed(value: Any) -> list[str]:
    if is_empty(value):
        return []
    items = value if isinstance(value, list) else [value]
    return [str(item).strip() for item in items]
