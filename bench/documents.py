"""Synthetic applications by number, for the big cache: the same number gives the same case.

All people are invented; identity numbers are of region 999999, which does not exist.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.domain.enums import Severity
from app.domain.finding import Citation, Finding
from app.domain.model import Application
from server_stub.demo import names, numbers

OFFICER: Final = "bench"
UNIT: Final = "org-unit-1"
PROFILE: Final = "LZ_ENG_2020@1"
RARE: Final = "䶮"
"""A character that one case in some thousands has in its name."""

_TITLES: Final = {
    "JUNIOR_ASSISTANT": "助理工程师",
    "MIDDLE": "工程师",
    "SENIOR_ASSOC": "高级工程师",
    "SENIOR_FULL": "正高级工程师",
}
_SPECIALTIES: Final = (
    "建筑施工", "市政工程", "给排水", "暖通空调", "电气工程", "机械设计", "汽车制造", "测绘工程",
    "环境工程", "园林绿化", "岩土工程", "水利水电", "工程造价", "安全工程", "信息技术", "材料工程",
)  # fmt: skip
_PLACES: Final = "柳江柳北鱼峰城中柳南柳城鹿寨融安融水三江"
_TRADES: Final = ("市政工程", "建筑设计", "机械制造", "园林绿化", "水务", "测绘", "电力安装")
_STATUSES: Final = (
    ("SUBMITTED", 55), ("CLAIMED", 10), ("PROPOSED", 10), ("RETURNED", 7), ("APPROVED_AT", 18),
)  # fmt: skip
_SLOTS: Final = (
    ("papers", "fulltext", "application/pdf"),
    ("education", "edu_cert", "image/jpeg"),
    ("personal", "photo", "image/jpeg"),
)
_ROWS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "papers",
        {"kind": "PAPER", "title": "软土地区道路路基沉降控制的工程实践", "publish_date": "2021-03",
         "journal": "示例工程学报", "issn_cn_no": "CN 99-9999/TU", "author_rank": "1"},
    ),
    (
        "experience",
        {"start": "2012-07", "end": "2016-02", "employer": "示例柳江市政工程第 7 有限公司",
         "post": "技术员",
         "work_content": "承担市政道路与排水工程的施工组织、质量检查和资料整理。" * 3},
    ),
    (
        "achievements",
        {"project_name": "示例新区道路工程", "start": "2018-03", "end": "2019-11",
         "own_role": "技术负责人", "completion": "已完成", "benefit": "节约投资约百分之五",
         "content": "负责技术方案、现场质量控制与竣工验收；提出的路基处理方法缩短了工期。" * 4},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A change of the feed with its document."""

    kind: str
    id: str
    rev: int
    body: bytes


def app_id_of(number: int) -> str:
    """The id of the application with a number."""
    return f"A2026-{number:06d}"


def employer(number: int) -> str:
    """One of some two thousand invented employers."""
    place = _PLACES[number % (len(_PLACES) // 2) * 2 :][:2]
    return f"示例{place}{_TRADES[number % len(_TRADES)]}第{number % 2003}有限公司"


def change(number: int, now: datetime) -> Change:
    """The application with a number as the feed would bring it."""
    body = json.dumps(document(number, now), ensure_ascii=False).encode()
    return Change("application", app_id_of(number), number + 1, body)


def document(number: int, now: datetime, rows: int = 1) -> dict[str, Any]:
    """The application with a number; deadlines and submission lie around ``now``.

    :param rows: how many rows its modules have; twelve make a document as long as real ones.
    """
    rng = random.Random(number)
    app_id = app_id_of(number)
    status = rng.choices([one for one, _ in _STATUSES], [share for _, share in _STATUSES])[0]
    number_of_versions = rng.choices((1, 2, 3), (85, 12, 3))[0]
    return {
        "app_id": app_id,
        "type": "EVALUATION",
        "profile": PROFILE,
        "unit_org_id": UNIT,
        "unit_name": employer(rng.randrange(2003)),
        "status": status,
        "stage_index": int(status == "APPROVED_AT"),
        "node_org": UNIT,
        "current_version": number_of_versions,
        "etag": f"{number:x}",
        "rev": number + 1,
        "deadline_current": _moment(now, rng.randrange(-20, 30 * 24)),
        "claim": _claim(app_id, rng, now) if status in {"CLAIMED", "PROPOSED"} else None,
        "version": {
            **_version(app_id, number, number_of_versions, rng, now),
            "modules": _modules(app_id, rows),
        },
    }


def findings(application: Application) -> list[Finding]:
    """Stands in for the pre-checks: none for six in ten, some of each kind for the others."""
    rng = random.Random(application.app_id)
    if rng.random() < 0.6:
        return []
    kinds = rng.choices(
        (Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.ASK), (1, 4, 5, 3), k=3
    )
    source = Citation(source="S0", place="bench")
    return [
        Finding(rule_id="R071", severity=kind, module_code="papers", citation=source)
        for kind in kinds[: rng.randint(1, 3)]
    ]


def _version(app_id: str, number: int, version_no: int, rng: random.Random, now: datetime) -> Any:
    level = rng.choices(tuple(_TITLES), (30, 45, 20, 5))[0]
    born = date(1965, 1, 1) + timedelta(days=rng.randrange(12_000))
    return {
        "app_id": app_id,
        "version_no": version_no,
        "content_sha256": _sha(f"{app_id} {version_no}"),
        "submitted_at": _moment(now, -rng.randrange(1, 40 * 24)),
        "declaration": {
            "year": 2026,
            "level": level,
            "target_title": _TITLES[level],
            "specialty": rng.choice(_SPECIALTIES),
        },
        "person": {
            "person_id": f"p-{number}",
            "name": _name(number, rng),
            "id_number": numbers.id_number(born, rng.randrange(1000)),
            "sex": rng.choice("男女"),
            "birth_date": born.isoformat(),
            "phone": numbers.phone(number % 10_000),
        },
        "attachments": [
            {
                "att_id": f"{app_id}-{place}",
                "sha256": _sha(f"{app_id} file {place}"),
                "bytes": int(rng.lognormvariate(12.0, 1.0)),
                "mime": mime,
                "slot": slot,
                "module_code": module,
                "filename": f"{slot}.{'pdf' if mime.endswith('pdf') else 'jpg'}",
            }
            for place, (module, slot, mime) in enumerate(_SLOTS)
        ],
    }


def _modules(app_id: str, rows: int) -> dict[str, Any]:
    """The rows take turns in the modules that have most of them."""
    modules: dict[str, Any] = {}
    for number in range(rows):
        code, fields = _ROWS[number % len(_ROWS)]
        entries = modules.setdefault(code, {"entries": []})["entries"]
        entry_id = f"{app_id}-{code}-{len(entries)}"
        entries.append({"entry_id": entry_id, "order_no": len(entries) + 1, "fields": fields})
    return modules


def _name(number: int, rng: random.Random) -> str:
    fixed = names.FIXED_NAMES.get(number % 2000)
    return fixed[0] if fixed else names.invent_name(rng)


def _claim(app_id: str, rng: random.Random, now: datetime) -> dict[str, str]:
    user = rng.choice((OFFICER, OFFICER, "hanxu", "weimin"))
    return {
        "claim_id": f"c-{app_id}",
        "app_id": app_id,
        "user_id": user,
        "user_name": user,
        "granted_at": _moment(now, -5),
        "lease_until": _moment(now, rng.randrange(-4, 72)),
    }


def _moment(now: datetime, hours: int) -> str:
    return (now + timedelta(hours=hours)).isoformat(timespec="seconds")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
