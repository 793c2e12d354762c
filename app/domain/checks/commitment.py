"""Families B and C: secrets kept out, and what the applicant stands for with a commitment."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.checks.engine import PASS, SUBMIT, Hit, Subject, rule
from app.domain.checks.facts import MARKS
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import SETUP
from app.domain.model import Attachment

PLEDGE = "2.4 申报信息填写"
NUMBERS = ("edu_cert_no", "degree_cert_no")


@rule(
    "R031",
    gates={PASS: Severity.WARN},
    mode="H",
    source=Citation(source="S3", place=PLEDGE, quote="涉密信息请勿上传"),
    reason="SECRET",
)
def no_secrets(at: Subject) -> Iterator[Hit]:
    """No file's name or text layer bears one of the words of secrecy.

    Files whose text nobody has looked at are asked about, all in one.
    """
    unseen: list[Attachment] = []
    for att in at.version.attachments:
        facts = at.files.get(att.sha256)
        in_text = facts.marks if facts else ()
        marks = [mark for mark in MARKS if mark in att.filename or mark in in_text]
        if marks:
            yield Hit(
                att.module_code,
                att.entry_id,
                slot=att.slot,
                params={"file": att.filename, "words": "、".join(marks)},
                evidence={"sha256": att.sha256, "marks": marks},
            )
        elif facts is None or facts.probe == 0:
            unseen.append(att)
    if unseen:
        first = unseen[0]
        params = {"count": str(len(unseen)), "file": first.filename}
        yield Hit(first.module_code, variant="UNSEEN", params=params, uncertain=True)


@rule(
    "R032",
    gates={SUBMIT: Severity.BLOCK},
    mode="A",
    source=Citation(
        source="S3",
        place=PLEDGE,
        quote="在弹出的“专业技术职称申报材料真实性承诺书”窗口，信息确认无误后，勾选“以上内容本人已"
        "认真阅读，并完全同意。”，点击“确定”按钮",
    ),
    reason="COMMITMENT",
)
def commitment_of_this_version(at: Subject) -> Iterator[Hit]:
    """The commitment was accepted in its present wording, after the version before was handed in.

    An older acceptance belongs to what was handed in then.
    """
    ack, policy = at.version.commitment_ack, at.profile.commitment
    before = [one.submitted_at for one in at.history if one.submitted_at is not None]
    if ack is None:
        yield Hit(SETUP, variant="MISSING")
    elif policy is not None and ack.text_version != policy.text_version:
        yield Hit(SETUP, variant="OLD_TEXT")
    elif before and ack.at <= max(before):
        yield Hit(SETUP, variant="OLD_VERSION")


@rule(
    "R045",
    gates={PASS: Severity.WARN},
    mode="A",
    source=Citation(source="S3", place="2.4 真实性承诺书", quote="学历证书编号："),
    reason="COMMITMENT_NUMBERS",
)
def numbers_of_commitment(at: Subject) -> Iterator[Hit]:
    """The certificate numbers in the commitment stand in the module on education."""
    ack = at.version.commitment_ack
    rows = at.rows("education")
    for field in NUMBERS if ack else ():
        stated = {text for row in rows if (text := str(row.values.get(field) or "").strip())}
        given = getattr(ack, field)
        if given is None:
            if stated:
                yield Hit("education", field=field, variant="UNKNOWN", uncertain=True)
        elif given.strip() not in (stated or {""}):
            params = {"given": given.strip(), "stated": "、".join(sorted(stated))}
            yield Hit("education", field=field, params=params)
