"""How the rarer conflicts come about: newer rules, another route, a seal that does not hold."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from app.domain.checks import read_profile
from app.domain.enums import Verb
from app.domain.profile import profile_sha256
from app.domain.sealing import Seal, SealStatus
from app.operations import approve, comments, decide, onward
from app.operations.workspace import Workspace
from app.protocol.canonical import sha256_hex
from server_stub import seals
from server_stub.context import Server
from server_stub.packs import Pack
from tests.operations import road
from tests.operations.office import Office, late_paper, submitted, sync
from tests.server_stub.placing import put
from tests.server_stub.world import LZ, UNIT
from tests.stories.town import change_office

NEWER = "LZ_ENG_2020@2"
ADDED, DROPPED = "R071", "R050"


def without_a_rule(server: Server) -> None:
    """The first version of Liuzhou's pack does not look at when a paper was published."""
    _publish(server, LZ, 1, add=False)


def put_in_force(server: Server) -> None:
    """The second version does, and leaves another rule out."""
    _publish(server, NEWER, 2, add=True)


def _publish(server: Server, key: str, version: int, *, add: bool) -> None:
    content = json.loads(server.packs.by_key[LZ].data) | {"version": version}
    leave = {DROPPED} if add else {ADDED}
    content["rules"] = [use for use in content["rules"] if use["rule"] not in leave | {ADDED}]
    content["rules"] += [{"rule": ADDED}] if add else []
    data = json.dumps(content, ensure_ascii=False).encode()
    made = Pack(data, read_profile(data), profile_sha256(data))
    server.packs = replace(server.packs, by_key={**server.packs.by_key, key: made})


def decided_by_older_rules(place: Office) -> Workspace:
    """A handler returns a case with a late paper, and newer rules come into force before it is
    sent."""
    without_a_rule(place.world.server)
    place.submit(submitted("A1", **late_paper()))
    ws = place.handler_with("A1")
    comments.add(ws, app_id="A1", module="achievements", text="请补充近三年的业绩证明。")
    decide.propose(ws, app_id="A1", verb=Verb.RETURN)
    put_in_force(place.world.server)
    return ws


def sealed(place: Office) -> Workspace:
    """The seal holder of a unit, who has sealed a case on paper: it can go on."""
    road.build(place)
    place.submit(submitted("A1"))
    handler, lead = place.handler_with("A1"), place.officer("lujs", "lead")
    decide.propose(handler, app_id="A1", verb=Verb.PASS)
    sync(handler)
    sync(lead)
    approve.approve(lead, app_id="A1")
    sync(lead)
    sealer = place.officer(road.SEALER, "sealer")
    onward.stamp_on_paper(sealer, app_id="A1", form="unit_opinion")
    sync(sealer)
    return sealer


def rerouted_meanwhile(place: Office) -> Workspace:
    """A case is sent on while the unit loses its department."""
    ws = sealed(place)
    onward.forward(ws, app_id="A1")
    change_office(place.world.server, UNIT, supervising_dept_id=None)
    sync(ws)
    return ws


def revoked_meanwhile(place: Office) -> Workspace:
    """A case is sent on while the seal on its form is revoked."""
    ws = sealed(place)
    onward.forward(ws, app_id="A1")
    now = place.world.server.clock.now()
    seal = Seal(
        seal_id="unit-seal", name="公章", owner_org=UNIT, status=SealStatus.REVOKED,
        valid_from=now - timedelta(days=9), valid_to=now + timedelta(days=9),
    )  # fmt: skip
    with place.world.server.db.write() as session:
        seals.save_seal(session, seal)
    stamps = [stamp | {"seal_id": "unit-seal"} for stamp in place.world.get("A1")["stamps"]]
    put(place.world, "A1", stamps=stamps)
    sync(ws)
    return ws


def pack_is_here(ws: Workspace, server: Server, key: str = NEWER) -> bool:
    """Whether the machine has the bytes of the server's pack."""
    held = ws.cache.document("profile", key)
    return held is not None and sha256_hex(held) == server.packs.by_key[key].sha256
