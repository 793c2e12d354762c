"""The 17 fields of a certificate (S4 证书字段, domain §4.11), brought to one form to be compared.

The registry was typed by many hands over many years, the applicant types again: only what is
left different after full and half width, spaces, brackets, ways to write a date and words for a
level have been brought together is a difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from app.domain.certificates import CertificateRecord
from app.domain.enums import Level
from app.domain.partial_date import parse_partial

FIELDS = (
    "cert_no", "name", "id_number", "sex", "specialty", "phone", "org", "year", "obtain_mode",
    "obtain_time", "level", "series", "post_name", "approving_org", "award_date", "mgmt_no",
    "committee_name",
)  # fmt: skip
"""In the order of S4's page."""

MODULE = "certificate"
"""The module of a verification that holds them."""

_DATES = frozenset({"obtain_time", "award_date"})
_NUMBERS = frozenset({"cert_no", "id_number", "mgmt_no"})
_LEVELS = {
    "正高级": Level.SENIOR_FULL,
    "正高": Level.SENIOR_FULL,
    "高级": Level.SENIOR_ASSOC,
    "副高级": Level.SENIOR_ASSOC,
    "副高": Level.SENIOR_ASSOC,
    "中级": Level.MIDDLE,
    "中": Level.MIDDLE,
    "初级": Level.JUNIOR_ASSISTANT,
    "初": Level.JUNIOR_ASSISTANT,
    "助理级": Level.JUNIOR_ASSISTANT,
    "助理": Level.JUNIOR_ASSISTANT,
    "员级": Level.JUNIOR_STAFF,
}
_DATES_WRITTEN = (
    re.compile(r"([0-9]{4})([0-9]{2})?([0-9]{2})?"),
    re.compile(r"([0-9]{4})(?:[年./-](?:([0-9]{1,2})(?:[月./-](?:([0-9]{1,2})日?)?)?)?)?"),
)
_SPACES = re.compile(r"\s+")


def plain(value: object) -> str:
    """A value as text in one width, without spaces; empty for None."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a spreadsheet has no whole numbers
    narrow = _SPACES.sub("", unicodedata.normalize("NFKC", str(value)))
    return unicodedata.normalize("NFKC", narrow)  # what stood apart may now combine


def level_of(value: object) -> Level:
    """The level that a code or a word (中级, 初级, …) means, else ``UNKNOWN``.

    高级 alone is taken for 副高: both senior levels go the same way (S1 3.7).
    """
    text = plain(value)
    return _LEVELS.get(text, Level(text))


def date_text(value: object) -> str | None:
    """A date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None where it is none.

    Takes ``2010年12月``, ``2010.12``, ``2010/12/1`` and ``20101201`` too.
    """
    text = plain(value)
    shape = next((found for way in _DATES_WRITTEN if (found := way.fullmatch(text))), None)
    if shape is None:
        return None
    year, month, day = shape.groups()
    written = "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])
    return written if parse_partial(written) is not None else None


def comparable(field: str, value: object) -> str:
    """The form in which two values of a field are compared; empty where nothing is given."""
    text = plain(value)
    if field in _DATES:
        return date_text(value) or text
    if field == "level":
        known = level_of(value)
        return known.value if known.known else text
    return plain(text.upper()) if field in _NUMBERS else text


def values_of(record: CertificateRecord) -> dict[str, Any]:
    """The fields of a record as a form has them; a level or year not known is empty."""
    values = record.model_dump(mode="json", include=set(FIELDS))
    if not record.level.known:
        values["level"] = ""
    return values


def differing(record: CertificateRecord, values: Mapping[str, Any]) -> list[str]:
    """The fields in which an applicant's values differ from the record, in S4's order.

    A field that the registry leaves open and the applicant fills is a supplement (补全), not a
    difference; one that the registry has and the applicant left out is.
    """
    known = values_of(record)
    return [
        field
        for field in FIELDS
        if (there := comparable(field, known[field]))
        and there != comparable(field, values.get(field))
    ]
