from __future__ import annotations

from datetime import timedelta

from app.domain.enums import Status
from app.domain.model import Activity, Application, Decision, Proposal
from app.domain.profile import Profile, parse_profile
from app.locate import resource
from server_stub import effects
from tests.server_stub.world import START, version

PROFILE = parse_profile(resource("profiles", "GXRC.json").read_bytes())
ACTIVITY = Activity(
    activity_id="act-2026",
    name="x",
    year=2026,
    apply_start=START,
    apply_end=START,
    stage_deadlines={"UNIT": START + timedelta(days=20)},
)


def _case() -> Application:
    return Application.model_validate(
        {
            "app_id": "a",
            "profile": PROFILE.key,
            "unit_org_id": "u",
            "status": Status.CLAIMED,
            "route": [{"kind": "UNIT", "org_id": "u", "name": "u", "state": "now"}],
            "current_version": 1,
            "etag": "",
            "version": version("a").model_dump(),
        }
    )


def _proposal(verb: str) -> Proposal:
    return Proposal(
        op_id="op",
        decision=Decision.model_validate({"verb": verb}),
        version_no=1,
        content_sha256="",
        handler_id="h",
        proposed_at=START,
    )


def _without_approver() -> Profile:
    verbs = {
        verb: spec.model_copy(update={"needs_approver": False})
        for verb, spec in PROFILE.verbs.items()
    }
    return PROFILE.model_copy(update={"verbs": verbs})


def test_where_the_region_asks_for_no_approver_a_return_is_one_step() -> None:
    done = effects.propose(_case(), _proposal("RETURN"), _without_approver(), ACTIVITY)
    assert done.status is Status.RETURNED
    assert done.deadline_current == START + timedelta(days=20)
    assert done.proposal is not None
    assert (done.proposal.outcome, done.proposal.approver_id) == ("APPROVED", None)
    assert done.route[0].state == "returned"


def test_where_it_asks_for_one_it_waits() -> None:
    waiting = effects.propose(_case(), _proposal("RETURN"), PROFILE, ACTIVITY)
    assert waiting.status is Status.PROPOSED
    assert waiting.route[0].state == "now"


def test_the_earlier_of_stage_and_days_is_the_deadline() -> None:
    kind = _case().route[0].kind
    for days, expected in ((5, 5), (50, 20)):
        profile = PROFILE.model_copy(update={"resubmit_deadline_days": days})
        found = effects.resubmit_deadline(profile, ACTIVITY, kind, START)
        assert found == START + timedelta(days=expected)
    soon = PROFILE.model_copy(update={"resubmit_deadline_days": 5})
    assert effects.resubmit_deadline(soon, None, kind, START) == START + timedelta(days=5)
    assert effects.resubmit_deadline(PROFILE, None, kind, START) is None


def test_a_lease_never_goes_beyond_its_longest_time() -> None:
    late = START + timedelta(hours=PROFILE.lease.max_hours - 1)
    assert effects.lease(PROFILE, START, late) == START + timedelta(hours=PROFILE.lease.max_hours)


def test_nothing_is_changed_in_place() -> None:
    case = _case()
    before = case.model_dump_json()
    effects.propose(case, _proposal("PASS"), PROFILE, ACTIVITY)
    assert case.model_dump_json() == before
