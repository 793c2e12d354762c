"""Family H: social insurance and other proof."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.domain.anchors import FieldPath
from app.domain.checks.anchored import matched
from app.domain.checks.engine import PASS, Hit, Subject, rule
from app.domain.checks.uploads import (
    file_hit,
    files_in,
    looked_through,
    not_looked_at,
    slot_words,
)
from app.domain.enums import Severity
from app.domain.finding import Citation
from app.domain.form import PERSONAL, FormEntry, is_empty
from app.domain.model import Attachment
from app.domain.normal import org_key
from app.domain.partial_date import CHINA, months_before

MODULE = "social_insurance"
LIST = (
    "如系统共享数据无法自动识别其社保缴纳情况，应提供申报前连续6个月以上（不含申报当月）个人社保缴费"
    "清单的扫描件。"
)
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@rule(
    "R090",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(source="S2", place="(二)13", quote=LIST),
    params=("slot", "natures"),
    reason="SI_LIST",
)
def list_attached(at: Subject) -> Iterator[Hit]:
    """A scan of the payments is there where the system did not find them itself.

    Parameters: the ``slot`` for it, ``natures`` the kinds of employment it is asked of.
    """
    params = at.params("R090")
    rows = at.rows(MODULE)
    owed = _owed(at, rows, params["natures"])
    if owed is None:
        yield Hit(
            MODULE,
            variant="UNDECIDED_NATURE",
            uncertain=True,
            reason="VALUE_UNCLEAR",
            params={"field": "个人身份性质", "field_en": "kind of employment", "value": ""},
        )
    elif owed and not files_in(at, {f"{MODULE}.{params['slot']}"}):
        entry_id = rows[0].entry_id if rows else None
        words = slot_words(at, MODULE, params["slot"])
        yield Hit(MODULE, entry_id, slot=params["slot"], params=words)


@rule(
    "R091",
    gates={PASS: Severity.ERROR},
    mode="A",
    source=Citation(
        source="S2",
        place="(二)13",
        quote=LIST,
    ),
    params=("months", "natures"),
    reason="SI_MONTHS",
)
def months_without_gap(at: Subject) -> Iterator[Hit]:
    """The months before the month of submission (China's time) are all paid, that month apart.

    Parameters: ``months`` how many, ``natures`` the kinds of employment it is asked of.
    """
    params = at.params("R091")
    personal = next(iter(at.rows(PERSONAL)))
    nature = personal.values.get("identity_nature")
    rows = at.rows(MODULE)
    if any(row.values.get("autofilled") is True for row in rows):
        return
    if is_empty(nature):
        if not at.told_missing(personal, "identity_nature"):
            yield Hit(MODULE, variant="UNDECIDED_NATURE", uncertain=True)
        return
    if nature in params["natures"]:
        yield from _gaps(at, rows, int(params["months"]))


def _gaps(at: Subject, rows: list[FormEntry], count: int) -> Iterator[Hit]:
    applied = at.version.submitted_at or at.now
    entry_id = rows[0].entry_id if rows else None
    stated = [month for row in rows for month in _listed(row.values.get("months"))]
    strange = [month for month in stated if not _MONTH.fullmatch(month)]
    if strange:
        yield Hit(
            MODULE,
            entry_id,
            "months",
            variant="UNREADABLE",
            params={"field": "缴费月份", "field_en": "months paid", "value": "、".join(strange)},
            uncertain=True,
            reason="VALUE_UNCLEAR",
        )
    missing = [month for month in months_before(applied, count) if month not in stated]
    if missing:
        yield Hit(
            MODULE,
            entry_id,
            "months",
            params={
                "months": "、".join(missing),
                "months_en": ", ".join(missing),
                "count": str(count),
                "applied": f"{applied.astimezone(CHINA):%Y-%m}",
            },
            evidence={"missing": missing, "stated": stated},
        )


def _listed(value: Any) -> list[str]:
    if is_empty(value):
        return []
    items = value if isinstance(value, list) else [value]
    return [str(item).strip() for item in items]


@rule(
    "R092",
    gates={PASS: Severity.WARN},
    mode="H",
    source=Citation(
        source="S2", place="(二)13", quote="应将社保证明原件扫描上传，社保公章为红色。"
    ),
    params=("slot", "red"),
    reason="SI_SEAL",
)
def red_seal(at: Subject) -> Iterator[Hit]:
    """One of the scans of the payments shows a red seal (启发式).

    Parameters: the ``slot``, and ``red``, the share of red in the reddest place that is a seal.
    """
    params = at.params("R092")
    files = _scans(at, params["slot"])
    if not files:
        return
    known = [facts for att in files if (facts := at.files.get(att.sha256)) is not None]
    if any(page.red >= params["red"] for facts in known for page in facts.looks or ()):
        return
    if any(looked_through(at, att) is None for att in files):
        yield from not_looked_at(at, files)
    else:
        yield file_hit(files[0])


@rule(
    "R093",
    gates={PASS: Severity.ASK},
    mode="M",
    source=Citation(source="S2", place="(二)13", quote="参保证明上应显示有申报人及单位信息。"),
    params=("slot",),
    reason="SI_NAMES",
)
def names_shown(at: Subject) -> Iterator[Hit]:
    """The proof shows the applicant and the unit: for an officer to look. Parameter: ``slot``.

    An anchor on one of the scans that says so is the answer: on the slot for both, or one on the
    name and one on the unit.
    """
    slot = at.params("R093")["slot"]
    files = _scans(at, slot)
    if files and not any(_names_seen(at, att, slot) for att in files):
        person = at.version.person.name
        employer = next(iter(at.rows(PERSONAL))).values.get("employer")
        yield file_hit(files[0], params={"name": person, "employer": str(employer or "")})


@rule(
    "R094",
    gates={PASS: Severity.ERROR},
    mode="F",
    source=Citation(source="S2", place="(二)13", quote="单位不一致的应上传相关证明材料。"),
    params=("slot", "natures"),
    reason="SI_UNIT_DIFF",
)
def other_unit_explained(at: Subject) -> Iterator[Hit]:
    """Who is insured through another unit than the employer proves why.

    The names are compared where both are stated; else the applicant's own word counts. Parameters:
    the ``slot`` for the proof, and the ``natures`` that must say by whom they are insured.
    """
    params = at.params("R094")
    if files_in(at, {f"{MODULE}.{params['slot']}"}):
        return
    employer = next(iter(at.rows(PERSONAL))).values.get("employer")
    rows = at.rows(MODULE)
    for row in rows:
        insured, match = row.values.get("insured_unit"), row.values.get("unit_match")
        words = {"insured": str(insured or ""), "employer": str(employer or "")}
        if not is_empty(insured) and not is_empty(employer):
            if org_key(str(insured)) != org_key(str(employer)):
                yield Hit(MODULE, row.entry_id, slot=params["slot"], params=words)
        elif match is False:
            yield Hit(MODULE, row.entry_id, slot=params["slot"], variant="SAID")
        elif match is not True and _owed(at, rows, params["natures"]) is not False:
            yield Hit(
                MODULE, row.entry_id, "unit_match", variant="UNDECIDED", uncertain=True,
                params={"field": "参保单位", "field_en": "insured through", "value": ""},
                reason="VALUE_UNCLEAR",
            )  # fmt: skip


def _names_seen(at: Subject, att: Attachment, slot: str) -> bool:
    person = next(iter(at.rows(PERSONAL))).entry_id or ""
    entry = att.entry_id or next((row.entry_id for row in at.rows(MODULE)), None) or ""
    both = {FieldPath(MODULE, one, slot) for one in (entry, "")}
    if matched(at, *both, file=att.sha256):
        return True
    unit = (FieldPath(MODULE, entry, "insured_unit"), FieldPath(PERSONAL, person, "employer"))
    name = FieldPath(PERSONAL, person, "name")
    return matched(at, name, file=att.sha256) and matched(at, *unit, file=att.sha256)


def _owed(at: Subject, rows: list[FormEntry], natures: list[str]) -> bool | None:
    """Whether payments must be proved on paper; None where the kind of employment is not told."""
    if any(row.values.get("autofilled") is True for row in rows):
        return False
    personal = next(iter(at.rows(PERSONAL)))
    nature = personal.values.get("identity_nature")
    if is_empty(nature):
        return False if at.told_missing(personal, "identity_nature") else None
    return nature in natures


def _scans(at: Subject, slot: str) -> list[Attachment]:
    """The scans of payments, unless the system found the payments itself."""
    if any(row.values.get("autofilled") is True for row in at.rows(MODULE)):
        return []
    return files_in(at, {f"{MODULE}.{slot}"})
