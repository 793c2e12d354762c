"""Family L: the verification of certificates (S4; domain §4.11, §4.13 R170–R185)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from app.domain.certificate_compare import objections
from app.domain.certificate_fields import (
    MODULE,
    comparable,
    date_text,
    differing,
    plain,
)
from app.domain.certificate_state import case_state
from app.domain.certificates import CertificateRecord, CertificateState
from app.domain.checks.engine import (
    CONFIRM,
    DECIDE,
    PASS,
    SUBMIT,
    WITHDRAW,
    Hit,
    Subject,
    rule,
)
from app.domain.checks.levels import office_hits
from app.domain.enums import ApplicationType, Origin, Severity, Verb
from app.domain.finding import Citation
from app.domain.form import FormEntry, is_empty
from app.domain.partial_date import CHINA, PartialDate, parse_partial

SCOPE_1 = "一、范围及对象"
GUIDE = "附件：注册登记操作指南"
_SCOPE_SENTENCE = (
    "自2010年1月1日——2018年12月30日,在柳州市内通过评审、职称认定(转正定职)、重新确认等方式取得的"
    "中、初级专业技术资格纸质证书。"
)


def _row(at: Subject) -> FormEntry | None:
    return next(iter(at.rows(MODULE)), None)


def _date(row: FormEntry, field: str) -> PartialDate | None:
    return parse_partial(date_text(row.values.get(field)))


def record_of(at: Subject) -> tuple[bool, CertificateRecord | None]:
    """Whether the registry was asked, and its record of the certificate stated."""
    row = _row(at)
    if row is None or at.around.certificates is None:
        return at.around.certificates is not None, None
    stated = comparable("cert_no", row.values.get("cert_no"))
    found = (r for r in at.around.certificates if comparable("cert_no", r.cert_no) == stated)
    return True, next((r for r in found if not r.voided), None)


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
    row = _row(at)
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
    row = _row(at)
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
    row = _row(at)
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
    "R173",
    gates={SUBMIT: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S4",
        place="二(一)",
        quote="须在本通知下发之后至 2020 年 2 月 28 日前登录系统完成审验。",
    ),
    params=("until",),
)
def before_closing(at: Subject) -> Iterator[Hit]:
    """It is handed in by the last day, which counts (China's time). Parameter ``until``."""
    until = date.fromisoformat(at.params("R173")["until"])
    if at.now.astimezone(CHINA).date() > until:
        yield Hit(MODULE, params={"until": until.isoformat()})


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
    row = _row(at)
    stated = plain(row.values.get("approving_org")) if row is not None else ""
    if row is None or not stated:
        return
    names = at.params("R174")["names"]
    if not any(plain(name) in stated for name in names):
        words = {"organ": str(row.values["approving_org"]), "names": "、".join(names)}
        yield Hit(MODULE, row.entry_id, "approving_org", params=words)


@rule(
    "R175",
    gates={PASS: Severity.BLOCK},
    mode="F",
    source=Citation(
        source="S4",
        place="二(二)2",
        quote="审验中修改过个人信息的须按系统要求上传相关的佐证材料(即取得中、初级专业技术资格的证书、"
        "批文、评审表、转正定职表、重新确认表等材料)。",
    ),
    params=("slot", "kinds"),
    reason="CERT_SUPPORT",
)
def changes_are_proven(at: Subject) -> Iterator[Hit]:
    """Who changed anything against the registry has added a supporting paper.

    Parameters: the ``slot`` for it, and the ``kinds`` of paper, for the words. Without a record
    to compare with, whether anything was changed is a question.
    """
    row = _row(at)
    params = at.params("R175")
    if row is None or any(a.slot == params["slot"] for a in at.attached(MODULE)):
        return
    asked, record = record_of(at)
    place = (MODULE, row.entry_id, None, params["slot"])
    words = {"kinds": "、".join(params["kinds"])}
    if record is None:
        variant = "NO_RECORD" if asked else "UNDECIDED"
        yield Hit(*place, variant=variant, params=words, uncertain=True)
    elif changed := differing(record, row.values):
        labels = {"fields": "、".join(_label(at, code, "zh_CN") for code in changed),
                  "fields_en": ", ".join(_label(at, code, "en") for code in changed)}  # fmt: skip
        yield Hit(*place, params=words | labels, evidence={"changed": changed})


def _label(at: Subject, field: str, language: str) -> str:
    module = at.profile.module(MODULE)
    spec = module.field(field) if module else None
    return spec.label.in_(language) if spec else field


@rule(
    "R176",
    gates={CONFIRM: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S4",
        place=GUIDE,
        quote="查看按钮在每一条记录右边，用于补全证书信息，这一步是必须要操作的，",
    ),
    params=("field", "fields", "slots"),
)
def supplemented(at: Subject) -> Iterator[Hit]:
    """Before a holder confirms, the supplement was filled in and saved.

    Parameters: the ``field`` that says it was saved, the ``fields`` and ``slots`` it consists of.
    """
    row = _row(at)
    if row is None or row.values.get(at.params("R176")["field"]) is not True:
        yield Hit(MODULE, row.entry_id if row is not None else None, variant="NOT_SAVED")
    if row is None:
        return
    params = at.params("R176")
    held = {attachment.slot for attachment in at.attached(MODULE)}
    for field in params["fields"]:
        if is_empty(row.values.get(field)):
            yield Hit(MODULE, row.entry_id, field, params=_place_words(at, field))
    for slot in params["slots"]:
        if slot not in held:
            yield Hit(MODULE, row.entry_id, slot=slot, params=_place_words(at, slot))


def _place_words(at: Subject, code: str) -> dict[str, str]:
    module = at.profile.module(MODULE)
    spec = (module.field(code) or module.slot(code)) if module else None
    if spec is None:
        return {"place": code, "place_en": code}
    return {"place": spec.label.zh_CN, "place_en": spec.label.en}


@rule(
    "R177",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S4",
        place=GUIDE,
        quote="请上传本人近期免冠2寸(35x45mm)正面电子证件照片(蓝底证件照, jpg格式, 1M以下)",
    ),
    params=("slot",),
    reason="CERT_PHOTO",
)
def photo_present(at: Subject) -> Iterator[Hit]:
    """There is a photo; what it must look like is R028's. Parameter ``slot``."""
    row = _row(at)
    slot = at.params("R177")["slot"]
    if row is not None and not any(a.slot == slot for a in at.attached(MODULE)):
        yield Hit(MODULE, row.entry_id, slot=slot)


