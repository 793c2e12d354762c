"""Complete cases of all regions in which no rule of any gate finds anything, to be altered.

``clean("SX_2024")`` is such a subject; the ``with_…`` functions of ``clean_alter`` give a copy
of it with one thing changed. All of them can be imported from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.calendar_data import packaged_calendar
from app.domain.certificates import CertificateRecord
from app.domain.checks.engine import Subject
from app.domain.enums import ApplicationType, Level
from app.domain.model import Application, ApplicationVersion, Organisation
from app.domain.sealing import Seal
from app.domain.surroundings import Surroundings
from tests.domain import clean_forms
from tests.domain.clean_alter import (
    with_around,
    with_attachment,
    with_declaration,
    with_dossier,
    with_facts,
    with_fields,
    with_file,
    with_org,
    with_params,
    with_person,
    with_provenance,
    with_row,
    with_rows,
    with_version,
    without_facts,
    without_file,
    without_module,
)
from tests.domain.clean_forms import DEPT, EMPLOYER, PERSON, Rows
from tests.domain.clean_parts import PAGE, bound, made_file, with_case
from tests.domain.make import packaged

UNIT = "org-unit-1"
LOOKED_UP = ("public_subject_passed",)
"""Fields that the system fills in."""
PLEDGED = ("edu_cert_no", "degree_cert_no")
"""Numbers of the education that the commitment shows."""

__all__ = [
    "PAGE",
    "UNIT",
    "clean",
    "with_around",
    "with_attachment",
    "with_case",
    "with_declaration",
    "with_dossier",
    "with_facts",
    "with_fields",
    "with_file",
    "with_org",
    "with_params",
    "with_person",
    "with_provenance",
    "with_row",
    "with_rows",
    "with_version",
    "without_facts",
    "without_file",
    "without_module",
]


@dataclass(frozen=True)
class _Region:
    """How a region's clean case differs from the others."""

    rows: Rows
    now: datetime
    submitted: datetime
    route: tuple[tuple[str, str, str], ...]
    declaration: dict[str, Any]


_AUTUMN = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
_BASE = {"year": 2026, "level": "MIDDLE", "target_title": "工程师", "specialty": "机械制造"}
_LZ_ROUTE = (
    ("UNIT", UNIT, EMPLOYER),
    ("DEPT", "org-dept-1", DEPT),
    ("SERIES_TITLE", "org-series-1", "示例市系列职改办"),
    ("COMMITTEE", "org-committee-1", "工程系列柳州市中级评委会"),
)
_REGIONS: Mapping[tuple[str, ApplicationType], _Region] = {
    ("LZ_ENG_2020", ApplicationType.EVALUATION): _Region(
        clean_forms.LIUZHOU, _AUTUMN, datetime(2026, 9, 1, 2, 0, tzinfo=UTC), _LZ_ROUTE,
        _BASE | {
            "series_code": "工程", "committee_code": "工程系列柳州市中级评委会",
            "declare_method": "PROMOTION", "evaluation_mode": "评审",
        },
    ),
    ("GXRC", ApplicationType.EVALUATION): _Region(
        clean_forms.MARKET, _AUTUMN, datetime(2026, 9, 1, 2, 0, tzinfo=UTC),
        (
            ("UNIT", UNIT, EMPLOYER),
            ("REGION_TITLE", "org-office-1", "示例区职改办"),
            ("COMMITTEE", "org-committee-1", "示例评审会"),
        ),
        _BASE | {
            "series_code": "工程", "committee_code": "示例评审会", "declare_method": "PROMOTION",
            "target_office_code": "org-office-1",
        },
    ),
    ("GXRC", ApplicationType.LOSS_REISSUE): _Region(
        clean_forms.LOSS, _AUTUMN, datetime(2026, 9, 18, 2, 0, tzinfo=UTC),
        (("REGION_TITLE", "org-office-1", "示例区职改办"),),
        _BASE | {
            "series_code": "工程", "committee_code": "示例评审会", "level": "SENIOR_ASSOC",
            "target_title": "高级工程师", "target_office_code": "org-office-1",
        },
    ),
    ("SX_2024", ApplicationType.EVALUATION): _Region(
        clean_forms.SHANXI,
        datetime(2024, 9, 2, 2, 0, tzinfo=UTC), datetime(2024, 8, 30, 2, 0, tzinfo=UTC),
        (("DEPT", "org-dept-1", DEPT), ("COMMITTEE", "org-committee-1", "示例中级评委会")),
        _BASE | {
            "year": 2024, "series_code": "工程", "committee_code": "示例中级评委会",
            "declare_method": "NORMAL", "evaluation_mode": "评审", "activity_id": "act-1",
        },
    ),
    ("LZ_CERT_2019", ApplicationType.CERT_VERIFICATION): _Region(
        clean_forms.CERTIFICATES,
        datetime(2019, 11, 15, 2, 0, tzinfo=UTC), datetime(2019, 11, 14, 2, 0, tzinfo=UTC),
        (("CITY_TITLE", "org-city-1", "柳州市职改办"),),
        _BASE | {"year": 2019},
    ),
}  # fmt: skip


