"""The comparison of a certificate, and the return text that its verdicts give."""

from __future__ import annotations

import json

from app.domain.certificate_compare import compare, objections, return_lines, to_correct
from app.domain.certificate_fields import FIELDS
from app.domain.certificates import CertificateRecord, FieldComparison, FieldVerdict
from app.domain.reasons import ReasonTemplate
from app.locate import resource
from tests.domain.make import packaged

RECORD = CertificateRecord(record_id="r", cert_no="C1", name="测试甲", id_number="1", mgmt_no="M1")
VALUES = {"cert_no": "ｃ1", "name": "测试甲", "id_number": "1", "mgmt_no": "M2", "series": "工程"}
REASONS = [
    ReasonTemplate.model_validate(one)
    for one in json.loads(resource("reasons", "base.json").read_bytes())["reasons"]
]
V = FieldVerdict


def judged(field: str, verdict: V, registry: str = "甲", applicant: str = "乙") -> FieldComparison:
    return FieldComparison(field=field, registry=registry, applicant=applicant, verdict=verdict)


def lines(*rows: FieldComparison, language: str = "zh_CN") -> list[tuple[str, str]]:
    found = return_lines(rows, packaged("LZ_CERT_2019"), REASONS, language)
    return [(row.field, text) for row, text, _ in found]


def test_all_rows_and_only_equal_ones_are_judged_beforehand() -> None:
    rows = {row.field: row for row in compare(RECORD, VALUES)}
    assert tuple(rows) == FIELDS
    open_rows = [field for field, row in rows.items() if row.proposed is None]
    assert open_rows == ["series", "mgmt_no"]
    assert (rows["mgmt_no"].registry, rows["mgmt_no"].applicant) == ("M1", "M2")
    assert rows["mgmt_no"].judged(V.KEEP_REGISTRY) == judged("mgmt_no", V.KEEP_REGISTRY, "M1", "M2")


def test_without_a_record_nothing_but_empty_fields_agrees() -> None:
    rows = compare(None, VALUES)
    assert [r.field for r in rows if r.proposed is None] == [f for f in FIELDS if f in VALUES]


def test_what_a_return_rests_on_and_what_the_applicant_must_do() -> None:
    rows = [judged(f, v) for f, v in zip(FIELDS, (V.MATCH, V.ACCEPT_APPLICANT, V.KEEP_REGISTRY,
                                                  V.UNREADABLE), strict=False)]  # fmt: skip
    assert objections(rows) == rows[1:]
    assert to_correct(rows) == rows[2:]


def test_the_return_text_follows_from_the_verdicts() -> None:
    found = lines(
        judged("name", V.MATCH),
        judged("series", V.ACCEPT_APPLICANT),
        judged("mgmt_no", V.KEEP_REGISTRY, "M1", "M2"),
        judged("award_date", V.UNREADABLE),
        judged("committee_name", V.KEEP_REGISTRY, "", "乙"),
        judged("photo", V.UNREADABLE),
    )
    assert found == [
        (
            "mgmt_no",
            "证书管理号登记为“M1”，所填为“M2”，与扫描件不符，请更正并上传佐证材料。",
        ),
        ("award_date", "扫描件上的授予时间看不清，请重新扫描上传。"),
        (
            "committee_name",
            "证书评委会名称填为“乙”，登记中没有此项，扫描件也不能证明，请上传佐证材料。",
        ),
        ("photo", "扫描件上的照片看不清，请重新扫描上传。"),
    ]


def test_the_return_text_in_english() -> None:
    ((_, text),) = lines(judged("mgmt_no", V.KEEP_REGISTRY, "M1", "M2"), language="en")
    assert text.startswith("Management no. is registered as “M1”")
