"""Documents and operations for the tests of this room; all people are invented."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import uuid_utils

from app.domain.enums import Severity
from app.domain.finding import Citation, Finding
from app.domain.model import Application, Decision
from app.protocol.feed import ChangesPage
from app.protocol.operations import Base, Operation, OperationKind

NOW = datetime(2026, 10, 9, 2, 24, tzinfo=UTC)
ME = "u-chenyao"
KEY = bytes(range(32))


def sha_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def application_doc(app_id: str = "A2026-000001", **changes: Any) -> dict[str, Any]:
    """An application as the server sends it; ``changes`` replace parts, some by short names."""
    name = changes.pop("name", "云知秋")
    version_no = changes.pop("version_no", 1)
    files: Sequence[tuple[str, int]] = changes.pop("files", ((f"{app_id} scan", 1000),))
    declaration = {
        "year": 2026,
        "level": changes.pop("level", "MIDDLE"),
        "target_title": changes.pop("target_title", "工程师"),
        "specialty": changes.pop("specialty", "建筑施工"),
    }
    version = {
        "app_id": app_id,
        "version_no": version_no,
        "content_sha256": sha_of(f"{app_id} {version_no}"),
        "submitted_at": changes.pop("submitted_at", "2026-10-07T08:00:00Z"),
        "declaration": declaration,
        "person": {
            "person_id": f"p-{app_id}",
            "name": name,
            "id_number": changes.pop("id_number", "999999199001010014"),
        },
        "modules": changes.pop("modules", {}),
        "attachments": [
            {
                "att_id": f"{app_id}-{place}",
                "sha256": sha_of(text),
                "bytes": size,
                "mime": "application/pdf",
                "slot": "paper",
                "module_code": "papers",
                "filename": "论文.pdf",
            }
            for place, (text, size) in enumerate(files)
        ],
    }
    base = {
        "app_id": app_id,
        "profile": "LZ_ENG_2020@1",
        "unit_org_id": "org-unit-1",
        "unit_name": "示例市政工程集团有限公司",
        "status": "SUBMITTED",
        "node_org": "org-unit-1",
        "current_version": version_no,
        "etag": f"e-{app_id}-{version_no}",
        "deadline_current": "2026-10-09T10:00:00Z",
        "version": version,
        "a_field_of_tomorrow": {"kept": True},
    }
    return {**base, **changes}


def claim_doc(app_id: str, user: str = ME, until: datetime | None = None) -> dict[str, Any]:
    return {
        "claim_id": f"c-{app_id}",
        "app_id": app_id,
        "user_id": user,
        "user_name": "陈瑶",
        "granted_at": "2026-10-09T00:00:00Z",
        "lease_until": (until or NOW + timedelta(hours=8)).isoformat(),
    }


@dataclass(frozen=True)
class Change:
    kind: str
    id: str
    rev: int
    body: bytes | None


@dataclass(frozen=True)
class Page:
    head: ChangesPage
    changes: tuple[Change, ...]


def change(doc: dict[str, Any], rev: int = 1) -> Change:
    return Change("application", doc["app_id"], rev, json.dumps(doc, ensure_ascii=False).encode())


def tombstone(app_id: str, rev: int = 2) -> Change:
    return Change("application", app_id, rev, None)


def page(
    *changes: Change,
    cursor: str = "c1",
    epoch: str = "e1",
    more: bool = False,
    reset: bool = False,
    durable_mark: int = 0,
) -> Page:
    head = ChangesPage(
        changes=[],
        cursor=cursor,
        more=more,
        epoch=epoch,
        reset=reset,
        server_time=NOW,
        durable_mark=durable_mark,
    )
    return Page(head, changes)


def finding(severity: Severity, rule: str = "R071", module: str = "papers") -> Finding:
    return Finding(
        rule_id=rule,
        severity=severity,
        module_code=module,
        citation=Citation(source="S1", place="二、5"),
    )


def no_findings(application: Application) -> list[Finding]:
    del application
    return []


def operation(
    app_id: str = "A2026-000001",
    seq: int = 1,
    kind: OperationKind = OperationKind.PROPOSE,
    verb: str = "PASS",
) -> Operation:
    payload: dict[str, Any] = {"proposal_op_id": "x", "text": ""}
    if kind is OperationKind.PROPOSE:
        payload = Decision.model_validate({"verb": verb}).model_dump(mode="json")
    return Operation(
        op_id=str(uuid_utils.uuid7()),
        kind=kind,
        app_id=app_id,
        seq=seq,
        actor=ME,
        device_id="d-1",
        base=Base(
            version_no=1,
            content_sha256=sha_of(f"{app_id} 1"),
            etag=f"e-{app_id}-1",
            profile="LZ_ENG_2020@1",
        ),
        at_local=NOW,
        server_time_est=NOW,
        payload=payload,
    )
