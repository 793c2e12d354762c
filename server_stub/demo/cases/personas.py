"""The personas of domain §4.18 that the rules in force here can show, and what the rules say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.enums import Level, OrgKind
from server_stub.demo.cases import faults, lives, omissions
from server_stub.demo.cases.career import Career
from server_stub.demo.cases.faults import Fault
from server_stub.demo.cases.omissions import Omission

Stage = Literal[
    "submitted", "withdrawn", "claimed", "pass proposed", "return proposed", "returned",
    "approved", "sealed with the old seal", "paid", "loss publicity",
]  # fmt: skip
World = Literal["liuzhou", "market", "lost", "shanxi", "certificate"]
"""Whose form is filled in; that of the office's own region where none is named."""


@dataclass(frozen=True, slots=True)
class Persona:
    """What is particular about an application.

    ``rules`` are the ids that the pre-check finds in the present version, ``unit_rules`` those it
    finds in the unit's dossier. ``life`` changes the facts, ``form`` what was filled in and
    uploaded, ``unit`` what the unit did before it passes the case on. ``before`` is the version
    that was returned; ``stage`` how far the present one has come. With ``same_insurance_list`` the
    corrected version still has the list of the first. ``officer`` is the login of the handler who
    applies. ``passed_by`` are the offices that the unit and those above it forwarded the case to.
    ``gates`` are the rules that object elsewhere than at PASS, for instance ``R136 (forward)``.
    """

    title: str
    rules: frozenset[str] = frozenset()
    life: Callable[[Career], Career] = lives.as_it_was
    form: Fault = faults.nothing
    unit: Omission = omissions.as_asked
    unit_rules: frozenset[str] = frozenset()
    level: Level | None = None
    education: str | None = None
    trade: str | None = None
    before: Persona | None = None
    stage: Stage = "submitted"
    same_insurance_list: bool = False
    officer: str | None = None
    world: World | None = None
    passed_by: tuple[OrgKind, ...] = ()
    gates: frozenset[str] = frozenset()


def _persona(
    title: str, rules: str = "", *, unit_rules: str = "", gate: str = "", **more: object
) -> Persona:
    made = Persona(
        title,
        frozenset(rules.split()),
        unit_rules=frozenset(unit_rules.split()),
        gates=frozenset({gate} - {""}),
    )
    return replace(made, **more)  # type: ignore[arg-type]


CLEAN = _persona("clean pass")
EARLY_PAPER = _persona("paper before title", "R071", life=lives.early_paper)
COARSE_DATE = _persona(
    "paper dated to the year of the title only", "R071",
    life=lives.same_year_paper, form=faults.year_only,
)  # fmt: skip
NO_COPYRIGHT_PAGE = _persona(
    "missing copyright page", "R073", form=faults.without("papers", "copyright_page")
)
NO_QUERY_AND_CONTENTS = _persona(
    "missing register query and contents", "R073",
    form=faults.without("papers", "journal_query", "toc"),
)  # fmt: skip
COVER_PHOTOGRAPHED = _persona(
    "paper cover as JPG, photographed sideways", "R076",
    form=faults.photographed("papers", "cover", 6),
)  # fmt: skip
TEXT_NAMED_PDF = _persona(
    "text file named .pdf", "R076 R105", form=faults.text_named_pdf("papers", "copyright_page")
)
HEAVY_PAPER = _persona("45 MB PDF", form=faults.heavy_paper)
UNPAID_MONTH = _persona("SI gap month", "R091 R093", life=lives.unpaid_month)
INSURED_ELSEWHERE = _persona("SI unit differs, explained", "R093", life=lives.insured_elsewhere)
NO_TITLE_WRONG = _persona(
    "无职称 wrong", "R050", life=lives.without_title,
    level=Level.JUNIOR_ASSISTANT, education="BACHELOR",
)  # fmt: skip
MISTYPED_ID = _persona("wrong check digit", "R022", form=faults.mistyped_id_number)
SHORT_ID = _persona("ID number of 17 characters", "R022 R023 R024", form=faults.short_id_number)
OTHER_SEX = _persona("wrong sex", "R023", form=faults.other_sex)
NO_PHONE = _persona("phone empty", "R021", form=faults.person(phone=""))
SHORT_PHONE = _persona("phone of 10 digits", "R021", form=faults.person(phone="1990000001"))
NO_CERTIFICATE_NUMBER = _persona(
    "required field empty", "R020", form=faults.value("education", edu_cert_no="")
)
NO_EXPERIENCE = _persona(
    "required module missing", "R020", form=faults.without("professional_experience")
)
SEVERAL = _persona(
    "three things at once", "R021 R071 R073", life=lives.early_paper,
    form=faults.together(faults.person(phone=""), faults.without("papers", "toc")),
)  # fmt: skip
ROTATED_SCAN = _persona(
    "rotated scan",
    "R074",
    form=faults.together(
        faults.turned("papers", "fulltext", pixels=90),
        faults.turned("papers", "toc", flag=270),
        faults.turned("social_insurance", "si_list_scan", pixels=180),
    ),
)
TRUNCATED_PHOTO = _persona("truncated JPEG as photo", "R105", form=faults.truncated_photo)
ENCRYPTED_PDF = _persona(
    "encrypted PDF", "R105", form=faults.damaged("papers", "fulltext", "encrypted")
)
DAMAGED_PDF = _persona(
    "damaged PDF", "R105", form=faults.damaged("achievements", "proof", "damaged")
)
CERTIFICATE_PHOTOGRAPHED = _persona(
    "JPG certificates with EXIF rotation",
    "R043",
    form=faults.together(
        faults.photographed("current_title", "title_cert", 6),
        faults.photographed("education", "edu_cert", 3, "jpg"),
        faults.photo_held(8),
    ),
)
SCAN_DIFFERS = _persona(
    "title certificate shows another date", "R053 R054", form=faults.other_date_on_scan
)
SELF_REVIEW = _persona("self-review attempt", officer="chenyao")
WRONG_COMMITTEE = _persona(
    "wrong committee", "R001", form=faults.committee_of_level_below, level=Level.SENIOR_ASSOC
)
MISROUTED = _persona(
    "建设工程 misrouted", "R002",
    form=faults.general_committee, level=Level.MIDDLE, trade="建筑工程",
)  # fmt: skip
NO_PUBLIC_SUBJECT = _persona("公需科目 missing", "R060", form=faults.public_subject_failed)
UNSIGNED = _persona(
    "正高 without signature", "R100",
    form=faults.without("other_proof", "signed_commitment"), level=Level.SENIOR_FULL,
)  # fmt: skip
CORRECTED = _persona("resubmitted, corrected", before=EARLY_PAPER)
UNCHANGED = _persona(
    "flagged but unchanged", "R091 R093 R160", life=lives.unpaid_month,
    form=faults.value("personal", household="示例市城中区测试路1号"),
    before=replace(UNPAID_MONTH, life=lives.early_paper_and_unpaid_month),
    same_insurance_list=True,
)  # fmt: skip
CLAIMED = _persona("claimed by the second handler", stage="claimed")
PASS_PROPOSED = _persona("awaiting the approver, to pass", stage="pass proposed")
RETURN_PROPOSED = replace(
    NO_COPYRIGHT_PAGE, title="awaiting the approver, to return", stage="return proposed"
)
PASSED = _persona("passed and forwarded", passed_by=(OrgKind.DEPT,))
AT_COMMITTEE = _persona(
    "at the committee", passed_by=(OrgKind.DEPT, OrgKind.SERIES_TITLE, OrgKind.COMMITTEE)
)
PAID = _persona(
    "paid, not verified", stage="paid", passed_by=(OrgKind.DEPT, OrgKind.SERIES_TITLE),
    level=Level.SENIOR_FULL, gate="R202 (accept)",
)  # fmt: skip
LAST_MINUTES = _persona("deadline in 10 minutes", stage="pass proposed")
WITHDRAWN = _persona("withdrawn while downloaded", stage="withdrawn")
OLD_SEAL = _persona(
    "seal expired yesterday", stage="sealed with the old seal", gate="R136 (forward)"
)
RETURNED = replace(EARLY_PAPER, title="returned to the applicant", stage="returned")

