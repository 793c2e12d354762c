"""From a planned case to its versions: the returned one, where there is one, and the present."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.domain.enums import ApplicationType
from server_stub.demo.cases import liuzhou, lost, market, shanxi, verification
from server_stub.demo.cases.career import Wish, career
from server_stub.demo.cases.draft import Draft
from server_stub.demo.cases.moments import FIRST_ROUND, Moments
from server_stub.demo.cases.offices import MARKET, activity_id, officer, units
from server_stub.demo.cases.personas import Persona, World
from server_stub.demo.cases.plan import Planned
from server_stub.demo.seeds import derive

FillIn = Callable[..., Draft]
"""Makes a draft of a career, as ``liuzhou.draft`` does."""


def profile(case: Planned) -> str:
    """The rule pack of the office that reviews."""
    return _WORLDS[_world(case)][0]


_WORLDS: dict[World, tuple[str, FillIn]] = {
    "liuzhou": (liuzhou.PROFILE, liuzhou.draft),
    "market": (market.PROFILE, market.draft),
    "lost": (market.PROFILE, lost.draft),
    "shanxi": (shanxi.PROFILE, shanxi.draft),
    "certificate": (verification.PROFILE, verification.draft),
}


def application_type(case: Planned) -> ApplicationType:
    """What kind of application it is."""
    kinds = {
        "lost": ApplicationType.LOSS_REISSUE,
        "certificate": ApplicationType.CERT_VERIFICATION,
    }
    return kinds.get(_world(case), ApplicationType.EVALUATION)


def _world(case: Planned) -> World:
    office: World = "market" if case.org_id == MARKET else "liuzhou"
    return case.persona.world or office


def versions(case: Planned, seed: int, moments: Moments) -> list[Draft]:
    """The versions of a case, oldest first; values that stay the same stay the same files."""
    persona = case.persona
    last = moments.handed_in(case.group, seed, case.number)
    if persona.world == "lost":
        last = lost.opened_at(lost.publicity("", moments.local.date()))
    if persona.before is None:
        return [_draft(case, persona, seed, moments, last, last.date(), last.date())]
    first = last - FIRST_ROUND
    listed = first.date() if persona.same_insurance_list else last.date()
    return [
        _draft(case, persona.before, seed, moments, first, first.date(), first.date()),
        _draft(case, persona, seed, moments, last, first.date(), listed),
    ]


def _draft(
    case: Planned,
    persona: Persona,
    seed: int,
    moments: Moments,
    submitted_at: datetime,
    applied: date,
    listed: date,
) -> Draft:
    wish = Wish(
        number=case.number,
        unit=units(seed)[case.org_id],
        moments=moments,
        level=persona.level,
        education=persona.education,
        trade=persona.trade,
        who=officer(seed, persona.officer, moments.year) if persona.officer else None,
    )
    life = persona.life(career(seed, wish, applied, listed))
    _, fill_in = _WORLDS[_world(case)]
    made = fill_in(
        life,
        case.app_id(moments.year),
        seed=derive(seed, "scans", case.number),
        activity=activity_id(case.org_id, case.group, moments.year, persona.world),
        submitted_at=submitted_at,
    )
    persona.form(made, life)
    return made