@rule(
    "R178",
    gates={SUBMIT: Severity.BLOCK, PASS: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S4",
        place=GUIDE,
        quote="确认证书：认领此证书，此操作必须要谨慎，一旦确认后无法在进行二次修改操作，如需修改需要"
        "进行申请。",
    ),
)
def confirmed_stays(at: Subject) -> Iterator[Hit]:
    """A confirmed certificate changes through an amendment application only."""
    row = _row(at)
    if row is None or any(v.origin is Origin.AMEND for v in (*at.history, at.version)):
        return
    asked, record = record_of(at)
    if not asked:
        yield Hit(MODULE, row.entry_id, "cert_no", variant="UNDECIDED", uncertain=True)
    elif record is not None and record.confirmed_by and differing(record, row.values):
        words = {"cert_no": record.cert_no}
        yield Hit(MODULE, row.entry_id, "cert_no", params=words)


@rule(
    "R179",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="D", place=f"{GUIDE}（示例）", sourced=False),
    params=("months",),
)
def dates_near_each_other(at: Subject) -> Iterator[Hit]:
    """Obtained and awarded lie at most ``months`` apart, as far as their precision tells."""
    row = _row(at)
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
    row = _row(at)
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
                "field": _label(at, field, "zh_CN"),
                "field_en": _label(at, field, "en"),
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
    row = _row(at)
    obtained = _date(row, "obtain_time") if row is not None else None
    if row is None or obtained is None or is_empty(row.values.get("year")):
        return
    if plain(row.values["year"]) != str(obtained.year):
        words = {"year": plain(row.values["year"]), "obtained": plain(row.values["obtain_time"])}
        yield Hit(MODULE, row.entry_id, "year", params=words)


