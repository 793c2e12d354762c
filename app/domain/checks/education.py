"""Family C: education and its proof."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import PASS, UNIT_PASS, Hit, Subject, rule
from app.domain.checks.limits import limit_hits
from app.domain.checks.words import both, choice_words, slot_words
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL, FormEntry, entry_title, is_empty
from app.domain.partial_date import CHINA, PartialDate, parse_partial

MODULE = "education"
TITLE = "current_title"


@rule(
    "R040",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S2",
        place="(二)2(2)",
        quote="民营企业、社会组织参评人员应上传在教育部学信网上的学历查询结果截图（或电子注册备案表）到"
        "指定位置。",
    ),
    params=("natures",),
    reason="CHSI_MISSING",
)
def register_proof(at: Subject) -> Iterator[Hit]:
    """Staff of private employers show what the register of education says.

    Parameter ``natures``: the kinds of employment it is asked of. Where the register is
    known not to have it, R041 asks for other proof.
    """
    yield from _unknown_nature(at)
    for row in _private_rows(at, "R040"):
        if row.values.get("chsi_found") is not False and not _files(at, row, "chsi_proof"):
            yield _missing(at, row, ["chsi_proof"])


@rule(
    "R041",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S2",
        place="(二)2(2)",
        quote="学历在教育部学信网查询不到的，需要扫描上传学历学位证书原件、学历认证机构出具的学历认证或"
        "学籍查档材料。",
    ),
    params=("natures",),
    reason="CHSI_NOT_FOUND_PROOF",
)
def proof_outside_register(at: Subject) -> Iterator[Hit]:
    """What the register does not have is shown by the certificates and a report or archive record.

    The degree's certificate is asked for only where a degree is stated. Parameter ``natures`` as
    in R040.
    """
    yield from _unknown_nature(at)
    for row in _private_rows(at, "R041"):
        if row.values.get("chsi_found") is not False:
            continue
        has_degree = any(not is_empty(row.values.get(f)) for f in ("degree", "degree_cert_no"))
        wanted = ["edu_cert", "degree_cert"] if has_degree else ["edu_cert"]
        missing = [slot for slot in wanted if not _files(at, row, slot)]
        if not _files(at, row, "auth_report") and not _files(at, row, "archive_proof"):
            missing.append("auth_report")
        if missing:
            yield _missing(at, row, missing)


@rule(
    "R042",
    gates={UNIT_PASS: Severity.BLOCK},
    mode="M",
    source=Citation(
        source="S2",
        place="(二)2(1)",
        quote="国有企事业单位参评人员学历真实性由单位负责核实，申报人如实填写学历信息即可。",
    ),
    params=("natures",),
)
def verified_by_unit(at: Subject) -> Iterator[Hit]:
    """A state-owned unit says that it verified the education, who did it, and how.

    Parameter ``natures``: the kinds of employment of such units.
    """
    yield from _unknown_nature(at)
    nature = _nature(at).values.get("identity_nature")
    if nature not in at.params("R042")["natures"]:
        return
    said = at.dossier.verification.education if at.dossier else None
    if said is None or not said.done:
        yield Hit("dossier", field="verification", variant="NOT_DONE")
    elif is_empty(said.by) or is_empty(said.how):
        yield Hit("dossier", field="verification", variant="INCOMPLETE")


@rule(
    "R043",
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
    """Each file about education has a permitted format and size, as its slot says."""
    yield from limit_hits(at, MODULE)


@rule(
    "R044",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="S2", place="(二)2、3", sourced=False),
    params=("levels", "degrees"),
    reason="EDUCATION_ORDER",
)
def plausible(at: Subject) -> Iterator[Hit]:
    """First education, then title, then application; and no degree above the level of the school.

    Of several educations the first must come before the title: a later one may be had beside the
    work. Parameters: ``levels`` and ``degrees``, each with its rank.
    """
    rows = at.rows(MODULE)
    for row in rows:
        yield from _degree(at, row)
    title = next(iter(at.rows(TITLE)), None)
    for row in rows:
        yield from _unreadable(row, "graduate_date", "毕业时间", "date of graduation")
    if title is not None:
        yield from _unreadable(title, "obtain_date", "取得时间", "date of the current title")
    granted = parse_partial(title.values.get("obtain_date")) if title else None
    dated = [(row, day) for row in rows if (day := parse_partial(row.values.get("graduate_date")))]
    applied = _applied(at)
    if dated and granted is not None:
        row, first = min(dated, key=lambda pair: pair[1].first())
        yield from _order(row, "graduate_date", "TITLE", first, granted)
    for row, day in dated:
        yield from _order(row, "graduate_date", "APPLIED", day, applied)
    if title is not None and granted is not None:
        yield from _order(title, "obtain_date", "TITLE_APPLIED", granted, applied)


def _unreadable(row: FormEntry, field: str, label: str, label_en: str) -> Iterator[Hit]:
    value = row.values.get(field)
    if is_empty(value) or parse_partial(value) is not None:
        return
    yield Hit(
        row.module_code,
        row.entry_id,
        field,
        variant="UNREADABLE",
        params={"field": label, "field_en": label_en, "value": str(value)},
        uncertain=True,
        reason="VALUE_UNCLEAR",
    )


def _order(
    row: FormEntry, field: str, variant: str, one: PartialDate, other: PartialDate
) -> Iterator[Hit]:
    """Object where ``one`` is not before ``other``; ask where that cannot be told."""
    earlier = one.last() < other.first()
    if earlier:
        return
    unclear = one.first() < other.last()
    params = {"date": _text(one), "other": _text(other)}
    yield Hit(
        row.module_code,
        row.entry_id,
        field,
        variant="UNCLEAR" if unclear else variant,
        params=params,
        uncertain=unclear,
    )


def _degree(at: Subject, row: FormEntry) -> Iterator[Hit]:
    params, degree = at.params("R044"), str(row.values.get("degree") or "")
    rank = max((n for word, n in params["degrees"].items() if word in degree), default=0)
    level = params["levels"].get(row.values.get("level"))
    words = {"degree": degree}
    if rank == 0:
        return
    if level is None:
        yield Hit(
            MODULE, row.entry_id, "degree", variant="UNKNOWN_LEVEL", params=words, uncertain=True
        )
    elif rank > level:
        yield Hit(
            MODULE,
            row.entry_id,
            "degree",
            variant="DEGREE",
            params=words | both("level", choice_words(at, MODULE, "level", row.values["level"])),
            reason="DEGREE_LEVEL",
        )


def _applied(at: Subject) -> PartialDate:
    moment = (at.version.submitted_at or at.now).astimezone(CHINA)
    return PartialDate(moment.year, moment.month, moment.day)


def _text(day: PartialDate) -> str:
    parts = (f"{day.year:04d}", *(f"{part:02d}" for part in (day.month, day.day) if part))
    return "-".join(parts)


def _nature(at: Subject) -> FormEntry:
    return at.rows(PERSONAL)[0]


def _private_rows(at: Subject, rule_id: str) -> list[FormEntry]:
    natures = at.params(rule_id)["natures"]
    return at.rows(MODULE) if _nature(at).values.get("identity_nature") in natures else []


def _unknown_nature(at: Subject) -> Iterator[Hit]:
    row = _nature(at)
    if not is_empty(row.values.get("identity_nature")) or at.told_missing(row, "identity_nature"):
        return
    yield Hit(MODULE, variant="UNDECIDED_NATURE", uncertain=True)


def _files(at: Subject, row: FormEntry, slot: str) -> bool:
    return any(att.slot == slot for att in at.attached(MODULE, row.entry_id))


def _missing(at: Subject, row: FormEntry, slots: list[str]) -> Hit:
    return Hit(
        MODULE,
        row.entry_id,
        slot=slots[0],
        params={
            "entry": entry_title(row, at.profile),
            **both("missing", slot_words(at, MODULE, slots)),
        },
        evidence={"missing": slots},
    )
