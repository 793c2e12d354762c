"""The fields of a certificate in one form: what is a difference, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.certificate_fields import FIELDS, comparable, date_text, differing, level_of, plain
from app.domain.certificates import CertificateRecord
from app.domain.enums import Level

RECORD = CertificateRecord(
    record_id="r", cert_no="C1", name="测试甲", id_number="1", level=Level.MIDDLE,
    obtain_time="2010-12", year=2010, series="工程系列",
)  # fmt: skip
SAME = {
    "cert_no": "ｃ1", "name": "测试 甲", "id_number": "1", "level": "中级",
    "obtain_time": "2010年12月", "year": "2010", "series": "工程系列",
}  # fmt: skip


def test_there_are_seventeen_fields_of_a_record() -> None:
    assert len(set(FIELDS)) == 17
    assert set(FIELDS) <= CertificateRecord.model_fields.keys()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2010年12月", "2010-12"), ("2010.12", "2010-12"), ("2010/12/1", "2010-12-01"),
        ("20101201", "2010-12-01"), ("201012", "2010-12"), ("2010年", "2010"), (2010, "2010"),
        ("２０１０－１２", "2010-12"), ("2010 年 12 月 3 日", "2010-12-03"), (2010.0, "2010"),
        ("2010-13", None), ("20101", None), ("2010-02-30", None), ("去年", None), ("", None),
        (None, None), ("2010121", None),
    ],
)  # fmt: skip
def test_dates_in_many_forms(written: object, read: str | None) -> None:
    assert date_text(written) == read


@pytest.mark.parametrize(
    ("word", "level"),
    [("中级", Level.MIDDLE), ("初级", Level.JUNIOR_ASSISTANT), ("SENIOR_FULL", Level.SENIOR_FULL),
     ("高级", Level.SENIOR_ASSOC), ("员级", Level.JUNIOR_STAFF), ("特级", Level.UNKNOWN),
     ("", Level.UNKNOWN)],
)  # fmt: skip
def test_levels_by_word_and_code(word: str, level: Level) -> None:
    assert level_of(word) is level


def test_the_same_in_another_form_is_no_difference() -> None:
    assert differing(RECORD, SAME) == []


def test_a_supplement_is_no_difference_and_an_omission_is_one() -> None:
    assert differing(RECORD, SAME | {"mgmt_no": "M1", "phone": "19900000001"}) == []
    assert differing(RECORD, {**SAME, "series": ""}) == ["series"]
    assert differing(RECORD, SAME | {"year": 2011, "cert_no": "C2"}) == ["cert_no", "year"]


@given(st.sampled_from(FIELDS), st.text())
def test_one_form_stays_what_it_is(field: str, text: str) -> None:
    once = comparable(field, text)
    assert comparable(field, once) == once
    assert comparable(field, f" {text} ") == once


def test_numbers_of_a_spreadsheet_are_whole() -> None:
    assert (plain(2010.0), plain(2010.5), plain(None)) == ("2010", "2010.5", "")
