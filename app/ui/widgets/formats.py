"""Numbers, dates, left time and masked values as style guide §10 writes them. Pure, no Qt.

Every instant is an aware `datetime`; it is shown in the zone of ``now``, which is the server's
clock. Nothing here raises on odd input: a value of unexpected shape is masked entirely.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from app.ui.i18n.lang import DEFAULT_LANG, Lang

_STEP = 1024
_COMMA_FROM = 10_000
_MINUTES_PER_DAY = 24 * 60
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class _Words:
    days: str
    hours: str
    minutes: str
    left: str
    under_a_minute: str
    overdue: str
    today: str
    tomorrow: str


_WORDS: Final[dict[Lang, _Words]] = {
    "zh_CN": _Words(
        days="{n} 天",
        hours="{n} 小时",
        minutes="{n} 分",
        left="剩 {time}",
        under_a_minute="剩不到 1 分",
        overdue="已逾期 {time}",
        today="今天 {clock}",
        tomorrow="明天 {clock}",
    ),
    "en": _Words(
        days="{n} d",
        hours="{n} h",
        minutes="{n} min",
        left="{time} left",
        under_a_minute="under 1 min left",
        overdue="overdue by {time}",
        today="today {clock}",
        tomorrow="tomorrow {clock}",
    ),
}


# --- numbers -----------------------------------------------------------------------------------


def bytes_text(size: int) -> str:
    """A size in steps of 1024: 512 B, 38 KB, 2.1 MB, 1.4 GB."""
    if size < _STEP:
        return f"{size} B"
    value = size / _STEP
    if value < 100:  # above that 0.1 MB is as good, and a column of MB reads better
        return f"{value:.0f} KB"
    for unit in ("MB", "GB"):
        value /= _STEP
        if value < 1000:
            return f"{value:.1f} {unit}"
    return f"{value / _STEP:.1f} TB"


def rate_text(bytes_per_second: float) -> str:
    """A transfer rate: 3.2 MB/s."""
    return f"{bytes_text(max(0, round(bytes_per_second)))}/s"


def count_text(number: int) -> str:
    """A count, with commas from 10,000 on."""
    return f"{number:,}" if abs(number) >= _COMMA_FROM else str(number)


def percent_text(fraction: float) -> str:
    """A share of one with one decimal: 12.5%."""
    return f"{fraction * 100:.1f}%"


def hash_text(digest: str) -> str:
    """The first and last four characters of a checksum."""
    return digest if len(digest) <= 9 else f"{digest[:4]}…{digest[-4:]}"


# --- masking -----------------------------------------------------------------------------------


def mask_id(number: str) -> str:
    """An ID number as details show it: 3 characters, stars, 4 characters."""
    if len(number) < 10:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def id_tail(number: str) -> str:
    """An ID number as lists show it: the last four characters."""
    return number[-4:] if len(number) >= 10 else ""


def mask_phone(number: str) -> str:
    """A mobile number: 3 digits, 4 stars, 4 digits."""
    if len(number) != 11:
        return "*" * len(number)
    return f"{number[:3]}****{number[-4:]}"


# --- dates -------------------------------------------------------------------------------------


def date_text(day: date) -> str:
    """2026-10-09."""
    return f"{day:%Y-%m-%d}"


def clock_text(moment: datetime, *, seconds: bool = False) -> str:
    """18:00, or 18:00:05."""
    return f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"


def table_time(moment: datetime, now: datetime) -> str:
    """10-09 18:00 in this year, 2025-10-09 18:00 otherwise."""
    moment = moment.astimezone(now.tzinfo)
    return f"{moment:%m-%d %H:%M}" if moment.year == now.year else f"{moment:%Y-%m-%d %H:%M}"


def sentence_time(moment: datetime, now: datetime, lang: Lang = DEFAULT_LANG) -> str:
    """今天 18:00, 明天 18:00, 10月16日 18:00, 2027年1月5日 18:00."""
    moment = moment.astimezone(now.tzinfo)
    clock = clock_text(moment)
    ahead = (moment.date() - now.date()).days
    words = _WORDS[lang]
    if ahead in (0, 1):
        return (words.tomorrow if ahead else words.today).format(clock=clock)
    same_year = moment.year == now.year
    if lang == "en":
        day = f"{moment.day} {_MONTHS_EN[moment.month - 1]}"
        return f"{day} {clock}" if same_year else f"{day} {moment.year} {clock}"
    day = f"{moment.month}月{moment.day}日"
    return f"{day} {clock}" if same_year else f"{moment.year}年{day} {clock}"


# --- left time ---------------------------------------------------------------------------------


def countdown(deadline: datetime, now: datetime, lang: Lang = DEFAULT_LANG) -> str:
    """剩 3 天 7 小时; below a day 剩 7 小时 36 分; below an hour 剩 23 分; past 已逾期 2 小时."""
    words = _WORDS[lang]
    left = deadline - now
    if left <= timedelta():
        return words.overdue.format(time=_duration(-left, words, units=1))
    if left < timedelta(minutes=1):
        return words.under_a_minute
    return words.left.format(time=_duration(left, words, units=2))


def urgency(deadline: datetime, now: datetime) -> str:
    """The tone of a deadline: red when past or today, amber tomorrow, otherwise empty."""
    ahead = (deadline.astimezone(now.tzinfo).date() - now.date()).days
    if ahead <= 0:
        return "red"
    return "amber" if ahead == 1 else ""


def _duration(length: timedelta, words: _Words, units: int) -> str:
    minutes = int(length.total_seconds() // 60)
    days, rest = divmod(minutes, _MINUTES_PER_DAY)
    hours, minutes = divmod(rest, 60)
    if days:
        parts = [(words.days, days), (words.hours, hours)]
    elif hours:
        parts = [(words.hours, hours), (words.minutes, minutes)]
    else:
        parts = [(words.minutes, max(1, minutes))]
    return " ".join(word.format(n=n) for word, n in parts[:units] if n)
