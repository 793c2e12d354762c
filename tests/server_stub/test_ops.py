from __future__ import annotations

import json
from typing import Any

import pytest

from tests.server_stub.acting import application_ids, changes, claim, operation, result, send
from tests.server_stub.world import World


def _propose(world: World, app_id: str, **changes: Any) -> str:
    with world.client("gxchen") as handler:
        op = operation(world, app_id, "gxchen", **changes)
        answer = result(handler, op)
        assert answer["status"] == "applied", answer
        return op.op_id


def test_a_return_goes_all_the_way(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        (taken,) = claim(handler, app_id)
        assert taken["claim"]["user_id"] == "u-gxchen"
        proposal = operation(world, app_id, "gxchen")
        assert result(handler, proposal)["status"] == "applied"
        proposed = world.get(app_id)
        assert (proposed["status"], proposed["claim"]) == ("PROPOSED", None)
        assert proposed["proposal"]["handler_name"] == "陈市场"
        approval = operation(world, app_id, "gxlu", "approve")
        assert result(approver, approval)["status"] == "applied"
    done = world.get(app_id)
    assert done["status"] == "RETURNED"
    assert done["proposal"]["approver_id"] == "u-gxlu"
    assert done["applied_ops"] == [proposal.op_id, approval.op_id]
    assert done["deadline_current"].startswith("2026-05-01")
    assert [line["action"] for line in done["timeline"]] == [
        "submit",
        "claim",
        "propose",
        "approve",
    ]


def test_the_same_operation_takes_effect_once(world: World) -> None:
    """The reply is dropped as often as you like; the stored answer comes again."""
    app_id = world.submit()
    with world.client("gxchen") as handler:
        op = operation(world, app_id, "gxchen")
        first = result(handler, op)
        before = world.get(app_id)
        for _ in range(3):
            again = result(handler, op)
            assert (again["status"], again["rev"]) == ("replayed", first["rev"])
        assert world.get(app_id) == before
        assert before["applied_ops"] == [op.op_id]


def test_twice_in_one_batch_is_once(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler:
        op = operation(world, app_id, "gxchen")
        statuses = [r["status"] for r in send(handler, op, op)["results"]]
    assert statuses == ["applied", "replayed"]


def test_an_id_is_never_used_for_something_else(world: World) -> None:
    app_id, other = world.submit(), world.submit(number=2)
    with world.client("gxchen") as handler:
        op = operation(world, app_id, "gxchen")
        assert result(handler, op)["status"] == "applied"
        stolen = operation(world, other, "gxchen", op_id=op.op_id)
        answer = result(handler, stolen)
    assert (answer["status"], answer["code"]) == ("rejected", "OP_ID_REUSED")
    assert world.get(other)["status"] == "SUBMITTED"


def test_a_refused_operation_may_be_sent_again_when_its_cause_is_gone(world: World) -> None:
    app_id = world.submit(unit="org-unit-1")
    with world.client("chenyao") as chen, world.client("hanxu") as han:
        (taken,) = claim(han, app_id)
        op = operation(world, app_id, "chenyao")
        refused = result(chen, op)
        assert (refused["status"], refused["code"]) == ("conflict", "LEASE_LOST")
        assert refused["params"]["name"] == "韩旭"
        assert refused["current"]["claim"]["user_id"] == "u-hanxu"
        assert han.delete(f"/v1/claims/{taken['claim']['claim_id']}").status_code == 204
        assert result(chen, op)["status"] == "applied"


def test_without_a_lease_the_case_is_claimed_and_decided_in_one_step(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler:
        claim(handler, app_id)
        world.later(hours=80)
        assert result(handler, operation(world, app_id, "gxchen"))["status"] == "applied"
        assert handler.get("/v1/claims", params={"mine": 1}).json()["results"] == []
    actions = [line["action"] for line in world.get(app_id)["timeline"]]
    assert actions == ["submit", "claim", "lease_expired", "claim", "propose"]


def test_a_refused_decision_leaves_no_claim_behind(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler:
        empty = operation(world, app_id, "gxchen", payload={"verb": "RETURN"})
        answer = result(handler, empty)
        assert (answer["status"], answer["rule_ids"]) == ("rejected", ["R150"])
        assert handler.get("/v1/claims", params={"mine": 1}).json()["results"] == []
    assert world.get(app_id)["status"] == "SUBMITTED"


def test_a_refusal_holds_only_its_own_case(world: World) -> None:
    first, second = world.submit(), world.submit(number=2)
    with world.client("gxchen") as handler:
        poison = operation(world, first, "gxchen", payload={"verb": "RETURN"})
        later = operation(world, first, "gxchen", seq=2)
        elsewhere = operation(world, second, "gxchen")
        answer = send(handler, poison, later, elsewhere)
    assert [r["status"] for r in answer["results"]] == ["rejected", "held", "applied"]
    assert world.get(first)["status"] == "SUBMITTED"


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("", "OP_UNREADABLE"),
        ("[]", "OP_UNREADABLE"),
        ("{}", "OP_UNREADABLE"),
        ('{"op_id": "x", "v": 1}', "OP_UNREADABLE"),
        ('{"op_id": "x", "v": 2}', "OP_VERSION"),
        ('{"op_id": "x", "v": 1, "kind": "\\ud800"}', "OP_UNREADABLE"),
        ("[" * 5000, "OP_UNREADABLE"),
    ],
)
def test_what_cannot_be_read_is_answered_by_itself(world: World, broken: str, code: str) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler:
        answer = send(handler, broken, operation(world, app_id, "gxchen"))
    assert answer["results"][0]["status"] == "rejected"
    assert answer["results"][0]["code"] == code
    assert answer["results"][1]["status"] == "applied"


def test_half_a_character_in_a_comment_is_refused_not_stored(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler:
        content = json.loads(operation(world, app_id, "gxchen").to_bytes())
        content["payload"]["overall_text"] = "\ud83d"
        answer = result(handler, json.dumps(content))
    assert (answer["status"], answer["code"]) == ("rejected", "OP_UNREADABLE")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_number_that_is_none_is_refused_not_stored(world: World, number: str) -> None:
    """Stored, it comes back as null, and nobody can read the case again."""
    app_id = world.submit()
    with world.client("gxchen") as handler:
        content = json.loads(operation(world, app_id, "gxchen").to_bytes())
        anchor = {"att_sha256": "0" * 64, "page": 0, "rect": ["here", 0, 1, 1]}
        content["payload"]["module_comments"][0]["anchors"] = [anchor]
        answer = result(handler, json.dumps(content).replace('"here"', number))
        assert (answer["status"], answer["code"]) == ("rejected", "OP_UNREADABLE")
        assert result(handler, operation(world, app_id, "gxchen"))["status"] == "applied"


def test_what_cannot_be_read_holds_its_case(world: World) -> None:
    first, second = world.submit(), world.submit(number=2)
    with world.client("gxchen") as handler:
        newer = json.loads(operation(world, first, "gxchen").to_bytes()) | {"v": 2}
        later = operation(world, first, "gxchen", seq=2)
        elsewhere = operation(world, second, "gxchen")
        answer = send(handler, json.dumps(newer), later, elsewhere)
    assert [r["status"] for r in answer["results"]] == ["rejected", "held", "applied"]


def test_another_actor_is_refused(world: World) -> None:
    app_id = world.submit(unit="org-unit-1")
    with world.client("chenyao") as handler:
        answer = result(handler, operation(world, app_id, "hanxu"))
    assert (answer["status"], answer["code"]) == ("conflict", "ACTOR_MISMATCH")
    assert world.get(app_id)["applied_ops"] == []


def test_another_offices_case_does_not_exist(world: World) -> None:
    app_id = world.submit()
    with world.client("foreign") as foreign:
        there = result(foreign, operation(world, app_id, "foreign"))
        elsewhere = operation(world, app_id, "foreign").model_copy(update={"app_id": "nowhere"})
        nowhere = result(foreign, elsewhere)
    del there["op_id"], nowhere["op_id"]
    assert there == nowhere
    assert (there["code"], there["current"]) == ("NO_SCOPE", None)


def test_withdrawn(world: World) -> None:
    app_id = world.submit()
    op = operation(world, app_id, "gxchen")
    with world.client("a0001") as applicant, world.client("gxchen") as handler:
        withdrawn = applicant.post(f"/v1/applicant/applications/{app_id}/withdraw")
        assert withdrawn.status_code == 200, withdrawn.text
        assert result(handler, op)["code"] == "WITHDRAWN"


def test_new_version(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler:
        base = operation(world, app_id, "gxchen").base.model_copy(update={"version_no": 7})
        answer = result(handler, operation(world, app_id, "gxchen", base=base))
    assert (answer["code"], answer["params"]) == ("NEW_VERSION", {"version_no": "1"})
    assert answer["current"]["app_id"] == app_id


def test_already_decided_shows_theirs(world: World) -> None:
    app_id = world.submit(unit="org-unit-1")
    late = operation(world, app_id, "hanxu")
    with world.client("chenyao") as chen, world.client("hanxu") as han:
        assert result(chen, operation(world, app_id, "chenyao"))["status"] == "applied"
        answer = result(han, late)
    assert answer["code"] == "ALREADY_DECIDED"
    assert answer["params"] == {"verb": "RETURN", "name": "陈瑶"}
    assert answer["current"]["proposal"]["handler_id"] == "u-chenyao"


def test_after_the_deadline(world: World) -> None:
    app_id = world.submit()
    world.later(days=60, seconds=1)
    with world.client("gxchen") as handler:
        assert result(handler, operation(world, app_id, "gxchen"))["code"] == "DEADLINE_PASSED"


def test_another_rule_pack(world: World) -> None:
    app_id = world.submit()
    with world.client("gxchen") as handler:
        base = operation(world, app_id, "gxchen").base.model_copy(update={"profile": "GXRC@0"})
        answer = result(handler, operation(world, app_id, "gxchen", base=base))
    assert (answer["code"], answer["params"]["profile"]) == ("PROFILE_OUTDATED", "GXRC@1")


def test_a_verb_the_region_does_not_have(world: World) -> None:
    app_id = world.submit(unit="org-unit-1")
    with world.client("chenyao") as handler:
        op = operation(world, app_id, "chenyao", payload={"verb": "NOT_PASSED"})
        answer = result(handler, op)
    assert (answer["code"], answer["params"]) == ("GUARD_FAILED", {"guard": "VERB_NOT_OFFERED"})


def test_pass_needs_its_errors_overridden_and_granted(world: World) -> None:
    """T12 and R153: the applicant's form lacks required fields, which is an ERROR for PASS."""
    app_id = world.submit()
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        refused = result(handler, operation(world, app_id, "gxchen", payload={"verb": "PASS"}))
        assert refused["status"] == "rejected"
        assert "R020" in refused["rule_ids"]
        errors = _errors(world, app_id)
        wanted = list(errors)
        asking = {
            "verb": "PASS",
            "overrides": [
                {"finding_id": finding_id, "rule": rule, "reason": "原件已核对，同意放行"}
                for finding_id, rule in errors.items()
            ],
        }
        asked = result(handler, operation(world, app_id, "gxchen", payload=asking))
        assert asked["status"] == "applied", asked
        approval = operation(world, app_id, "gxlu", "approve")
        answer = result(approver, approval)
        assert (answer["status"], answer["rule_ids"]) == ("rejected", ["R153"])
        granting = {**approval.payload, "overrides": wanted}
        assert result(approver, approval.model_copy(update={"payload": granting}))["status"] == (
            "applied"
        )
    done = world.get(app_id)
    assert done["status"] == "APPROVED_AT"
    assert {o["by"] for o in done["proposal"]["decision"]["overrides"]} == {"u-gxlu"}


def _errors(world: World, app_id: str) -> dict[str, str]:
    """The findings that PASS needs an override for, as the server sees them, and their rules."""
    from app.domain.checks import check
    from server_stub import cases, decision_rules

    server = world.server
    with server.db.read() as session:
        case = cases.load(session, app_id)
        assert case is not None
        profile = server.packs.profile(case.application.profile)
        subject = decision_rules.subject_of(session, server, case, profile, server.clock.now())
        found = check(subject)
    return {one.finding_id: one.rule_id for one in found if one.severity == "ERROR"}


def test_nobody_approves_their_own_proposal(world: World) -> None:
    app_id = world.submit()
    _propose(world, app_id)
    _give_roles(world, "u-gxchen", '["APPROVER", "HANDLER"]')
    with world.client("gxchen") as handler:
        answer = result(handler, operation(world, app_id, "gxchen", "approve"))
    assert (answer["status"], answer["rule_ids"]) == ("rejected", ["R159"])


def test_nobody_reviews_themselves(world: World) -> None:
    """N10: an officer with the applicant's identity number."""
    app_id = world.submit(number=1)
    mac = world.server.id_number_mac(world.get(app_id)["version"]["person"]["id_number"])
    _set_user(world, "u-gxchen", id_number_mac=mac)
    with world.client("gxchen") as handler:
        assert claim(handler, app_id)[0]["code"] == "SELF_REVIEW"
        assert result(handler, operation(world, app_id, "gxchen"))["code"] == "SELF_REVIEW"


def test_sending_back_and_recalling_return_the_case_to_its_handler(world: World) -> None:
    app_id = world.submit()
    first = _propose(world, app_id)
    with world.client("gxlu") as approver:
        assert result(approver, operation(world, app_id, "gxlu", "send_back"))["status"] == (
            "applied"
        )
    back = world.get(app_id)
    assert (back["status"], back["claim"]["user_id"]) == ("CLAIMED", "u-gxchen")
    assert back["history"][-1]["op_id"] == first
    assert (back["history"][-1]["outcome"], back["history"][-1]["send_back_text"]) == (
        "SENT_BACK",
        "请核实",
    )
    _propose(world, app_id)
    with world.client("gxchen") as handler:
        assert result(handler, operation(world, app_id, "gxchen", "recall"))["status"] == "applied"
    assert world.get(app_id)["history"][-1]["outcome"] == "RECALLED"
    assert world.get(app_id)["status"] == "CLAIMED"


def test_an_approval_is_for_one_proposal(world: World) -> None:
    """The handler took the proposal back and made another while the approval was on its way."""
    app_id = world.submit()
    _propose(world, app_id)
    approval = operation(world, app_id, "gxlu", "approve")
    with world.client("gxchen") as handler, world.client("gxlu") as approver:
        assert result(handler, operation(world, app_id, "gxchen", "recall"))["status"] == "applied"
        assert result(approver, approval)["code"] == "ALREADY_DECIDED"
        _propose(world, app_id)
        assert result(approver, approval)["code"] == "ALREADY_DECIDED"


def test_a_deleted_case_is_gone_for_those_who_knew_it(world: World) -> None:
    app_id = world.submit()
    op = operation(world, app_id, "gxchen")
    with world.client("a0001") as applicant, world.client("gxchen") as handler:
        cursor = changes(handler)["cursor"]
        applicant.post(f"/v1/applicant/applications/{app_id}/withdraw").raise_for_status()
        applicant.delete(f"/v1/applicant/applications/{app_id}").raise_for_status()
        assert application_ids(changes(handler, cursor), gone=True) == [app_id]
        assert result(handler, op)["code"] == "GONE"
    with world.client("foreign") as foreign:
        assert result(foreign, operation(world, app_id, "foreign"))["code"] == "NO_SCOPE"


def test_the_device_log_is_watched(world: World) -> None:
    with world.client("gxchen") as handler:
        assert send(handler, log_seq=5, log_head="aa")["log_notice"] is None
        assert send(handler, log_seq=5, log_head="aa")["log_notice"] is None
        assert send(handler, log_seq=5, log_head="bb")["log_notice"] == "LOG_FORK"
        assert send(handler, log_seq=3, log_head="cc")["log_notice"] == "LOG_ROLLED_BACK"
        assert send(handler, log_seq=9, log_head="dd")["log_notice"] is None


def test_too_many_at_once(world: World) -> None:
    with world.client("gxchen") as handler:
        answer = handler.post("/v1/ops", json={"device_id": "d", "ops": ["{}"] * 501})
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def test_every_effect_stands_in_the_audit_log(world: World) -> None:
    from server_stub import audit
    from server_stub.tables import AuditRow

    _propose(world, world.submit())
    with world.server.db.write() as session:
        assert list(audit.breaks(session)) == []
        rows = session.query(AuditRow).order_by(AuditRow.seq).all()
        assert rows[-1].action == "propose"
        assert rows[-1].actor == "u-gxchen"
        rows[-1].actor = "u-foreign"
        session.flush()
        assert list(audit.breaks(session)) == [rows[-1].seq]


def _give_roles(world: World, user_id: str, roles: str) -> None:
    _set_user(world, user_id, roles=roles)


def _set_user(world: World, user_id: str, **values: str) -> None:
    from server_stub.tables import UserRow

    with world.server.db.write() as session:
        row = session.get_one(UserRow, user_id)
        for name, value in values.items():
            setattr(row, name, value)