LATE_DEFENCE = _persona(
    "defence after deliberation", unit_rules="R125 R138",
    unit=omissions.late_defence, level=Level.SENIOR_ASSOC,
)  # fmt: skip
FOUR_MEMBERS = _persona("4-member group", unit_rules="R127", unit=omissions.four_members)
ONLY_AGREED = _persona("“同意推荐”", unit_rules="R132 R133 R134", unit=omissions.only_agreed)
TWIN = _persona("boilerplate twins", unit_rules="R134", unit=omissions.boilerplate)
OVER_NATIONAL_DAY = _persona(
    "publicity across 国庆", unit_rules="R121", unit=omissions.over_national_day
)
SHOWN_BEFORE = replace(
    CORRECTED, title="resubmitted after publicity",
    unit=omissions.first_version_shown, unit_rules=frozenset({"R124"}),
)  # fmt: skip
UNKNOWN_YEAR = _persona(
    "publicity in a year without calendar", unit_rules="R121 R122 R123 R138",
    unit=omissions.unknown_year,
)  # fmt: skip
RUNNING = _persona(
    "publicity still running", unit_rules="R122 R123 R126 R130 R132",
    unit=omissions.running,
)  # fmt: skip
NOT_BEGUN = _persona("no dossier yet", unit_rules="R120 R126 R130 R132", unit=omissions.not_begun)
DUAL_DIRECTIONAL = _persona("双定向 三江", form=faults.dual_directional)

# GXRC takes JPG only, and has personal data and papers.
GX_PHOTOGRAPHED = _persona(
    "JPG papers with EXIF rotation",
    form=faults.together(
        faults.photographed("papers", "cover", 6),
        faults.photographed("papers", "toc", 8),
        faults.photographed("papers", "copyright_page", 3, "jpg"),
        faults.photo_held(6),
    ),
)
GX_TRUNCATED = _persona(
    "truncated JPEG", "R105", form=faults.damaged("papers", "cover", "truncated")
)
GX_PDF_NAMED_JPG = _persona(
    "PDF named .jpg", "R103 R105", form=faults.pdf_named_jpg("papers", "fulltext")
)
GX_NO_JOURNAL = _persona("required field empty", "R020", form=faults.value("papers", journal=""))
GX_LOST = _persona(
    "loss reissue, day 4", world="lost", stage="loss publicity", level=Level.MIDDLE,
    gate="R190 (item 2)",
)  # fmt: skip

SX_CLEAN = _persona("clean pass, Shanxi", world="shanxi", level=Level.MIDDLE)
SX_NOT_SHOWN = _persona(
    "one of three publicities missing, Shanxi", "R106", world="shanxi", level=Level.MIDDLE,
    form=faults.without("publicity_materials", "democratic_publicity"),
)  # fmt: skip
CV_CLEAN = _persona("clean pass, verification", world="certificate", level=Level.MIDDLE)
CV_INCONSISTENT = _persona(
    "certificate with S4's inconsistencies", "R022 R023 R179 R180 R181",
    world="certificate", level=Level.MIDDLE, form=faults.as_in_s4,
)  # fmt: skip
CV_DUPLICATE = _persona(
    "duplicate certificate number", "R182", world="certificate", level=Level.MIDDLE,
    form=faults.claimed_by_other,
)  # fmt: skip
