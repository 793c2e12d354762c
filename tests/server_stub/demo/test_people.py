"""Invented people: valid identifiers that belong to nobody, the same ones every time."""

from __future__ import annotations

import pytest
from stdnum.exceptions import InvalidChecksum
from stdnum.iso7064 import mod_11_2

from server_stub.demo.names import FIXED_NAMES
from server_stub.demo.people import person


def test_the_same_seed_and_index_give_the_same_person() -> None:
    assert person(4, 12) == person(4, 12)
    assert person(4, 12) != person(5, 12)


def test_identity_numbers_are_valid_agree_with_the_person_and_never_repeat() -> None:
    people = [person(1, index) for index in range(500)]
    for one in people:
        mod_11_2.validate(one.id_number)
        assert one.id_number.startswith("999999")
        assert one.id_number[6:14] == one.birth_date.strftime("%Y%m%d")
        assert (int(one.id_number[16]) % 2 == 1) == (one.sex == "男")
        assert 19_900_000_000 <= int(one.phone) <= 19_900_009_999
        assert 1972 <= one.birth_date.year <= 1998
    assert len({one.id_number for one in people}) == len(people)
    assert len({one.phone for one in people}) == len(people)


def test_wrong_numbers_are_wrong_in_one_way_only() -> None:
    right = person(1, 8)
    check = person(1, 8, wrong_check_digit=True)
    with pytest.raises(InvalidChecksum):
        mod_11_2.validate(check.id_number)
    assert check.id_number[:17] == right.id_number[:17]

    sex = person(1, 8, wrong_sex=True)
    mod_11_2.validate(sex.id_number)
    assert (int(sex.id_number[16]) % 2 == 1) != (sex.sex == "男")

    birth = person(1, 8, wrong_birth_date=True)
    mod_11_2.validate(birth.id_number)
    assert birth.birth_date == right.birth_date
    assert birth.id_number[6:14] != birth.birth_date.strftime("%Y%m%d")


def test_a_leap_day_can_be_shifted_by_a_year() -> None:
    for index in range(400):
        person(2, index, born=(1996, 1996), wrong_birth_date=True)


def test_difficult_names_are_always_among_the_first_sixty() -> None:
    names = [person(9, index).name for index in range(60)]
    assert {name for index, (name, _) in FIXED_NAMES.items() if index < 60} <= set(names)
    together = "".join(names)
    for rare in "䶮㛃𬭎·":
        assert rare in together
    assert sum(len(name) == 2 for name in names) >= 8
    assert person(9, 23).name == "阿依努尔·测试"


def test_the_wanted_sex_is_kept() -> None:
    assert {person(1, index, sex="女").sex for index in range(20)} == {"女"}


def test_an_index_outside_the_dummy_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="phone index"):
        person(1, 10_000)
