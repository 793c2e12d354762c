"""Family G: the course of a career (R088), and what was done in the present post (R089)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL, FormEntry, entry_title, is_empty
from app.domain.normal import org_key
from app.domain.partial_date import CHINA, PartialDate, parse_partial

MODULE = "experience"
TITLE = "current_title"


@dataclass(frozen=True)
class Post:
    """A post with its first and last month, counted from the year 0; both are worked in."""

    row: FormEntry
    first: int
    last: int


@rule(
    "R088",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="S2", place="(二)6", sourced=False),
    params=("gap_months",),
    reason="CAREER_ORDER",
)
def unbroken(at: Subject) -> Iterator[Hit]:
    """Posts follow one another up to the present employer, without long gaps or overlaps.

    One post may begin in the month in which another ends. Parameter ``gap_months``: how many
    whole months may lie between two posts, or between the last one and the application.
    """
    now = (at.version.submitted_at or at.now).astimezone(CHINA)
    present = _month(now.year, now.month)
    posts: list[Post] = []
    for row in at.rows(MODULE):
        post = _post(row, present)
        if isinstance(post, Hit):
            if not (post.field == "start" and _told(at, row)):
                yield post
            continue
        if post.last < post.first:
            yield Hit(MODULE, row.entry_id, "end", variant="REVERSED", params=_span(at, post))
            continue
        posts.append(post)
    posts.sort(key=lambda post: (post.first, post.last))
    yield from _neighbours(at, posts, int(at.params("R088")["gap_months"]), present)
    yield from _last(at, posts)


def _neighbours(at: Subject, posts: list[Post], most: int, present: int) -> Iterator[Hit]:
    if not posts:
        return
    latest = posts[0]
    for post in posts[1:]:
        words = {"name": entry_title(post.row, at.profile), "until": _text(latest.last)}
        if post.first < latest.last:
            words |= {"from": _text(post.first), "other": entry_title(latest.row, at.profile)}
            yield Hit(MODULE, post.row.entry_id, "start", variant="OVERLAP", params=words)
        elif post.first - latest.last - 1 > most:
            words |= {"from": _text(post.first), "months": str(post.first - latest.last - 1)}
            yield Hit(MODULE, post.row.entry_id, "start", variant="GAP", params=words)
        latest = max(latest, post, key=lambda one: one.last)
    if present - latest.last - 1 > most:
        words = {
            "name": entry_title(latest.row, at.profile),
            "until": _text(latest.last),
            "months": str(present - latest.last - 1),
        }
        yield Hit(MODULE, latest.row.entry_id, "end", variant="ENDED", params=words)


def _last(at: Subject, posts: list[Post]) -> Iterator[Hit]:
    employer = next(iter(at.rows(PERSONAL))).values.get("employer")
    if not posts or is_empty(employer):
        return
    row = max(posts, key=lambda post: (post.last, post.first)).row
    stated = row.values.get("employer")
    if not is_empty(stated) and org_key(str(stated)) != org_key(str(employer)):
        words = {"stated": str(stated), "employer": str(employer)}
        yield Hit(MODULE, row.entry_id, "employer", variant="EMPLOYER", params=words)


def _post(row: FormEntry, present: int) -> Post | Hit:
    """The months of a post; the question to ask where they cannot be read."""
    months: list[int] = []
    for code in ("start", "end"):
        text = row.values.get(code)
        if code == "end" and is_empty(text):
            months.append(present)
            continue
        day = parse_partial(text)
        if day is None or day.month is None:
            return _unclear(row, code, text)
        months.append(_month(day.year, day.month))
    return Post(row, months[0], months[1])


def _told(at: Subject, row: FormEntry) -> bool:
    return is_empty(row.values.get("start")) and at.told_missing(row, "start")


def _span(at: Subject, post: Post) -> dict[str, str]:
    return {
        "name": entry_title(post.row, at.profile),
        "from": _text(post.first),
        "until": _text(post.last),
    }


def _month(year: int, month: int) -> int:
    return year * 12 + month - 1


def _text(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


@rule(
    "R089",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S3", place="2.6 驳回意见详情", quote="缺少在现职期间工作业绩"),
    params=("module", "since"),
    reason="ACH_NONE_IN_POST",
)
def done_in_post(at: Subject) -> Iterator[Hit]:
    """At least one row of a module is of the time in the present post.

    Parameters: ``module``, and the fields of the current title (``since``) of which the first that
    is filled in tells when the post began. Who has no title yet has none.
    """
    params = at.params("R089")
    code = params["module"]
    rows = at.rows(code)
    title = next(iter(at.rows(TITLE)), None)
    if title is not None and title.values.get("no_title_application") is True:
        return
    if not rows:
        yield Hit(code)
        return
    texts = [title.values.get(field) for field in params["since"]] if title else []
    told = next((text for text in texts if not is_empty(text)), None)
    since = parse_partial(told)
    if since is None:
        yield Hit(code, variant="NO_POST_DATE", params={"value": str(told or "")}, uncertain=True)
        return
    verdicts = [_in_post(row, since) for row in rows]
    if True not in verdicts:
        unclear = None in verdicts
        yield Hit(
            code,
            variant="UNCLEAR" if unclear else "BEFORE",
            params={"since": str(told)},
            uncertain=unclear,
        )


def _in_post(row: FormEntry, since: PartialDate) -> bool | None:
    """Whether a row reaches into the post; None where its dates leave that open."""
    start, end = row.values.get("start"), row.values.get("end")
    if is_empty(end) and parse_partial(start) is not None:
        return True  # it goes on
    day = parse_partial(end)
    before = day.before(since) if day else None
    return None if before is None else not before


def _unclear(row: FormEntry, field: str, value: object) -> Hit:
    words = {"start": ("起始时间", "start"), "end": ("终止时间", "end")}
    return Hit(
        row.module_code,
        row.entry_id,
        field,
        variant="UNREADABLE",
        params={
            "field": words[field][0],
            "field_en": words[field][1],
            "value": str(value or ""),
        },
        uncertain=True,
        reason="VALUE_UNCLEAR",
    )
