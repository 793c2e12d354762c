"""An office with its server: officers at their machines, applicants behind the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.model import ApplicationVersion
from app.operations import claims
from app.operations.device import device_id
from app.operations.workspace import Workspace
from app.protocol.feed import Me
from app.store.home import Home
from app.store.keys import KeyRing
from app.store.outbox import OpRecord
from app.sync.events import Event
from app.sync.http import Timeouts
from app.sync.state import JournalTokens
from server_stub.bulk import insert_applications
from tests.domain import make
from tests.server_stub import few_rules
from tests.server_stub.unit_work import done_before
from tests.server_stub.world import LZ, UNIT, World

LEVEL = {"declaration": {"activity_id": "act-2026"}}
PUBLIC = {
    "personal": [
        make.entry("e-personal", employer="示例市政", identity_nature="PUBLIC_INSTITUTION")
    ]
}
FILES = [
    *(make.attachment(slot) for slot in make.PARTS),
    make.attachment("proof", "achievements", "e-ach"),
    make.attachment("proof", "professional_experience", "e-prof"),
    make.attachment("photo", "personal", "e-personal")
    | {"filename": "photo.jpg", "mime": "image/jpeg"},
]
"""A file in every place that must have one."""


def submitted(app_id: str, number: int = 1, **changes: Any) -> ApplicationVersion:
    """A version that every rule of Liuzhou passes, altered."""
    modules = PUBLIC | changes.pop("modules", {})
    person = {"person_id": f"person-{number:04d}", "name": f"测试{number}"}
    return make.version(
        app_id=app_id,
        version_no=0,
        modules=modules,
        person=person | changes.pop("person", {}),
        **({"attachments": FILES} | LEVEL | changes),
    )


def late_paper() -> dict[str, Any]:
    """A paper from before the current title: one ERROR finding (R071)."""
    (row,) = make.modules()["papers"]
    changed = row | {"fields": row["fields"] | {"publish_date": "2016-03"}}
    return {"modules": {"papers": [changed]}}


class Office:
    """Officers on machines of their own, with real servers between them."""

    def __init__(self, world: World, root: Path) -> None:
        self.world = world
        few_rules.give(world.server)
        self._root = root
        self._open: list[Workspace] = []
        self.events: list[Event] = []

    def submit(self, *versions: ApplicationVersion) -> list[str]:
        """Have applications come in at the unit of Liuzhou."""
        server = self.world.server
        insert_applications(
            server,
            versions,
            profile=LZ,
            unit_org_id=UNIT,
            dossier_of=done_before(server.clock.now(), server.packs.profile(LZ)),
        )
        return [version.app_id for version in versions]

    def officer(self, login: str, machine: str = "one", *, online: bool = True) -> Workspace:
        """A signed-in officer who has pulled once; the home is opened again where it exists."""
        home = Home.open(self._root / machine, self.world.url, login)
        device = device_id(home)
        pair = self.world.sign_in(login, device)
        with self.world.client() as client:
            client.headers["Authorization"] = f"Bearer {pair['access_token']}"
            me = Me.model_validate_json(client.get("/v1/me").content)
        key = login.encode().ljust(32, b"-")
        workspace = Workspace(home=home, keys=KeyRing(key), lock=home.lock(), me=me)
        self._open.append(workspace)
        JournalTokens(workspace.journal).save(pair["refresh_token"])
        if online:
            self.go_online(workspace)
        return workspace

    def go_online(self, workspace: Workspace) -> None:
        """Start the engine and sync once."""
        workspace.start_sync(self.events.append, auto=False, timeouts=Timeouts(20, 60))
        sync(workspace)

    def handler_with(
        self, *app_ids: str, login: str = "chenyao", machine: str = "one"
    ) -> Workspace:
        """A handler who has claimed these cases."""
        workspace = self.officer(login, machine)
        answer = claims.claim(workspace, app_ids=app_ids).result(60)
        assert all(result.claim for result in answer.results), answer
        return workspace

    def close(self) -> None:
        """Everybody goes home."""
        for workspace in self._open:
            workspace.close()


def sync(workspace: Workspace) -> None:
    """Send and pull, and wait for it."""
    assert workspace.sync is not None
    workspace.sync.sync_once().result(60)


def ops(workspace: Workspace, app_id: str) -> list[OpRecord]:
    """All operations of a case on this machine."""
    return workspace.journal.ops_of(app_id)


def audited(workspace: Workspace) -> list[str]:
    """What the audit says was done, oldest first."""
    return [row.action for row in reversed(workspace.journal.audit_entries(1000))]
