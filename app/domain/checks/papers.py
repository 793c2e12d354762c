"""Family F: papers and works."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.conditions import without_condition
from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.limits import limit_hits
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, entry_title, is_empty
from app.domain.partial_date import PartialDate, parse_partial

MODULE = "papers"
TITLE = "current_title"


@rule(
    "R070",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="S2", place="(二)5(2)", quote="上传论文、著作材料（原则上不超过5篇）。"),
    params=("most",),
    reason="PAPER_COUNT",
)
def not_too_many(at: Subject) -> Iterator[Hit]:
    """There are at most as many papers and works as the parameter ``most`` says."""
    count, most = len(at.rows(MODULE)), int(at.params("R070")["most"])
    if count > most:
        yield Hit(MODULE, params={"count": str(count), "limit": str(most)})


@rule(
    "R071",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S2", place="(二)5(1)", quote="论文、著作应为取得现职称以来的。"),
    reason="PAPER_BEFORE_TITLE",
)
def since_current_title(at: Subject) -> Iterator[Hit]:
    """A paper was published on or after the day the current title was granted.

    Applicants without a title have no such day. Where the dates are given too coarsely to tell,
    or cannot be read, the rule asks.
    """
    row = next(iter(at.rows(TITLE)), None)
    papers = at.rows(MODULE)
    if not papers or (row is not None and row.values.get("no_title_application") is True):
        return
    granted_text = row.values.get("obtain_date") if row else None
    granted = parse_partial(granted_text)
    if granted is None:
        if row is None or not (is_empty(granted_text) and at.told_missing(row, "obtain_date")):
            yield _unclear(TITLE, row.entry_id if row else None, "obtain_date", granted_text)
        return
    for paper in papers:
        yield from _one_paper(at, paper, granted, str(granted_text))


def _one_paper(at: Subject, row: FormEntry, granted: PartialDate, told: str) -> Iterator[Hit]:
    text = row.values.get("publish_date")
    published = parse_partial(text)
    if published is None:
        if not (is_empty(text) and at.told_missing(row, "publish_date")):
            yield _unclear(MODULE, row.entry_id, "publish_date", text)
        return
    earlier = published.before(granted)
    if earlier is False:
        return
    yield Hit(
        MODULE,
        row.entry_id,
        "publish_date",
        variant="" if earlier else "TOO_COARSE",
        params={"title": entry_title(row, at.profile), "date": str(text), "title_date": told},
        evidence={"publish_date": str(text), "obtain_date": told},
        uncertain=earlier is None,
    )


def _unclear(module: str, entry_id: str | None, field: str, value: object) -> Hit:
    words = {"publish_date": ("发表时间", "date of publication")}
    label, label_en = words.get(field, ("取得时间", "date of the current title"))
    return Hit(
        module,
        entry_id,
        field,
        variant="UNREADABLE",
        params={"field": label, "field_en": label_en, "value": str(value or "")},
        uncertain=True,
        reason="VALUE_UNCLEAR",
    )


@rule(
    "R072",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)5(1)",
        quote="按要求将论文、著作信息填写完整，注意在“论文、著作条件”选项栏选择符合的对应条件",
    ),
    reason="CONDITION_MISSING",
)
def condition_chosen(at: Subject) -> Iterator[Hit]:
    """Each paper says which condition of the standard it is handed in for."""
    yield from without_condition(at, MODULE)


@rule(
    "R073",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S2",
        place="(二)5(2)",
        quote="扫描上传在期刊发表的论文必须同时附上该期刊（包括连续型电子期刊）在国家新闻出版署"
        "门户网站上的查询结果截图、期刊封面、目录、版权页及全文。",
    ),
    params=("kinds", "slots"),
    reason="PAPER_PARTS",
)
def all_parts(at: Subject) -> Iterator[Hit]:
    """A journal paper comes with all its parts.

    Parameters: ``kinds`` of entries that are journal papers, ``slots`` that must have a file.
    """
    params = at.params("R073")
    module = at.profile.module(MODULE)
    if module is None:
        return
    kind_spec = module.field("kind")
    known = {choice.value for choice in kind_spec.choices} if kind_spec else set()
    for row in at.rows(MODULE):
        kind = row.values.get("kind")
        if kind not in params["kinds"]:
            if kind not in known and not (is_empty(kind) and at.told_missing(row, "kind")):
                yield Hit(
                    MODULE,
                    row.entry_id,
                    "kind",
                    variant="UNDECIDED_KIND",
                    params={"field": "类别", "field_en": "kind", "value": str(kind or "")},
                    uncertain=True,
                    reason="VALUE_UNCLEAR",
                )
            continue
        there = {att.slot for att in at.attached(MODULE, row.entry_id)}
        wanted = [module.slot(code) for code in params["slots"]]
        missing = [slot for slot in wanted if slot is not None and slot.code not in there]
        if missing:
            yield Hit(
                MODULE,
                row.entry_id,
                slot=missing[0].code,
                params={
                    "title": entry_title(row, at.profile),
                    "missing": "、".join(slot.label.zh_CN for slot in missing),
                    "missing_en": ", ".join(slot.label.en for slot in missing),
                },
                evidence={"missing": [slot.code for slot in missing]},
            )


@rule(
    "R076",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S0",
        place="4、录入个人信息",
        quote="文件上传，pdf文件格式，单个文件大小不能超过限制，学历模块10兆，论文模块45兆",
    ),
    reason="FILE_FORMAT",
)
def file_limits(at: Subject) -> Iterator[Hit]:
    """Each file of a paper has a permitted format and size.

    The format is the one the bytes announce; while these are not at hand, the declared one and the
    name's ending are what can be told.
    """
    yield from limit_hits(at, MODULE)


@rule(
    "R077",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)5(1)",
        quote="注：申报不同级别职称都需要按规定提供论文、著作",
    ),
    reason="PAPER_NONE",
)
def at_least_one(at: Subject) -> Iterator[Hit]:
    """There is at least one paper or work."""
    if not at.rows(MODULE):
        yield Hit(MODULE)
