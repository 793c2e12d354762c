"""Family L: the steps of a verification, and the registry (domain §4.13 R173–R178, R182–R185)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.certificate_compare import objections
from app.domain.certificate_fields import MODULE, comparable, differing, plain
from app.domain.certificate_state import case_state
from app.domain.certificates import CertificateRecord, CertificateState
from app.domain.checks.certificate_row import GUIDE, label_of, row_of
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
from app.domain.enums import Origin, Severity, Verb
from app.domain.finding import Citation
from app.domain.form import is_empty
from app.domain.partial_date import CHINA


def record_of(at: Subject) -> tuple[bool, CertificateRecord | None]:
    """Whether the registry was asked, and its record of the certificate stated."""
    row = row_of(at)
    if row is None or at.around.certificates is None:
        return at.around.certificates is not None, None
    stated = comparable("cert_no", row.values.get("cert_no"))
    found = (r for r in at.around.certificates if comparable("cert_no", r.cert_no) == stated)
    return True, next((r for r in found if not r.voided), None)


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
    row = row_of(at)
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
        labels = {"fields": "、".join(label_of(at, code, "zh_CN") for code in changed),
                  "fields_en": ", ".join(label_of(at, code, "en") for code in changed)}  # fmt: skip
        yield Hit(*place, params=words | labels, evidence={"changed": changed})


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
    row = row_of(at)
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
    row = row_of(at)
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
    row = row_of(at)
    if row is None or any(v.origin is Origin.AMEND for v in (*at.history, at.version)):
        return
    asked, record = record_of(at)
    if not asked:
        yield Hit(MODULE, row.entry_id, "cert_no", variant="UNDECIDED", uncertain=True)
    elif record is not None and record.confirmed_by and differing(record, row.values):
        words = {"cert_no": record.cert_no}
        yield Hit(MODULE, row.entry_id, "cert_no", params=words)


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
    row = row_of(at)
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
    row = row_of(at)
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
