"""What a persona changes in the unit's steps (domain §4.18), so that a dossier falls short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from server_stub.demo.cases.steps import Steps, shown_until, workdays_after

Omission = Callable[[Steps], Steps | None]
"""The steps as they were taken; None where the unit has not begun."""


def as_asked(steps: Steps) -> Steps:
    """Everything was done, in order."""
    return steps


def not_begun(steps: Steps) -> None:
    """There is no dossier yet."""
    del steps


def running(steps: Steps) -> Steps:
    """Publicity began on the last working day before today; nothing else was done."""
    start = steps.today - timedelta(days=1)
    while workdays_after(steps.calendar, start - timedelta(days=1), 1) != start:
        start -= timedelta(days=1)
    end = shown_until(steps.calendar, start, 5)
    return replace(
        steps, start=start, end=end, defended=None, deliberated=None, assessments=(), text=""
    )


def late_defence(steps: Steps) -> Steps:
    """The defence was held on the working day after the deliberation (R125)."""
    assert steps.deliberated is not None
    return replace(steps, defended=workdays_after(steps.calendar, steps.deliberated, 1))


def four_members(steps: Steps) -> Steps:
    """The group had four members, its leader among them (R127)."""
    return replace(steps, group=steps.group[:4])


def only_agreed(steps: Steps) -> Steps:
    """The recommendation says nothing (R132)."""
    return replace(steps, text="同意推荐")


def boilerplate(steps: Steps) -> Steps:
    """The text that this unit writes for everybody (R134)."""
    text = (
        f"{steps.name}同志思想品德良好，遵守职业道德，廉洁自律；任现职以来认真完成各项工作任务，"
        "工作成绩明显；专业基础扎实，熟悉本专业规范标准，技术水平达到申报要求；具有较强的独立工作"
        "能力和组织协调能力，能够解决生产中的技术问题；工作态度端正，爱岗敬业，吃苦耐劳，责任心强。"
        "经公示无异议，审议小组审议，单位同意推荐该同志申报相应职称。"
    )
    return replace(steps, text=text)


def over_national_day(steps: Steps) -> Steps:
    """Publicity from 28 September to 6 October: long enough by weekdays, in truth not (R121)."""
    year = steps.today.year if steps.today >= date(steps.today.year, 10, 20) else steps.year - 1
    return replace(steps, start=date(year, 9, 28), end=date(year, 10, 6))


def first_version_shown(steps: Steps) -> Steps:
    """Publicised was the version before; papers have changed since (R124)."""
    return replace(steps, shown=1)


def unknown_year(steps: Steps) -> Steps:
    """Publicity lies in a year whose holidays nobody has announced yet (R121 cannot be decided)."""
    first = date(max(max(steps.calendar.years), steps.today.year) + 1, 1, 4)
    return replace(steps, start=first, end=workdays_after(steps.calendar, first, 5))
