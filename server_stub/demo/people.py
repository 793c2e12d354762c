"""Invented people: `person(seed, index)` is the same person on every machine and every day.

Sources: domain §0.1 item 12 (nothing of a real person), rules R022 to R024 for what can be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from server_stub.demo import names, numbers
from server_stub.demo.seeds import derive, rng

Sex = Literal["男", "女"]

_POLITICAL = ("群众", "中共党员", "共青团员", "九三学社社员", "民盟盟员")
_HOUSEHOLDS = ("示例市城中区", "示例市鱼峰区", "示例市柳南区", "示例市三江县", "示例市融水县")
_ARCHIVES = ("示例市人才服务管理办公室", "示例市流动人员档案服务中心", "示例省人才交流服务中心")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented applicant.

    `portrait` is the seed for `photos.portrait`, so that every photo of the person is the same
    face; `phone` stands in the dummy range; `id_number` may contradict `sex` or `birth_date`
    where that was asked for.
    """

    index: int
    name: str
    sex: Sex
    birth_date: date
    id_number: str
    phone: str
    email: str
    ethnicity: str
    political_status: str
    household: str
    archive_org: str
    portrait: int


def person(
    seed: int,
    index: int,
    *,
    sex: Sex | None = None,
    born: tuple[int, int] = (1972, 1998),
    wrong_check_digit: bool = False,
    wrong_sex: bool = False,
    wrong_birth_date: bool = False,
) -> Person:
    """Person number `index` (0 to 9999) of the world `seed`, born in the years `born` inclusive.

    `wrong_check_digit` breaks the last character of the identity number (R022), `wrong_sex` makes
    its 17th digit contradict `sex` (R023), `wrong_birth_date` shifts the date in it by a year
    (R024). The numbers of two people of one world never coincide below index 500.
    """
    random = rng(seed, "person", index)
    drawn_sex: Sex = random.choice(("男", "女"))
    sex = sex or drawn_sex
    first = date(born[0], 1, 1)
    days = (date(born[1], 12, 31) - first).days
    birth = first + timedelta(days=random.randint(0, days))
    ethnicity = random.choices(names.ETHNICITIES, names.ETHNICITY_WEIGHTS)[0]
    name = names.invent_name(random)
    if index in names.FIXED_NAMES:
        name, ethnicity = names.FIXED_NAMES[index]
    odd = (sex == "男") != wrong_sex
    in_number = birth.replace(year=birth.year - 1, day=min(birth.day, 28))
    return Person(
        index=index,
        name=name,
        sex=sex,
        birth_date=birth,
        id_number=numbers.id_number(
            in_number if wrong_birth_date else birth,
            (index * 2) % 1000 + odd,
            wrong_check_digit=wrong_check_digit,
        ),
        phone=numbers.phone(index),
        email=f"p{index:04d}@example.com",
        ethnicity=ethnicity,
        political_status=random.choice(_POLITICAL),
        household=random.choice(_HOUSEHOLDS),
        archive_org=random.choice(_ARCHIVES),
        portrait=derive(seed, "portrait", index) % 1_000_000,
    )
