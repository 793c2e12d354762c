"""A full application: every module of a rule pack filled in, 40 files, all of them probed.

Invented throughout; identity numbers are of region 999999, which does not exist.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

from app.domain.calendar_data import packaged_calendar
from app.domain.checks import Subject, read_profile
from app.domain.file_facts import PROBE_VERSION, FileFacts, PageFacts
from app.domain.model import Application, Organisation
from app.domain.profile import FieldSpec, ModuleSpec, Profile
from app.locate import resource

PROFILE: Final = "LZ_ENG_2020"
FILES: Final = 40
NOW: Final = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
UNIT: Final = "示例市政工程集团有限公司"
_ROWS: Final = 3
_PAGES: Final = 4
_DATES: Final = {"date": "2019-06-20", "month": "2019-06"}
_OWN: Final[dict[str, Any]] = {
    "employer": UNIT, "identity_nature": "NON_PUBLIC", "insured_unit": UNIT, "unit_match": True,
    "no_title_application": False, "obtain_date": "2017-11-20", "graduate_date": "2008-07",
    "year": 2026, "kind": "PAPER", "id_number": "999999198503070014", "sex": "男",
    "phone": "19900000001", "birth_date": "1985-03-07", "end": "2021-05",
}  # fmt: skip
_PAGE: Final = PageFacts(
    595.3, 841.9, 1240, 1754, ink=0.08, contrast=0.4, sharpness=0.8, lying=False, red=0.2,
    coloured=True,
)  # fmt: skip


def profile() -> Profile:
    """The rule pack that the case is made for."""
    return read_profile(resource("profiles", f"{PROFILE}.json").read_bytes())


def document(pack: Profile, number: int = 1, files: int = FILES) -> dict[str, Any]:
    """The application as the server sends it, at its unit, with ``files`` attachments."""
    app_id = f"A2026-{number:06d}"
    modules = {m.code: _entries(m, number) for m in pack.modules if m.code != "setup"}
    return {
        "app_id": app_id, "profile": pack.key, "unit_org_id": "org-unit-1", "unit_name": UNIT,
        "status": "SUBMITTED", "node_org": "org-unit-1", "current_version": 1, "etag": 'W/"1"',
        "route": [{"kind": "UNIT", "org_id": "org-unit-1", "name": UNIT, "state": "now"}],
        "dossier": {"rev": 1, "recommendation": {"text": "该同志工作认真负责。" * 20}},
        "surroundings": {
            "other_cases": [], "identity_clashes": [], "file_uses": {}, "paper_twins": {},
            "unit_bound": True, "dept_names": [], "activity_committees": [], "certificates": [],
            "cert_claimed_by_other": [], "recommendations": [], "seals": [],
        },
        "version": {
            "app_id": app_id, "version_no": 1, "submitted_at": NOW.isoformat(),
            "declaration": {
                "year": 2026, "series_code": "工程", "level": "MIDDLE", "target_title": "工程师",
                "specialty": "市政工程", "committee_code": "示例评委会",
                "declare_method": "PROMOTION",
            },
            "person": {"person_id": f"p-{number}", "name": "测试甲"} | {
                key: _OWN[key] for key in ("id_number", "sex", "phone", "birth_date")
            },
            "modules": modules,
            "attachments": _attachments(pack, number, files),
        },
    }  # fmt: skip


def facts_of(application: Application) -> dict[str, FileFacts]:
    """What probes would have found in its files: legible pages in colour."""
    return {
        att.sha256: FileFacts(
            att.mime, att.bytes, pages=_PAGES, decodes=True, looks=(_PAGE,) * _PAGES,
            first_page=att.sha256, ratio=7 / 9, white=1.0, blue=1.0, probe=PROBE_VERSION,
        )
        for att in application.version.attachments
    }  # fmt: skip


def subject(pack: Profile, application: Application, files: dict[str, FileFacts]) -> Subject:
    """All that the rules look at."""
    return Subject(
        version=application.version, profile=pack, now=NOW, calendar=packaged_calendar(),
        org=Organisation(org_id="org-unit-1", name=UNIT, org_category="非公企业"),
        files=files, case=application, actor_id="u-1",
    )  # fmt: skip


def _entries(module: ModuleSpec, number: int) -> dict[str, Any]:
    count = _ROWS if module.repeats else 1
    return {
        "entries": [
            {
                "entry_id": f"{number}-{module.code}-{row}",
                "order_no": row + 1,
                "fields": {spec.code: _value(spec, row) for spec in module.fields},
            }
            for row in range(count)
        ]
    }


def _value(spec: FieldSpec, row: int) -> Any:
    if spec.code in _OWN:
        return _OWN[spec.code]
    if spec.type == "enum":
        return spec.choices[0].value
    if spec.type == "bool":
        return False
    if spec.type == "number":
        return row + 1
    if spec.type == "months":
        return [f"2026-{month:02d}" for month in range(1, 10)]
    if spec.type == "long_text":
        return f"承担示例道路工程第{row}标段的设计、施工组织与质量检查。" * 5
    return _DATES.get(spec.type, f"示例{spec.label.zh_CN}第{row}项")


def _attachments(pack: Profile, number: int, files: int) -> list[dict[str, Any]]:
    places = [
        (module, slot, row)
        for row in range(_ROWS)
        for module in pack.modules
        for slot in module.slots
        if row == 0 or module.repeats
    ]
    return [_attachment(number, *places[n % len(places)], n) for n in range(files)]


def _attachment(number: int, module: ModuleSpec, slot: Any, row: int, n: int) -> dict[str, Any]:
    form = slot.formats[0]
    return {
        "att_id": f"{number}-f{n}",
        "sha256": hashlib.sha256(f"{number} {n}".encode()).hexdigest(),
        "bytes": 800_000,
        "mime": "image/jpeg" if form == "jpg" else "application/pdf",
        "slot": slot.code,
        "module_code": module.code,
        "entry_id": f"{number}-{module.code}-{row}",
        "filename": f"{slot.label.zh_CN}{n}.{form}",
        "pages": _PAGES,
    }
