"""Family A: what is applied for, where, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.domain.checks.engine import CLAIM, PASS, SUBMIT, Hit, Subject, rule
from app.domain.checks.words import both, choice_words, field_words, level_words
from app.domain.enums import ApplicationType, Severity, Status
from app.domain.finding import Citation
from app.domain.form import PERSONAL, SETUP, FormEntry, is_empty
from app.domain.normal import org_key
from app.domain.partial_date import CHINA

CHOOSING = Citation(
    source="S2",
    place="一(一)1",
    quote="申报正高级工程师选择1001正高级工程师评委会，申报高级工程师选择工程系列柳州市副高级评委会，"
    "申报工程师选择工程系列柳州市中级评委会，申报助理工程师职称选择工程系列柳州市初级评委会。",
)


@rule(
    "R001",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=CHOOSING,
    params=("committees",),
    reason="WRONG_COMMITTEE",
)
def committee_of_level(at: Subject) -> Iterator[Hit]:
    """The committee is one of those for the level applied for.

    Parameter ``committees``: by level, the names of the committees that take it, usual one first.
    """
    row = _setup(at)
    if _told_empty(at, row, "committee_code"):
        return
    level = at.version.declaration.level
    allowed = at.params("R001")["committees"].get(level.value, [])
    if not allowed:
        yield Hit(SETUP, field="level", variant="UNDECIDED_LEVEL", uncertain=True)
    elif not _is_one_of(at, row, allowed):
        yield Hit(SETUP, field="committee_code", params=_committee_words(at, row, allowed[0]))


@rule(
    "R002",
    gates={PASS: Severity.ERROR},
    mode="H",
    source=Citation(
        source="S2",
        place="一(一)1",
        quote="申报住建行业、自然资源行业的工程师选择柳州市建设工程系列中级职称评委会，申报住建行业、"
        "自然资源行业的助理工程师选择柳州市建设工程系列初级职称评委会",
    ),
    params=("committees", "keywords"),
    reason="WRONG_COMMITTEE",
)
def committee_of_industry(at: Subject) -> Iterator[Hit]:
    """An industry with committees of its own goes to these, and no other industry does.

    Parameters: ``committees`` of the industry by level; ``keywords`` by which a specialty is known
    to belong to it; ``others``, by level, the committees of all other industries.
    """
    row, params = _setup(at), at.params("R002")
    own = params["committees"].get(at.version.declaration.level.value)
    specialty = str(row.values.get("specialty") or "")
    if own is None or _told_empty(at, row, "committee_code"):
        return
    there = _is_one_of(at, row, [own])
    if is_empty(specialty):
        if not at.told_missing(row, "specialty"):
            yield Hit(SETUP, field="specialty", variant="UNDECIDED", uncertain=True)
        return
    belongs = any(word in specialty for word in params["keywords"])
    if belongs == there:
        return
    level = at.version.declaration.level.value
    wanted = own if belongs else params.get("others", {}).get(level, "")
    yield Hit(
        SETUP,
        field="committee_code",
        variant="" if belongs else "OTHER_INDUSTRY",
        params=_committee_words(at, row, wanted) | {"specialty": specialty},
    )


@rule(
    "R003",
    gates={PASS: Severity.ASK},
    mode="M",
    source=Citation(
        source="S2",
        place="一(一)2",
        quote="以申报人所从事的专业技术工作来定，如果找不到一致的专业，可以选择最相近的专业。",
    ),
    params=("evidence",),
    reason="SPECIALTY",
)
def specialty_fits(at: Subject) -> Iterator[Hit]:
    """The specialty is found in what the applicant says about the work; else an officer looks.

    Parameters: ``evidence``, the fields (``module.field``) that tell of the work; ``endings`` of
    specialties that say nothing by themselves, such as 工程.
    """
    row, params = _setup(at), at.params("R003")
    if _told_empty(at, row, "specialty"):
        return
    specialty = str(row.values.get("specialty") or "").strip()
    core = specialty
    for ending in params.get("endings", []):
        core = core.removesuffix(ending) or core
    told = "".join(_texts(at, params["evidence"]))
    if not core or core not in told:
        yield Hit(SETUP, field="specialty", params={"specialty": specialty})


@rule(
    "R004",
    gates={SUBMIT: Severity.BLOCK, CLAIM: Severity.BLOCK},
    mode="A",
    source=Citation(source="S1", place="3.1(1)", quote="同一年度只准申报一个系列的专业技术资格"),
    reason="ONE_SERIES",
)
def one_series_a_year(at: Subject) -> Iterator[Hit]:
    """No other application of the person in the year is for another series.

    All kinds of application count that the region counts (``one_series``), whatever their state:
    one that was refused was applied for too. Only what was deleted does not.
    """
    row, declared = _setup(at), at.version.declaration
    if at.case is not None and not _counts(at, at.case.type):
        return
    if _told_empty(at, row, "series_code"):
        return
    others = at.around.other_cases
    if others is None or is_empty(declared.series_code):
        yield Hit(SETUP, field="series_code", variant="UNKNOWN", uncertain=True)
        return
    clashes = [
        other
        for other in others
        if other.year == declared.year
        and other.app_id != at.version.app_id
        and other.status is not Status.DELETED
        and _counts(at, other.type)
        and org_key(other.series_code) != org_key(declared.series_code)
    ]
    if clashes:
        params = {
            "year": str(declared.year),
            "series": "、".join(sorted({other.series_code for other in clashes})),
            "other": "、".join(sorted(other.app_id for other in clashes)),
        }
        yield Hit(SETUP, field="series_code", params=params)


@rule(
    "R005",
    gates={SUBMIT: Severity.BLOCK},
    mode="A",
    source=Citation(source="S3", place="2.3 个人申报设置", quote="所选年度暂未发布评审活动"),
    reason="NO_ACTIVITY",
)
def activity_published(at: Subject) -> Iterator[Hit]:
    """The committee chosen has published an activity for the year."""
    row = _setup(at)
    if _told_empty(at, row, "committee_code"):
        return
    known = at.around.activity_committees
    params = {"year": str(at.version.declaration.year), "committee": _committee(at, row)}
    if known is None:
        yield Hit(SETUP, field="committee_code", variant="UNKNOWN", params=params, uncertain=True)
    elif not _is_one_of(at, row, known):
        yield Hit(SETUP, field="committee_code", params=params)


@rule(
    "R006",
    gates={SUBMIT: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S3",
        place="2.3 个人申报设置",
        quote="选择申报评委会后，页面下方会显示出该评委会的相关评审活动信息，如评审方式、"
        "申报开始时间、申报截止时间、政策文件等。",
    ),
    reason="OUT_OF_WINDOW",
)
def inside_window(at: Subject) -> Iterator[Hit]:
    """The server's clock stands between the start and the end of the activity, both included;
    what was returned has a deadline of its own (S3 2.7)."""
    if at.case is not None and at.case.status is Status.RETURNED:
        return
    start, end = _moment(at.around.apply_start), _moment(at.around.apply_end)
    if start is not None and at.now < start:
        yield Hit(SETUP, field="activity_id", variant="EARLY", params={"start": _shown(start)})
    elif end is not None and at.now > end:
        yield Hit(SETUP, field="activity_id", variant="LATE", params={"end": _shown(end)})
    elif start is None or end is None:
        yield Hit(SETUP, field="activity_id", variant="UNKNOWN", uncertain=True)


@rule(
    "R012",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S1", place="3.5(1)", quote="注意：已报送的申报信息数据不能更换报送职改办。"
    ),
    params=("fields",),
    reason="TARGET_CHANGED",
)
def same_target(at: Subject) -> Iterator[Hit]:
    """The office and the committee are those of every version handed in before.

    Parameter: ``fields`` of the declaration that must not change. Where an earlier version is not
    at hand the rule asks.
    """
    row = _setup(at)
    if len(at.history) < at.version.version_no - 1:
        yield Hit(SETUP, field=at.params("R012")["fields"][0], variant="UNKNOWN", uncertain=True)
    for field in at.params("R012")["fields"]:
        now = row.values.get(field)
        for earlier in at.history:
            before = earlier.declaration.model_dump(mode="json").get(field)
            if before != now:
                params = {
                    "version": str(earlier.version_no),
                    "before": str(before or ""),
                    "given": str(now or ""),
                    **both("field", field_words(at, SETUP, [field])),
                }
                yield Hit(SETUP, field=field, params=params)
                break


@rule(
    "R013",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)1(3)",
        quote="申报方式：正常申报均为晋升，第二职称和转评详见说明。",
    ),
    params=("normal", "note"),
    reason="METHOD_NOTE",
)
def method_explained(at: Subject) -> Iterator[Hit]:
    """Who does not apply in the normal way says why.

    Parameters: ``normal`` ways of applying, ``note`` the field of the personal data that explains.
    """
    params = at.params("R013")
    for row in at.rows(PERSONAL):
        method = row.values.get("declare_method")
        if is_empty(method) and at.told_missing(row, "declare_method"):
            continue
        if method not in params["normal"] and is_empty(row.values.get(params["note"])):
            words = both("method", choice_words(at, PERSONAL, "declare_method", method))
            yield Hit(PERSONAL, row.entry_id, params["note"], params=words)


def _setup(at: Subject) -> FormEntry:
    return at.rows(SETUP)[0]


def _told_empty(at: Subject, row: FormEntry, field: str) -> bool:
    return is_empty(row.values.get(field)) and at.told_missing(row, field)


def _committee(at: Subject, row: FormEntry) -> str:
    """The committee as the form shows it."""
    return choice_words(at, SETUP, "committee_code", row.values.get("committee_code") or "")[0]


def _is_one_of(at: Subject, row: FormEntry, names: Iterable[str]) -> bool:
    """Whether the committee, by its code or its name, is among these."""
    given = {org_key(str(row.values.get("committee_code") or "")), org_key(_committee(at, row))}
    return bool(given & {org_key(name) for name in names})


def _committee_words(at: Subject, row: FormEntry, wanted: str) -> dict[str, str]:
    return {
        **both("level", level_words(at, at.version.declaration.level.value)),
        "committee": wanted,
        "given": _committee(at, row),
    }


def _texts(at: Subject, places: Iterable[str]) -> Iterator[str]:
    for place in places:
        module, _, field = place.partition(".")
        for row in at.rows(module):
            yield str(row.values.get(field) or "")


def _counts(at: Subject, kind: ApplicationType) -> bool:
    spec = at.profile.type_spec(kind)
    return spec is None or spec.one_series


def _moment(text: str) -> datetime | None:
    """A moment of the surroundings; one without a zone is no moment."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