@rule(
    "R182",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S4",
        place="二(二)3",
        quote="若相关人员利用本次审验混入虚假证书的,一经查实,将按有关规定作出处理。",
    ),
    reason="CERT_NUMBER",
)
def number_is_free_and_listed(at: Subject) -> Iterator[Hit]:
    """No other person has claimed its numbers, and the approval list (批文) has it."""
    row = _row(at)
    if row is None:
        return
    claimed = at.around.cert_claimed_by_other
    taken = None if claimed is None else {comparable("cert_no", number) for number in claimed}
    for field in ("cert_no", "mgmt_no"):
        value = comparable(field, row.values.get(field))
        words = {"number": value}
        if value and taken is None:
            place = (MODULE, row.entry_id, field)
            yield Hit(*place, variant="UNDECIDED", params=words, uncertain=True)
        elif taken is not None and value in taken:
            yield Hit(MODULE, row.entry_id, field, variant="CLAIMED", params=words)
    asked, record = record_of(at)
    place = (MODULE, row.entry_id, "cert_no")
    if record is not None and not record.in_approval_list:
        yield Hit(*place, variant="NOT_LISTED", params={"number": record.cert_no})
    elif asked and record is None:
        words = {"number": plain(row.values.get("cert_no"))}
        yield Hit(*place, variant="NO_RECORD", params=words, uncertain=True)


@rule(
    "R183",
    gates={CONFIRM: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S4",
        place=GUIDE,
        quote="系统是根据姓名和身份证去读取至列表上，确保注册信息是自己并正确可用的，否则则无法读取到"
        "证书数据。",
    ),
)
def exact_name_and_number(at: Subject) -> Iterator[Hit]:
    """A holder claims (认领) a record only with exactly its name and ID number.

    This is the holder's claim, which S4 calls 确认; an officer's 签收 is another thing.
    """
    row = _row(at)
    asked, record = record_of(at)
    if row is None:
        return
    place = (MODULE, row.entry_id)
    if not asked:
        yield Hit(*place, "name", variant="UNDECIDED", uncertain=True)
    elif record is not None:
        person = at.version.person
        for field, mine, theirs in (
            ("name", person.name, record.name),
            ("id_number", person.id_number, record.id_number),
        ):
            if mine != theirs:
                yield Hit(*place, field, variant=field.upper())


@rule(
    "R184",
    gates={WITHDRAW: Severity.BLOCK},
    mode="A",
    source=Citation(source="S4", place=GUIDE, quote="撤回：职改办未审核则可以进行撤回申请"),
)
def withdrawn_unread(at: Subject) -> Iterator[Hit]:
    """It is withdrawn only while no office has begun to read it (待审核)."""
    if at.case is None:
        yield Hit(MODULE, variant="UNDECIDED", uncertain=True)
    elif case_state(at.case.status) is not CertificateState.PENDING_REVIEW:
        yield Hit(MODULE)


@rule(
    "R185",
    gates={DECIDE: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S4",
        place=GUIDE,
        quote="已退回：申请不通过，已由职改办退回至个人，用户需要更正信息。",
    ),
)
def return_says_why(at: Subject) -> Iterator[Hit]:
    """A return has words, and rests on at least one row that is not a match (domain §4.11)."""
    decision = at.decision
    if decision is None or decision.verb is not Verb.RETURN:
        return
    words = [decision.overall_text, *(comment.text for comment in decision.module_comments)]
    if not any(text.strip() for text in words):
        yield Hit("decision", variant="NO_REASON")
    if not objections(decision.comparison):
        yield Hit("decision", variant="NO_DIFFERENCE")
