"""The two items of a loss reissue (S1 3.4, P11): item 1 opens the publicity, item 2 waits."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from app.domain.checks.engine import LOSS_ITEM_1, LOSS_ITEM_2, run
from app.domain.completeness import module_completeness
from app.domain.enums import Severity, Status
from app.domain.form import PERSONAL, SETUP
from app.domain.model import ApplicationVersion, Organisation
from app.domain.profile import Profile
from app.domain.workflow import Event
from server_stub import cases, drafts, loss, own, routing
from server_stub.cases import Case
from server_stub.context import Server
from server_stub.decision_rules import blocked, subject_of
from server_stub.identity import Principal
from server_stub.problems import ApiError


def check_open(session: Session, server: Server, case: Case, profile: Profile, code: str) -> None:
    """Keep item 2 shut until the publicity is over.

    :raises ApiError: 409 LOSS_NOT_OPENED or LOSS_ITEM_LOCKED with the rule.
    """
    first = loss.first_modules(profile, case.application)
    if not first or code in {*first, SETUP, PERSONAL}:
        return
    publicity, now = case.application.loss_publicity, server.clock.now()
    if publicity is None:
        raise ApiError(409, "LOSS_NOT_OPENED", rule_ids=["R191"])
    rules = blocked(session, server, case, profile, now, LOSS_ITEM_2)
    if rules or case.application.status is Status.LOSS_PUBLICITY:
        params = {"end": str(publicity.end_date)}
        raise ApiError(409, "LOSS_ITEM_LOCKED", params=params, rule_ids=rules)


def is_first(case: Case, profile: Profile, code: str) -> bool:
    """Whether a module is item 1."""
    return code in loss.first_modules(profile, case.application)


def save_first(
    session: Session,
    server: Server,
    caller: Principal,
    case: Case,
    profile: Profile,
    draft: ApplicationVersion,
) -> None:
    """Save item 1, which opens the publicity (T05). Saved again unchanged it changes nothing.

    :raises ApiError: 409 WRONG_STATE, LOSS_ITEM_FIXED, LOSS_REFUSED; 422 NOT_COMPLETE.
    """
    codes = loss.first_modules(profile, case.application)
    shown = case.application.loss_publicity
    if shown is not None and shown.publicised_sha256 == loss.item_sha256(draft, codes):
        return
    if shown is not None and case.application.status is not Status.DRAFT:
        raise ApiError(409, "LOSS_ITEM_FIXED")
    own.check(session, server, caller, case, Event.PUBLISH_LOSS)
    _check_whole(draft, profile, codes)
    now = server.clock.now()
    subject = replace(subject_of(session, server, case, profile, now), version=draft)
    broken = [f.rule_id for f in run(subject, LOSS_ITEM_1) if f.severity is Severity.BLOCK]
    if broken:
        raise ApiError(409, "LOSS_REFUSED", rule_ids=broken)
    drafts.save(case, draft)
    unit = routing.offices(session).get(case.row.unit_org_id) or Organisation(org_id="", name="")
    route = routing.materialise(session, profile, case.application.type, unit, draft)
    routed = case.application.model_copy(
        update={"route": route, "node_org": route[0].org_id if route else ""}
    )
    publicity = loss.publicity_of(draft, profile, codes, server.calendars.work, now)
    cases.store(session, case, loss.opened(routed, publicity, now, (caller.user_id, caller.name)))
    own.note(session, server, caller, "loss_publicity", case)


def _check_whole(draft: ApplicationVersion, profile: Profile, codes: list[str]) -> None:
    """What is publicised is whole; an empty declaration would void nothing."""
    errors = [
        {
            "where": ".".join(filter(None, (code, missing.entry_id, missing.code))),
            "message": "field",
        }
        for code, module in module_completeness(draft, profile).items()
        if code in codes
        for missing in module.missing_fields
    ]
    errors += [{"where": code, "message": "empty"} for code in codes if not draft.entries(code)]
    if errors:
        raise ApiError(422, "NOT_COMPLETE", errors=errors, rule_ids=["R020"])
