"""Identifiers with correct check characters that belong to nobody (region 999999)."""

from __future__ import annotations

from datetime import date

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

REGION = "999999"  # no such administrative division, domain §0.1 item 12
PHONE_BASE = 19_900_000_000  # dummy range 19900000000 to 19900009999

_ORG_CODE_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def id_number(born: date, sequence: int, *, wrong_check_digit: bool = False) -> str:
    """An 18-character identity number after GB 11643.

    `sequence` is the three-digit order code; odd means male. With `wrong_check_digit` the last
    character is another valid character than the right one.
    """
    if not 0 <= sequence <= 999:
        raise ValueError(f"order code out of range: {sequence}")
    body = f"{REGION}{born:%Y%m%d}{sequence:03d}"
    check = mod_11_2.calc_check_digit(body)
    if wrong_check_digit:
        check = "5" if check != "5" else "2"
    return body + check


def phone(index: int) -> str:
    """Mobile number in the dummy range; `index` from 0 to 9999."""
    if not 0 <= index <= 9999:
        raise ValueError(f"phone index out of range: {index}")
    return str(PHONE_BASE + index)


def credit_code(prefix: str, serial: int) -> str:
    """A unified social credit code (GB 32100) whose organisation code agrees with GB 11714.

    `prefix` is registering department and type of body, two characters, for example ``91`` for an
    enterprise or ``12`` for a public institution; `serial` from 0 to 99 999 999.
    """
    if not 0 <= serial <= 99_999_999:
        raise ValueError(f"serial out of range: {serial}")
    digits = f"{serial:08d}"
    rest = sum(int(d) * w for d, w in zip(digits, _ORG_CODE_WEIGHTS, strict=True)) % 11
    check = {10: "X", 11: "0"}.get(11 - rest, str(11 - rest))
    body = f"{prefix}{REGION}{digits}{check}"
    return body + uscc.calc_check_digit(body)
