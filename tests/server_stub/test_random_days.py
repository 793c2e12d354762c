"""Days in which everybody does something at random, and replies get lost.

Whatever happened: each operation stands once, by its actor; a case never jumps a state; a reader
that followed the feed step by step knows exactly what a newcomer is told; the log is whole.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import httpx
import pytest

from app.domain.enums import Status
from server_stub import audit
from server_stub.tables import AuditRow, OpRow
from tests.server_stub.acting import changes, claim, operation, send
from tests.server_stub.test_applicant import complete
from tests.server_stub.world import World

STEPS = 80
CASES = 3
ALLOWED = {
    ("SUBMITTED", "CLAIMED"),
    ("SUBMITTED", "WITHDRAWN"),
    ("SUBMITTED", "PROPOSED"),  # claimed and decided in one step
    ("CLAIMED", "SUBMITTED"),
    ("CLAIMED", "PROPOSED"),
    ("PROPOSED", "CLAIMED"),
    ("PROPOSED", "RETURNED"),
    ("PROPOSED", "NOT_PASSED"),
    ("PROPOSED", "APPROVED_AT"),
    ("RETURNED", "SUBMITTED"),
    ("RETURNED", "LAPSED"),
    ("WITHDRAWN", "SUBMITTED"),
}


class Follower:
    """A client that only ever asks what is new."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._cursor = ""
        self.known: dict[str, dict[str, Any]] = {}
        self.moves: set[tuple[str, str]] = set()

    def catch_up(self) -> None:
        while True:
            page = changes(self._client, self._cursor, 7)
            for change in page["changes"]:
                self._take(change)
            self._cursor = page["cursor"]
            if not page["more"]:
                return

    def _take(self, change: dict[str, Any]) -> None:
        key = f"{change['kind']}/{change['id']}"
        before = self.known.pop(key, None)
        if change["tombstone"]:
            return
        self.known[key] = change["doc"]
        if change["kind"] == "application" and before is not None:
            move = (before["status"], change["doc"]["status"])
            assert change["doc"]["rev"] > before["rev"]
            if move[0] != move[1]:
                self.moves.add(move)


class Day:
    """What the people of the market office do."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)
        self.clients = {
            login: world.client(login) for login in ("gxchen", "gxlu", "a0001", "a0002", "a0003")
        }
        self.cases = [world.submit(number=1 + n) for n in range(CASES)]
        self.sent: list[tuple[str, str]] = []
        self.applied: Counter[str] = Counter()

    def step(self) -> None:
        action = self.chance.choice(
            [self.claims, self.proposes, self.proposes, self.decides, self.decides, self.repeats,
             self.applicant_acts, self.time_passes]
        )  # fmt: skip
        action(self.chance.choice(self.cases))

    def claims(self, app_id: str) -> None:
        claim(self.clients["gxchen"], app_id)

    def proposes(self, app_id: str) -> None:
        payloads = (
            {"verb": "RETURN", "module_comments": [
                {"comment_id": "c", "module": "papers", "text": "请补充。"}]},
            {"verb": "NOT_PASSED", "overall_text": "不符合申报条件", "reason_category": "OTHER"},
            {"verb": "RETURN"},
        )  # fmt: skip
        self._send("gxchen", app_id, "propose", payload=self.chance.choice(payloads))

    def decides(self, app_id: str) -> None:
        kind = self.chance.choice(["approve", "send_back", "recall"])
        self._send("gxchen" if kind == "recall" else "gxlu", app_id, kind)

    def repeats(self, _: str) -> None:
        """The reply was lost, perhaps long ago: the same bytes again."""
        if self.sent:
            login, text = self.chance.choice(self.sent)
            (result,) = send(self.clients[login], text)["results"]
            if result["status"] == "applied":
                self.applied[result["op_id"]] += 1

    def applicant_acts(self, app_id: str) -> None:
        person = self.world.get(app_id)["version"]["person"]["person_id"]
        client = self.clients[f"a{person[-4:]}"]
        base = f"/v1/applicant/applications/{app_id}"
        act = self.chance.choice(["withdraw", "submit", "resubmit", "resubmit"])
        if act != "withdraw" and client.get(base).json()["status"] in ("RETURNED", "WITHDRAWN"):
            complete(client, app_id, str(self.chance.random()))
        answer = client.post(f"{base}/{act}")
        assert answer.status_code in (200, 409), answer.text

    def time_passes(self, _: str) -> None:
        self.world.later(hours=self.chance.choice([1, 20, 80]))

    def _send(self, login: str, app_id: str, kind: str, **changed: Any) -> None:
        op = operation(self.world, app_id, login, kind, **changed)
        text = op.to_bytes().decode()
        self.sent.append((login, text))
        for _ in range(self.chance.choice([1, 1, 2])):
            (result,) = send(self.clients[login], text)["results"]
            if result["status"] == "applied":
                self.applied[op.op_id] += 1
            assert result["code"] != "SERVER_PROBLEM", result

    def close(self) -> None:
        for client in self.clients.values():
            client.close()


@pytest.mark.parametrize("seed", range(3))
def test_a_day(world: World, seed: int, full: bool) -> None:
    day = Day(world, seed)
    with world.client("gxlu") as reader, world.client("gxchen") as newcomer:
        follower, fresh = Follower(reader), Follower(newcomer)
        for _ in range(STEPS * (10 if full else 1)):
            day.step()
            if day.chance.random() < 0.3:
                follower.catch_up()
        follower.catch_up()
        fresh.catch_up()
    day.close()
    assert follower.known == fresh.known
    assert len(day.applied) > 3
    assert follower.moves <= _closure(ALLOWED)
    assert set(day.applied.values()) <= {1}
    _check_the_books(world, day)


def _closure(moves: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Between two looks a case may have gone several steps."""
    reach = set(moves)
    while True:
        more = {(a, d) for a, b in reach for c, d in moves if b == c} - reach
        if not more:
            return reach
        reach |= more


def _check_the_books(world: World, day: Day) -> None:
    with world.server.db.read() as session:
        assert list(audit.breaks(session)) == []
        rows = {row.op_id: row for row in session.query(OpRow)}
        audited = Counter(
            row.subject
            for row in session.query(AuditRow)
            if row.action in ("propose", "approve", "send_back", "recall")
        )
    assert set(rows) == set(day.applied)
    listed: list[str] = []
    for app_id in day.cases:
        document = world.get(app_id)
        listed += document["applied_ops"]
        assert audited[app_id] == len(document["applied_ops"])
        assert Status(document["status"]).known
        assert (document["claim"] is not None) == (document["status"] == "CLAIMED")
        for decided in [*document["history"], document["proposal"]]:
            if decided and decided["approver_id"]:
                assert decided["approver_id"] == "u-gxlu"
                assert decided["handler_id"] == "u-gxchen"
    assert Counter(listed) == Counter(rows.keys())
    for row in rows.values():
        assert json.loads(row.body)["actor"] == row.actor
