"""An import folder as an office would write it by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.server_stub.world import PASSWORD, PDF, declaration, person, sha

SCAN = b"\xff\xd8\xff\xe0 a photo that the office scanned"


def manifest() -> dict[str, Any]:
    """Two offices, three accounts, one application with two files and an earlier version."""
    return {
        "format": "titledesk-import",
        "version": 1,
        "organisations": [
            {"org_id": "own-unit", "name": "本市第二建筑公司", "county_code": "999999"},
            {"org_id": "office", "name": "人才市场职改办", "kind": "REGION_TITLE"},
        ],
        "activities": [
            {
                "activity_id": "own-activity",
                "name": "二〇二六年度",
                "year": 2026,
                "apply_start": "2026-01-01T00:00:00+08:00",
                "apply_end": "2026-06-30T18:00:00+08:00",
                "stage_deadlines": {"UNIT": "2026-07-31T18:00:00+08:00"},
            }
        ],
        "users": [
            _user("jingban", "经办甲", "HANDLER"),
            _user("fuhe", "复核乙", "APPROVER"),
            _user("shenbao", "申报丙", "APPLICANT"),
        ],
        "applications": [
            {
                "app_id": "2026-0001",
                "profile": "GXRC@1",
                "unit_org_id": "own-unit",
                "applicant": "shenbao",
                "earlier_versions": [
                    {
                        **_version(),
                        "submitted_at": "2026-02-01T09:00:00+08:00",
                        "decision": {
                            "verb": "RETURN",
                            "handler": "jingban",
                            "approver": "fuhe",
                            "proposed_at": "2026-02-02T09:00:00+08:00",
                            "module_comments": [
                                {"comment_id": "c1", "module": "papers", "text": "请补充封面。"}
                            ],
                        },
                    }
                ],
                "version": {
                    **_version(),
                    "submitted_at": "2026-02-20T09:00:00+08:00",
                    "commitment": "2026-1",
                },
            }
        ],
    }


def _user(login: str, name: str, role: str) -> dict[str, Any]:
    return {
        "login": login,
        "name": name,
        "org_id": "own-unit",
        "roles": [role],
        "password": PASSWORD,
    }


def _version() -> dict[str, Any]:
    return {
        "declaration": declaration(activity_id="own-activity").model_dump(mode="json"),
        "person": person(7).model_dump(mode="json"),
        "modules": {
            "papers": {
                "entries": [
                    {
                        "entry_id": "p1",
                        "fields": {"title": "论文一", "kind": "PAPER", "publish_date": "2025-01"},
                        "attachment_ids": ["f2"],
                    }
                ]
            }
        },
        "attachments": [
            _file("f1", "照片/正面.jpg", SCAN, "personal", "photo", None),
            _file("f2", "论文/封面.pdf", PDF, "papers", "cover", "p1"),
        ],
    }


def _file(
    att_id: str, path: str, data: bytes, module: str, slot: str, entry: str | None
) -> dict[str, Any]:
    return {
        "att_id": att_id,
        "path": path,
        "sha256": sha(data),
        "bytes": len(data),
        "module_code": module,
        "slot": slot,
        "entry_id": entry,
    }


def write(folder: Path, content: dict[str, Any]) -> None:
    """Lay the folder out: the manifest and the two files."""
    for path, data in (("照片/正面.jpg", SCAN), ("论文/封面.pdf", PDF)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (folder / "manifest.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
