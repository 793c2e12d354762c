"""A region for tests of how work is done rather than of what is found: the form, the papers and
the unit's dossier are checked, and how a decision is written; nothing else.

It has the name of the real one, as a client takes the bytes that its server has under a name.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from app.domain.checks import read_profile
from app.domain.profile import profile_sha256
from app.locate import resource
from server_stub.context import Server
from server_stub.packs import Pack

FORM = {"R020", "R021", "R022", "R023", "R050", "R071", "R073", "R091"}
UNIT = {f"R{number}" for number in range(120, 139)}
DECISION = {f"R{number}" for number in range(150, 162)}
KEPT = frozenset(FORM | UNIT | DECISION)


@cache
def few_rules(name: str, more: frozenset[str] = frozenset()) -> bytes:
    """The bytes of a rule pack with those rules, and ``more``, alone."""
    content = json.loads(resource("profiles", f"{name}.json").read_bytes())
    content["rules"] = [use for use in content["rules"] if use["rule"] in KEPT | more]
    return json.dumps(content, ensure_ascii=False).encode()


def give(server: Server, more: frozenset[str] = frozenset()) -> None:
    """Let a server have those packs in the place of its own."""
    made = {}
    for key, pack in server.packs.by_key.items():
        data = few_rules(pack.profile.profile_id, more)
        made[key] = Pack(data, read_profile(data), profile_sha256(data))
    server.packs = replace(server.packs, by_key=made)
