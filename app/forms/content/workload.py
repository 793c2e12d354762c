"""工作量表: what the officers of an office have reviewed, for balance and not for ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.forms.content.source import day, need
from app.forms.form import Form, FormCode


@dataclass(frozen=True, slots=True)
class Work:
    """One officer's work. ``time_spent`` is that of all decided cases together."""

    officer: str
    claimed: int
    passed: int
    returned: int
    not_passed: int
    time_spent: timedelta = timedelta()

    @property
    def decided(self) -> int:
        """Cases that were decided one way or another."""
        return self.passed + self.returned + self.not_passed


def workload(works: Sequence[Work], office: str, since: date, until: date, made_on: date) -> Form:
    """The table of an office over a period, both days included.

    :raises FormError: ``FORM_CONTENT_MISSING`` where nobody did anything.
    """
    need("1" if works else "", "工作量")
    data = {
        "opening": f"统计期间：{day(since)}至{day(until)}。平均用时自签收起至提出意见止。",
        "rows": [[work.officer, *_counts(work)] for work in works],
        "total": _counts(
            Work(
                "",
                sum(work.claimed for work in works),
                sum(work.passed for work in works),
                sum(work.returned for work in works),
                sum(work.not_passed for work in works),
                sum((work.time_spent for work in works), timedelta()),
            )
        ),
        "date": day(made_on),
    }
    return Form(
        FormCode.WORKLOAD,
        "职称审核工作量表",
        office,
        made_on,
        data,
        (),
        line_left=f"单位：{office}",
        line_right=day(made_on),
    )


def _counts(work: Work) -> list[str]:
    numbers = (work.claimed, work.passed, work.returned, work.not_passed)
    return [*(str(number) for number in numbers), _average(work)]


def _average(work: Work) -> str:
    if not work.decided:
        return "—"
    minutes = round(work.time_spent.total_seconds() / 60 / work.decided)
    return f"{minutes // 60} 时 {minutes % 60} 分" if minutes >= 60 else f"{minutes} 分"
