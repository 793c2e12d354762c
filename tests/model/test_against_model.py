"""A server and an independent model of domain §4.7, moved by the same steps (done when 2).

After every step both say the same of the case; whatever the model allows the server carries out,
and whatever it forbids the server refuses and leaves the case as it was.
"""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.domain.partial_date import CHINA
from tests.model.case import APPLICANT, Case, Person
from tests.model.driver import OFFICE_IDS, Driver, upload_what_units_show
from tests.model.guards import never
from tests.model.model import ACTIONS, OVER, TABLE, attempts, row_for
from tests.model.regions import WORLDS
from tests.server_stub.world import World

FEW, MANY = 2_000, 25_000
"""Steps; in full a second walk in a file of its own makes 50,000, so that two processes share them.
"""
LENGTH = 80
ONWARD = (
    "publish_loss", "save_item_2", "submit", "resubmit", "save_dossier", "claim", "propose:PASS",
    "approve", "stamp", "forward", "forward:skip", "pay", "verify_payment", "accept",
    "start_evaluation", "record_result:passed", "result_publicity", "finalise", "issue",
)  # fmt: skip
"""What brings a case to its end."""
LATER = {
    timedelta(hours=1): 5, timedelta(hours=26): 3, timedelta(hours=73): 2, timedelta(days=9): 1,
}  # fmt: skip
MIXED = {"on": 30, "anything": 30, "forbidden": 30, "later": 12, "too late": 2, "delete": 1}
"""How often what happens."""
ALL_STATES = {state for row in TABLE for state in row.states} | set(OVER)
SEED = st.integers(0, 2**32)


class Tally:
    """What was tried, over all cases."""

    def __init__(self) -> None:
        self.steps = 0
        self.cases = 0
        self.let: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.regions: Counter[str] = Counter()


