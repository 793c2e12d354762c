"""Family D: the current title, its certificate and what the registry says of it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.anchors import FieldPath
from app.domain.certificates import CertificateRecord
from app.domain.checks.anchored import matched
from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.words import both, field_words, slot_words
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import FormEntry, is_empty
from app.domain.normal import org_key
from app.domain.partial_date import PartialDate, parse_partial

MODULE = "current_title"
BY_HAND = "点击“查询”不能自动生成证书信息的，需手动填写证书信息，将职称证书原件扫描上传。"


@rule(
    "R051",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(
        source="S2",
        place="(二)3(1)",
        quote="无职称申报需上传达到无职称申报相关条件的证明材料，包括劳动合同及对应的社保缴费证明或"
        "事业单位入编（聘任合同）等。",
    ),
    reason="NO_TITLE_PROOF",
)
def proof_without_title(at: Subject) -> Iterator[Hit]:
    """Who applies without a title proves the employment.

    Either the labour contract with the social insurance paid, or the establishment.
    """
    for row in at.rows(MODULE):
        if row.values.get("no_title_application") is not True:
            continue
        there = _slots(at, row)
        if "establishment_proof" in there or {"labour_contract", "si_proof"} <= there:
            continue
        wanted = [code for code in ("labour_contract", "si_proof") if code not in there]
        yield Hit(
            MODULE,
            row.entry_id,
            slot=wanted[0],
            params=both("missing", slot_words(at, MODULE, wanted)),
        )


@rule(
    "R052",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(source="S2", place="(二)3(2)", quote=BY_HAND),
    params=("fields",),
    reason="TITLE_DATA",
)
def complete_by_hand(at: Subject) -> Iterator[Hit]:
    """A certificate that the system did not fill in is complete, and its original is scanned.

    Parameter ``fields``: what must be filled in by hand. What R020 asks for anyway it leaves out.
    """
    for row in _titled_rows(at):
        if row.values.get("autofilled") is True:
            continue
        empty = [
            code
            for code in at.params("R052")["fields"]
            if is_empty(row.values.get(code)) and not at.told_missing(row, code)
        ]
        if empty:
            yield Hit(
                MODULE,
                row.entry_id,
                empty[0],
                params=both("missing", field_words(at, MODULE, empty)),
            )
        if "title_cert" not in _slots(at, row):
            params = both("missing", slot_words(at, MODULE, ["title_cert"]))
            yield Hit(
                MODULE, row.entry_id, slot="title_cert", variant="SCAN", params=params,
                reason="TITLE_SCAN",
            )  # fmt: skip


@rule(
    "R053",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(source="S2", place="(二)3(2)", quote="取得时间为证书上的授予时间。"),
    reason="TITLE_DATE",
)
def date_of_certificate(at: Subject) -> Iterator[Hit]:
    """The date is the one on the certificate: by the registry, or by an officer's eyes.

    What the system filled in itself is compared with the registry alone. An anchor on the date that
    says that it is the one on the scan answers where the registry does not.
    """
    for row in _titled_rows(at):
        stated = row.values.get("obtain_date")
        seen = matched(at, FieldPath(MODULE, row.entry_id or "", "obtain_date"))
        place = (MODULE, row.entry_id, "obtain_date")
        if is_empty(stated) and at.told_missing(row, "obtain_date"):
            continue
        params = {"given": str(stated or "")}
        dates = [record.award_date for record in _records(at, row) if record.award_date]
        if dates:
            verdicts = [_same(parse_partial(stated), parse_partial(date)) for date in dates]
            params |= {"date": "、".join(dates)}
            if True in verdicts:
                continue
            unclear = None in verdicts
            if unclear and seen:
                continue
            yield Hit(
                *place, variant="UNCLEAR" if unclear else "", params=params, uncertain=unclear
            )
        elif row.values.get("autofilled") is not True and not seen:
            yield Hit(
                *place, variant="LOOK", params=params, uncertain=True, reason="TITLE_DATE_LOOK"
            )


@rule(
    "R054",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(
        source="S4",
        place="三、工作要求",
        quote="各单位及专业技术人员可在 2020 年 7 月 1 日后通过系统查询已审验通过的我市中、初级"
        "专业技术资格证书的真实性,并以系统提供的信息作为办理其它相关业务的依据。",
    ),
    reason="TITLE_REGISTRY",
)
def in_registry(at: Subject) -> Iterator[Hit]:
    """The registry has the certificate, valid and confirmed."""
    for row in _titled_rows(at):
        number = row.values.get("cert_no")
        if is_empty(number) and at.told_missing(row, "cert_no"):
            continue
        place, params = (MODULE, row.entry_id, "cert_no"), {"number": str(number or "")}
        found = _records(at, row)
        valid = [record for record in found if not record.voided]
        if at.around.certificates is None:
            yield Hit(*place, variant="UNKNOWN", params=params, uncertain=True)
        elif not found:
            yield Hit(*place, variant="ABSENT", params=params)
        elif not valid:
            yield Hit(*place, variant="VOIDED", params=params)
        elif not any(record.confirmed_by for record in valid):
            yield Hit(*place, variant="UNCONFIRMED", params=params)


@rule(
    "R055",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(
        source="S4",
        place="一、范围及对象",
        quote="自2010年1月1日——2018年12月30日,在柳州市内通过评审、职称认定(转正定职)、重新确认等方式"
        "取得的中、初级专业技术资格纸质证书。",
    ),
    params=("from", "to", "levels", "organs"),
    reason="TITLE_VERIFY",
)
def verified(at: Subject) -> Iterator[Hit]:
    """A certificate that had to be verified was.

    Parameters: granted ``from`` … ``to``, of these ``levels`` (words), by bodies whose name holds
    one of ``organs``.
    """
    params = at.params("R055")
    start, end = parse_partial(params["from"]), parse_partial(params["to"])
    for row in _titled_rows(at):
        granted = parse_partial(row.values.get("obtain_date"))
        organ, level = (str(row.values.get(f) or "") for f in ("approving_org", "level"))
        if granted is None or start is None or end is None:
            continue
        if granted.last() < start.first() or granted.first() > end.last():
            continue
        if not any(word in organ for word in params["organs"]):
            continue
        if level and not any(word in level for word in params["levels"]):
            continue
        if any(record.confirmed_by for record in _records(at, row)):
            continue
        inside = start.first() <= granted.first() and granted.last() <= end.last()
        sure = inside and bool(level) and at.around.certificates is not None
        yield Hit(
            MODULE,
            row.entry_id,
            "cert_no",
            variant="" if sure else "UNKNOWN",
            params={"from": params["from"], "to": params["to"]},
            uncertain=not sure,
        )


def _titled_rows(at: Subject) -> list[FormEntry]:
    """The rows of applicants who have a title."""
    rows = at.rows(MODULE)
    return [row for row in rows if row.values.get("no_title_application") is not True]


def _records(at: Subject, row: FormEntry) -> list[CertificateRecord]:
    """What the registry has under the number stated; nothing where there is no number."""
    number = org_key(str(row.values.get("cert_no") or ""))
    known = at.around.certificates or []
    return [record for record in known if number and org_key(record.cert_no) == number]


def _same(one: PartialDate | None, other: PartialDate | None) -> bool | None:
    """Whether two dates are the same day; None where that cannot be told."""
    if one is None or other is None:
        return None
    if one.last() < other.first() or other.last() < one.first():
        return False
    return True if one.day is not None and other.day is not None else None


def _slots(at: Subject, row: FormEntry) -> set[str]:
    return {att.slot for att in at.attached(MODULE, row.entry_id)}
