from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identifiers import (
    expected_check_digit,
    is_phone,
    is_uscc,
    parse_id_number,
    parse_uscc,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
orders = st.integers(0, 999)


def number(day: date, order: int) -> str:
    body = f"999999{day:%Y%m%d}{order:03d}"
    return body + expected_check_digit(body)


def test_a_check_digit_that_is_there_does_not_count() -> None:
    whole = number(date(1980, 1, 31), 7)
    assert expected_check_digit(whole) == whole[-1]


@given(days, orders)
def test_what_is_written_is_read_back(day: date, order: int) -> None:
    read = parse_id_number(number(day, order))
    assert (read.birth_date, read.male) == (day, order % 2 == 1)


@given(days, orders)
def test_the_check_digit_is_that_of_gb_11643(day: date, order: int) -> None:
    """Reckoned from the weights that the standard prints."""
    text = number(day, order)
    total = sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False))
    assert text[17] == "10X98765432"[total % 11]


@given(days, orders, st.integers(0, 17), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_noticed(day: date, order: int, at: int, digit: str) -> None:
    right = number(day, order)
    wrong = right[:at] + digit + right[at + 1 :]
    if wrong != right:
        with pytest.raises(ValueError, match="ID_"):
            parse_id_number(wrong)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "ID_SHAPE"),
        ("99999919850307001", "ID_SHAPE"),
        ("99999919850307001x", "ID_SHAPE"),
        ("９９９９９９19850307001X", "ID_SHAPE"),
        ("999999198513070014", "ID_DATE"),
        ("999999190002290017", "ID_DATE"),
        ("999999198503070015", "ID_CHECK_DIGIT"),
    ],
)
def test_what_is_wrong_is_named(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        parse_id_number(text)


ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, table 2: place of a character is its value."""
credit_bodies = st.builds(
    "{}{:06d}{}".format,
    st.text(ALPHABET, min_size=2, max_size=2),
    st.integers(0, 999_999),
    st.text(ALPHABET, min_size=9, max_size=9),
)


def checked(body: str) -> str:
    """A code with its check character, reckoned from the weights 3^i mod 31 of the standard."""
    total = sum(ALPHABET.index(char) * pow(3, n, 31) for n, char in enumerate(body))
    return body + ALPHABET[-total % 31]


@given(credit_bodies)
def test_a_credit_code_is_read_back(body: str) -> None:
    read = parse_uscc(checked(body))
    assert read.text == checked(body)
    assert read.office + read.region + read.organisation == body
    assert (len(read.office), len(read.region), len(read.organisation)) == (2, 6, 9)


@given(credit_bodies, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(body: str, at: int, char: str) -> None:
    right = checked(body)
    wrong = right[:at] + char + right[at + 1 :]
    if wrong != right:
        with pytest.raises(ValueError, match="USCC_"):
            parse_uscc(wrong)
        assert not is_uscc(wrong)


@given(credit_bodies, st.integers(0, 16))
def test_two_neighbours_changed_places_are_noticed(body: str, at: int) -> None:
    right = checked(body)
    wrong = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert is_uscc(wrong) == (wrong == right)


@given(st.text(max_size=20))
def test_nothing_else_is_a_credit_code(text: str) -> None:
    if len(text) != 18 or set(text) - set(ALPHABET) or not text[2:8].isdigit():
        with pytest.raises(ValueError, match=r"^USCC_SHAPE$"):
            parse_uscc(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "USCC_SHAPE"),
        ("91350100M000100Y4", "USCC_SHAPE"),
        ("91350100M000100Y433", "USCC_SHAPE"),
        ("9135010AM000100Y43", "USCC_SHAPE"),
        ("91350100I000100Y43", "USCC_SHAPE"),
        ("91350100m000100y43", "USCC_SHAPE"),
        ("91350100M000100Y4３", "USCC_SHAPE"),
        ("91350100M000100Y44", "USCC_CHECK"),
    ],
)
def test_what_is_wrong_with_a_credit_code_is_named(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        parse_uscc(text)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("91350100M000100Y43", True),  # the example of GB 32100-2015
        ("91350100M000100Y44", False),
        ("91350100m000100y43", False),
        ("9135 0100M000100Y43", False),
        ("", False),
    ],
)
def test_unified_social_credit_codes(text: str, good: bool) -> None:
    assert is_uscc(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("19900000001", True),
        ("0772-2800000", True),
        ("07722800000", True),
        ("010-88880000-123", True),
        ("1990000000", False),
        ("12900000001", False),
        ("2800000", False),
        ("电话同上", False),
    ],
)
def test_phone_numbers(text: str, good: bool) -> None:
    assert is_phone(text) is good


@given(st.integers(0, 16), days, orders)
def test_an_x_stands_only_at_the_end(at: int, day: date, order: int) -> None:
    right = number(day, order)
    with pytest.raises(ValueError, match=r"^ID_SHAPE$"):
        parse_id_number(right[:at] + "X" + right[at + 1 :])


@given(st.integers(0, 15), days, orders)
def test_two_neighbours_of_an_identity_number_changed_places_are_noticed(
    at: int, day: date, order: int
) -> None:
    right = number(day, order)
    wrong = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    if wrong != right:
        with pytest.raises(ValueError, match="ID_"):
            parse_id_number(wrong)
