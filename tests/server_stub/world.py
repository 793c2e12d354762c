"""A small world for the tests: two offices, their people, and applications as they are made.

Passwords are all ``demo-2026``; identity numbers are of region 999999.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from app.domain.model import (
    Activity,
    ApplicationVersion,
    Attachment,
    Declaration,
    ModuleData,
    ModuleEntry,
    Organisation,
    Person,
)
from server_stub import registry
from server_stub.bulk import insert_applications, insert_blobs
from server_stub.context import Server
from server_stub.settings import PasswordCost, Settings

PASSWORD = "demo-2026"
CHEAP = Settings(password=PasswordCost(time=1, memory_kib=64, lanes=1))
UNIT, OTHER, MARKET = "org-unit-1", "org-unit-2", "org-unit-gx"
GX, LZ = "GXRC@1", "LZ_ENG_2020@1"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
LICENCE = PDF + b"% of an office\n"

OFFICERS = {
    "chenyao": (UNIT, "陈瑶", ["HANDLER"]),
    "hanxu": (UNIT, "韩旭", ["HANDLER"]),
    "lujs": (UNIT, "卢景山", ["APPROVER"]),
    "admin1": (UNIT, "覃管理", ["ORG_ADMIN"]),
    "auditor": (UNIT, "莫监督", ["AUDITOR"]),
    "itman": (UNIT, "韦信息", ["IT"]),
    "foreign": (OTHER, "外单位", ["HANDLER"]),
    "foreign2": (OTHER, "外复核", ["APPROVER"]),
    "gxchen": (MARKET, "陈市场", ["HANDLER"]),
    "gxlu": (MARKET, "卢市场", ["APPROVER"]),
}


@dataclass
class Time:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


def id_number(serial: int, born: str = "19880314") -> str:
    """A well-formed identity number of region 999999."""
    body = f"999999{born}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    digit = sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[digit]


def person(number: int) -> Person:
    """The applicant with the login ``a`` and four digits."""
    return Person(
        person_id=f"person-{number:04d}",
        name=f"申报人{number}",
        id_number=id_number(2 * number + 1),
        sex="男",
        ethnicity="汉族",
        birth_date="1988-03-14",
        phone=f"1990000{number:04d}",
        political_status="群众",
    )


def declaration(**changes: Any) -> Declaration:
    """What is applied for."""
    values: dict[str, Any] = {
        "year": 2026,
        "series_code": "工程系列",
        "level": "MIDDLE",
        "target_title": "工程师",
        "specialty": "市政工程",
        "committee_code": "C-01",
        "target_office_code": "OFFICE-1",
        "activity_id": "act-2026",
        **changes,
    }
    return Declaration.model_validate(values)


@dataclass
class World:
    """A filled server, addressed over HTTP.

    Attributes:
        url: where it listens.
        server: its parts, for looking inside.
        clock: its time.
    """

    url: str
    server: Server
    clock: Time
    root: Path
    tokens: dict[str, str] = field(default_factory=dict)

    def later(self, **by: float) -> None:
        """Let deadlines and leases come nearer; nobody is signed out by it."""
        clock = self.server.clock
        clock.travel_to(clock.now() + timedelta(**by))

    def client(self, login: str | None = None, device: str = "") -> httpx.Client:
        """An HTTP client, signed in as ``login``."""
        # No certificates are loaded: plain HTTP on the loopback, and a client in every test.
        client = httpx.Client(base_url=self.url, timeout=30, verify=False)
        if login is not None:
            client.headers["Authorization"] = f"Bearer {self.token(login, device)}"
        return client

    def token(self, login: str, device: str = "") -> str:
        """An access token of ``login``; signs in once."""
        device = device or f"device-{login}"
        if (login + device) not in self.tokens:
            self.tokens[login + device] = self.sign_in(login, device)["access_token"]
        return self.tokens[login + device]

    def sign_in(self, login: str, device: str = "d", password: str = PASSWORD) -> dict[str, Any]:
        """The answer of ``POST /v1/auth/token``."""
        body = {"login": login, "password": password, "device_id": device}
        with self.client() as client:
            answer = client.post("/v1/auth/token", json=body)
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content

    def submit(self, *, number: int = 1, unit: str = MARKET, app_id: str = "") -> str:
        """A submitted application of ``a<number>`` with one paper; returns its id."""
        app_id = app_id or f"app-{uuid.uuid4().hex[:8]}"
        profile = GX if unit == MARKET else LZ
        insert_applications(
            self.server, [version(app_id, number)], profile=profile, unit_org_id=unit
        )
        return app_id

    def get(self, app_id: str) -> dict[str, Any]:
        """The stored document of an application, whoever may see it."""
        from server_stub import cases

        with self.server.db.read() as session:
            case = cases.load(session, app_id)
            assert case is not None
            return case.application.model_dump(mode="json")


def version(app_id: str, number: int = 1) -> ApplicationVersion:
    """A complete version for GXRC with one paper and its file."""
    return ApplicationVersion(
        app_id=app_id,
        version_no=0,
        declaration=declaration(),
        person=person(number),
        modules={
            "papers": ModuleData(
                entries=[
                    ModuleEntry(
                        entry_id=f"{app_id}-p1",
                        fields={"title": "示例论文", "kind": "PAPER", "publish_date": "2025-06"},
                        attachment_ids=[f"{app_id}-f1"],
                    )
                ]
            )
        },
        attachments=[
            Attachment(
                att_id=f"{app_id}-f1",
                sha256=sha(PDF),
                bytes=len(PDF),
                mime="application/pdf",
                slot="cover",
                module_code="papers",
                entry_id=f"{app_id}-p1",
                filename="封面.pdf",
            )
        ],
    )


def sha(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def office(org_id: str, name: str) -> Organisation:
    """A unit that has registered everything (R137)."""
    return Organisation(
        org_id=org_id,
        name=name,
        uscc="91999999MA0000000K",
        business_licence_no="999900000000001",
        licence_file=sha(LICENCE),
        org_category="非公企业",
        org_level="市级",
        location="示例市",
        contact_name="测试乙",
        contact_phone="19900000002",
    )


def fill(server: Server, root: Path) -> None:
    """Write offices, activity, accounts and one file into a new server."""
    hashed = server.passwords.hash(PASSWORD)
    with server.db.write() as session:
        for org_id, name in ((UNIT, "示例市政"), (OTHER, "外单位公司"), (MARKET, "示例市场")):
            registry.save_organisation(session, office(org_id, name))
        registry.save_activity(
            session,
            Activity(
                activity_id="act-2026",
                name="2026 年度评审",
                year=2026,
                apply_start=START - timedelta(days=10),
                apply_end=START + timedelta(days=30),
                stage_deadlines={"UNIT": START + timedelta(days=60)},
            ),
        )
        for login, (org_id, name, roles) in OFFICERS.items():
            registry.save_user(
                session, user_id=f"u-{login}", login=login, name=name, org_id=org_id,
                roles=roles, password_hash=hashed,
            )  # fmt: skip
        for number in range(1, 6):
            someone = person(number)
            registry.save_user(
                session, user_id=f"u-a{number:04d}", login=f"a{number:04d}", name=someone.name,
                org_id=MARKET, roles=["APPLICANT"], password_hash=hashed, person=someone,
                id_number_mac=server.id_number_mac(someone.id_number),
            )  # fmt: skip
    paper, licence = root / "paper.pdf", root / "licence.pdf"
    paper.write_bytes(PDF)
    licence.write_bytes(LICENCE)
    insert_blobs(server, [(sha(PDF), paper), (sha(LICENCE), licence)])
