"""Each guard of what follows a decision by itself: seals, the way on, fees, the committee."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.model import Organisation
from app.domain.workflow import guards_onward as o
from app.domain.workflow.situation import Situation
from tests.domain.make import NOW
from tests.domain.workflow.cases import (
    GX,
    HOUR,
    LZ,
    ROUTE,
    SECOND,
    altered,
    later,
    proposed,
    seal,
    situation,
    stamp,
    version,
)

FREELY = altered(LZ, seal={"sealer_not_handler": False})
OTHER = {"user_id": "u2"}
HERE = {"version": version(), "dossier": {"rev": 1}}
AHEAD = HERE | {"stage_index": 1}
NO_DOSSIER = {"version": version()}


def stamped(*stamps: Any, **state: Any) -> dict[str, Any]:
    return HERE | {"stamps": [one.model_dump(mode="json") for one in stamps]} | state


def registered(*seals: Any) -> dict[str, Any]:
    return {"seals": [one.model_dump(mode="json") for one in seals]}


def fee(amount: int, paid: int | None) -> dict[str, Any]:
    return {"fee": {"order_id": "f-1", "amount": amount, "paid_amount": paid, "created_at": NOW}}


def shown(start: str | None, end: str | None, **rest: Any) -> dict[str, Any]:
    return {"result_publicity": {"pub_id": "p-1", "start_date": start, "end_date": end} | rest}


OVERRIDE = {
    "route_override": {
        "target_org": "org-committee", "stage_index": 0, "by": "u2", "at": NOW, "reason": "急办",
    }
}  # fmt: skip
ORGS_OF_ROUTE = tuple(str(node["org_id"]) for node in ROUTE)
MIDNIGHT = datetime(2026, 10, 8, 16, tzinfo=UTC)
"""The 9th of October begins in China."""
LOST = {"type": "LOSS_REISSUE"}
DECLARED = {"loss_publicity": {"pub_id": "p-2"}}

# guard, the situation, the code of the refusal
TABLE: list[tuple[Any, Situation, str | None]] = [
    (o.sealer_is_another, situation(), None),
    (o.sealer_is_another, situation(proposed()), "SEALER_IS_HANDLER"),
    (o.sealer_is_another, situation(proposed(), reviewers=2), "SEALER_IS_HANDLER"),
    (o.sealer_is_another, situation(proposed(), reviewers=1), None),
    (o.sealer_is_another, situation(proposed(), actor=OTHER), None),
    (o.sealer_is_another, situation(proposed(), profile=FREELY), None),
    (o.form_sealed_here, situation(stamp=stamp()), None),
    (o.form_sealed_here, situation(stamp=stamp("return_notice")), None),
    (o.form_sealed_here, situation(stamp=stamp("other")), "FORM_NOT_SEALED_HERE"),
    (o.form_sealed_here, situation(AHEAD, stamp=stamp()), "FORM_NOT_SEALED_HERE"),
    (o.form_sealed_here, situation(), "FORM_NOT_SEALED_HERE"),
    (o.stamp_is_of_this_version, situation(HERE), "R136"),
    (o.stamp_is_of_this_version, situation(HERE, stamp=stamp()), None),
    (o.stamp_is_of_this_version, situation(HERE, stamp=stamp(content_sha256="b")), "R136"),
    (o.stamp_is_of_this_version, situation(HERE, stamp=stamp(dossier_rev=0)), "R136"),
    (o.stamp_is_of_this_version, situation(HERE, stamp=stamp(dossier_rev=2)), "R136"),
    (o.stamp_is_of_this_version, situation(AHEAD, stamp=stamp(dossier_rev=0)), None),
    (o.stamp_is_of_this_version, situation(NO_DOSSIER, stamp=stamp(dossier_rev=0)), None),
    (o.seal_is_valid, situation(), None),
    (o.seal_is_valid, situation(seal=seal()), None),
    (o.seal_is_valid, situation(seal=seal(), now=later(SECOND)), "SEAL_INVALID"),
    (o.seal_is_valid, situation(seal=seal(), now=later(-SECOND)), "SEAL_INVALID"),
    (o.seal_is_valid, situation(seal=seal(owner_org="org-2")), "SEAL_INVALID"),
    (o.seal_is_valid, situation(seal=seal(holders=["u1"])), None),
    (o.seal_is_valid, situation(seal=seal(holders=["u2"])), "SEAL_INVALID"),
    (o.seal_is_valid, situation(seal=seal(status="FROZEN")), "SEAL_INVALID"),
    (o.seal_is_valid, situation(seal=seal(status="EXPIRED")), "SEAL_INVALID"),
    (o.seal_is_valid, situation(seal=seal(status="of a newer server")), "SEAL_INVALID"),
    (o.seals_complete, situation(HERE), "R135"),
    (o.seals_complete, situation(stamped(stamp())), None),
    (o.seals_complete, situation(stamped(stamp("publicity_form"))), "R135"),
    (o.seals_complete, situation(stamped(stamp(voided=True))), "R135"),
    (o.seals_complete, situation(stamped(stamp(content_sha256="b"))), "R135"),
    (o.seals_complete, situation(stamped(stamp(dossier_rev=0))), "R135"),
    (o.seals_complete, situation(stamped(stamp(dossier_rev=0), dossier=None)), None),
    (o.seals_complete, situation(AHEAD), None),
    (o.seals_still_valid, situation(HERE), None),
    (o.seals_still_valid, situation(stamped(stamp())), None),
    (o.seals_still_valid, situation(stamped(stamp(), surroundings=registered())), None),
    (o.seals_still_valid, situation(stamped(stamp(), surroundings=registered(seal()))), None),
    *(
        (o.seals_still_valid, situation(stamped(stamp(), surroundings=registered(bad))), code)
        for bad, code in (
            (seal(status="REVOKED"), "SEAL_INVALID"),
            (seal(status="FROZEN"), "SEAL_INVALID"),
            (seal(status="EXPIRED"), None),
            (seal(valid_from=later(SECOND), valid_to=later(HOUR)), "SEAL_INVALID"),
            (seal(valid_from=later(-HOUR), valid_to=later(-SECOND)), "SEAL_INVALID"),
            (seal(seal_id="s-2", status="REVOKED"), None),
        )
    ),
    (o.seals_still_valid,
     situation(stamped(stamp(seal_id="s-0"), stamp(),
                       surroundings=registered(seal(status="REVOKED")))), "SEAL_INVALID"),
    (o.stamp_stands, situation(), "STAMP_UNKNOWN"),
    (o.stamp_stands, situation(stamp=stamp()), None),
    (o.stamp_stands, situation(stamp=stamp(voided=True)), "STAMP_UNKNOWN"),
    (o.route_as_seen, situation(), None),
    (o.route_as_seen, situation(route_seen=ORGS_OF_ROUTE), None),
    (o.route_as_seen, situation(route_seen=ORGS_OF_ROUTE[::-1]), "ROUTE_CHANGED"),
    (o.target_allowed, situation(), None),
    (o.target_allowed, situation(target_org="org-office"), None),
    (o.target_allowed, situation(target_org="org-committee"), "ROUTE_SKIP"),
    (o.target_allowed, situation(OVERRIDE, target_org="org-committee"), None),
    (o.target_allowed, situation(target_org="org-9"), "ROUTE_NO_TARGET"),
    (o.target_allowed, situation({"stage_index": 2}), "ROUTE_NO_TARGET"),
    (o.is_a_skip, situation(), "ROUTE_NO_TARGET"),
    (o.is_a_skip, situation(target_org="org-office"), "ROUTE_NO_TARGET"),
    (o.is_a_skip, situation(target_org="org-9"), "ROUTE_NO_TARGET"),
    (o.is_a_skip, situation(target_org="org-committee"), None),
    (o.no_fee_due, situation(), None),
    (o.no_fee_due, situation(fee_due=True), "FEE_DUE"),
    (o.fee_is_due, situation(), "FEE_NOT_COLLECTED"),
    (o.fee_is_due, situation(fee_due=True), None),
    (o.amounts_equal, situation(), "FEE_NOT_PAID"),
    (o.amounts_equal, situation(fee(100, None)), "FEE_NOT_PAID"),
    (o.amounts_equal, situation(fee(100, 100)), None),
    (o.amounts_equal, situation(fee(100, 99)), "FEE_AMOUNT_DIFFERS"),
    (o.amounts_equal, situation(fee(100, 101)), "FEE_AMOUNT_DIFFERS"),
    (o.result_publicity_over, situation(), "RESULT_NOT_PUBLICISED"),
    (o.result_publicity_over, situation(shown(None, "2026-10-08")), "RESULT_NOT_PUBLICISED"),
    (o.result_publicity_over, situation(shown("2026-09-28", None)), "RESULT_NOT_PUBLICISED"),
    (o.result_publicity_over, situation(shown("2026-09-28", "2026-10-08"), now=MIDNIGHT), None),
    (o.result_publicity_over,
     situation(shown("2026-09-28", "2026-10-08"), now=MIDNIGHT - SECOND),
     "RESULT_PUBLICITY_RUNNING"),
    (o.result_publicity_over,
     situation(shown("2026-09-28", "2026-09-30", objection=True, handling_result=" ")),
     "RESULT_OBJECTED"),
    (o.result_publicity_over,
     situation(shown("2026-09-28", "2026-09-30", objection=True, handling_result="已查")), None),
    (o.result_publicity_over,
     situation(shown("2026-09-28", "2026-09-30", objection=False)), None),
    (o.publishes_loss, situation(LOST, profile=GX), None),
    (o.publishes_loss, situation(profile=GX), "TYPE_NOT_OFFERED"),
    (o.publishes_loss, situation(LOST, profile=LZ), "TYPE_NOT_OFFERED"),
    (o.loss_publicised, situation(profile=GX), None),
    (o.loss_publicised, situation(LOST, profile=LZ), None),
    (o.loss_publicised, situation(LOST, profile=GX), "LOSS_NOT_PUBLICISED"),
    (o.loss_publicised, situation(LOST | DECLARED, profile=GX), None),
]  # fmt: skip


@pytest.mark.parametrize(("guard", "at", "code"), TABLE)
def test_guard(guard: Any, at: Situation, code: str | None) -> None:
    refusal = guard(at)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(("index", "last"), [(0, False), (1, False), (2, True), (3, True)])
def test_where_the_route_ends(index: int, last: bool) -> None:
    assert o.is_last_stage(situation({"stage_index": index}).application) is last


def test_what_a_changed_route_is_now() -> None:
    route = [ROUTE[0], ROUTE[1] | {"name": ""}]
    refusal = o.route_as_seen(situation({"route": route}, route_seen=()))
    assert refusal is not None
    assert refusal.params == {"route": "示例市政"}  # a stage without an office has no name


def test_the_stamp_on_an_older_dossier_counts_once_the_case_has_left_the_unit() -> None:
    old = stamped(stamp(dossier_rev=0))
    assert o.valid_stamps(situation(old).application) == []
    assert len(o.valid_stamps(situation(old | {"stage_index": 1}).application)) == 1


def test_the_way_on_by_name_or_as_proposed() -> None:
    named = o.target_of(situation(target_org="org-committee"))
    proposed_one = o.target_of(situation())
    assert named is not None
    assert proposed_one is not None
    assert (named.node.org_id, proposed_one.node.org_id) == ("org-committee", "org-office")


def test_a_node_without_an_office_takes_one_of_those_known() -> None:
    route = [ROUTE[0], {"kind": "COMMITTEE", "org_id": "", "name": "", "state": "ahead"}]
    office = Organisation.model_validate(
        {"org_id": "org-c9", "name": "示例评委会", "kind": "COMMITTEE"}
    )
    at = situation({"route": route}, target_org="org-c9", orgs={"org-c9": office})
    assert o.target_allowed(at) is None


@pytest.mark.parametrize(
    ("changed", "now", "why"),
    [
        ({"status": "REVOKED"}, None, "REVOKED"),
        ({"status": "FROZEN"}, None, "FROZEN"),
        ({"status": "EXPIRED"}, None, "EXPIRED"),
        ({"owner_org": "org-2"}, None, "OTHER_OFFICE"),
        ({"holders": ["u2"]}, None, "NOT_HOLDER"),
        ({}, later(SECOND), "EXPIRED"),
        ({}, later(-SECOND), "NOT_YET"),
    ],
)
def test_why_a_seal_does_not_hold(changed: dict[str, Any], now: Any, why: str) -> None:
    at = situation(seal=seal(**changed), **({"now": now} if now else {}))
    refusal = o.seal_is_valid(at)
    assert refusal is not None
    assert refusal.params["why"] == why
