"""Which cases there are: number, office, deadline and persona.

A smaller set is the beginning of a larger one, so that case 9 is the same in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from server_stub.demo.cases import faults
from server_stub.demo.cases import personas as who
from server_stub.demo.cases.moments import Group
from server_stub.demo.cases.offices import DUAL, FOREIGN, MARKET, UNIT
from server_stub.demo.cases.personas import Persona

MOST = 300
"""The table has no more; the numbers after it belong to :mod:`waiting`, and no two applicants and
officers below 500 share an identity number."""

HEAVY_FROM = 60
"""Sets smaller than this have no file of 45 MB."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One application of the set."""

    number: int
    org_id: str
    group: Group
    persona: Persona

    def app_id(self, year: int) -> str:
        """Its id, for instance ``A2026-000012``."""
        return f"A{year}-{self.number:06d}"

    @property
    def applicant(self) -> str:
        """The applicant's login, for instance ``a0012``."""
        return f"a{self.number:04d}"


_ROWS: tuple[tuple[str, Group, Persona], ...] = (
    (UNIT, "today", who.CLEAN),
    (UNIT, "today", who.EARLY_PAPER),
    (UNIT, "today", who.CLEAN),
    (UNIT, "today", who.NO_COPYRIGHT_PAGE),
    (MARKET, "week", who.GX_PHOTOGRAPHED),
    (UNIT, "today", who.UNPAID_MONTH),
    (UNIT, "today", who.CLEAN),
    (FOREIGN, "tomorrow", who.CLEAN),
    (UNIT, "today", who.NO_PHONE),
    (UNIT, "today", who.CLEAN),
    (UNIT, "today", who.CORRECTED),
    (UNIT, "today", who.ROTATED_SCAN),
    (UNIT, "tomorrow", who.CLEAN),
    (UNIT, "tomorrow", who.MISTYPED_ID),
    (UNIT, "tomorrow", who.CLEAN),
    (MARKET, "week", who.GX_TRUNCATED),
    (UNIT, "tomorrow", who.UNCHANGED),
    (UNIT, "tomorrow", who.NO_CERTIFICATE_NUMBER),
    (UNIT, "tomorrow", who.CLEAN),
    (UNIT, "tomorrow", who.NO_TITLE_WRONG),
    (UNIT, "tomorrow", who.CLEAN),
    (MARKET, "week", who.GX_PDF_NAMED_JPG),
    (UNIT, "tomorrow", who.SEVERAL),
    (UNIT, "tomorrow", who.OTHER_SEX),
    (UNIT, "tomorrow", who.NOT_BEGUN),
    (UNIT, "tomorrow", who.ENCRYPTED_PDF),
    (UNIT, "week", who.HEAVY_PAPER),
    (UNIT, "week", who.LATE_DEFENCE),
    (UNIT, "week", who.FOUR_MEMBERS),
    (MARKET, "week", who.CLEAN),
    (UNIT, "week", who.NO_QUERY_AND_CONTENTS),
    (UNIT, "week", who.ONLY_AGREED),
    (UNIT, "week", who.TRUNCATED_PHOTO),
    (UNIT, "week", who.TEXT_NAMED_PDF),
    (UNIT, "week", who.TWIN),
    (FOREIGN, "week", who.EARLY_PAPER),
    (UNIT, "week", who.DAMAGED_PDF),
    (UNIT, "week", who.COARSE_DATE),
    (UNIT, "week", who.TWIN),
    (UNIT, "week", who.COVER_PHOTOGRAPHED),
    (UNIT, "week", who.SHORT_ID),
    (UNIT, "week", who.OVER_NATIONAL_DAY),
    (MARKET, "week", who.NO_PHONE),
    (UNIT, "week", who.INSURED_ELSEWHERE),
    (UNIT, "week", who.SELF_REVIEW),
    (UNIT, "week", who.SHOWN_BEFORE),
    (UNIT, "later", who.SHORT_PHONE),
    (UNIT, "later", who.UNKNOWN_YEAR),
    (UNIT, "later", who.NO_PUBLIC_SUBJECT),
    (MARKET, "week", who.CLEAN),
    (UNIT, "later", who.RUNNING),
    (UNIT, "later", who.CLAIMED),
    (UNIT, "later", who.PASS_PROPOSED),
    (DUAL, "tomorrow", who.DUAL_DIRECTIONAL),
    (MARKET, "week", who.MISTYPED_ID),
    (UNIT, "later", who.RETURN_PROPOSED),
    (UNIT, "later", who.CERTIFICATE_PHOTOGRAPHED),
    (UNIT, "later", who.PASSED),
    (MARKET, "week", who.GX_NO_JOURNAL),
    (UNIT, "later", who.NO_EXPERIENCE),
    (MARKET, "week", who.OTHER_SEX),
    (UNIT, "later", who.SCAN_DIFFERS),
    (FOREIGN, "week", who.UNPAID_MONTH),
    (UNIT, "later", who.RETURNED),
    (UNIT, "tomorrow", who.WRONG_COMMITTEE),
    (UNIT, "tomorrow", who.MISROUTED),
    (UNIT, "week", who.UNSIGNED),
    (UNIT, "minutes", who.LAST_MINUTES),
    (UNIT, "week", who.WITHDRAWN),
    (UNIT, "later", who.OLD_SEAL),
    (UNIT, "later", who.AT_COMMITTEE),
    (UNIT, "later", who.PAID),
    (MARKET, "week", who.GX_LOST),
    (UNIT, "week", who.SX_CLEAN),
    (UNIT, "week", who.SX_NOT_SHOWN),
    (UNIT, "later", who.CV_CLEAN),
    (UNIT, "later", who.CV_INCONSISTENT),
    (UNIT, "later", who.CV_DUPLICATE),
)

WHOLE = len(_ROWS)
"""So many applications has the whole set."""


def plan(applications: int) -> list[Planned]:
    """The first so many cases; beyond the table they are clean ones of the demo's own office.

    Raises `ValueError` for a number that is not between 1 and `MOST`.
    """
    if not 1 <= applications <= MOST:
        raise ValueError(f"applications must lie between 1 and {MOST}: {applications}")
    beyond: list[tuple[str, Group, Persona]] = [(UNIT, "later", who.CLEAN)]
    rows = [*_ROWS, *beyond * (applications - WHOLE)][:applications]
    planned = [Planned(number, *row) for number, row in enumerate(rows, start=1)]
    return [_light(case) for case in planned] if applications < HEAVY_FROM else planned


def _light(case: Planned) -> Planned:
    if case.persona is not who.HEAVY_PAPER:
        return case
    return replace(case, persona=replace(case.persona, form=faults.nothing))


def persona_table() -> list[str]:
    """The rows of the table in docs/demo-data.md."""
    return [
        f"| {case.number} | `{case.org_id}` | {case.group} | {case.persona.title} "
        f"| {' '.join(sorted(case.persona.rules))} | {' '.join(sorted(case.persona.unit_rules))} "
        f"| {' '.join(sorted(case.persona.gates))} |"
        for case in plan(WHOLE)
    ]
