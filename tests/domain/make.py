"""A small complete application that every rule passes, to be altered by tests.

The person is invented: region code 999999, a number that nobody has.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

from app.domain.checks import read_profile
from app.domain.model import Application, ApplicationVersion
from app.domain.profile import Profile
from app.locate import resource

NOW = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)
ID_NUMBER = "999999198503070014"
"""Male, born 1985-03-07, valid check digit."""
PARTS = ("journal_query", "cover", "toc", "copyright_page", "fulltext")
PAPER = "e-paper"
MONTHS = ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"]


@cache
def packaged(name: str) -> Profile:
    """A rule pack that comes with the program."""
    return read_profile(resource("profiles", f"{name}.json").read_bytes(), strict=True)


def liuzhou() -> Profile:
    return packaged("LZ_ENG_2020")


def without_r020() -> Profile:
    """Liuzhou without the rule on required fields."""
    profile = liuzhou()
    rules = [use for use in profile.rules if use.rule != "R020"]
    return profile.model_copy(update={"rules": rules})


def market() -> Profile:
    return packaged("GXRC")


def attachment(slot: str, module: str = "papers", entry: str | None = PAPER, **k: Any) -> Any:
    name = f"{module}-{entry}-{slot}"
    return {
        "att_id": f"a-{name}",
        "sha256": hashlib.sha256(name.encode()).hexdigest(),
        "bytes": 1_000_000,
        "mime": "application/pdf",
        "slot": slot,
        "module_code": module,
        "entry_id": entry,
        "filename": f"{slot}.pdf",
    } | k


def entry(entry_id: str, **fields: Any) -> Any:
    return {"entry_id": entry_id, "fields": fields}


def modules() -> dict[str, Any]:
    since = {"start": "2020-01", "condition_code": "一"}
    return {
        "personal": [
            entry("e-personal", employer="示例市政工程集团有限公司", identity_nature="NON_PUBLIC")
        ],
        "education": [
            entry("e-edu", school="示例大学", major="土木工程", level="BACHELOR",
                  edu_cert_no="1", graduate_date="2008-07")
        ],
        "current_title": [
            entry("e-title", no_title_application=False, title_name="助理工程师", cert_no="1",
                  obtain_date="2017-11-20", approving_org="示例职改办", autofilled=True)
        ],
        "continuing_education": [
            entry("e-ce", year=2026, public_subject_name="示例科目", public_subject_passed=True)
        ],
        "papers": [
            entry(PAPER, kind="PAPER", condition_code="一", title="示例论文", journal="示例学报",
                  publish_date="2019-06")
        ],
        "experience": [entry("e-exp", start="2008-08", employer="示例公司", post="技术员")],
        "achievements": [
            entry("e-ach", project_name="示例道路", content="施工", own_role="负责",
                  completion="完成", **since)
        ],
        "professional_experience": [
            entry("e-prof", project="示例桥", duty="技术负责", **since)
        ],
        "social_insurance": [entry("e-si", autofilled=False, months=MONTHS, unit_match=True)],
    }  # fmt: skip


def version(**changes: Any) -> ApplicationVersion:
    """The version; ``modules``, ``person``, ``declaration`` are merged, the rest replaced."""
    rows = modules() | changes.pop("modules", {})
    person = {
        "person_id": "p-1",
        "name": "测试甲",
        "id_number": ID_NUMBER,
        "sex": "男",
        "birth_date": "1985-03-07",
        "phone": "19900000001",
    } | changes.pop("person", {})
    declaration = {
        "year": 2026,
        "series_code": "工程",
        "level": "MIDDLE",
        "target_title": "工程师",
        "specialty": "市政工程",
        "committee_code": "示例评委会",
        "declare_method": "PROMOTION",
    } | changes.pop("declaration", {})
    document = {
        "app_id": "A2026-000001",
        "version_no": 1,
        "submitted_at": NOW.isoformat(),
        "declaration": declaration,
        "person": person,
        "modules": {code: {"entries": entries} for code, entries in rows.items()},
        "attachments": [attachment(slot) for slot in PARTS],
    }
    return ApplicationVersion.model_validate(document | changes)


def application(**changes: Any) -> Application:
    """The application at its unit, submitted and free."""
    document = {
        "app_id": "A2026-000001",
        "profile": "LZ_ENG_2020@1",
        "unit_org_id": "org-unit-1",
        "node_org": "org-unit-1",
        "status": "SUBMITTED",
        "current_version": 1,
        "etag": 'W/"1"',
        "version": version().model_dump(mode="json"),
    }
    return Application.model_validate(document | changes)
