"""A server and an independent model of domain §4.7, moved by the same steps (done when 2).

After every step both say the same of the case; whatever the model allows the server carries out,
and whatever it forbids the server refuses and leaves the case as it was.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.domain.partial_date import CHINA
from tests.model.case import APPLICANT, Case, Person
from tests.model.driver import OFFICE_IDS, Driver, upload_what_units_show
from tests.model.model import OVER, attempts, row_for
from tests.model.regions import WORLDS
from tests.model.regions import World as Region
from tests.server_stub.world import World

FEW, MANY = 2_000, 50_000
LENGTH = 80
ONWARD = (
    "publish_loss", "save_item_2", "submit", "resubmit", "save_dossier", "claim", "propose:PASS",
    "approve", "stamp", "forward", "pay", "verify_payment", "accept", "start_evaluation",
    "record_result:passed", "result_publicity", "finalise", "issue",
)  # fmt: skip
"""What brings a case to its end."""
LATER = [timedelta(hours=1), timedelta(hours=26), timedelta(hours=73), timedelta(days=9)]
PICK = st.integers(0, 999)


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

    @initialize(region=st.sampled_from(WORLDS))
    def begins(self, region: Region) -> None:
        """A draft, in one of the regions."""
        self.tally.cases += 1
        self.tally.regions[region.profile] += 1
        self.driver = Driver(self.town, self.clients, region, self.tally.cases)
        self.case = Case(region, self.driver.town.server.clock.now())
        self.compare()

    @rule(pick=PICK)
    def somebody_goes_on(self, pick: int) -> None:
        """The next thing on the way to the end, by whoever may."""
        allowed = [(who, on) for who, on, let in attempts(self.case) if let]
        ways = [(who, on) for who, on in allowed if on in ONWARD and self.leads_on(on)]
        if ways:
            first = max(ONWARD.index(on) for _, on in ways)
            who, on = _chosen([way for way in ways if way[1] == ONWARD[first]], pick)
            self.attempt(who, on)

    @rule(pick=PICK)
    def somebody_does_what_is_allowed(self, pick: int) -> None:
        """Anything that the model allows."""
        allowed = [(who, on) for who, on, let in attempts(self.case) if let and on != "delete"]
        if allowed:
            kinds = sorted({on for _, on in allowed})
            wanted = _chosen(kinds, pick)
            self.attempt(*_chosen([one for one in allowed if one[1] == wanted], pick // 7))

    @rule(pick=PICK, other=PICK)
    def somebody_tries_what_is_not(self, pick: int, other: int) -> None:
        """Anything that the model forbids."""
        forbidden = [(who, on) for who, on, let in attempts(self.case) if not let]
        near = [(who, on) for who, on in forbidden if self.nearly(who, on)]
        self.attempt(*_chosen(near if near and other % 2 else forbidden, pick))

    @rule(by=st.sampled_from(LATER))
    def time_passes(self, by: timedelta) -> None:
        """Leases run out, deadlines come nearer."""
        self.move_to(self.case.now + by)

    @rule(pick=PICK)
    def the_applicant_gives_up(self, pick: int) -> None:
        """Seldom, or no case would come to its end."""
        if pick % 10 == 0 and row_for(self.case, APPLICANT, "delete"):
            self.attempt(APPLICANT, "delete")

    @rule(pick=PICK)
    def a_deadline_passes(self, pick: int) -> None:
        """Seldom: the present deadline is over by a minute."""
        if pick % 8 == 0 and self.case.deadline is not None and self.case.state != "DRAFT":
            self.move_to(max(self.case.now, self.case.deadline + timedelta(minutes=1)))

    # --- how --------------------------------------------------------------------------------------

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

    def nearly(self, who: Person, on: str) -> bool:
        """Whether somebody else might do it now, or they at another time."""
        somebody = any(let and other == on for _, other, let in attempts(self.case))
        return somebody or who.office == self.case.office

    def attempt(self, who: Person, on: str) -> None:
        """Try it on the server, do it in the model where that lets it, and compare."""
        row = row_for(self.case, who, on)
        done = self.driver.attempt(who, on, self.case)
        told = f"{who.login or who.part} {on} in {self.case.state}({self.case.stage})"
        assert done == (row is not None), f"{told}: server {done}, model {row}"
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
        self.compare(told)

    def compare(self, told: str = "") -> None:
        """The server's case is the model's."""
        case, shown = self.case, self.driver.look()
        if case.state == "DELETED":
            assert shown is None, told
            return
        assert shown is not None, told
        assert _of_server(shown, case) == _of_model(case), told

    def teardown(self) -> None:
        """Nobody keeps what they hold: an officer holds so many cases and no more."""
        if hasattr(self, "case") and self.case.holder is not None:
            self.driver.attempt(self.case.holder, "release", self.case)


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


def _chosen(things: list[Any], pick: int) -> Any:
    return things[pick % len(things)]


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
    wanted = MANY if full else FEW
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=wanted * 5 // 4 // LENGTH,
            stateful_step_count=LENGTH,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    tally = machine.tally
    assert tally.steps >= wanted, tally.steps
    assert set(tally.regions) == {region.profile for region in WORLDS}
    assert not set(tally.states).isdisjoint(OVER)
