"""Identity numbers and organisation codes with their checksums."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_USCC_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
"""No I, O, S, V, Z: they are too like digits (GB 32100-2015, 4.2)."""
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?")


@dataclass(frozen=True)
class IdNumber:
    """A well-formed resident identity number (GB 11643-1999)."""

    text: str
    birth_date: date
    male: bool


def parse_id_number(text: str) -> IdNumber:
    """Read an 18-character identity number (domain §4.13 R022).

    The region code is not looked up: registers of regions change, and a wrong region is not
    among the checks that the sources ask for.

    :raises ValueError: with the code ``ID_SHAPE``, ``ID_DATE`` or ``ID_CHECK_DIGIT``.
    """
    if not _SHAPE.fullmatch(text):
        raise ValueError("ID_SHAPE")
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError as problem:
        raise ValueError("ID_DATE") from problem
    if not mod_11_2.is_valid(text):
        raise ValueError("ID_CHECK_DIGIT")
    return IdNumber(text=text, birth_date=born, male=int(text[16]) % 2 == 1)


def expected_check_digit(text: str) -> str:
    """The check digit that belongs to the first 17 digits of an identity number."""
    return str(mod_11_2.calc_check_digit(text[:17]))


@dataclass(frozen=True)
class Uscc:
    """A unified social credit code taken apart (GB 32100-2015, 4.1).

    Attributes:
        text: all 18 characters.
        office: who registered it (1) and as what (1): ``91`` an enterprise, ``12`` a public
            institution, ``52`` a private non-enterprise unit.
        region: where it was registered, GB/T 2260.
        organisation: the organisation code of GB 11714, with its own check character.
    """

    text: str
    office: str
    region: str
    organisation: str


def parse_uscc(text: str) -> Uscc:
    """Read a unified social credit code (domain §4.13 R210).

    The region is not looked up, as in :func:`parse_id_number`, and the organisation code's own
    check character is not looked at: codes were issued over organisation codes that lack it.

    :raises ValueError: with the code ``USCC_SHAPE`` or ``USCC_CHECK``.
    """
    if not _USCC_SHAPE.fullmatch(text):
        raise ValueError("USCC_SHAPE")
    if uscc.calc_check_digit(text[:-1]) != text[-1]:
        raise ValueError("USCC_CHECK")
    return Uscc(text=text, office=text[:2], region=text[2:8], organisation=text[8:17])


def is_uscc(text: str) -> bool:
    """Whether ``text`` is a unified social credit code with a valid check character (GB 32100)."""
    try:
        parse_uscc(text)
    except ValueError:
        return False
    return True


def is_phone(text: str) -> bool:
    """Whether ``text`` is an 11-digit mobile or an area-code number (domain §4.13 R021)."""
    return bool(_MOBILE.fullmatch(text) or _LANDLINE.fullmatch(text))