def clean(profile_id: str, kind: ApplicationType | None = None, **changes: Any) -> Subject:
    """A subject that nothing can be said against.

    :param kind: of the application; by default the first one that the region takes.
    :param changes: attributes of the subject to replace.
    """
    profile = packaged(profile_id)
    kind = kind or next(iter(profile.types))
    region = _REGIONS[profile_id, kind]
    narrowed = profile.for_type(kind)
    modules, attachments, files = {}, [], {}
    for code, rows in region.rows.items():
        entries = []
        for order, (entry_id, fields, slots) in enumerate(rows, start=1):
            entries.append(
                {
                    "entry_id": entry_id,
                    "order_no": order,
                    "fields": dict(fields),
                    "provenance": {code: "SYSTEM_VERIFIED" for code in LOOKED_UP if code in fields},
                }
            )
            spec = narrowed.module(code)
            for slot in slots:
                shape = spec.slot(slot) if spec else None
                assert shape is not None, f"{profile_id} has no {code}.{slot}"
                document, facts = made_file(code, entry_id, slot, shape.formats[0])
                attachments.append(document)
                files[document["sha256"]] = facts
        modules[code] = {"entries": entries}
    version = ApplicationVersion.model_validate({
        "app_id": "A2026-000001",
        "version_no": 1,
        "submitted_at": region.submitted.isoformat(),
        "declaration": {"activity_id": "act-1"} | region.declaration,
        "person": PERSON,
        "commitment_ack": {
            "text_version": narrowed.commitment.text_version if narrowed.commitment else "",
            "at": region.submitted.isoformat(),
            **{code: _first(region.rows, "education", code) for code in PLEDGED},
        },
        "modules": modules,
        "attachments": attachments,
    })  # fmt: skip
    case = Application.model_validate({
        "app_id": version.app_id,
        "type": kind.value,
        "profile": profile.key,
        "unit_org_id": UNIT,
        "unit_name": EMPLOYER,
        "status": "SUBMITTED",
        "node_org": region.route[0][1],
        "route": [
            {"kind": office, "org_id": org_id, "name": name, "state": "next" if n else "now"}
            for n, (office, org_id, name) in enumerate(region.route)
        ],
        "current_version": 1,
        "etag": 'W/"1"',
        "deadline_current": (region.now + timedelta(days=10)).isoformat(),
        "version": version.model_dump(mode="json"),
        "surroundings": _surroundings(region).model_dump(mode="json"),
    })  # fmt: skip
    subject = Subject(
        version=version,
        profile=narrowed,
        now=region.now,
        org=_unit(),
        calendar=packaged_calendar(),
        files=files,
        case=case,
        actor_id="u-handler",
    )
    return replace(bound(subject), **changes)


def _first(rows: Rows, module: str, code: str) -> Any:
    return rows[module][0][1].get(code) if module in rows else None


def _unit() -> Organisation:
    return Organisation(
        org_id=UNIT,
        name=EMPLOYER,
        uscc="91999999MA0000000K",
        org_category="非公企业",
        supervising_dept_id="org-dept-1",
        contact_name="测试乙",
        contact_phone="19900000002",
        business_licence_no="999900000000001",
        licence_file="c" * 64,
        location="示例市",
        org_level="市级",
        county_has_title_office=False,
    )


def _surroundings(region: _Region) -> Surroundings:
    start, end = region.submitted - timedelta(days=45), region.now + timedelta(days=10)
    title = clean_forms.TITLE
    records = [
        CertificateRecord(record_id="r-1", in_approval_list=True, **clean_forms.CERTIFICATE),
        CertificateRecord(
            record_id="r-2", cert_no=title["cert_no"], name=PERSON["name"],
            id_number=PERSON["id_number"], level=Level.JUNIOR_ASSISTANT, series=title["series"],
            post_name=title["title_name"], award_date=title["obtain_date"],
            obtain_time=title["obtain_date"], obtain_mode=title["obtain_mode"],
            approving_org=title["approving_org"], confirmed_by=PERSON["person_id"],
        ),
    ]  # fmt: skip
    return Surroundings(
        other_cases=[],
        identity_clashes=[],
        file_uses={},
        paper_twins={},
        unit_bound=True,
        dept_names=[DEPT],
        activity_committees=[region.declaration.get("committee_code", "")],
        apply_start=start.isoformat(),
        apply_end=end.isoformat(),
        certificates=records,
        cert_claimed_by_other=[],
        recommendations=[],
        seals=[
            Seal(
                seal_id="seal-1", name="单位公章", kind="单位公章", owner_org=UNIT,
                valid_from=region.now - timedelta(days=365),
                valid_to=region.now + timedelta(days=365), holders=["u-sealer"],
            )
        ],
        route_expected=[org_id for _, org_id, _ in region.route],
        collects_fee_online=False,
    )  # fmt: skip