class Server(RuleBasedStateMachine):
    """A case on the server beside the same case in the model."""

    town: World
    clients: dict[str, httpx.Client]
    tally: Tally
    driver: Driver
    case: Case
    past: list[str]

    @initialize()
    def begins(self) -> None:
        """A draft, in one of the regions."""
        self.begin()

    @rule(seed=SEED)
    def something_happens(self, seed: int) -> None:
        """One step. What cannot be is replaced by an attempt at what is forbidden."""
        chance = random.Random(seed)
        if self.case.state in OVER and chance.random() < 0.3:
            self.let_go()
            self.begin()
        every = list(attempts(self.case))
        allowed = [(who, on) for who, on, let in every if let]
        kinds = [on for on in sorted({on for _, on in allowed}) if _often(on, chance)]
        possible = {on for _, on in allowed}
        ways = [on for on in ONWARD if on in possible and self.leads_on(on)]
        deadline = self.case.deadline
        what = chance.choices(list(MIXED), list(MIXED.values()))[0]
        shown_until = self.case.loss_until if self.case.state == "LOSS_PUBLICITY" else None
        if self.case.state == "RESULT_PUBLICITY" and self.case.shown_long:
            shown_until = self.case.shown_until
        if what == "on" and shown_until is not None and shown_until >= self.case.now.date():
            day = datetime.combine(shown_until + timedelta(days=1), time(), CHINA)
            self.move_to(day + chance.choice([timedelta(minutes=-1), timedelta()]))
        elif what == "on" and ways:
            self.attempt(*chance.choice([one for one in allowed if one[1] == ways[-1]]))
        elif what == "anything" and kinds:
            wanted = chance.choice(kinds)
            self.attempt(*chance.choice([one for one in allowed if one[1] == wanted]))
        elif what == "delete" and (APPLICANT, "delete") in allowed:
            self.attempt(APPLICANT, "delete")
        elif what == "later":
            self.move_to(self.case.now + chance.choices(list(LATER), list(LATER.values()))[0])
        elif what == "too late" and deadline is not None:
            self.move_to(max(self.case.now, deadline + timedelta(minutes=1)))
        else:
            forbidden = [(who, on) for who, on, let in every if not let]
            near = [(who, on) for who, on in forbidden if on in possible or self.is_here(who)]
            self.attempt(*chance.choice(near if chance.random() < 0.7 else forbidden))

    # --- how --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another case, in the next region: a failure tells its way, for a second run of the same
        seeds begins in another."""
        self.tally.cases += 1
        self.past = []
        number = self.tally.cases
        region = WORLDS[number % len(WORLDS)]
        self.tally.regions[region.profile] += 1
        self.driver = Driver(self.town, self.clients, region, number)
        self.case = Case(region, self.town.server.clock.now().astimezone(CHINA))
        self.compare()

    def let_go(self) -> None:
        """Nobody keeps what they hold: an officer holds so many cases and no more."""
        if hasattr(self, "case") and self.case.holder is not None:
            self.driver.attempt(self.case.holder, "release", self.case)

    def leads_on(self, on: str) -> bool:
        """Whether it brings the case nearer to its end than it is."""
        if on == "claim":
            return self.case.state == "SUBMITTED"
        if on == "save_dossier":
            return self.case.rev == 0
        if on == "result_publicity":
            return not self.case.shown_long
        if on == "stamp":
            return not self.case.sealed
        if on in ("publish_loss", "save_item_2"):
            return self.case.loss_until is None if on == "publish_loss" else not self.case.edited
        return True

    def is_here(self, who: Person) -> bool:
        """Whether the case is theirs, or lies at their office."""
        return who == APPLICANT or who.office == self.case.office

    def attempt(self, who: Person, on: str) -> None:
        """Try it on the server, do it in the model where that lets it, and compare."""
        row = row_for(self.case, who, on)
        done = self.driver.attempt(who, on, self.case)
        where = f"{self.case.world!r} {self.case.state}({self.case.stage})"
        told = f"{who.login or who.part} {on} in {where}"
        wanted = row.number if row else "no row"
        said = f"{told}: {wanted}, but {self.driver.said}\n{self.way}"
        assert done == (row is not None), said
        if row is None:
            self.tally.refused[on] += 1
        else:
            self.tally.let[on] += 1
            row.effect(self.case, who)
            self.case.settle()
        self.counted(told)

    def move_to(self, moment: datetime) -> None:
        """Let it be later."""
        self.case.now = moment
        self.town.server.clock.travel_to(moment)
        self.case.now = self.town.server.clock.now().astimezone(CHINA)
        self.case.settle()
        self.counted("time")

    def counted(self, told: str) -> None:
        self.tally.steps += 1
        self.tally.states[self.case.state] += 1
        self.past.append(f"{self.case.now:%m-%d %H:%M} {told} -> {self.case.state}")
        self.compare(told)

    @property
    def way(self) -> str:
        """What was done to the case so far, a line each."""
        return "\n".join(self.past)

    def compare(self, told: str = "") -> None:
        """The server's case is the model's."""
        case, shown = self.case, self.driver.look()
        if case.state == "DELETED":
            assert shown is None, told
            return
        assert shown is not None, told
        assert _of_server(shown, case) == _of_model(case), self.way

    def teardown(self) -> None:
        self.let_go()


def _often(on: str, chance: random.Random) -> bool:
    """What leads nowhere, or round in a circle, is done seldom."""
    if on == "delete":
        return False
    circles = ("edit", "recuse", "result_publicity", "save_dossier", "object", "renew", "claim")
    return chance.random() < (0.15 if on.startswith(circles) else 1)


def _of_server(shown: dict[str, Any], case: Case) -> dict[str, Any]:
    claim, proposal = shown["claim"], shown["proposal"]
    pending = proposal is not None and shown["status"] == "PROPOSED"
    said: dict[str, Any] = {
        "state": shown["status"],
        "version": shown["current_version"],
        "holder": claim["user_id"] if claim else None,
        "held_until": datetime.fromisoformat(claim["lease_until"]) if claim else None,
        "handler": proposal["handler_id"] if pending else None,
        "verb": proposal["decision"]["verb"] if pending else None,
    }
    if case.version:
        deadline = shown["deadline_current"]
        said |= {
            "stage": shown["stage_index"],
            "office": shown["node_org"],
            "deadline": datetime.fromisoformat(deadline) if deadline else None,
        }
    return said


def _of_model(case: Case) -> dict[str, Any]:
    pending = case.state == "PROPOSED"
    said: dict[str, Any] = {
        "state": case.state,
        "version": case.version,
        "holder": f"u-{case.holder.login}" if case.holder else None,
        "held_until": case.held_until,
        "handler": f"u-{case.handler.login}" if case.handler and pending else None,
        "verb": case.verb if pending else None,
    }
    if case.version:
        said |= {
            "stage": case.stage,
            "office": OFFICE_IDS[case.office],
            "deadline": case.deadline,
        }
    return said


@pytest.fixture
def machine(town: World) -> Iterator[type[Server]]:
    """The machine over the one server, with clients that stay signed in."""
    with contextlib.ExitStack() as stack:
        clients: dict[str, httpx.Client] = {}
        made = type("Machine", (Server,), {"town": town, "clients": clients, "tally": Tally()})
        with town.client("unitclerk") as clerk:
            upload_what_units_show(clerk)
        yield made
        for client in clients.values():
            stack.enter_context(contextlib.closing(client))


@pytest.mark.timeout(3600)
def test_the_server_and_the_model_never_disagree(machine: type[Server], full: bool) -> None:
    walk(machine, MANY if full else FEW, whole=full)


def walk(machine: type[Server], wanted: int, *, whole: bool) -> None:
    """Take so many steps; a whole walk has to come by everything, a short one by most."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=wanted * 11 // 10 // LENGTH,
            stateful_step_count=LENGTH,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    tally = machine.tally
    assert tally.steps >= wanted, tally.steps
    assert set(tally.regions) == {region.profile for region in WORLDS}
    unrefused = set(ACTIONS) - set(tally.refused)
    assert len(unrefused) <= (0 if whole else len(ACTIONS) // 4), unrefused
    assert set(tally.states) >= ALL_STATES - (set() if whole else {"LAPSED", "DELETED"})
    possible = {row.on for row in TABLE if row.guard is not never}
    missed = possible - set(tally.let)
    assert len(missed) <= (0 if whole else len(possible) // 4), missed
