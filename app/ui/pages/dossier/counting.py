"""The ways of counting working days side by side, and what follows from each (domain §4.12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from app.domain.calendar import Count as Way
from app.domain.calendar import Counting, PeriodCount, Verdict
from app.domain.profile.policies import CalendarPolicy
from app.ui.i18n import Count, language
from app.ui.pages.dossier.days import weekday
from app.ui.widgets import BadgeSpec


@dataclass(frozen=True)
class CountLine:
    """One way of counting. ``tone`` is of the result, ``said_tone`` of the sentence."""

    name: str
    total: str
    reached: str
    said: str
    tone: str
    bold: bool = False


def verdict_badge(counted: PeriodCount) -> BadgeSpec:
    """What the rule in force says; amber where a year's arrangement is not known."""
    tr = QCoreApplication.translate
    total, needed = counted.in_force.total, counted.in_force.needed
    if counted.verdict is Verdict.UNCERTAIN:
        text = tr("counting", "{years} 年放假安排未发布，结果待定")
        return BadgeSpec(text.format(years=_years(counted)), "amber", "soft", "help-circle")
    if counted.verdict is Verdict.SHORT:
        text = tr("counting", "{n} 个工作日，还差 {left} 个")
        short = text.format(n=Count(total), left=needed - total)
        return BadgeSpec(short, "red", "soft", "close-circle")
    return BadgeSpec(
        tr("counting", "{n} 个工作日，满足").format(n=total), "green", "soft", "check-circle"
    )


def count_lines(counted: PeriodCount, policy: CalendarPolicy) -> list[CountLine]:
    """The rule in force first, the stricter ways, and Monday to Friday as people count."""
    return [_line(count, counted, policy) for count in counted.counts.values()]


def safe_end(counted: PeriodCount) -> date | None:
    """The day on which every way of counting has enough; None where it has come already."""
    last = max(count.reached_on for count in (counted.in_force, *counted.stricter))
    return last if last > counted.end and last != date.max else None


def _line(count: Way, counted: PeriodCount, policy: CalendarPolicy) -> CountLine:
    tr = QCoreApplication.translate
    in_force = count.counting is Counting.IN_FORCE
    naive = count.counting is Counting.NAIVE
    if in_force and counted.verdict is Verdict.UNCERTAIN:
        tone = "amber"
    elif in_force:
        tone = "green" if count.enough else "red"
    else:
        tone = "text2" if count.enough or naive else "amber"
    reached = f"{count.reached_on:%m-%d} {weekday(count.reached_on)}"
    if not count.reached_certain:
        reached = f"{reached} {tr('counting', '待定')}"
    total = tr("counting", "{n} 天").format(n=count.total)
    return CountLine(
        _name(count, policy), total, reached, _said(count, counted), tone, bold=in_force
    )


def _name(count: Way, policy: CalendarPolicy) -> str:
    tr = QCoreApplication.translate
    if count.counting is Counting.IN_FORCE:
        first = tr("counting", "不计首日") if policy.exclude_start else tr("counting", "计首日")
        makeup = (
            tr("counting", "调休上班日计") if policy.count_makeup
            else tr("counting", "调休上班日不计")
        )  # fmt: skip
        return tr("counting", "本规则（{first}，{makeup}）").format(first=first, makeup=makeup)
    return {
        Counting.NO_MAKEUP: tr("counting", "调休上班日不算"),
        Counting.FIRST_EXCLUDED: tr("counting", "首日不计（民法典第 201 条）"),
        Counting.STRICT: tr("counting", "首日、调休上班日都不计"),
        Counting.NAIVE: tr("counting", "只算周一至周五（常见误算）"),
    }[count.counting]


def _said(count: Way, counted: PeriodCount) -> str:
    tr = QCoreApplication.translate
    left = count.needed - count.total
    if count.counting is Counting.NAIVE:
        if count.reached_on >= counted.in_force.reached_on:
            return tr("counting", "本期间内与本规则相同")
        day = f"{count.reached_on:%m-%d}"
        text = tr("counting", "没有扣除节假日，{day} 结束公示会被拦截")
        return text.format(day=day)
    if count.counting is Counting.IN_FORCE:
        if counted.verdict is Verdict.UNCERTAIN:
            return tr("counting", "结果待定，系统不自动放行")
        if count.enough:
            return tr("counting", "系统按此放行")
        return tr("counting", "差 {n} 天，系统不放行").format(n=left)
    if not count.certain:
        return tr("counting", "结果待定，系统不自动放行")
    if not count.enough:
        return tr("counting", "上级若从严掌握，差 {n} 天").format(n=left)
    if count.counting is Counting.NO_MAKEUP and count.total == counted.in_force.total:
        return tr("counting", "本期间内没有调休上班日")
    return tr("counting", "从严掌握也满足")


def _years(counted: PeriodCount) -> str:
    years = [str(year) for year in counted.unknown_years]
    return ("、" if language() == "zh_CN" else ", ").join(years)
