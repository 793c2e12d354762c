"""One server for the whole model test, with everybody the model knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.checks import read_profile
from app.domain.enums import OrgKind
from app.domain.profile import profile_sha256
from app.locate import resource
from server_stub import registry
from server_stub.context import Server
from server_stub.packs import Pack
from server_stub.serve import ServerThread
from tests.server_stub.conftest import a_world, listener
from tests.server_stub.few_rules import KEPT
from tests.server_stub.world import PASSWORD, World
from tests.stories.conftest import built
from tests.stories.town import MARKET, OFFICES, STAFF, UNIT, change_office

__all__ = ["built", "listener"]
OF_THE_WORKFLOW = KEPT | {"R184", *(f"R{number}" for number in range(190, 195))}
"""The rules that stand in §4.7 as guards; what else a form may lack is no matter of the model."""


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, built: Path, listener: ServerThread
) -> Iterator[World]:
    with a_world(tmp_path_factory.mktemp("model"), built, listener) as made:
        _keep_rules(made.server)
        _bring_people(made.server)
        change_office(made.server, MARKET, collects_fee_online=True)
        yield made


def _keep_rules(server: Server) -> None:
    by_key = {}
    for key, pack in server.packs.by_key.items():
        content = json.loads(resource("profiles", f"{pack.profile.profile_id}.json").read_bytes())
        content["rules"] = [use for use in content["rules"] if use["rule"] in OF_THE_WORKFLOW]
        data = json.dumps(content, ensure_ascii=False).encode()
        by_key[key] = Pack(data, read_profile(data), profile_sha256(data))
    server.packs = replace(server.packs, by_key=by_key)


def _bring_people(server: Server) -> None:
    """Those who do two things at once, and an administrator in each office."""
    hashed = server.passwords.hash(PASSWORD)
    roles = {"unitboth": ["HANDLER", "APPROVER", "SEALER"]}
    homes = {"unitboth": UNIT}
    for prefix, org_id in STAFF.items():
        committee = OFFICES[org_id][0] is OrgKind.COMMITTEE
        clerk = "COMMITTEE_CLERK" if committee else "OFFICE_CLERK"
        roles |= {f"{prefix}both": [clerk, "OFFICE_LEAD"], f"{prefix}admin": ["ORG_ADMIN"]}
        homes |= {f"{prefix}both": org_id, f"{prefix}admin": org_id}
    with server.db.write() as session:
        for login, held in roles.items():
            registry.save_user(
                session, user_id=f"u-{login}", login=login, name=login, org_id=homes[login],
                roles=held, password_hash=hashed,
            )  # fmt: skip
