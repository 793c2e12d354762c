"""Family G: achievements, awards and professional experience."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.conditions import without_condition
from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.limits import limit_hits
from app.domain.checks.since_title import since_title
from app.domain.checks.uploads import module_words, slot_words
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, entry_title, is_empty

ACHIEVEMENTS = "achievements"
AWARDS = "awards"
EXPERIENCE = "professional_experience"


@rule(
    "R080",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2", place="(二)7", quote="工作业绩必须是取得现职称以来从事专业技术工作所取得的。"
    ),
    reason="ACH_BEFORE_TITLE",
)
def achieved_since_title(at: Subject) -> Iterator[Hit]:
    """An achievement is of the time since the current title."""
    yield from since_title(at, ACHIEVEMENTS, "start", "end")


@rule(
    "R081",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)7",
        quote="注意在“业绩成果”选项栏选择与自己业绩相对应的条件",
    ),
    reason="CONDITION_MISSING",
)
def achievement_condition(at: Subject) -> Iterator[Hit]:
    """Each achievement says which condition of the standard it meets."""
    yield from without_condition(at, ACHIEVEMENTS)


@rule(
    "R082",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S2",
        place="(二)7",
        quote="并将工作业绩证明材料上传至指定位置，包括项目、课题的名称和工作内容、本人所起作用、"
        "完成情况或效果（效益）、获奖及专利情况等充分的佐证材料。",
    ),
    params=("fields", "either"),
    reason="ACH_ROLE",
)
def achievement_proved(at: Subject) -> Iterator[Hit]:
    """Each achievement is described and proved by at least one file.

    Parameters: ``fields`` that must be filled in, and fields of which one must be (``either``).
    It is said in the region's own words even where R020 names a field as well.
    """
    params = at.params("R082")
    for row in at.rows(ACHIEVEMENTS):
        empty = [code for code in params["fields"] if is_empty(row.values.get(code))]
        if all(is_empty(row.values.get(code)) for code in params["either"]):
            empty.append(params["either"][0])
        if empty:
            words = _name(at, row) | _labels(at, ACHIEVEMENTS, empty)
            yield Hit(
                ACHIEVEMENTS, row.entry_id, empty[0], variant="FIELDS", params=words,
                reason="FIELD_MISSING",
            )  # fmt: skip
        yield from _without_file(at, row, "proof", "")


@rule(
    "R083",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="S2", place="(二)7、8、9", quote="按重要性排序。"),
    params=("modules",),
    reason="ORDER_NUMBERS",
)
def order_numbers(at: Subject) -> Iterator[Hit]:
    """The rows of a module are numbered 1, 2, 3 … without gap or double.

    Parameter ``modules``: those that are sorted by importance.
    """
    for code in at.params("R083")["modules"]:
        numbers = [entry.order_no for entry in at.version.entries(code)]
        if numbers != list(range(1, len(numbers) + 1)):
            told = "、".join(str(number) for number in numbers)
            yield Hit(code, params=module_words(at, code) | {"numbers": told})


@rule(
    "R084",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S2",
        place="(二)8",
        quote="扫描上传取得现职称以来获得的专业技术奖或荣誉证书原件。",
    ),
    reason="AWARD_BEFORE_TITLE",
)
def award_since_title(at: Subject) -> Iterator[Hit]:
    """An award was given since the current title, and its original is scanned."""
    yield from since_title(at, AWARDS, "date")
    for row in at.rows(AWARDS):
        yield from _without_file(at, row, "original_scan", "SCAN", "AWARD_ORIGINAL")


@rule(
    "R085",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S0",
        place="4、录入个人信息",
        quote="文件上传，pdf文件格式，单个文件大小不能超过限制，学历模块10兆，论文模块45兆，奖励模块25兆。",
    ),
    reason="FILE_FORMAT",
)
def award_limits(at: Subject) -> Iterator[Hit]:
    """Each file of an award has a permitted format and size, as its slot says."""
    yield from limit_hits(at, AWARDS)


@rule(
    "R086",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S2", place="(二)9", quote="专业工作经历应为取得现职称以来的情况"),
    reason="WORK_BEFORE_TITLE",
)
def experienced_since_title(at: Subject) -> Iterator[Hit]:
    """Professional experience is of the time since the current title."""
    yield from since_title(at, EXPERIENCE, "start", "end")


@rule(
    "R087",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S2",
        place="(二)9",
        quote="在“专业技术工作经历”选项栏选择相对应的条件，并将相关证明材料上传至指定位置",
    ),
    reason="WORK_PROOF",
)
def experience_proved(at: Subject) -> Iterator[Hit]:
    """Professional experience says which condition it meets, and is proved."""
    yield from without_condition(at, EXPERIENCE, "CONDITION")
    for row in at.rows(EXPERIENCE):
        yield from _without_file(at, row, "proof", "")


def _without_file(
    at: Subject, row: FormEntry, slot: str, variant: str, reason: str | None = None
) -> Iterator[Hit]:
    files = at.attached(row.module_code, row.entry_id)
    if not any(att.slot == slot for att in files):
        words = _name(at, row) | slot_words(at, row.module_code, slot)
        yield Hit(
            row.module_code, row.entry_id, slot=slot, variant=variant, params=words, reason=reason
        )


def _name(at: Subject, row: FormEntry) -> dict[str, str]:
    return {"name": entry_title(row, at.profile)}


def _labels(at: Subject, module_code: str, codes: list[str]) -> dict[str, str]:
    module = at.profile.module(module_code)
    specs = [module.field(code) for code in codes] if module else []
    labels = [spec.label for spec in specs if spec is not None]
    return {
        "field": "、".join(label.zh_CN for label in labels),
        "field_en": ", ".join(label.en for label in labels),
    }
