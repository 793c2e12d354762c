"""What a unit does before it passes a case on, day by day (S2 二): publicity, defence, group.

Days are counted back from the demo's now by working days, so that all of it is over on any day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.calendar import Verdict, WorkCalendar
from app.domain.calendar_data import packaged_calendar
from app.domain.dossier import AssessmentResult
from app.domain.enums import Level
from app.domain.partial_date import CHINA
from app.domain.profile import CalendarPolicy
from server_stub.demo import names
from server_stub.demo.cases.draft import Draft
from server_stub.demo.cases.moments import GROUPS, Group, Moments
from server_stub.demo.cases.opinions import opinion
from server_stub.demo.seeds import rng

SENIOR = frozenset({Level.SENIOR_FULL.value, Level.SENIOR_ASSOC.value})
"""These levels are defended, and their group's form is signed by its leader (S2 二.2, 二.3)."""

_BEGUN = 26
"""So many days ago publicity begins, or on the working day after."""
_POSTS = ("总工程师", "工程部经理", "质量安全部经理", "技术中心主任", "人力资源部经理", "项目经理")
_TITLES = ("正高级工程师", "高级工程师", "高级工程师", "高级工程师", "高级经济师", "高级工程师")


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of the deliberation group."""

    name: str
    post: str
    title: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The unit's steps for one case; a persona changes some with `replace`.

    ``shown`` is the version that was publicised. ``deliberated`` is None while that is to come.
    ``expert`` is 专家鉴定意见, ``objection`` what was brought forward in the publicity and
    ``settled`` what came of it, ``evaluation`` what was said of the defence, ``views`` what the
    members of the group said.
    """

    number: int
    name: str
    trade: str
    title: str
    senior: bool
    calendar: WorkCalendar
    today: date
    year: int
    start: date
    end: date
    defended: date | None
    deliberated: date | None
    shown: int
    group: tuple[Colleague, ...]
    assessments: tuple[tuple[int, AssessmentResult], ...]
    text: str
    expert: str = ""
    objection: str = ""
    settled: str = ""
    views: str = ""
    evaluation: str = "答辩人陈述清楚，回答问题准确，对本专业技术问题理解较深。"

    @property
    def done_at(self) -> datetime:
        """When the dossier was last saved: in the afternoon of its last step."""
        last = max(day for day in (self.start, self.defended, self.deliberated) if day is not None)
        return datetime.combine(min(last, self.today - timedelta(days=1)), time(16, 30), CHINA)


def workdays_after(calendar: WorkCalendar, day: date, count: int) -> date:
    """The ``count``-th working day after ``day``."""
    return calendar.nth_day(day + timedelta(days=1), CalendarPolicy(min_days=count))


def shown_until(calendar: WorkCalendar, start: date, length: int) -> date:
    """The last day of a publicity of so many working days, or more until it is long enough by every
    way of counting (domain §4.12)."""
    end = workdays_after(calendar, start - timedelta(days=1), length)
    while calendar.count(start, end, CalendarPolicy()).verdict is Verdict.WARN_STRICT:
        end = workdays_after(calendar, end, 1)
    return end


def steps(
    number: int, waiting: Group, draft: Draft, versions: int, seed: int, moments: Moments
) -> Steps:
    """The steps for case ``number``, everything done right.

    :param waiting: its deadline.
    :param draft: the present version, which is number ``versions``.
    """
    calendar = packaged_calendar()
    today = moments.local.date()
    start = workdays_after(calendar, today - timedelta(days=_BEGUN + 1), 1)
    end = shown_until(calendar, start, 6 + GROUPS.index(waiting) % 2)
    senior = draft.declaration["level"] in SENIOR
    defended = workdays_after(calendar, end, 1) if senior else None
    name, trade = draft.person["name"], draft.declaration["specialty"]
    title = draft.declaration["target_title"]
    return Steps(
        number=number,
        name=name,
        trade=trade,
        title=title,
        senior=senior,
        calendar=calendar,
        today=today,
        year=moments.year,
        start=start,
        end=end,
        defended=defended,
        deliberated=workdays_after(calendar, defended or end, 1),
        shown=versions,
        group=_group(seed, number, name),
        assessments=_assessments(draft, moments.year, number),
        text=opinion(number, name=name, trade=trade, title=title, project=_project(draft)),
    )


def _group(seed: int, number: int, applicant: str) -> tuple[Colleague, ...]:
    random = rng(seed, "group", number)
    found: list[str] = []
    while len(found) < len(_POSTS):
        name = names.invent_name(random)
        if name != applicant and name not in found:
            found.append(name)
    return tuple(map(Colleague, found, _POSTS, _TITLES))


def _project(draft: Draft) -> str:
    rows = draft.modules.get("achievements") or []
    return str(rows[0].fields["project_name"]) if rows else "示例市滨江大道提升改造工程"


def _assessments(draft: Draft, year: int, number: int) -> tuple[tuple[int, AssessmentResult], ...]:
    """The five years before the application; fewer for who began to work later (R130)."""
    rows = draft.modules.get("experience") or []
    begun = int(str(rows[0].fields["start"])[:4]) if rows else year - 5
    return tuple(
        (
            each,
            AssessmentResult.EXCELLENT if (each + number) % 5 == 0 else AssessmentResult.COMPETENT,
        )
        for each in range(max(year - 5, begun), year)
    )
