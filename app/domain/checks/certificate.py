"""Family L: what a certificate says of itself (S4; domain §4.13 R170–R172, R174, R179–R181)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from app.domain.certificate_fields import MODULE, date_text, plain
from app.domain.checks.certificate_row import GUIDE, label_of, row_of
from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.levels import office_hits
from app.domain.enums import ApplicationType, Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, is_empty
from app.domain.partial_date import PartialDate, parse_partial

SCOPE_1 = "一、范围及对象"
_SCOPE_SENTENCE = (
    "自2010年1月1日——2018年12月30日,在柳州市内通过评审、职称认定(转正定职)、重新确认等方式取得的"
    "中、初级专业技术资格纸质证书。"
)


def _date(row: FormEntry, field: str) -> PartialDate | None:
    return parse_partial(date_text(row.values.get(field)))


@rule(
    "R170",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S4", place=SCOPE_1, quote=_SCOPE_SENTENCE),
    params=("first", "last", "orphans"),
    reason="CERT_OUT_OF_PERIOD",
)
def obtained_in_period(at: Subject) -> Iterator[Hit]:
    """The certificate was obtained between the two days of the notice.

    Parameters: ``first`` and ``last`` day; ``orphans`` are days that the notice gives to neither
    this verification nor the later one, so that a person must say. What counts is when it was
    obtained, else when it was awarded; a date too coarse to tell becomes a question.
    """
    row = row_of(at)
    if row is None:
        return
    field = "obtain_time" if not is_empty(row.values.get("obtain_time")) else "award_date"
    written = row.values.get(field)
    if is_empty(written):
        return  # R020 asks for it
    params = at.params("R170")
    first, last = date.fromisoformat(params["first"]), date.fromisoformat(params["last"])
    place = (MODULE, row.entry_id, field)
    words = {"date": plain(written), "first": str(first), "last": str(last)}
    when = parse_partial(date_text(written))
    if when is None:
        yield Hit(*place, variant="UNREADABLE", params=words, uncertain=True)
    elif date_text(written) in params["orphans"]:
        yield Hit(*place, variant="ORPHAN", params=words, uncertain=True)
    elif when.last() < first or when.first() > last:
        yield Hit(*place, params=words)
    elif when.first() < first or when.last() > last:
        yield Hit(*place, variant="TOO_COARSE", params=words, uncertain=True)


@rule(
    "R171",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S1",
        place="3.7 审验",
        quote="（1）中初级证书，由职称证书授予单位（批准机关）进行审验。",
    ),
    params=("offices",),
    reason="CERT_LEVEL",
)
def level_verified_here(at: Subject) -> Iterator[Hit]:
    """The office verifies certificates of this level (also S4 一: 中、初级).

    Parameter ``offices``: for each level the kinds of office that verify it.
    """
    if at.case is not None and at.case.type is not ApplicationType.CERT_VERIFICATION:
        return
    row = row_of(at)
    if row is None and at.case is None:
        return
    stated = row.values.get("level") if row is not None else at.version.declaration.level
    if not is_empty(stated):
        place = (MODULE, row.entry_id, "level") if row is not None else ("setup", None, "level")
        yield from office_hits(at, stated, at.params("R171")["offices"], place)


@rule(
    "R172",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S4", place=SCOPE_1, quote=_SCOPE_SENTENCE),
    params=("modes",),
    reason="CERT_MODE",
)
def mode_in_scope(at: Subject) -> Iterator[Hit]:
    """It was obtained in one of the ways that the notice names.

    Parameter ``modes``. The notice ends its list with 等: another way is a question. None at all
    is an error, unless R020 says so already.
    """
    row = row_of(at)
    if row is None:
        return
    stated = row.values.get("obtain_mode")
    place = (MODULE, row.entry_id, "obtain_mode")
    modes = at.params("R172")["modes"]
    if is_empty(stated):
        if not at.told_missing(row, "obtain_mode"):
            yield Hit(*place, variant="EMPTY", params={"modes": "、".join(modes)})
    elif plain(stated) not in {plain(mode) for mode in modes}:
        words = {"mode": str(stated), "modes": "、".join(modes)}
        yield Hit(*place, variant="OTHER", params=words, uncertain=True)


@rule(
    "R174",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S4", place=SCOPE_1, quote=_SCOPE_SENTENCE),
    params=("names",),
    reason="CERT_ORGAN",
)
def approved_here(at: Subject) -> Iterator[Hit]:
    """An organ of this place approved it. Parameter ``names``: one of them is part of its name."""
    row = row_of(at)
    stated = plain(row.values.get("approving_org")) if row is not None else ""
    if row is None or not stated:
        return
    names = at.params("R174")["names"]
    if not any(plain(name) in stated for name in names):
        words = {"organ": str(row.values["approving_org"]), "names": "、".join(names)}
        yield Hit(MODULE, row.entry_id, "approving_org", params=words)


@rule(
    "R179",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="D", place=f"{GUIDE}（示例）", sourced=False),
    params=("months",),
)
def dates_near_each_other(at: Subject) -> Iterator[Hit]:
    """Obtained and awarded lie at most ``months`` apart, as far as their precision tells."""
    row = row_of(at)
    if row is None:
        return
    obtained, awarded = _date(row, "obtain_time"), _date(row, "award_date")
    if obtained is None or awarded is None:
        return
    months = int(at.params("R179")["months"])
    early, late = sorted((obtained, awarded), key=lambda one: (one.first(), one.last()))
    words = {
        "obtained": plain(row.values["obtain_time"]),
        "awarded": plain(row.values["award_date"]),
        "months": str(months),
    }
    place = (MODULE, row.entry_id, "award_date")
    if late.first() > _months_after(early.last(), months):
        yield Hit(*place, params=words)
    elif late.last() > _months_after(early.first(), months):
        yield Hit(*place, variant="TOO_COARSE", params=words, uncertain=True)


def _months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


@rule(
    "R180",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="D", place=f"{GUIDE}（示例）", sourced=False),
    params=("table",),
)
def plausible_together(at: Subject) -> Iterator[Hit]:
    """Post, specialty and approving organ go with the series.

    Parameter ``table``: for a series ``posts`` it has, and ``specialties`` and ``organs`` as
    keywords, each where known. A series that the table does not have tells nothing against it.
    """
    row = row_of(at)
    if row is None:
        return
    series = plain(row.values.get("series"))
    known: Mapping[str, list[str]] = next(
        (part for name, part in at.params("R180")["table"].items() if plain(name) == series), {}
    )
    for field, key, exact in (
        ("post_name", "posts", True),
        ("specialty", "specialties", False),
        ("approving_org", "organs", False),
    ):
        value = plain(row.values.get(field))
        expected = [plain(one) for one in known.get(key, [])]
        fits = value in expected if exact else any(one in value for one in expected)
        if value and expected and not fits:
            words = {
                "series": str(row.values["series"]),
                "field": label_of(at, field, "zh_CN"),
                "field_en": label_of(at, field, "en"),
                "value": str(row.values[field]),
            }
            yield Hit(MODULE, row.entry_id, field, params=words)


@rule(
    "R181",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="D", place=f"{GUIDE}（证书信息）", sourced=False),
)
def year_of_obtaining(at: Subject) -> Iterator[Hit]:
    """The year stated is the year in which it was obtained."""
    row = row_of(at)
    obtained = _date(row, "obtain_time") if row is not None else None
    if row is None or obtained is None or is_empty(row.values.get("year")):
        return
    if plain(row.values["year"]) != str(obtained.year):
        words = {"year": plain(row.values["year"]), "obtained": plain(row.values["obtain_time"])}
        yield Hit(MODULE, row.entry_id, "year", params=words)
